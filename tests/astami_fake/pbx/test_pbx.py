"""The PBX as a whole: what starts it, globals, reload, problems."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from astami_fake import releases
from astami_fake.clock import ManualClock
from astami_fake.config.reader import ConfigError
from astami_fake.pbx.originate import Request, originate
from astami_fake.pbx.pbx import Pbx

PLAN = "[globals]\nA = 1\nB = ${A}2\n[default]\nexten => 1,1,NoOp(old)\n"


def test_globals_are_set_in_the_order_of_the_file(make_lab: Callable[..., Any]) -> None:
    """So that one may hold another; the newest is listed first."""
    lab = make_lab(PLAN)
    assert list(lab.pbx.globals) == [("B", "12"), ("A", "1")]


def test_a_reload_reads_the_dialplan_and_sets_the_globals_again(make_lab: Callable[..., Any]) -> None:
    """Others stay; each is told (recorded: reload.dialplan)."""
    lab = make_lab(PLAN)
    lab.pbx.set_global("C", "3")
    lab.pbx.set_global("A", "changed")
    lab.events.clear()
    (lab.folder / "extensions.conf").write_text(PLAN.replace("old", "new"))
    lab.pbx.modules.reload("pbx_config")
    assert [event.name for event in lab.events] == ["VarSet", "VarSet", "Reload"]
    assert dict(lab.pbx.globals) == {"A": "1", "B": "12", "C": "3"}
    lab.call("1@default")
    assert lab.steps() == ["NoOp(new)"]


def test_a_reload_may_clear_the_globals(make_lab: Callable[..., Any]) -> None:
    """With clearglobalvars = yes."""
    lab = make_lab("[general]\nclearglobalvars = yes\n" + PLAN)
    lab.pbx.set_global("C", "3")
    lab.pbx.reload_dialplan()
    assert dict(lab.pbx.globals) == {"A": "1", "B": "12"}


def test_a_mistake_at_reload_keeps_the_dialplan_and_is_reported(make_lab: Callable[..., Any]) -> None:
    """The sentence names file and line."""
    lab = make_lab(PLAN)
    (lab.folder / "extensions.conf").write_text(PLAN + "exten => 2,x,NoOp()\n")
    lab.pbx.reload_dialplan()
    assert lab.pbx.problems == ["extensions.conf:6: priority 'x' of 2; a number, n, n+2, n(label) or hint is expected"]
    lab.call("1@default")
    assert lab.steps() == ["NoOp(old)"]


def test_a_mistake_at_the_start_starts_nothing(make_lab: Callable[..., Any]) -> None:
    """In any of the files."""
    with pytest.raises(ConfigError, match=r"extensions.conf:2"):
        make_lab("[default]\nexten => 1\n")
    with pytest.raises(ConfigError, match=r"queues.conf:1"):
        make_lab(PLAN, queues="member => x\n")
    with pytest.raises(ConfigError, match=r"asterisk.conf:2"):
        make_lab(PLAN, asterisk="[options]\nlive_dangerously = x\n")


def test_without_a_folder_there_is_a_small_dialplan() -> None:
    """Four digits answer and wait."""
    clock = ManualClock(1000.0)
    pbx = Pbx(releases.find("22"), clock)
    originate(pbx, Request("Local", "1001@default", 30.0, "Wait", "1"))
    assert [channel.state for channel in pbx.channels] == [6, 6]
    pbx.reload_dialplan()
    assert pbx.problems == []
    assert list(pbx.queues) == []


def test_the_conformance_configuration_starts() -> None:
    """On each release."""
    etc = Path(__file__).parents[3] / "conformance" / "etc"
    for release in releases.RELEASES.values():
        pbx = Pbx(release, ManualClock(1000.0), etc)
        assert pbx.globals.get("OFFICE") == "Berlin"
        assert pbx.astdb.get("pbx", "UUID")

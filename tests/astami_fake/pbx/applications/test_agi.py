"""AGI(agi:async) as a step of the dialplan. Recorded: cases `agi.async`, `agi.hangup`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from astami_fake.pbx.applications.agi import encoded


def test_what_a_manager_reads_first(run: Callable[..., Any]) -> None:
    """One line each, by percent signs; an empty line ends it."""
    lab = run("AGI(agi:async)")
    (event,) = lab.told("AsyncAGIStart")
    lines = unquote(event["Env"]).split("\n")
    assert lines[-2:] == ["", ""]
    known = dict(line.split(": ", 1) for line in lines[:-2])
    assert (known["agi_request"], known["agi_channel"]) == ("async", "Local/1@default-00000000;2")
    assert (known["agi_callerid"], known["agi_calleridname"], known["agi_callingpres"]) == ("unknown", "unknown", "67")
    assert (known["agi_context"], known["agi_extension"], known["agi_priority"]) == ("default", "1", "1")


def test_a_hangup_ends_it(run: Callable[..., Any]) -> None:
    """AGISTATUS says so, and no further step is taken."""
    lab = run("AGI(agi:async)", "NoOp(never)")
    lab.pbx.channels.find("Local/1@default-00000000;2").interrupt()
    lab.clock.advance(1)
    assert len(lab.told("AsyncAGIEnd")) == 1
    assert [event["Value"] for event in lab.told("VarSet")] == ["HANGUP"]
    assert lab.steps() == ["AGI(agi:async)"]


def test_programs_are_refused(run: Callable[..., Any]) -> None:
    """The fake runs and calls nothing, and says so; the call goes on."""
    lab = run("AGI(agi://10.0.0.1/x)", "NoOp(${AGISTATUS})")
    assert lab.steps() == ["AGI(agi://10.0.0.1/x)", "NoOp(FAILURE)"]
    assert "only AGI(agi:async)" in lab.pbx.problems[0]


def test_what_is_written_with_percent_signs() -> None:
    """Everything but letters, digits and these."""
    assert encoded("200 result=1 (a~b)\n") == "200%20result%3D1%20(a~b)%0A"

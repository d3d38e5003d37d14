"""Hints follow devices and presences, and say so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from astami_fake.pbx import hints

DIALPLAN = "[x]\nexten => 1,hint,Custom:a\nexten => 2,hint,Custom:a&Custom:b,CustomPresence:boss\n"


def states(lab: Any) -> list[tuple[str, str]]:
    """Extension and text of the ExtensionStatus events so far."""
    return [(event["Exten"], event["StatusText"]) for event in lab.told("ExtensionStatus")]


def test_all_hints_of_a_device_are_told_when_they_change(make_lab: Callable[..., Any]) -> None:
    """The second one stays as it is where its other device outweighs the change."""
    lab = make_lab(DIALPLAN)
    lab.pbx.custom.set("b", "BUSY")
    lab.pbx.custom.set("a", "INUSE")
    lab.pbx.custom.set("a", "INUSE")
    assert states(lab) == [("2", "Busy"), ("1", "InUse")]


@pytest.mark.parametrize(
    ("word", "state"),
    [("RINGING", 8), ("RINGINUSE", 9), ("ONHOLD", 16), ("UNAVAILABLE", 4), ("INVALID", 4), ("NOT_INUSE", 0)],
)
def test_a_device_makes_the_state(make_lab: Callable[..., Any], word: str, state: int) -> None:
    """As recorded in case `states.change`."""
    lab = make_lab(DIALPLAN)
    lab.pbx.custom.set("a", word)
    hint = lab.pbx.hints.find("1", "x")
    assert lab.pbx.hints.state(hint) == state
    assert hints.WORDS[state]


def test_a_reload_tells_all_states_anew(make_lab: Callable[..., Any]) -> None:
    """Also those that have not changed (recorded: states.reload)."""
    lab = make_lab(DIALPLAN)
    assert states(lab) == []
    lab.pbx.reload_dialplan()
    assert states(lab) == [("1", "Idle"), ("2", "Idle")]
    lab.pbx.custom.set("a", "BUSY")
    assert states(lab)[2:] == [("1", "Busy"), ("2", "Busy")]


def test_the_hint_of_a_pattern_is_not_modelled(make_lab: Callable[..., Any]) -> None:
    """It is reported, and there is none."""
    lab = make_lab("[x]\nexten => _9X,hint,Custom:${EXTEN}\n")
    assert lab.pbx.hints.find("91", "x") is None
    assert lab.pbx.problems == ["the hint of 91@x comes from a pattern, which is not modelled; it has none"]

"""The events about a leg. Recorded: cases `originate.async` (nobody dials), `dialplan.dial.answer`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from astami_fake.pbx import dialing

PLAN = "[default]\nexten => 1,1,Wait(60)\n"


def pair(lab: Any) -> Any:
    lab.call("1@default")
    lab.events.clear()
    return tuple(lab.pbx.channels)


def test_a_leg_that_nobody_dials(make_lab: Callable[..., Any]) -> None:
    """An Originate: only the Dest block."""
    lab = make_lab(PLAN)
    leg, _ = pair(lab)
    dialing.begin(None, leg, "1@default")
    (event,) = lab.told("DialBegin")
    assert "Channel" not in event
    assert (event["DestChannel"], event["DialString"]) == (leg.name, "1@default")


def test_a_leg_and_its_caller(make_lab: Callable[..., Any]) -> None:
    """The caller's block comes first; each event ends with what happened."""
    lab = make_lab(PLAN)
    leg, caller = pair(lab)
    dialing.begin(caller, leg, "x")
    dialing.state(caller, leg, "RINGING")
    dialing.end(caller, leg, "ANSWER")
    assert [event.name for event in lab.events] == ["DialBegin", "DialState", "DialEnd"]
    assert {event.headers[0] for event in lab.events} == {("Channel", caller.name)}
    assert [event.headers[-1] for event in lab.events] == [
        ("DialString", "x"),
        ("DialStatus", "RINGING"),
        ("DialStatus", "ANSWER"),
    ]


def test_the_begin_shows_what_was_told_last(make_lab: Callable[..., Any]) -> None:
    """Its end shows the channels as they are."""
    lab = make_lab(PLAN)
    leg, caller = pair(lab)
    caller.language = "de"
    dialing.begin(caller, leg, "x")
    dialing.end(caller, leg, "BUSY")
    assert [event["Language"] for event in lab.told("DialBegin", "DialEnd")] == ["en", "de"]

"""One attempt of a queue: who rings, for how long, and what a refusal does. Recorded: queue.*."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

PLAN = """[default]
exten => caller,1,Answer()
 same => n,Wait(60)
exten => rings,1,Wait(60)
exten => busy,1,Busy(2)
exten => refuses,1,Hangup(19)
exten => answers,1,Wait(1)
 same => n,Answer()
 same => n,Wait(60)
"""


@pytest.fixture
def queue(make_lab: Callable[..., Any]) -> Callable[..., Any]:
    """A lab with a queue of the members named, and one caller in it."""

    def make(settings: str, *members: str, data: str = "q") -> Any:
        rows = "".join(f"member => Local/{name}@default\n" for name in members)
        lab = make_lab(PLAN, queues=f"[q]\nretry = 1\n{settings}\n{rows}[other]\n{rows}")
        lab.call("caller@default", "Queue", data)
        return lab

    return make


def called(lab: Any) -> list[str]:
    return [event["Interface"][6:-8] for event in lab.told("AgentCalled")]


@pytest.mark.parametrize(
    ("settings", "seconds"), [("timeout = 2", "1000"), ("timeout=2\ntimeoutpriority=conf", "2000")]
)
def test_whose_time_ends_the_ringing(queue: Callable[..., Any], settings: str, seconds: str) -> None:
    """The call's, unless the queue's comes first (recorded: queue.timeout, queue.timeout.own)."""
    lab = queue(f"strategy = linear\n{settings}", "rings", data="q,,,,1")
    lab.clock.advance(4)
    assert [event["RingTime"] for event in lab.told("AgentRingNoAnswer")] == [seconds]


def test_who_refuses_makes_room_for_the_next(queue: Callable[..., Any]) -> None:
    """In the same attempt (recorded: queue.busy)."""
    lab = queue("strategy = linear\ntimeout = 5", "refuses", "rings")
    assert called(lab) == ["refuses", "rings"]


def test_all_ring_and_the_first_wins(queue: Callable[..., Any]) -> None:
    """The others learn that it was answered elsewhere (recorded: queue.ringall)."""
    lab = queue("strategy = ringall\ntimeout = 5", "rings", "answers")
    lab.clock.advance(2)
    assert sorted(called(lab)) == ["answers", "rings"]
    assert {event["DialStatus"] for event in lab.told("DialEnd")} >= {"ANSWER", "CANCEL"}
    (loser,) = (
        event for event in lab.told("Hangup") if event["Channel"].endswith(";1") and "rings" in event["Channel"]
    )
    assert loser["Cause"] == "26"
    assert [event["Interface"] for event in lab.told("AgentConnect")] == ["Local/answers@default"]


@pytest.mark.parametrize(
    ("settings", "member", "paused"),
    [
        ("autopause = yes", "rings", ["q"]),
        ("autopause = all", "rings", ["other", "q"]),
        ("autopause = no", "rings", []),
        ("autopause = yes", "busy", []),
        ("autopause = yes\nautopausebusy = yes", "busy", ["q"]),
    ],
)
def test_who_is_paused_for_not_taking_a_call(
    queue: Callable[..., Any], settings: str, member: str, paused: list[str]
) -> None:
    """A busy one only where that is asked for (recorded: queue.autopause, .all, .busy)."""
    lab = queue(f"strategy = linear\ntimeout = 1\n{settings}", member, data="q,n")
    lab.clock.advance(3)
    assert sorted(event["Queue"] for event in lab.told("QueueMemberPause")) == paused


@pytest.mark.parametrize(("settings", "waiting"), [("autofill = no", 1), ("autofill = yes", 2)])
def test_how_many_are_served_at_once(queue: Callable[..., Any], settings: str, waiting: int) -> None:
    """As many as members are free, or one (recorded: queue.autofill)."""
    lab = queue(f"strategy = linear\ntimeout = 9\n{settings}", "rings", "answers")
    lab.call("caller@default", "Queue", "q")
    assert len({event["Uniqueid"] for event in lab.told("AgentCalled")}) == waiting

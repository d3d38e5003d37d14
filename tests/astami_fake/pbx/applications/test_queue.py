"""Queue: how a wait ends. Recorded: queue.*."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

PLAN = """[default]
exten => caller,1,Answer()
 same => n,Wait(60)
exten => talks,1,Answer()
 same => n,Wait(2)
exten => rings,1,Wait(60)
"""
QUEUES = "[general]\n[q]\nstrategy = linear\ntimeout = 1\nretry = 1\nmember => Local/{}@default\n{}"


@pytest.fixture
def ask(make_lab: Callable[..., Any]) -> Callable[..., Any]:
    """A lab in which a caller has asked for a queue with one member."""

    def ask(member: str, data: str, more: str = "", release: str = "22.10") -> Any:
        lab = make_lab(PLAN, release, queues=QUEUES.format(member, more))
        lab.call("caller@default", "Queue", data)
        return lab

    return ask


def status(lab: Any) -> list[str]:
    """What QUEUESTATUS has been."""
    return [event["Value"] for event in lab.told("VarSet") if event["Variable"] == "QUEUESTATUS"]


@pytest.mark.parametrize(
    ("member", "data", "more", "expected"),
    [
        ("rings", "q,,,,1", "", ["TIMEOUT"]),
        ("rings", "q,n", "", ["TIMEOUT"]),
        ("rings", "absent", "", ["UNKNOWN"]),
        ("none", "q", "joinempty = invalid", ["JOINEMPTY"]),
        ("none", "q,,,,1", "", ["TIMEOUT"]),
        ("talks", "q,c", "", ["CONTINUE"]),
        ("talks", "q", "", []),
    ],
)
def test_a_wait_ends_with_a_status(
    ask: Callable[..., Any], member: str, data: str, more: str, expected: list[str]
) -> None:
    """None where the call ends with the member's (recorded: queue.timeout, .unknown, .joinempty, .continue)."""
    lab = ask(member, data, more)
    lab.clock.advance(10)
    assert status(lab) == expected
    assert not list(lab.pbx.queues.find("q").callers)


def test_a_member_who_does_not_answer_may_be_paused(ask: Callable[..., Any]) -> None:
    """Then nobody is called any more (recorded: queue.autopause)."""
    lab = ask("rings", "q,,,,4", "autopause = yes")
    lab.clock.advance(10)
    assert [event["RingTime"] for event in lab.told("AgentRingNoAnswer")] == ["1000"]
    assert [event["PausedReason"] for event in lab.told("QueueMemberPause")] == ["Auto-Pause"]


def test_a_member_rests_behind_a_call(ask: Callable[..., Any]) -> None:
    """It isn't called while it does."""
    lab = ask("talks", "q", "wrapuptime = 30")
    lab.clock.advance(5)
    lab.call("caller@default", "Queue", "q,,,,5")
    lab.clock.advance(10)
    assert len(lab.told("AgentCalled")) == len(lab.told("AgentComplete")) == 1
    assert [event["Reason"] for event in lab.told("AgentComplete")] == ["agent"]


def test_a_heavier_queue_has_the_member_first(ask: Callable[..., Any]) -> None:
    """While a caller waits there, nobody else gets it."""
    lab = ask("rings", "heavy", "[heavy]\nweight = 1\ntimeout = 30\nmember => Local/rings@default\n")
    lab.call("caller@default", "Queue", "q,,,,1")
    lab.clock.advance(3)
    assert [event["Queue"] for event in lab.told("AgentCalled")] == ["heavy"]
    assert status(lab) == ["TIMEOUT"]


def test_options_that_are_not_modelled_are_reported(ask: Callable[..., Any]) -> None:
    """A test that relies on one must not pass by chance."""
    lab = ask("rings", "q,K,,,1")
    assert any("option 'K' of Queue" in problem for problem in lab.pbx.problems)

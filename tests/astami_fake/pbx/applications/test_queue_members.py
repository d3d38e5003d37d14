"""Members of queues come and go by the dialplan. Recorded: case `queue.applications`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

QUEUES = "[q]\nmember => Local/fixed@default,0,Fixed\n[other]\n"


@pytest.fixture
def steps(make_lab: Callable[..., Any]) -> Callable[..., Any]:
    """Run steps; the lab, with a queue that has one member of its own."""

    def run(*said: str) -> Any:
        plan = "[default]\nexten => 1,1,NoOp()\n" + "".join(f" same => n,{step}\n" for step in said)
        lab = make_lab(plan, queues=QUEUES)
        lab.call("1@default")
        return lab

    return run


def told(lab: Any, variable: str) -> list[str]:
    return [event["Value"] for event in lab.told("VarSet") if event["Variable"] == variable]


def test_a_member_is_added_once(steps: Callable[..., Any]) -> None:
    """With penalty, name and device; the second time it is there, and a queue that is not there has none."""
    add = "AddQueueMember(q,Local/2@default,3,,Two,Custom:two)"
    lab = steps(add, add, "AddQueueMember(none,Local/2@default)")
    assert told(lab, "AQMSTATUS") == ["ADDED", "MEMBERALREADY", "NOSUCHQUEUE"]
    (event,) = lab.told("QueueMemberAdded")
    assert (event["Penalty"], event["MemberName"], event["StateInterface"]) == ("3", "Two", "Custom:two")


def test_who_calls_may_be_the_member(steps: Callable[..., Any]) -> None:
    """Where no interface is named: the channel without its number."""
    lab = steps("AddQueueMember(q)", "RemoveQueueMember(q)")
    assert [event["Interface"] for event in lab.told("QueueMemberAdded")] == ["Local/1@default"]
    assert told(lab, "RQMSTATUS") == ["REMOVED"]


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ("none,Local/2@default", "NOSUCHQUEUE"),
        ("q,Local/2@default", "NOTINQUEUE"),
        ("q,Local/fixed@default", "NOTDYNAMIC"),
    ],
)
def test_who_cannot_be_removed(steps: Callable[..., Any], data: str, status: str) -> None:
    """A member of the file stays."""
    lab = steps(f"RemoveQueueMember({data})")
    assert told(lab, "RQMSTATUS") == [status]
    assert len(lab.pbx.queues.find("q").added) == 1


def test_pauses(steps: Callable[..., Any]) -> None:
    """In one queue or in all; somebody must be there."""
    lab = steps(
        "PauseQueueMember(q,Local/fixed@default,,lunch)",
        "UnpauseQueueMember(,Local/fixed@default)",
        "PauseQueueMember(other,Local/fixed@default)",
    )
    assert told(lab, "PQMSTATUS") == ["PAUSED", "NOTFOUND"]
    assert told(lab, "UPQMSTATUS") == ["UNPAUSED"]
    assert [event["Paused"] for event in lab.told("QueueMemberPause")] == ["1", "0"]

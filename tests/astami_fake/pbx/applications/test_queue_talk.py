"""A caller and the member that has answered. Recorded: queue.*."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

PLAN = """[default]
exten => caller,1,Answer()
 same => n,Wait(60)
exten => talks,1,Wait(1)
 same => n,Answer()
 same => n,Wait(4)
[whisper]
exten => s,1,NoOp(called from ${Q})
 same => n,Return()
"""


@pytest.fixture
def talk(make_lab: Callable[..., Any]) -> Callable[..., Any]:
    """A lab in which a caller has come to a queue whose member answers behind a second and stays four and a half."""

    def make(settings: str = "", data: str = "q", release: str = "22.10") -> Any:
        queues = f"[q]\nstrategy=linear\ntimeout=15\n{settings}\nmember => Local/talks@default,3,Tom\n"
        lab = make_lab(PLAN, release, queues=queues)
        lab.call("caller@default", "Queue", data)
        return lab

    return make


def variables(lab: Any, prefix: str) -> dict[str, str]:
    """Those of the caller whose names begin so, with their last values."""
    found = {}
    for event in lab.told("VarSet"):
        if event["Variable"].startswith(prefix) and "caller" in event["Channel"]:
            found[event["Variable"]] = event["Value"]
    return found


def test_the_member_is_in_a_call_until_it_goes(talk: Callable[..., Any]) -> None:
    """Then it has taken one, and the averages begin (recorded: queue.answered.agent, queue.variables)."""
    lab = talk()
    queue = lab.pbx.queues.find("q")
    (member,) = queue.members
    lab.clock.advance(3)
    assert (member.in_call, member.calls, len(queue.callers)) == (True, 0, 0)
    lab.clock.advance(9)
    assert (member.in_call, member.calls, queue.completed, queue.hold_time) == (False, 1, 1, 1)
    (event,) = lab.told("AgentComplete")
    assert (event["Reason"], event["HoldTime"], event["TalkTime"]) == ("agent", "1", str(queue.talk_time))


@pytest.mark.parametrize(("settings", "connected"), [("", 1), ("memberdelay = 2", 3)])
def test_a_call_may_begin_later_than_the_answer(talk: Callable[..., Any], settings: str, connected: int) -> None:
    """By the member's delay; until then the caller waits (recorded: queue.memberdelay)."""
    lab = talk(settings)
    moments = [second for second in range(6) if (lab.told("AgentConnect") and True) or lab.clock.advance(1)]
    assert moments[0] == connected
    assert variables(lab, "QUEUEWAIT")["QUEUEWAIT"] == str(connected)


def test_a_member_may_be_gone_before_the_call(talk: Callable[..., Any]) -> None:
    """AgentDump, and the caller goes on waiting (recorded: queue.memberdelay.gone)."""
    lab = talk("memberdelay = 9", "q,n")
    lab.clock.advance(12)
    assert [event["MemberName"] for event in lab.told("AgentDump")] == ["Tom"]
    assert not lab.told("AgentConnect")
    assert variables(lab, "QUEUESTATUS") == {"QUEUESTATUS": "TIMEOUT"}


@pytest.mark.parametrize(
    ("data", "release", "ran"),
    [
        ("q,,,,,,whisper", "22.10", True),
        ("q,,,,,,,whisper", "22.10", False),
        ("q,,,,,,,whisper", "16.28", True),
        ("q,,,,,,whisper", "16.28", False),
    ],
)
def test_a_subroutine_runs_for_the_member(talk: Callable[..., Any], data: str, release: str, ran: bool) -> None:
    """Before the two talk; 16 has a macro in its place (recorded: queue.gosub)."""
    lab = talk("", data, release)
    lab.clock.advance(3)
    assert ("NoOp(called from )" in lab.steps(";1")) is ran
    assert len(lab.told("AgentConnect")) == 1


def test_what_a_queue_tells_in_variables(talk: Callable[..., Any]) -> None:
    """Of the member, the wait and itself, where it is to (recorded: queue.variables)."""
    lab = talk("setinterfacevar = yes\nsetqueueentryvar = yes\nsetqueuevar = yes\nservicelevel = 9")
    lab.clock.advance(2)
    assert variables(lab, "MEMBER") == {
        "MEMBERINTERFACE": "Local/talks@default",
        "MEMBERNAME": "Tom",
        "MEMBERCALLS": "0",
        "MEMBERLASTCALL": "0",
        "MEMBERPENALTY": "3",
        "MEMBERDYNAMIC": "0",
        "MEMBERREALTIME": "0",
    }
    assert variables(lab, "QE") == {"QEHOLDTIME": "1", "QEORIGINALPOS": "1"}
    assert variables(lab, "QUEUESTRATEGY") == {"QUEUESTRATEGY": "linear"}


@pytest.mark.parametrize(("release", "told"), [("22.10", True), ("16.28", False)])
def test_times_are_told_by_22(talk: Callable[..., Any], release: str, told: bool) -> None:
    """How long it talked, and how long it was there (recorded: queue.answered)."""
    lab = talk("", "q,c", release)
    lab.clock.advance(12)
    assert bool(variables(lab, "ANSWEREDTIME")) is told
    assert variables(lab, "QUEUESTATUS") == {"QUEUESTATUS": "CONTINUE"}

"""Queues, their members and the devices behind them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from astami_fake.pbx import devices
from astami_fake.pbx.queue_callers import Caller

PLAN = "[default]\nexten => 1,1,Answer()\n same => n,Wait(60)\n"
QUEUES = "[q]\nstrategy = linear\nmember => Local/1@default,2,One\nmember => Local/9@default\n[empty]\nwrapuptime = 3\n"


@pytest.fixture
def lab(make_lab: Callable[..., Any]) -> Any:
    return make_lab(PLAN, queues=QUEUES)


def test_members_have_the_state_of_their_device(lab: Any) -> None:
    """An extension that is not there is an invalid device (recorded: DEVICE_STATE)."""
    q, empty = lab.pbx.queues.find("q"), lab.pbx.queues.find("EMPTY")
    assert [member.status for member in q.members] == [devices.NOT_INUSE, devices.INVALID]
    assert empty.members == []


def test_a_call_to_a_member_is_told_once_each_way(lab: Any) -> None:
    """In use while there is a channel, then free (recorded: queue.member.inuse)."""
    lab.call("1@default", "Wait", "1")
    lab.clock.advance(1)
    assert [(event["MemberName"], event["Status"], event["Ringinuse"]) for event in lab.told("QueueMemberStatus")] == [
        ("One", "2", "1"),
        ("One", "1", "1"),
    ]


def test_a_reload_keeps_who_is_logged_in(lab: Any) -> None:
    """A new member is logged in since then (recorded: reload.queue); one that was added stays (queue.reload.action)."""
    queue = lab.pbx.queues.find("q")
    lab.pbx.queues.add(queue, "Local/1@default/n")
    lab.clock.advance(100)
    (lab.folder / "queues.conf").write_text(QUEUES.replace("9@default", "8@default"))
    lab.pbx.modules.reload("app_queue")
    assert [(member.interface, member.login_time) for member in lab.pbx.queues.find("q").members] == [
        ("Local/1@default", 1_700_000_000),
        ("Local/8@default", 1_700_000_100),
        ("Local/1@default/n", 1_700_000_000),
    ]
    lab.call("1@default")
    told = [event["Interface"] for event in lab.told("QueueMemberStatus")]
    assert told == ["Local/1@default", "Local/1@default/n"]  # each follows its device once, and /n is no part of that


def test_a_member_rests_its_own_time_or_the_queues(make_lab: Callable[..., Any]) -> None:
    """The last field of a member line wins."""
    lab = make_lab(PLAN, queues="[q]\nstrategy=linear\nwrapuptime = 3\nmember => Local/1,,,,,9\nmember => Local/2\n")
    (queue,) = lab.pbx.queues
    assert [member.rest for member in queue.members] == [9, 3]


def test_members_and_queues_come_in_the_order_of_tables(make_lab: Callable[..., Any]) -> None:
    """As real Asterisk listed the same names (recorded: queue.status.filter, queue.status)."""
    names = ("cleo", "ann", "ben", "none")
    rows = "".join(f"member => Local/{name}@default\n" for name in names)
    lab = make_lab(PLAN, queues=f"[line]\n{rows}[memory]\n[pausing]\n")
    assert [queue.settings.name for queue in lab.pbx.queues] == ["pausing", "memory", "line"]
    assert [member.interface[6:-8] for member in lab.pbx.queues.find("line").members] == ["ann", "cleo", "ben", "none"]


@pytest.mark.parametrize(("calls", "average"), [([2], 2), ([2, 6], 3), ([4, 0], 3)])
def test_averages_move_by_a_quarter(lab: Any, calls: list[int], average: int) -> None:
    """The first call sets the average (recorded: queue.variables)."""
    queue = lab.pbx.queues.find("q")
    for number, talked in enumerate(calls):
        queue.ended(queue.members[0], talked, in_time=number > 0)
    assert (queue.talk_time, queue.members[0].calls) == (average, len(calls))
    assert queue.performance()[0] == 100 * (len(calls) - 1) / len(calls)
    queue.reset()
    assert (queue.talk_time, queue.completed, queue.members[0].calls) == (0, 0, 0)


@pytest.mark.parametrize(
    ("reasons", "nobody"),
    [
        ((), False),
        (("invalid",), False),
        (("invalid", "paused"), True),
        (("inuse",), False),
        (("penalty",), False),
        (("invalid", "penalty"), True),
    ],
)
def test_nobody_is_there_when_each_member_is_away(lab: Any, reasons: tuple[str, ...], nobody: bool) -> None:
    """What counts as away is the queue's to say (recorded: queue.joinempty, queue.empty.*)."""
    queue = lab.pbx.queues.find("q")
    queue.members[0].pause(True, "")
    lab.call("1@default")
    caller = Caller(queue, next(iter(lab.pbx.channels)), highest=1)  # too low for the first member's penalty
    queue.members[0].status = devices.NOT_INUSE
    assert queue.nobody(frozenset(reasons), caller) is nobody


def test_the_devices_of_a_queue(lab: Any) -> None:
    """Who waits, whether somebody may be called, and each member's pause (recorded: devices.queue, devices.read)."""
    state = lab.pbx.devices.state
    q = lab.pbx.queues.find("q")
    one = q.members[0]
    assert [state(f"Queue:{name}") for name in ("q", "q_avail", "q_pause_Local/1@default", "none_avail")] == [
        devices.INVALID,
        devices.INUSE,  # also where there are members, until something happens to one
        devices.NOT_INUSE,
        devices.INVALID,
    ]
    one.pause(True, "")
    assert (state("Queue:q_pause_Local/1@default"), state("Queue:q_avail")) == (devices.INUSE, devices.INUSE)
    one.pause(False, "")
    assert (state("Queue:q_pause_Local/1@default"), state("Queue:q_avail")) == (devices.NOT_INUSE, devices.NOT_INUSE)
    one.state_changed(devices.UNAVAILABLE)
    assert state("Queue:q_avail") == devices.INUSE


def test_without_its_module_there_are_no_queues(make_lab: Callable[..., Any]) -> None:
    """Nor devices of queues (recorded: states.devices)."""
    lab = make_lab(PLAN, queues=QUEUES, modules="[modules]\nautoload = no\nload = pbx_config.so\n")
    assert list(lab.pbx.queues) == []
    assert list(lab.pbx.devices) == []

"""Idle queues and the devices behind their members."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from astami_fake.pbx import devices

PLAN = "[default]\nexten => 1,1,Answer()\n same => n,Wait(60)\n"
QUEUES = "[q]\nmember => Local/1@default,2,One\nmember => Local/9@default\n[empty]\nwrapuptime = 3\n"


@pytest.fixture
def lab(make_lab: Callable[..., Any]) -> Any:
    return make_lab(PLAN, queues=QUEUES)


def test_members_have_the_state_of_their_device(lab: Any) -> None:
    """An extension that is not there is an invalid device (recorded: DEVICE_STATE)."""
    q, empty = lab.pbx.queues
    assert [member.status for member in q.members] == [devices.NOT_INUSE, devices.INVALID]
    assert empty.members == []
    assert lab.pbx.idle_state("PJSIP/1") == devices.INVALID


def test_a_call_to_a_member_is_told_once_each_way(lab: Any) -> None:
    """In use while there is a channel, then free (recorded: queue.member.inuse)."""
    lab.call("1@default", "Wait", "1")
    lab.clock.advance(1)
    assert [(event["MemberName"], event["Status"], event["Ringinuse"]) for event in lab.told("QueueMemberStatus")] == [
        ("One", "2", "1"),
        ("One", "1", "1"),
    ]


def test_a_reload_keeps_who_is_logged_in(lab: Any) -> None:
    """A new member is logged in since then (recorded: reload.queue)."""
    lab.clock.advance(100)
    (lab.folder / "queues.conf").write_text(QUEUES.replace("9@default", "8@default"))
    lab.pbx.modules.reload("app_queue")
    q, _ = lab.pbx.queues
    assert [member.login_time for member in q.members] == [1_700_000_000, 1_700_000_100]
    lab.call("1@default")
    assert len(lab.told("QueueMemberStatus")) == 1


def test_a_member_rests_its_own_time_or_the_queues(make_lab: Callable[..., Any]) -> None:
    """The last field of a member line wins."""
    lab = make_lab(PLAN, queues="[q]\nwrapuptime = 3\nmember => Local/1,,,,,9\nmember => Local/2\n")
    (queue,) = lab.pbx.queues
    assert [queue.wrapup(member) for member in queue.members] == [9, 3]

"""A member of a queue: its pause, its rest, what counts as away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from astami_fake.pbx import devices

QUEUES = "[q]\nstrategy = linear\nwrapuptime = 5\nmember => Local/1@default,0,One,Custom:one\n"


@pytest.fixture
def make(make_lab: Callable[..., Any]) -> Callable[..., Any]:
    """A lab and its one member."""

    def lab(release: str = "22.10") -> Any:
        made = make_lab("[default]\n", release, queues=QUEUES)
        return made, made.pbx.queues.find("q").members[0]

    return lab


@pytest.mark.parametrize(
    ("release", "told"),
    [
        ("22.10", [("1", "lunch", None), ("0", "back", None)]),
        ("16.28", [("1", "lunch", "lunch"), ("0", "", "back")]),
    ],
)
def test_a_pause_is_told_with_its_reason(make: Callable[..., Any], release: str, told: list[Any]) -> None:
    """16 has it twice, and loses the one of the end in PausedReason (recorded: queue.pause)."""
    lab, member = make(release)
    member.pause(True, "lunch")
    member.pause(False, "back")
    events = lab.told("QueueMemberPause")
    assert [(event["Paused"], event["PausedReason"], event.get("Reason")) for event in events] == told
    assert (member.paused, member.paused_reason, member.last_pause) == (False, "", 1_700_000_000)


@pytest.mark.parametrize(
    ("status", "reasons", "away"),
    [
        (devices.INUSE, "inuse", True),
        (devices.BUSY, "inuse", False),
        (devices.ONHOLD, "inuse", False),
        (devices.RINGING, "ringing", True),
        (devices.RINGINUSE, "ringing", False),
        (devices.UNAVAILABLE, "unavailable", True),
        (devices.INVALID, "invalid", True),
        (devices.UNKNOWN, "unknown", True),
        (devices.NOT_INUSE, "paused", False),
    ],
)
def test_each_word_means_one_state(make: Callable[..., Any], status: int, reasons: str, away: bool) -> None:
    """A busy member is not in use (recorded: queue.empty.*)."""
    _, member = make()
    member.status = status
    assert member.absent(frozenset([reasons]), 0) is away


def test_a_member_rests_whole_seconds_behind_a_call(make: Callable[..., Any]) -> None:
    """Who has not had one does not rest (recorded: queue.wrapup)."""
    lab, member = make()
    member.status = devices.NOT_INUSE
    assert member.may_ring(lab.clock.now())
    member.last_call = int(lab.clock.now())
    assert [member.may_ring(lab.clock.now() + seconds) for seconds in (0, 4.9, 5)] == [False, False, True]


@pytest.mark.parametrize(("ring_in_use", "rings"), [(True, True), (False, False)])
def test_a_member_in_use_may_be_called(make: Callable[..., Any], ring_in_use: bool, rings: bool) -> None:
    """As it is told (recorded: queue.ringinuse.no)."""
    lab, member = make()
    member.status = devices.INUSE
    member.set_ring_in_use(ring_in_use)
    assert member.may_ring(lab.clock.now()) is rings
    assert [event["Ringinuse"] for event in lab.told("QueueMemberRinginuse")] == [str(int(ring_in_use))]


def test_a_new_penalty_is_told(make: Callable[..., Any]) -> None:
    """Recorded: queue.penalty."""
    lab, member = make()
    member.set_penalty(7)
    assert [(event["Penalty"], event["MemberName"]) for event in lab.told("QueueMemberPenalty")] == [("7", "One")]

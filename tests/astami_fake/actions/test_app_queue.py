"""QueueStatus and QueueSummary of idle queues. Frames recorded: cases queue.*."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def client(bench: Any) -> Any:
    return bench.client().login()


def test_status_lists_queues_and_members(bench: Any, client: Any) -> None:
    """A queue, then its members."""
    start, support, member, end = client.do("Action: QueueStatus", "Queue: support", "ActionID: 1")
    assert start == "Response: Success\nActionID: 1\nEventList: start\nMessage: Queue status will follow"
    assert support.splitlines()[:4] == ["Event: QueueParams", "Queue: support", "Max: 0", "Strategy: linear"]
    assert member == (
        "Event: QueueMember\nQueue: support\nName: Second Phone\nLocation: Local/1002@default\n"
        "StateInterface: Local/1002@default\nMembership: static\nPenalty: 0\nCallsTaken: 0\nLastCall: 0\n"
        f"LastPause: 0\nLoginTime: {int(bench.clock.now())}\nInCall: 0\nStatus: 1\nPaused: 0\nPausedReason: \n"
        "Wrapuptime: 0\nActionID: 1"
    )
    assert end == "Event: QueueStatusComplete\nActionID: 1\nEventList: Complete\nListItems: 2"


@pytest.mark.parametrize(
    ("line", "items"),
    [
        ("Queue: support", 2),
        ("Queue: SUPPORT", 2),
        ("Queue: absent", 0),
        ("Member: Local/1002@default", 13),
        ("Member: nobody", 12),
    ],
)
def test_status_of_a_queue_or_member(client: Any, line: str, items: int) -> None:
    """Queues are listed also without the member."""
    frames = client.do("Action: QueueStatus", line)
    assert len(frames) == items + 2
    assert frames[-1].endswith(f"ListItems: {items}")


def test_summary_counts(client: Any) -> None:
    """A member in use is not available."""
    assert "LoggedIn: 1\nAvailable: 1" in client.do("Action: QueueSummary", "Queue: support")[1]
    client.do("Action: Originate", "Channel: Local/1002@default", "Application: Wait", "Data: 9")
    _, support, end = client.do("Action: QueueSummary", "Queue: support")
    assert support == (
        "Event: QueueSummary\nQueue: support\nLoggedIn: 1\nAvailable: 0\nCallers: 0\nHoldTime: 0\nTalkTime: 0\n"
        "LongestHoldTime: 0"
    )
    assert end == "Event: QueueSummaryComplete\nEventList: Complete\nListItems: 1"

"""Who waits in a queue: places, limits, ways out."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

import pytest

from astami_fake.pbx.queue_callers import Caller

PLAN = """[default]
exten => caller,1,Answer()
 same => n,Wait(60)
exten => rings,1,Wait(60)
[exits]
exten => 1,1,Wait(60)
"""
QUEUES = """[q]
strategy = linear
timeout = 30
context = exits
member => Local/rings@default,2
"""


@pytest.fixture
def lab(make_lab: Callable[..., Any]) -> Any:
    """A queue with one member who never answers."""
    rules = "[wider]\npenaltychange => 0,+1\npenaltychange => 2,9,3\n"
    return make_lab(PLAN, queues=QUEUES, queuerules=rules)


def waiting(lab: Any) -> list[Caller]:
    return list(lab.pbx.queues.find("q").callers)


@pytest.mark.parametrize(
    ("priorities", "order"), [((0, 0, 0), [0, 1, 2]), ((0, 5, 0), [1, 0, 2]), ((1, 1, 5), [2, 0, 1])]
)
def test_a_higher_priority_stands_before_lower_ones(lab: Any, priorities: tuple[int, ...], order: list[int]) -> None:
    """Equal ones stand as they came (recorded: queue.twocallers)."""
    came = []
    for priority in priorities:
        lab.call("caller@default", "Queue", "q", variables=[("QUEUE_PRIO", str(priority))])
        came += [caller for caller in waiting(lab) if caller not in came]
    assert [came.index(caller) for caller in waiting(lab)] == order
    assert [caller.position for caller in waiting(lab)] == [1, 2, 3]


@pytest.mark.parametrize(("release", "data"), [("22.10", "q,,,,,,,,1"), ("16.28", "q,,,,,,,,,1")])
def test_a_place_may_be_asked_for(make_lab: Callable[..., Any], release: str, data: str) -> None:
    """16 has a macro before it (recorded: queue.position)."""
    lab = make_lab(PLAN, release, queues=QUEUES)
    lab.call("caller@default", "Queue", "q")
    (first,) = waiting(lab)
    lab.call("caller@default", "Queue", data)
    assert waiting(lab).index(first) == 1


@pytest.mark.parametrize(
    ("limits", "allowed"),
    [
        ({}, True),
        ({"highest": 1}, False),
        ({"highest": 2}, True),
        ({"lowest": 3}, False),
        ({"lowest": 3, "raised": 3}, True),
        ({"highest": 2, "raised": 3}, False),
    ],
)
def test_limits_choose_members(lab: Any, limits: dict[str, int], allowed: bool) -> None:
    """A penalty below the raised one counts as that (recorded: queue.rule.default)."""
    lab.call("caller@default")
    queue = lab.pbx.queues.find("q")
    caller = Caller(queue, next(iter(lab.pbx.channels)), **limits)  # type: ignore[arg-type]  # only numbers
    assert caller.may_get(queue.members[0]) is allowed


def test_a_rule_changes_limits_that_were_set(lab: Any) -> None:
    """More than so many seconds must have passed; what was never set stays so (recorded: queue.rule)."""
    lab.call("caller@default")
    queue, channel = lab.pbx.queues.find("q"), next(iter(lab.pbx.channels))
    caller = Caller(queue, channel, highest=1, rule=deque(lab.pbx.queues.rule("WIDER")))
    seen = []
    caller.start = int(lab.clock.now())
    for _ in range(4):
        caller.follow_rule()
        seen.append((caller.highest, caller.lowest))
        lab.clock.advance(1)
    assert seen == [(1, None), (2, None), (2, None), (9, None)]
    changes = [event["Value"] for event in lab.told("VarSet") if event["Variable"].startswith("QUEUE_")]
    assert changes == ["2", "9"]


@pytest.mark.parametrize(("digits", "out"), [("1", True), ("5", False), ("51", True)])
def test_a_digit_may_lead_out(lab: Any, digits: str, out: bool) -> None:
    """Where it is an extension of the queue's context; nobody is abandoned then (recorded: queue.exit.key)."""
    lab.call("caller@default", "Queue", "q")
    (caller,) = waiting(lab)
    caller.channel.digits.extend(digits)
    caller.channel.wakeup.fire()
    lab.clock.advance(1)
    assert (caller not in waiting(lab)) is out
    assert [(event["Context"], event["Exten"]) for event in lab.told("QueueCallerLeave")] == [("exits", "1")] * out
    assert not lab.told("QueueCallerAbandon")

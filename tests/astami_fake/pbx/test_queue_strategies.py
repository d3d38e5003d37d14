"""Who is called next."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from astami_fake.pbx.queue_strategies import metric, next_turn

NOW = 1_700_000_000.0
QUEUES = "[q]\nstrategy=linear\nmember => Local/1@default\nmember => Local/2@default\nmember => Local/3@default,1\n"


@pytest.fixture
def members(make_lab: Callable[..., Any]) -> Any:
    """Three: the first has taken most calls, the second was called last, the third has a penalty."""
    first, second, third = make_lab("[default]\n", queues=QUEUES).pbx.queues.find("q").members
    first.calls, first.last_call = 5, int(NOW) - 60
    second.calls, second.last_call = 1, int(NOW) - 1
    return [first, second, third]


@pytest.mark.parametrize(
    ("strategy", "turn", "order"),
    [
        ("linear", 0, [0, 1, 2]),
        ("linear", 1, [1, 0, 2]),
        ("rrmemory", 1, [1, 0, 2]),
        ("fewestcalls", 0, [1, 0, 2]),
        ("leastrecent", 0, [0, 1, 2]),
        ("ringall", 0, [0, 1, 2]),
    ],
)
def test_the_order_of_a_strategy(members: Any, strategy: str, turn: int, order: list[int]) -> None:
    """A penalty comes before all else (recorded: queue.strategy.*, queue.noanswer)."""
    numbers = [
        metric(strategy, one, one.penalty, place, turn, NOW, random.Random(0)) for place, one in enumerate(members)
    ]
    assert sorted(range(3), key=lambda place: numbers[place]) == order


@pytest.mark.parametrize("strategy", ["random", "wrandom"])
def test_chance_repeats_with_its_seed(members: Any, strategy: str) -> None:
    """A test must be able to have the same order again."""
    rows = [[metric(strategy, one, 0, 0, 0, NOW, random.Random(seed)) for one in members] for seed in (1, 1, 2)]
    assert rows[0] == rows[1] != rows[2]


@pytest.mark.parametrize(
    ("best", "passed", "turn"), [(1, False, 1), (1002, True, 2), (None, True, 0), (None, False, 2)]
)
def test_the_turn_goes_to_who_was_not_called(best: int | None, passed: bool, turn: int) -> None:
    """Where all were called, it begins anew behind the last (recorded: queue.busy)."""
    assert next_turn(best, 1, passed) == turn

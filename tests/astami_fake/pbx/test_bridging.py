"""Channels that are brought into a bridge, and what they do behind it. Recorded: cases bridge.*."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from astami_fake.pbx import bridging
from astami_fake.pbx.bridge import Bridge

PLAN = "[default]\nexten => 1,1,Answer()\n same => n,Wait(60)\n same => n,NoOp(behind)\n same => n,Wait(60)\n"


@pytest.fixture
def lab(make_lab: Callable[..., Any]) -> Any:
    """Two calls whose second halves run the dialplan."""
    made = make_lab(PLAN)
    for _ in range(2):
        made.call("1@default/n")
    made.clock.advance(2)
    return made


def seconds(lab: Any) -> list[Any]:
    return [channel for channel in lab.pbx.channels if channel.name.endswith(";2")]


@pytest.mark.parametrize("goes_on", [True, False])
def test_behind_the_bridge_a_channel_goes_on_or_hangs_up(lab: Any, goes_on: bool) -> None:
    """It goes on behind the step from which it was taken."""
    one, two = seconds(lab)
    bridge = Bridge(lab.pbx)
    for channel in (one, two):
        bridging.bring(bridge, channel, goes_on=goes_on)
    assert [channel.bridge for channel in (one, two)] == [bridge, bridge]
    bridge.dissolve()
    lab.clock.advance(0.1)
    assert [channel.gone for channel in (one, two)] == [not goes_on] * 2
    assert lab.steps().count("NoOp(behind)") == 2 * goes_on


def test_a_channel_in_another_bridge_moves(lab: Any) -> None:
    """It leaves the first, and the first is over for who is left there."""
    one, two = seconds(lab)
    first, second = Bridge(lab.pbx), Bridge(lab.pbx)
    for channel in (one, two):
        bridging.bring(first, channel, goes_on=False)
    lab.pbx.at_once(partial(bridging.bring, second, one, goes_on=False))
    lab.clock.advance(0.1)
    assert (one.bridge, two.gone) == (second, True)
    left = [event["Channel"] for event in lab.told("BridgeLeave")]
    assert left[0] == one.name

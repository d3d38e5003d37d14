"""Pickup and PickupChan as steps of the dialplan. The flows are the cases `pickup.*`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.mark.parametrize("step", ["Pickup()", "Pickup(1000)", "Pickup(a@b&c@PICKUPMARK)", "PickupChan(PJSIP/1000)"])
def test_nothing_rings(run: Callable[..., Any], step: str) -> None:
    """The dialplan goes on."""
    lab = run(step, "NoOp(nothing)")
    lab.clock.advance(1)
    assert lab.steps() == [step, "NoOp(nothing)"]


def test_the_first_that_rings_is_taken(run: Callable[..., Any]) -> None:
    """Of those named, in their order, by extension and by channel; who took it has no next step."""
    more = "exten => a,1,Dial(Local/far@default/n,30)\nexten => far,1,Ringing()\n same => n,Wait(60)\n"
    lab = run("Wait(1)", "Pickup(none&a)", "NoOp(never)", more=more)
    lab.call("a@default")
    lab.clock.advance(2)
    assert len(lab.told("Pickup")) == 1
    assert "NoOp(never)" not in lab.steps()


def test_options_of_channels_are_reported(run: Callable[..., Any]) -> None:
    """None is modelled."""
    lab = run("PickupChan(PJSIP/1000,p)")
    assert "option 'p' of PickupChan is not modelled" in lab.pbx.problems[-1]

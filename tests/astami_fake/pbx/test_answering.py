"""Answering a channel from this side. Recorded: cases `originate.sync`, `calls.inbound.talk`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from astami_fake.pbx.answering import MEDIA_WAIT
from astami_fake.pbx.channel import Control

PLAN = "[default]\nexten => 1,1,Answer()\n same => n,NoOp(up)\n same => n,Wait(60)\n"


def second(lab: Any) -> Any:
    """The half that runs the dialplan."""
    return next(channel for channel in lab.pbx.channels if channel.name.endswith(";2"))


def test_it_waits_for_the_far_side_to_be_heard(make_lab: Callable[..., Any]) -> None:
    """Half a second, where nothing is heard."""
    lab = make_lab(PLAN)
    lab.call("1@default")
    lab.clock.advance(MEDIA_WAIT - 0.01)
    assert lab.steps() == ["Answer()"]
    lab.clock.advance(0.01)
    assert "NoOp(up)" in lab.steps()


@pytest.mark.parametrize(("control", "goes_on"), [(Control.SOUND, True), (Control.PROGRESS, False)])
def test_sound_ends_the_wait(make_lab: Callable[..., Any], control: Control, goes_on: bool) -> None:
    """The first sound does, and nothing else."""
    lab = make_lab(PLAN)
    lab.call("1@default")
    second(lab).queue(control)
    lab.clock.advance(0.1)
    assert ("NoOp(up)" in lab.steps()) is goes_on


def test_a_hangup_ends_it(make_lab: Callable[..., Any]) -> None:
    """The call is over, and does not go on first."""
    lab = make_lab(PLAN)
    lab.call("1@default")
    second(lab).interrupt()
    lab.clock.advance(1)
    assert lab.steps() == ["Answer()"]
    assert len(lab.pbx.channels) == 0

"""Originate as a step of the dialplan. Recorded: case `apps.originate`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

MORE = (
    "exten => up,1,Answer()\n same => n,Wait(60)\nexten => busy,1,Wait(0.1)\n same => n,Busy()\n"
    "exten => congested,1,Wait(0.1)\n same => n,Congestion()\nexten => rings,1,Wait(60)\n"
    "exten => there,1,NoOp(arrived)\n same => n,Wait(60)\n"
)


@pytest.mark.parametrize(
    ("called", "status"),
    [
        ("Local/up@default", "SUCCESS"),
        ("Local/busy@default", "BUSY"),
        ("Local/congested@default", "CONGESTION"),
        ("Local/rings@default", "RINGING"),
        ("Local/none@default", "FAILED"),
        ("Nothing/1", "FAILED"),
    ],
)
def test_it_waits_for_what_becomes_of_the_call(run: Callable[..., Any], called: str, status: str) -> None:
    """ORIGINATE_STATUS, and the call goes on; nobody answers within the second that is allowed."""
    lab = run(f"Originate({called},app,Wait,60,,1)", "NoOp(${ORIGINATE_STATUS})", more=MORE)
    lab.clock.advance(2)
    assert f"NoOp({status})" in lab.steps()


def test_the_one_called_goes_to_an_extension(run: Callable[..., Any]) -> None:
    """By context, extension and priority."""
    lab = run("Originate(Local/up@default/n,exten,default,there,1,5)", more=MORE)
    lab.clock.advance(2)
    assert "NoOp(arrived)" in lab.steps(";1")


def test_without_a_time_it_is_half_a_minute(run: Callable[..., Any]) -> None:
    """As long as Asterisk waits."""
    lab = run("Answer()", "Originate(Local/rings@default,app,Wait,60)", "NoOp(${ORIGINATE_STATUS})", more=MORE)
    lab.clock.advance(30.4)
    assert len([step for step in lab.steps() if step.startswith("NoOp")]) == 0
    lab.clock.advance(0.1)
    assert "NoOp(RINGING)" in lab.steps()

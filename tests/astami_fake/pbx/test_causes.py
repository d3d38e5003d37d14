"""Hangup causes by number. Recorded: cases `calls.causes`, `calls.refused.*`, `dialplan.dial.cause*`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from astami_fake.pbx import causes


@pytest.mark.parametrize(
    ("cause", "text"), [(0, "Unknown"), (1, "Unallocated (unassigned) number"), (16, "Normal Clearing"), (4, "Unknown")]
)
def test_each_cause_has_a_text(cause: int, text: str) -> None:
    """A number that is no cause is unknown."""
    assert causes.text(cause) == text


@pytest.mark.parametrize(
    ("cause", "leg", "caller"),
    [
        (1, "NOANSWER", "CHANUNAVAIL"),
        (16, "NOANSWER", "NOANSWER"),
        (17, "BUSY", "BUSY"),
        (19, "NOANSWER", "NOANSWER"),
        (34, "CONGESTION", "CONGESTION"),
    ],
)
def test_what_a_cause_means_for_dial(make_lab: Callable[..., Any], cause: int, leg: str, caller: str) -> None:
    """DialEnd of the leg, and DIALSTATUS of the caller, as recorded."""
    plan = (
        f"[default]\nexten => 1,1,Dial(Local/gone@default,5)\n same => n,NoOp(${{DIALSTATUS}})\n"
        f"exten => gone,1,Wait(0.1)\n same => n,Hangup({cause})\n"
    )
    lab = make_lab(plan)
    lab.call("1@default")
    lab.clock.advance(1)
    assert lab.told("DialEnd")[0]["DialStatus"] == leg
    assert f"NoOp({caller})" in lab.steps()

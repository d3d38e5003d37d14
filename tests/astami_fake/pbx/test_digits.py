"""Digits through bridges and Local channels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from astami_fake.pbx import digits

PLAN = "[default]\nexten => 1,1,Dial(Local/2@default/n)\nexten => 2,1,Answer()\n same => n,Wait(60)\n"


def test_a_digit_passes_through_the_bridge(make_lab: Callable[..., Any]) -> None:
    """Received here, Sent there, received behind the pair, 100 ms long (recorded: bridge.digits)."""
    lab = make_lab(PLAN)
    lab.call("1@default/n")
    lab.clock.advance(1)
    digits.end(lab.pbx.channels.find("Local/1@default-00000000;2"), "7", 0)
    lab.clock.advance(0.1)
    told = [(e["Event"], e["Channel"][-10:], e["Direction"]) for e in lab.told("DTMFBegin", "DTMFEnd")]
    assert told == [
        ("DTMFEnd", "00000000;2", "Received"),
        ("DTMFBegin", "00000001;1", "Sent"),
        ("DTMFBegin", "00000001;2", "Received"),
        ("DTMFEnd", "00000001;1", "Sent"),
        ("DTMFEnd", "00000001;2", "Received"),
    ]

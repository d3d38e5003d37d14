"""PlayMF: how long it takes. What it answers are the cases `actions.playmf` and `actions.live.playmf`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.mark.parametrize(
    ("digits", "duration", "seconds"),
    [
        ("5", "", 0.255),
        ("1", "10", 0.255),
        ("1", "1000", 1.2),
        ("*", "", 0.32),
        ("*", "10", 0.21),
        ("#", "", 0.265),
        ("*12", "", 0.565),
        ("12", "200", 0.7),
        ("w", "", 0.6),
        ("K", "", 0.1),
    ],
)
def test_it_blocks_the_connection(make_bench: Callable[..., Any], digits: str, duration: str, seconds: float) -> None:
    """Until its tones are over."""
    bench = make_bench("22.10")
    client = bench.client().login()
    client.do("Action: ModuleLoad", "LoadType: load", "Module: app_mf.so")
    client.do("Action: Originate", "Channel: Local/1002@default", "ChannelId: one", "Application: Wait", "Data: 60")
    bench.clock.advance(1)
    client.frames()
    assert client.do("Action: PlayMF", "Channel: one", f"Digit: {digits}", f"Duration: {duration}") == []
    bench.clock.advance(seconds - 0.001)
    assert client.frames() == []
    bench.clock.advance(0.002)
    [frame] = client.frames()
    assert "MF successfully queued" in frame

"""``timing test``. Outputs recorded: case `core.command.debug`."""

from __future__ import annotations

from typing import Any


def test_it_takes_a_second(bench: Any) -> None:
    """Then the ticks are told; 50 where the rate is none."""
    client = bench.client().login()
    assert client.do("Action: Command", "Command: timing test x") == []
    bench.clock.advance(1.0)
    (frame,) = client.frames()
    assert "Invalid rate 'x', using default of 50" in frame
    assert "we got 50 timer ticks" in frame
    (frame,) = client.do("Action: Command", "Command: timing test 1 2")
    assert "Usage: timing test <rate>" in frame

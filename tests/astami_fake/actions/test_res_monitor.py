"""Monitor and what belongs to it: what is told of a recording. The answers are the cases `actions.*monitor`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def test_a_recording_is_told_once(make_bench: Callable[..., Any]) -> None:
    """When it begins and when it ends; nothing where no module writes its files (recorded on 16.28)."""
    bench = make_bench("16.28")
    client = bench.client().login(events="call")
    client.do("Action: ModuleLoad", "LoadType: load", "Module: res_monitor.so")
    client.do("Action: Originate", "Channel: Local/1002@default", "ChannelId: one", "Application: Wait", "Data: 60")
    bench.clock.advance(1)
    client.frames()

    def told(*lines: str) -> list[str]:
        frames = client.do(*lines, "Channel: one")
        bench.clock.advance(0.1)
        return [frame.split("\n")[0] for frame in [*frames, *client.frames()]]

    assert told("Action: Monitor") == ["Response: Success"]
    client.do("Action: ModuleLoad", "LoadType: load", "Module: format_wav.so")
    assert told("Action: StopMonitor") == ["Response: Success"]
    assert told("Action: Monitor") == ["Response: Success", "Event: MonitorStart"]
    assert told("Action: Monitor") == ["Response: Success"]
    assert told("Action: StopMonitor") == ["Response: Success", "Event: MonitorStop"]
    assert told("Action: StopMonitor") == ["Response: Success"]

"""MixMonitor and StopMixMonitor as steps of the dialplan. Recorded: case `mixmonitor.application`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def test_a_recording_begins_and_ends(run: Callable[..., Any]) -> None:
    """Without a file there is none."""
    lab = run("MixMonitor()", "MixMonitor(a.wav,b)", "StopMixMonitor()", "StopMixMonitor()")
    assert [len(lab.told(name)) for name in ("MixMonitorStart", "MixMonitorStop")] == [1, 1]


def test_one_of_several_ends_by_its_id(run: Callable[..., Any]) -> None:
    """An id that no recording has ends none."""
    lab = run("MixMonitor(a.wav)", "MixMonitor(b.wav)", "Wait(1)", "StopMixMonitor(${ONE})", "Wait(60)")
    channel = lab.pbx.channels.find("Local/1@default-00000000;2")
    first, second = lab.pbx.recordings.of(channel)
    channel.set_variable("ONE", second.identity)
    lab.clock.advance(2)
    assert lab.pbx.recordings.of(channel) == [first]

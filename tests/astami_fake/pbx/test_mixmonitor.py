"""Recordings of channels. Recorded: cases mixmonitor.*."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

PLAN = "[default]\nexten => 1,1,Answer()\n same => n,Wait(60)\n"


@pytest.fixture
def lab(make_lab: Callable[..., Any]) -> Any:
    made = make_lab(PLAN)
    made.call("1@default")
    return made


def test_recordings_end_by_identity_or_age(lab: Any) -> None:
    """The oldest ends where none is named; an unknown one ends nothing."""
    recordings, channel = lab.pbx.recordings, next(iter(lab.pbx.channels))
    first, second, third = (recordings.start(channel, name) for name in ("a.wav", "b.wav", "c.wav"))
    assert not recordings.stop(channel, "0x0")
    assert recordings.stop(channel, second.identity)
    assert recordings.of(channel) == [first, third]
    assert recordings.stop(channel)
    assert recordings.of(channel) == [third]
    assert [len(lab.told(name)) for name in ("MixMonitorStart", "MixMonitorStop")] == [3, 2]


def test_a_channel_without_one_cannot_be_muted(lab: Any) -> None:
    """Nothing is told then."""
    recordings, channel = lab.pbx.recordings, next(iter(lab.pbx.channels))
    assert not recordings.mute(channel, "both", "1")
    assert not recordings.stop(channel)
    recordings.start(channel, "a.wav")
    assert recordings.mute(channel, "read", "1")
    assert [(event["Direction"], event["State"]) for event in lab.told("MixMonitorMute")] == [("read", "1")]


def test_its_identity_stands_in_a_variable(lab: Any) -> None:
    """In the one that is named, beside the file."""
    channel = next(iter(lab.pbx.channels))
    recording = lab.pbx.recordings.start(channel, "a.wav", "ID")
    assert channel.variables.get("ID") == recording.identity
    assert channel.variables.get("MIXMONITOR_FILENAME") == "a.wav"

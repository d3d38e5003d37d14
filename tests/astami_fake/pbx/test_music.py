"""Music on hold. Recorded: cases queue.*, parking.*, apps.*."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

PLAN = "[default]\nexten => 1,1,Answer()\n same => n,Wait(60)\n"


@pytest.fixture
def lab(make_lab: Callable[..., Any], tmp_path: Any) -> Any:
    """A PBX with one class of music, and a channel."""
    (tmp_path / "moh").mkdir()
    (tmp_path / "moh" / "silence.ulaw").write_bytes(b"\xff" * 160)
    made = make_lab(PLAN, musiconhold="[quiet]\nmode = files\ndirectory = /etc/asterisk/moh\n[empty]\nmode = files\n")
    made.call("1@default")
    return made


@pytest.mark.parametrize(("name", "plays"), [("quiet", True), ("empty", False), ("absent", False), ("", False)])
def test_only_a_class_with_something_to_play_plays(lab: Any, name: str, plays: bool) -> None:
    """No name is the class default, which is not there."""
    channel = next(iter(lab.pbx.channels))
    assert lab.pbx.music.start(channel, name) is lab.pbx.music.plays(channel) is plays
    assert [event["Class"] for event in lab.told("MusicOnHoldStart")] == [name] * plays


def test_silence_is_told_once(lab: Any) -> None:
    """And not at all where there was none."""
    channel = next(iter(lab.pbx.channels))
    lab.pbx.music.stop(channel)
    lab.pbx.music.start(channel, "quiet")
    for _ in range(2):
        lab.pbx.music.stop(channel)
    assert len(lab.told("MusicOnHoldStop")) == 1

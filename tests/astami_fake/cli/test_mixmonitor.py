"""The CLI command ``mixmonitor``. Outputs recorded: case `mixmonitor.command`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


def test_a_recording_is_begun_listed_and_ended(ask: Any, bench: Any, originate: Callable[..., None]) -> None:
    """A file without its ending; without a file nothing begins."""
    originate("Local/alice@transfers/n")
    one = next(iter(bench.pbx.channels))
    ask(f"mixmonitor start {one.name}")
    assert bench.pbx.recordings.of(one) == []
    ask(f"mixmonitor start {one.name} /tmp/a.b.wav")
    (recording,) = bench.pbx.recordings.of(one)
    assert ask(f"mixmonitor list {one.name}")[1][2:] == [f"{recording.identity}\t/tmp/a.b\t\t"]
    ask(f"mixmonitor stop {one.name} {recording.identity}")
    assert bench.pbx.recordings.of(one) == []


@pytest.mark.parametrize("word", ["list", "start", "stop"])
def test_who_is_not_there(ask: Any, word: str) -> None:
    """It is said, and is no failure; no channel at all is one."""
    assert ask(f"mixmonitor {word} Local/none") == ("Success", ["No channel matching 'Local/none' found."])
    assert ask(f"mixmonitor {word}")[0] == "Error"

"""AGI commands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from astami_fake.pbx import agi


@pytest.mark.parametrize(
    ("line", "words"),
    [("SET VARIABLE X hello", ["SET", "VARIABLE", "X", "hello"]), ('NOOP "a b" ""', ["NOOP", "a b", ""])],
)
def test_quotes_hold_words_together(line: str, words: list[str]) -> None:
    """As Asterisk cuts a command line."""
    assert agi.split(line) == words


def test_a_command_waits_for_its_turn_and_break_ends_it(make_lab: Callable[..., Any]) -> None:
    """Recorded: agi.async."""
    lab = make_lab("[default]\nexten => 1,1,AGI(agi:async)\n same => n,Wait(60)\n")
    lab.call("1@default")
    channel = lab.pbx.channels.find("Local/1@default-00000000;2")
    for command in ("CHANNEL STATUS", "NONSENSE", "ASYNCAGI BREAK"):
        channel.agi.commands.append((command, ""))
    channel.wakeup.fire()
    results = [event["Result"] for event in lab.told("AsyncAGIExec")]
    assert results == ["200%20result%3D4%0A", "510%20Invalid%20or%20unknown%20command%0A", "200%20result%3D0%0A"]
    assert [event["Value"] for event in lab.told("VarSet")] == ["SUCCESS"]
    assert lab.pbx.problems == ["AGI command 'NONSENSE' is not modelled; it is answered as unknown"]

"""``core set verbose`` and ``core set debug``. Outputs recorded: case `core.command.levels`."""

from __future__ import annotations

from typing import Any

import pytest


def test_what_was_and_what_is(ask: Any) -> None:
    """``atleast`` never lowers it, 0 is off."""
    words = ("3", "3", "atleast 2", "atleast 4", "0")
    assert [ask(f"core set verbose {word}")[1] for word in words] == [
        ["Console verbose was OFF and is now 3."],
        ["Console verbose is still 3."],
        ["Console verbose is still 3."],
        ["Console verbose was 3 and is now 4."],
        ["Console verbose was 4 and is now OFF."],
    ]


def test_the_two_levels_are_apart(ask: Any) -> None:
    """And verbose can be set without a word."""
    assert ask("core set debug 2")[1] == ["Core debug was OFF and is now 2."]
    assert ask("core set verbose 1 silent")[1] == [""]
    assert ask("core set verbose off")[1] == ["Console verbose was 1 and is now OFF."]
    assert ask("core set debug 2")[1] == ["Core debug is still 2."]


@pytest.mark.parametrize("command", ["core set verbose", "core set verbose x", "core set debug", "core set debug x"])
def test_wrong_words(ask: Any, command: str) -> None:
    """The usage."""
    response, lines = ask(command)
    assert response == "Error"
    assert lines[0].startswith(f"Usage: {' '.join(command.split()[:3])} [atleast] <level>")


def test_traces_and_channels(ask: Any) -> None:
    """A level more; of new channels is told, too, where there is none of a name."""
    assert ask("core set trace 2")[1] == ["Core trace was OFF and is now 2."]
    assert ask("core set debug channel none")[1] == ["No such channel none", "Debugging on new channels is enabled"]
    assert ask("core set debug channel all off")[1] == ["Debugging on new channels is disabled"]
    assert ask("core set debug channel all x")[0] == ask("core set debug category")[0] == "Error"

"""``core show applications``, ``functions``, ``switches``; recorded: `core.command.applications*`, `.functions*`."""

from __future__ import annotations

from typing import Any

import pytest


def names(lines: list[str]) -> list[str]:
    return [line.strip().partition(":")[0] for line in lines[1:-1]]


def test_applications_go_with_their_module(ask: Any, bench: Any) -> None:
    """What is unloaded is shown no more."""
    before = ask("core show applications")[1]
    assert "ConfBridge" in names(before)
    assert bench.pbx.modules.unload("app_confbridge.so")
    after = ask("core show applications")[1]
    assert [name for name in names(before) if name not in names(after)] == ["ConfBridge", "ConfKick"]
    assert after[-1] == f"    -= {len(names(before)) - 2} Applications Registered =-"


def test_applications_by_a_part_of_their_name(ask: Any) -> None:
    """In any case; a word that is not ``like`` as it is written is passed over, and all are shown."""
    assert names(ask("core show applications like DIAL")[1]) == ["Dial", "RetryDial"]
    assert ask("core show applications like none")[1][-1] == "    -= 0 Applications Matching =-"
    assert ask("core show applications LIKE dial") == ask("core show applications")


@pytest.mark.parametrize(
    ("command", "what"),
    [
        ("core show applications describing queue", "descriptions of applications"),
        ("core show application none dial", "description of the application Dial"),
        ("core show function SHA1", "description of the function SHA1"),
    ],
)
def test_descriptions_are_not_here(ask: Any, bench: Any, command: str, what: str) -> None:
    """The test is told."""
    assert ask(command)[0] == "Success"
    (problem,) = bench.pbx.problems
    assert what in problem


def test_functions(ask: Any, bench: Any) -> None:
    """By a part of their name as it is written, with their module."""
    lines = ask("core show functions like SHA")[1]
    assert [line.split()[0] for line in lines[2:-1]] == ["SHA1", "SHARED"]
    assert lines[-1] == "2 matching custom functions installed."
    assert ask("core show functions like sha")[1][-1] == "0 matching custom functions installed."
    assert bench.pbx.modules.unload("func_sha1.so")
    assert ask("core show function SHA1")[0] == "Error"


@pytest.mark.parametrize("words", ["functions x", "functions like", "function", "application"])
def test_wrong_words_show_the_usage(ask: Any, words: str) -> None:
    """As an error."""
    response, lines = ask(f"core show {words}")
    assert (response, lines[0].partition(":")[0]) == ("Error", "Usage")


def test_switches(ask: Any, make_bench: Any, overlay: Any) -> None:
    """With their modules."""
    assert ask("core show switches")[1] == ["There are no registered alternative switches"]
    client = make_bench("22.10", overlay("stock")).client().login()
    (frame,) = client.do("Action: Command", "Command: core show switches")
    assert "Output: Loopback: Loopback Dialplan Switch" in frame.splitlines()

"""The CLI family ``confbridge``. Outputs recorded: cases `confbridge.command*`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture
def room(bench: Any, originate: Callable[..., None]) -> Any:
    """A conference of one."""
    originate("Local/alice@transfers/n", "ConfBridge", "blue,,guest")
    return bench.pbx.conferences.rooms["blue"]


def test_the_list_of_rooms_and_of_one(ask: Any, room: Any) -> None:
    """A row each, under a heading."""
    (name,) = (member.channel.name for member in room.members)
    assert ask("confbridge list")[1][2].split() == ["blue", "1", "0", "No", "No"]
    assert ask("confbridge list blue")[1][2].split() == [name, "guest", "default_bridge", "default_menu", "<unknown>"]


@pytest.mark.parametrize(("word", "locked"), [("lock", True), ("unlock", False)])
def test_a_room_is_locked(ask: Any, room: Any, word: str, locked: bool) -> None:
    """And the list says so."""
    room.locked = not locked
    assert ask(f"confbridge {word} blue") == ("Success", [f"Conference blue is {word}ed."])
    assert room.locked is locked
    assert ask("confbridge list")[1][2].split()[3] == ("Yes" if locked else "No")


def test_a_user_is_muted(ask: Any, room: Any) -> None:
    """By the channel."""
    (member,) = room.members
    name = member.channel.name
    assert ask(f"confbridge mute blue {name}")[1] == [f"Muting {name} from confbridge blue"]
    assert member.muted
    assert ask(f"confbridge unmute blue {name}")[1] == [f"Unmuting {name} from confbridge blue"]
    assert not member.muted


def test_a_user_is_sent_out(ask: Any, room: Any, bench: Any) -> None:
    """The room ends with its last user."""
    name = room.members[0].channel.name
    assert ask(f"confbridge kick blue {name}")[1] == [f"Kicked '{name}' out of conference 'blue'"]
    bench.clock.advance(1)
    assert not bench.pbx.conferences.rooms


def test_a_recording_begins_once_and_ends_once(ask: Any, room: Any) -> None:
    """The second time there is one already, or none."""
    commands = ("start", "start", "stop", "stop")
    assert [ask(f"confbridge record {word} blue")[1][0] for word in commands] == [
        "Recording started",
        "Conference is already being recorded.",
        "Recording stopped.",
        "Recording could not be stopped.",
    ]


@pytest.mark.parametrize(
    ("command", "response", "line"),
    [
        ("confbridge list red", "Success", "No conference bridge named 'red' found!"),
        ("confbridge lock red", "Success", "Conference red is not found"),
        ("confbridge mute red x", "Success", "No conference bridge named 'red' found!"),
        ("confbridge mute blue x", "Success", "No channel named 'x' found in conference blue"),
        ("confbridge kick blue x", "Success", "No participant named 'x' found!"),
        ("confbridge record start red", "Error", "Conference not found."),
        ("confbridge record stop red", "Success", "Conference not found."),
    ],
)
def test_what_is_not_there(ask: Any, room: Any, command: str, response: str, line: str) -> None:
    """One of the commands calls that a failure."""
    assert (ask(command)[0], ask(command)[1][0]) == (response, line)

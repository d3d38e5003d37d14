"""The CLI family ``bridge``. Outputs recorded: cases `bridge.command.*`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture
def bridge(bench: Any, originate: Callable[..., None]) -> Any:
    """A bridge with two halves of Local pairs in it."""
    originate("Local/alice@transfers/n", "Dial", "Local/bob@transfers/n", 2.0)
    (found,) = bench.pbx.bridges
    return found


def test_a_bridge_and_who_is_in_it(ask: Any, bridge: Any, bench: Any) -> None:
    """Names in order, and how long it lasts."""
    bridge.created = bench.clock.now() - 3661
    lines = ask(f"bridge show {bridge.uniqueid}")[1]
    assert lines[:3] == [f"Id: {bridge.uniqueid}", "Type: basic", "Technology: simple_bridge"]
    assert lines[8:11] == ["Num-Channels: 2", "Num-Active: 2", "Duration: 01:01:01"]
    assert lines[11:] == [f"Channel: {name}" for name in sorted(channel.name for channel in bridge.members)]


def test_nobody_has_that_name(ask: Any, bridge: Any) -> None:
    """A bridge, a channel, a technology: each is said, and none is a failure."""
    assert ask("bridge show none") == ("Success", ["Bridge 'none' not found"])
    assert ask("bridge kick none all") == ("Success", ["Bridge 'none' not found"])
    assert ask(f"bridge kick {bridge.uniqueid} Local/x") == ("Success", ["Channel 'Local/x' not found"])
    assert ask("bridge technology suspend x") == ("Success", ["Bridge technology 'x' not found"])


def test_a_channel_is_sent_out(ask: Any, bridge: Any, bench: Any) -> None:
    """By its name, in any case; the bridge of two ends with it."""
    one = bridge.members[0]
    assert ask(f"bridge kick {bridge.uniqueid} {one.name.upper()}")[1] == [
        f"Kicking channel '{one.name}' from bridge '{bridge.uniqueid}'"
    ]
    bench.clock.advance(1)
    assert not bridge.members


def test_all_are_sent_out(ask: Any, bridge: Any, bench: Any) -> None:
    """The word all."""
    assert ask(f"bridge kick {bridge.uniqueid} ALL")[1] == [f"Kicking all channels from bridge '{bridge.uniqueid}'"]
    bench.clock.advance(1)
    assert not bridge.members


def test_a_technology_is_suspended(ask: Any) -> None:
    """And is shown so, until it is not any more."""

    def suspended() -> str:
        row = next(line for line in ask("bridge technology show")[1] if line.startswith("holding_bridge"))
        return row.split()[-1]

    assert suspended() == "No"
    assert ask("bridge technology suspend holding_bridge")[1] == ["Suspended bridge technology 'holding_bridge'"]
    assert suspended() == "Yes"
    assert ask("bridge technology unsuspend holding_bridge")[1] == ["Unsuspended bridge technology 'holding_bridge'"]
    assert suspended() == "No"


@pytest.mark.parametrize("command", ["bridge show", "bridge kick x", "bridge technology suspend"])
def test_too_few_words_show_the_usage(ask: Any, command: str) -> None:
    """As an error."""
    response, lines = ask(command)
    assert response == "Error"
    assert lines[0].startswith("Usage: bridge")


def test_all_bridges(ask: Any, bridge: Any, bench: Any) -> None:
    """With their names, where the release shows them."""
    bridge.created = bench.clock.now() - 61
    heading, row = ask("bridge show all x")[1]
    names = bench.pbx.release.name != "16.28"
    assert ("Name" in heading) == names
    start = f"{bridge.uniqueid} " + f"{'<unknown>':<37}" * names
    assert row == f"{start}    2 basic           simple_bridge   00:01:01"

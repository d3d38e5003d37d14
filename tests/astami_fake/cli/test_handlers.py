"""``core show hanguphandlers``. Outputs recorded: case `handlers.command`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def test_the_next_to_run_comes_first(ask: Any, bench: Any, originate: Callable[..., None]) -> None:
    """The channel is named once; one without handlers is not shown."""
    originate("Local/alice@transfers/n")
    one, two = bench.pbx.channels
    one.hangup_handlers += ["ending,s,1(first)", "ending,s,1(second)"]
    heading = "Channel                        Handler"
    shown = [heading, f"{one.name:<30} ending,s,1(second)", f"{'':<30} ending,s,1(first)"]
    assert ask("core show hanguphandlers all") == ("Success", shown)
    assert ask(f"core show hanguphandlers {one.name}") == ("Success", shown)
    assert ask(f"core show hanguphandlers {two.name}") == ("Success", [heading])


def test_who_is_not_there(ask: Any) -> None:
    """A channel, or a word."""
    assert ask("core show hanguphandlers none")[1][0] == "Channel does not exist."
    assert ask("core show hanguphandlers")[0] == "Error"

"""``local show channels``. Outputs recorded: cases `core.command.local`, `local.command`."""

from __future__ import annotations

from typing import Any


def test_a_pair_is_one_line(ask: Any, originate: Any, bench: Any) -> None:
    """Its first half, with whom it calls."""
    assert ask("local show channels") == ("Success", ["No local channels in use"])
    originate("Local/alice@transfers/n")
    (line,) = ask("local show channels")[1]
    assert line.endswith(";1 -- alice@transfers")
    assert line.startswith(min(channel.name for channel in bench.pbx.channels))
    assert ask("local show channels x")[0] == "Error"

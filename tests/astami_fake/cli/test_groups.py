"""``group show channels``. Outputs recorded: case `functions.groups`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def test_channels_by_group(ask: Any, bench: Any, originate: Callable[..., None]) -> None:
    """A row for each group, those that fit a pattern, and how many there are."""
    assert ask("group show channels")[1][-1] == "0 active channels"
    originate("Local/alice@transfers/n")
    one = next(iter(bench.pbx.channels))
    one.groups.update({"": "sales", "kind": "callers"})
    rows = [line.split() for line in ask("group show channels")[1]]
    assert rows[1:] == [
        [one.name, "sales", "(default)"],
        [one.name, "callers", "kind"],
        ["2", "active", "channels"],
    ]
    assert [line.split()[1] for line in ask("group show channels ^sal")[1][1:]] == ["sales", "active"]
    assert ask("group show channels a b")[0] == "Error"

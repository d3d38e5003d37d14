"""``core show sysinfo``, ``profile``. Outputs recorded: cases `core.command.sysinfo` and its kin."""

from __future__ import annotations

from typing import Any


def test_the_machine(ask: Any, bench: Any) -> None:
    """It runs as long as the PBX does."""
    bench.clock.advance(2 * 3600 + 1)
    lines = ask("core show sysinfo x")[1]
    assert lines[3] == "  System Uptime:             2 hours"
    assert lines[-2].startswith("  Number of Processes:       ")


def test_nothing_is_counted(ask: Any) -> None:
    """Before it is forgotten and behind that."""
    before = ask("core show profile")
    assert ask("core clear profile") == ("Success", [""])
    assert ask("core show profile") == before
    assert before[1][-1].split()[-1] == "ext_match"

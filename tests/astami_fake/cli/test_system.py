"""``core show sysinfo``, task processors. Outputs recorded: cases `core.command.sysinfo`, `.taskprocessors`."""

from __future__ import annotations

from typing import Any

import pytest


def test_the_machine(ask: Any, bench: Any) -> None:
    """It runs as long as the PBX does."""
    bench.clock.advance(2 * 3600 + 1)
    lines = ask("core show sysinfo x")[1]
    assert lines[3] == "  System Uptime:             2 hours"
    assert lines[-2].startswith("  Number of Processes:       ")


def test_task_processors_are_not_here(ask: Any, bench: Any) -> None:
    """A name is that of none; who asks for all is told."""
    lines = ask("core show taskprocessors like pjsip")[1]
    assert ("High time(us)" in lines[1]) == (bench.pbx.release.name != "16.28")
    assert lines[3] == "0 taskprocessors"
    assert not bench.pbx.problems
    assert ask("core show taskprocessors")[1] == lines
    assert len(bench.pbx.problems) == 1


@pytest.mark.parametrize("words", ["show taskprocessors like", "ping taskprocessor", "reset taskprocessor a b"])
def test_wrong_words_show_the_usage(ask: Any, words: str) -> None:
    """As an error."""
    response, lines = ask(f"core {words}")
    assert (response, lines[0].partition(":")[0]) == ("Error", "Usage")

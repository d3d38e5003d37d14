"""``config reload``. Outputs recorded: cases `config.command.reload*`."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/etc/asterisk/queues.conf", "Module 'app_queue' reloaded successfully."),
        ("/etc/asterisk/extensions_phones.conf", "Module 'pbx_config' reloaded successfully."),
        ("/etc/asterisk/acl.conf", "No such module 'core'"),
        ("/etc/asterisk/nosuch.conf", ""),
        ("/etc/asterisk/../passwd", ""),
        ("queues.conf", ""),
    ],
)
def test_a_file_is_read_again(ask: Any, path: str, said: str) -> None:
    """By who reads it, or a file that includes it; it must be named with its folder."""
    assert ask(f"config reload {path}") == ("Success", [said])


def test_it_is_really_read(ask: Any, bench: Any) -> None:
    """What was changed counts from then on."""
    bench.pbx.files.write("logger.conf", bench.pbx.files.read("features.conf"))
    before = bench.pbx.logger
    ask("config reload /etc/asterisk/logger.conf")
    assert bench.pbx.logger is not before


def test_who_reads_it_may_not_be_known(ask: Any, bench: Any) -> None:
    """Then the test is told."""
    assert ask("config reload /etc/asterisk/pjsip.conf") == ("Success", [""])
    (problem,) = bench.pbx.problems
    assert "who reads /etc/asterisk/pjsip.conf" in problem


@pytest.mark.parametrize("words", ["", " a b"])
def test_one_file_must_be_named(ask: Any, words: str) -> None:
    """Else the usage is shown."""
    response, lines = ask(f"config reload{words}")
    assert (response, lines[0]) == ("Error", "Usage: config reload <filename.conf>")

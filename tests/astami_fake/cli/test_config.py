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


def test_sorcery_reads_as_nobody(ask: Any, bench: Any) -> None:
    """Each reader has an id, which is no module; the list shows its beginning."""
    response, lines = ask("config reload /etc/asterisk/pjsip.conf")
    ids = [line.removeprefix("No such module '").removesuffix("'") for line in lines]
    assert response == "Success"
    shown = [line[:20] for line in ask("config list")[1] if line.split()[1] == "/etc/asterisk/pjsip.conf"]
    assert shown == [name[:20] for name in ids]
    assert len(set(ids)) == 11


def test_what_hangs_is_told(ask: Any, bench: Any) -> None:
    """A real server does not come back from it, and what needs the list of modules then waits, too."""
    stuck, other, third = (bench.client().login() for _ in range(3))
    assert stuck.do("Action: Command", "Command: config reload /etc/asterisk/modules.conf") == []
    (problem,) = bench.pbx.problems
    assert "does not come back" in problem
    assert other.do("Action: Command", "Command: module show") == []
    assert third.do("Action: Command", "Command: config reload /etc/asterisk/udptl.conf") == []
    bench.clock.advance(3600)
    assert ask("core show calls")[0] == "Success"


def test_files_are_listed_with_their_readers(ask: Any, bench: Any) -> None:
    """By name, those that they include too, and only with the module that reads them."""
    lines = ask("config list")[1]
    assert "core                 /etc/asterisk/modules_list.inc                    " in lines
    files = [line.split()[1] for line in lines]
    assert files == sorted(files)
    assert bench.pbx.modules.unload("app_confbridge.so")
    assert set(lines) - set(ask("config list x")[1]) == {f"{'core':<20} {'/etc/asterisk/confbridge.conf':<50}"}


def test_options_are_not_described(ask: Any, bench: Any) -> None:
    """But told by whom."""
    lines = ask("config show help")[1]
    assert "\tres_pjsip" in lines
    assert ask("config show help app_queue")[1][0].startswith("Module app_queue not found")
    assert not bench.pbx.problems
    ask("config show help res_pjsip")
    assert len(bench.pbx.problems) == 1
    assert ask("config show help a b c d")[0] == "Error"


@pytest.mark.parametrize("words", ["", " a b"])
def test_one_file_must_be_named(ask: Any, words: str) -> None:
    """Else the usage is shown."""
    response, lines = ask(f"config reload{words}")
    assert (response, lines[0]) == ("Error", "Usage: config reload <filename.conf>")

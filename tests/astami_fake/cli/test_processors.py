"""``core show taskprocessors`` and its kin. Outputs recorded: cases `core.command.taskprocessors`, with `.all`."""

from __future__ import annotations

from typing import Any

import pytest


def names(lines: list[str]) -> list[str]:
    """What is listed."""
    return [line.split()[0] for line in lines[2:-3]]


def test_they_are_those_of_modules_and_endpoints(ask: Any, bench: Any) -> None:
    """By name, each address of record has its own; a module that goes takes its own along."""
    found = names(ask("core show taskprocessors")[1])
    assert found == sorted(found, key=str.lower)
    assert [name[:-9] for name in found if name.startswith("pjsip/options/") and "-" in name] == [
        f"pjsip/options/{aor}" for aor in sorted(bench.pbx.pjsip.aors)
    ]
    assert len([name for name in found if name.startswith("pjsip/distributor-")]) == 31
    numbers = [name[-8:] for name in found if name[-9] == "-" and name[-8:].isalnum()]
    assert len(numbers) == len(set(numbers))
    assert bench.pbx.modules.unload("res_pjsip_messaging.so")
    assert set(found) - set(names(ask("core show taskprocessors")[1])) >= {"pjsip/messaging"}


def test_like_is_how_they_begin(ask: Any, bench: Any) -> None:
    """In any case; times are there where the release has them."""
    lines = ask("core show taskprocessors like SORCERY/a")[1]
    assert [name.rpartition("-")[0] for name in names(lines)] == ["sorcery/acl", "sorcery/aor", "sorcery/auth"]
    assert ("High time(us)" in lines[1]) == (bench.pbx.release.name != "16.28")
    assert lines[-2] == "3 taskprocessors"
    assert ask("core show taskprocessors like options")[1][3] == "0 taskprocessors"


def test_one(ask: Any, bench: Any) -> None:
    """It can be shown, where the release does, asked, and made to forget."""
    response, lines = ask("core show taskprocessor name pjsip/options/manage")
    if bench.pbx.release.name == "16.28":
        assert response == "Error"
    else:
        assert lines[3] == "Subsystem:            pjsip"
        assert "High water mark:      5000" in lines
    assert ask("core ping taskprocessor CCSS_core")[1][2] == "\t               CCSS_core ping time: 0.000000 sec"
    assert ask("core reset taskprocessor ccss_core")[1][1] == "Resetting ccss_core"
    assert ask("core ping taskprocessor none")[1][1] == "ping failed: none not found"
    assert ask("core reset taskprocessor none")[1][1] == "Reset failed: none not found"


@pytest.mark.parametrize("words", ["show taskprocessors like", "ping taskprocessor", "reset taskprocessor a b"])
def test_wrong_words_show_the_usage(ask: Any, words: str) -> None:
    """As an error."""
    response, lines = ask(f"core {words}")
    assert (response, lines[0].partition(":")[0]) == ("Error", "Usage")

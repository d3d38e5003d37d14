"""``core show translation``. Outputs recorded: cases `core.command.translation*`."""

from __future__ import annotations

from typing import Any

import pytest


def test_the_cheapest_way(ask: Any) -> None:
    """Over linear sound, where no module knows a step of its own."""
    lines = ask("core show translation paths ulaw 8000")[1]
    assert lines[0] == '--- Translation paths SRC Codec "ulaw" sample rate 8000 ---'
    ways = dict(line.strip().split(" : ") if " : " in line else line.strip().split(": ") for line in lines[1:])
    found = {key.split()[2]: way.strip() for key, way in ways.items()}
    assert found["alaw:8000"] == "(ulaw@8000)->(slin@8000)->(alaw@8000)"
    assert found["gsm:8000"] == "No Translation Path"


def test_costs_go_with_modules(ask: Any, bench: Any) -> None:
    """The table has what can be changed at all."""
    assert ask("core show translation")[1][3].split()[:3] == ["ulaw", "alaw", "slin8"]
    assert bench.pbx.modules.unload("codec_alaw.so")
    lines = ask("core show translation")[1]
    assert lines[3].split()[:2] == ["ulaw", "slin8"]
    assert lines[4].split()[:3] == ["ulaw", "-", "9000"]


def test_it_is_not_measured(ask: Any) -> None:
    """The same again, and how long it would have been tried."""
    heading = "         Recalculating Codec Translation (number of sample seconds: {})".format
    table = ask("core show translation")[1]
    assert ask("core show translation recalc 3")[1] == [heading(3), "", *table]
    less = "         Recalc must be greater than 0.  Defaulting to 1."
    assert ask("core show translation recalc 0")[1] == [less, heading(1), "", *table]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("ulaw 9000", 'Source codec "ulaw" is not found.'),
        ("law", 'Source codec "law" is not found.'),
        ("ulaw x", "Invalid sample rate: x."),
    ],
)
def test_unknown_codecs(ask: Any, words: str, said: str) -> None:
    """By name and rate."""
    command = f"core show translation paths {words}"
    assert ask(command) == ("Error", [said, f"Command '{command}' failed."])


def test_computing_costs_are_not_known(make_bench: Any) -> None:
    """The test is told; 16.28 does not know the word."""
    for release, problems in (("22.10", 1), ("16.28", 0)):
        bench = make_bench(release)
        bench.client().login().do("Action: Command", "Command: core show translation comp")
        assert len(bench.pbx.problems) == problems

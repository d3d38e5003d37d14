"""The CLI family ``indication``. Outputs recorded: cases `core.command.indications`, with `.options`, `.change`."""

from __future__ import annotations

from typing import Any

import pytest


def test_countries_come_and_go(ask: Any) -> None:
    """With their tones; one that there is not comes to be with its first."""
    assert ask("indication add xx busy 480/500,0/500") == ("Success", [""])
    assert ask("indication show xx us")[1][2:4] == ["xx      <ringcadence>   ", "xx      busy            480/500,0/500"]
    assert [line.split()[0] for line in ask("indication show")[1][2:4]] == ["us", "xx"]
    assert ask("indication remove xx busy")[0] == "Success"
    assert ask("indication remove xx busy")[1] == ["Command 'indication remove xx busy' failed."]
    assert ask("indication remove xx")[0] == "Success"
    assert ask("indication show xx")[1] == ["No countries matched your criteria."]
    assert ask("indication remove xx")[0] == "Error"


@pytest.mark.parametrize("words", ["add", "add us busy", "remove", "remove us busy x"])
def test_wrong_words(ask: Any, words: str) -> None:
    """The usage."""
    assert ask(f"indication {words}")[1][0].startswith("Usage: indication ")

"""The generator of the blocking client."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture
def tool() -> ModuleType:
    """tools/unasync.py as a module."""
    path = Path(__file__).parents[2] / "tools" / "unasync.py"
    spec = importlib.util.spec_from_file_location("unasync", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_committed_client_is_up_to_date(tool: ModuleType) -> None:
    """Nobody changed one of the two files alone."""
    assert tool.main(["--check"]) == 0


def test_check_shows_the_difference(
    tool: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And exits with 1; without --check the file is written."""
    target = tmp_path / "client.py"
    target.write_text(tool.TARGET.read_text().replace("def ping", "def pong"))
    monkeypatch.setattr(tool, "ROOT", tmp_path)
    monkeypatch.setattr(tool, "TARGET", target)
    monkeypatch.setattr(tool, "formatted", lambda text: text)
    assert tool.main(["--check"]) == 1
    out = capsys.readouterr().out
    assert "-    def pong" in out
    assert "+    def ping" in out
    assert tool.main([]) == 0
    assert tool.main(["--check"]) == 0


def test_rule_that_matches_nothing_is_an_error(tool: ModuleType) -> None:
    """It would be out of date."""
    with pytest.raises(tool.UnasyncError, match="matched nothing"):
        tool.unasync("x = 1\n")


def test_what_is_left_asynchronous_is_an_error(tool: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line is shown."""
    monkeypatch.setattr(tool, "SUBSTITUTIONS", ())
    with pytest.raises(tool.UnasyncError, match="'async' is left in line 2: async with"):
        tool.unasync("x = 1\nasync with y:\n    pass\n")

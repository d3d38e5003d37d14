"""The generator of the blocking client."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


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
    """And exits with 1; without --check the files are written, those of folders too."""
    shutil.copytree(tool.TARGET, tmp_path / "_sync")
    changed = tmp_path / "_sync" / "client.py"
    changed.write_text(changed.read_text().replace("def ping", "def pong"))
    monkeypatch.setattr(tool, "TARGET", tmp_path / "_sync")
    monkeypatch.setattr(tool, "formatted", lambda text, name: (ROOT / "src/astami/_sync" / name).read_text())
    assert tool.main(["--check"]) == 1
    out = capsys.readouterr().out
    assert "-    def pong" in out
    assert "+    def ping" in out
    shutil.rmtree(tmp_path / "_sync" / "helpers")
    assert tool.main([]) == 0
    assert tool.main(["--check"]) == 0


def test_what_is_written_by_hand_has_no_twin(tool: ModuleType) -> None:
    """Where the two worlds differ."""
    names = {path.relative_to(tool.SOURCE).as_posix() for path in tool.sources()}
    assert {"client.py", "link.py", "calls.py"} <= names
    assert not names & tool.BY_HAND


def test_rule_that_matches_nothing_is_an_error(
    tool: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It would be out of date."""
    monkeypatch.setattr(tool, "SUBSTITUTIONS", (*tool.SUBSTITUTIONS, ("no such text", "")))
    monkeypatch.setattr(tool, "formatted", lambda text, name: text)
    assert tool.main(["--check"]) == 2
    assert "'no such text' matched nothing" in capsys.readouterr().err


def test_what_is_left_asynchronous_is_an_error(tool: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """The module and the line are shown."""
    monkeypatch.setattr(tool, "SUBSTITUTIONS", ())
    with pytest.raises(tool.UnasyncError, match=r"x\.py: 'async' is left in line 2: async with"):
        tool.unasync("x = 1\nasync with y:\n    pass\n", "x.py", set())

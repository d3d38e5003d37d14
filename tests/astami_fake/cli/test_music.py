"""The CLI family ``moh``. Outputs recorded: case `core.command.music`."""

from __future__ import annotations

from typing import Any


def test_classes_and_their_files(ask: Any) -> None:
    """Those that have something to play, with the directory as the file has it."""
    assert ask("moh show classes")[1] == ["Class: quiet", "\tMode: files", "\tDirectory: /etc/asterisk/moh"]
    assert ask("moh show files")[1] == ["Class: quiet", "\tFile: /etc/asterisk/moh/silence"]
    assert ask("moh show classes x")[0] == ask("moh show files x")[0] == "Error"

"""The CLI family ``moh``. Outputs recorded: case `core.command.music`."""

from __future__ import annotations

from typing import Any


def test_classes_and_their_files(ask: Any) -> None:
    """Those that have something to play, with the directory as the file has it."""
    assert ask("moh show classes")[1] == ["Class: quiet", "\tMode: files", "\tDirectory: /etc/asterisk/moh"]
    assert ask("moh show files")[1] == ["Class: quiet", "\tFile: /etc/asterisk/moh/silence"]
    assert ask("moh show classes x")[0] == ask("moh show files x")[0] == "Error"


def test_it_is_read_again(ask: Any, bench: Any) -> None:
    """And no database brings classes."""
    bench.pbx.music.classes.clear()
    assert ask("moh reload") == ("Success", [""])
    assert ask("moh show classes")[1][0] == "Class: quiet"
    assert ask("moh unregister class quiet") == ("Success", ["No such realtime moh class 'quiet'"])
    assert ask("moh reload x")[0] == ask("moh unregister class")[0] == "Error"

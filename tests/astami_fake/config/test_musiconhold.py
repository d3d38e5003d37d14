"""musiconhold.conf: classes that have something to play."""

from __future__ import annotations

from pathlib import Path

from astami_fake.config import musiconhold


def load(folder: Path, text: str) -> list[musiconhold.MusicClass]:
    (folder / "musiconhold.conf").write_text(text, encoding="utf-8")
    return musiconhold.load(folder)


def test_without_a_file_there_is_no_music(tmp_path: Path) -> None:
    """Asterisk does without."""
    assert musiconhold.load(tmp_path) == []


def test_a_directory_of_the_configuration(tmp_path: Path) -> None:
    """Its files without their endings, each once, in order."""
    folder = tmp_path / "moh"
    folder.mkdir()
    for name in ("b.ulaw", "a.ulaw", "a.alaw"):
        (folder / name).write_bytes(b"")
    (music,) = load(tmp_path, "[general]\n[quiet]\nmode = files\ndirectory = /etc/asterisk/moh\n")
    assert music == musiconhold.MusicClass("quiet", "/etc/asterisk/moh", ("a", "b"))


def test_what_has_nothing_to_play(tmp_path: Path) -> None:
    """Directories elsewhere are no part of the configuration, other modes no files, and an empty directory is empty."""
    (tmp_path / "empty").mkdir()
    text = (
        "[far]\nmode = files\ndirectory = /var/lib/asterisk/moh\n"
        "[custom]\nmode = custom\ndirectory = /etc/asterisk/moh\n"
        "[empty]\nmode = files\ndirectory = /etc/asterisk/empty\n[none]\nmode = files\ndirectory = /etc/asterisk/none\n"
    )
    assert load(tmp_path, text) == []

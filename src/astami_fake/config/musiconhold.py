"""Reads ``musiconhold.conf``: classes of music. Asterisk: res/res_musiconhold.c. May import `config.reader`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from astami_fake.config.reader import Section, read

FILE = "musiconhold.conf"

_MOUNT = "/etc/asterisk/"


@dataclass(frozen=True, slots=True)
class MusicClass:
    """A class that has something to play.

    Attributes:
        directory: as the file says it.
        files: what is played, without their endings.
    """

    name: str
    directory: str
    files: tuple[str, ...]


def load(etc: Path) -> list[MusicClass]:
    """Read ``musiconhold.conf`` of the folder *etc*. Classes without files are left out, as Asterisk does it.

    A directory below ``/etc/asterisk`` is looked for in *etc*; others are no part of the configuration, and have no
    music.
    """
    found = [_class(etc, section) for section in read(etc, FILE, missing_ok=True) if section.name != "general"]
    return [music for music in found if music.files]


def _class(etc: Path, section: Section) -> MusicClass:
    directory = section.get("directory")
    files: tuple[str, ...] = ()
    if section.get("mode") == "files" and f"{directory}/".startswith(_MOUNT):
        folder = etc / directory.removeprefix(_MOUNT)
        files = tuple(sorted({file.stem for file in folder.iterdir()})) if folder.is_dir() else ()
    return MusicClass(section.name, directory, files)

"""Configuration files as data: what the actions GetConfig, UpdateConfig and their kin read and change.

Lives here: which file a name means, the files' sections, and a copy of the folder once something is written. Does not
live here: what an entry means (`config`), the actions (`actions.manager_config`). May import `config.reader`.
"""

from __future__ import annotations

import enum
import shutil
import tempfile
from pathlib import Path

from astami_fake.config.reader import Config, Entry, Section, read


class Place(enum.Enum):
    """Where a file name leads: outside the folder, too, to a folder that is there or to none."""

    THERE = "there"
    MISSING = "missing"
    OUTSIDE = "outside"
    NOWHERE = "nowhere"


class ConfigFiles:
    """The configuration folder. The folder that was given is never written: the first change makes a copy of it.

    Attributes:
        folder: where the files are now; None without a configuration.
    """

    def __init__(self, etc: Path | None) -> None:
        self.folder = etc
        self._copy: Path | None = None

    def place(self, name: str) -> Place:
        """Where *name* leads, seen from the folder."""
        if self.folder is None:
            return Place.MISSING
        root = self.folder.resolve()
        path = (root / name).resolve()
        if not path.is_relative_to(root):
            return Place.OUTSIDE if path.parent.is_dir() else Place.NOWHERE
        return Place.THERE if path.is_file() else Place.MISSING

    def read(self, name: str) -> Config:
        """The file *name*, which must be there.

        Raises:
            ConfigError: it has a mistake.
        """
        if self.folder is None:
            return Config()
        root = self.folder.resolve()
        return read(root, (root / name).relative_to(root).as_posix())

    def included(self, name: str) -> list[str]:
        """The files that the file *name*, which must be there, includes."""
        return self.read(name).included

    def write(self, name: str, config: Config) -> None:
        """Write *config* as the file *name*; what it includes from other files stays there."""
        (self._writable() / name).write_text(_text(name, config), encoding="utf-8", errors="surrogateescape")

    def _writable(self) -> Path:
        if self._copy is None:
            self._copy = Path(tempfile.mkdtemp(prefix="astami-fake-etc-"))
            if self.folder is not None:
                shutil.copytree(self.folder, self._copy, dirs_exist_ok=True)
            self.folder = self._copy
        return self._copy

    def close(self) -> None:
        """Remove the copy, where there is one."""
        if self._copy is not None:
            shutil.rmtree(self._copy)
            self._copy = None


def _text(name: str, config: Config) -> str:
    lines: list[str] = []
    included: list[str] = []
    for section in config.sections:
        if section.file != name:
            if section.file not in included:
                included.append(section.file)
            continue
        options = ("!",) * section.template + tuple(base.name for base in section.bases)
        lines.append(f"[{section.name}]({','.join(options)})" if options else f"[{section.name}]")
        for entry in own_entries(section):
            value = entry.value.replace(";", "\\;")
            lines.append(f"{entry.name} {'=>' if entry.arrow else '='} {value}")
    lines += [f"#include {file}" for file in included]
    return "".join(f"{line}\n" for line in lines)


def own_entries(section: Section) -> list[Entry]:
    """The entries that stand in *section* itself, not in a template of it."""
    inherited = {id(entry) for base in section.bases for entry in base.entries}
    return [entry for entry in section.entries if id(entry) not in inherited]

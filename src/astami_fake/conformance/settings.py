"""What a project says once for all runs of `astami-conformance`: the table `[ami]` of its file `astami.toml`.

Lives here: finding and reading that file, and which options its keys stand for. May import: `check`, click.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

FILE = "astami.toml"

#: Key → (what it is, the type of its value). Options of the same name on the command line win.
KEYS: Mapping[str, tuple[str, type]] = {
    "root": ("the folder that holds 'etc' and 'cases'", str),
    "cases": ("the folder of the cases", str),
    "targets": ("what check and report play on", list),
    "allow": ("what cases may do on an ami:// target: writes, originates", list),
    "plays": ("how often a case that differs is played on a real server", int),
    "runs": ("how often record plays a case; fewer are stale", int),
    "days": ("recordings older than this are stale", int),
}
_FOLDERS = ("root", "cases")


class SettingsError(ValueError):
    """The file cannot be used; the message says where and what would be right."""


def find_settings(start: Path) -> Path | None:
    """The `astami.toml` in *start* or the nearest folder above it."""
    return next((path for folder in (start, *start.parents) if (path := folder / FILE).is_file()), None)


def read_settings(path: Path) -> dict[str, Any]:
    """The values of `[ami]` in *path*; folders are relative to it.

    Raises:
        SettingsError: it is no TOML, has another table or an unknown key, or a value is of another type.
    """
    try:
        text = tomllib.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise SettingsError(f"{path}: {error}") from None
    for name in text:
        if name != "ami":
            raise SettingsError(f"{path}: {name!r} is unknown here: settings stand in the table [ami]")
    table = text.get("ami", {})
    if not isinstance(table, dict):
        raise SettingsError(f"{path}: 'ami' is a table: a line [ami], settings below it")
    return {name: _value(path, name, value) for name, value in table.items()}


def _value(path: Path, name: str, value: object) -> object:
    if name not in KEYS:
        raise SettingsError(f"{path}: [ami] has no key {name!r}: known are {', '.join(KEYS)}")
    meaning, kind = KEYS[name]
    right = isinstance(value, kind) and not isinstance(value, bool)
    if isinstance(value, list):
        right = right and all(isinstance(one, str) for one in value)
    if not right:
        written = {str: "a text", int: "a number", list: "a list of texts"}[kind]
        raise SettingsError(f"{path}: [ami] {name} is {meaning}: {written}, not {value!r}")
    if name in _FOLDERS:
        return str(path.parent / str(value))
    return ",".join(value) if name == "allow" and isinstance(value, list) else value


def defaults(group: click.Group, settings: Mapping[str, Any]) -> dict[str, Any]:
    """*settings* as click takes defaults: for each command those of its options that are named like a key."""
    return {
        name: {option.name: settings[option.name] for option in command.params if option.name in settings}
        for name, command in group.commands.items()
    }

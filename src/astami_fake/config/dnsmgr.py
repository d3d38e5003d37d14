"""Reads ``dnsmgr.conf``: whether names are asked for again and again. Asterisk: main/dnsmgr.c. May import
`config.reader`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from astami_fake.config.reader import read

FILE = "dnsmgr.conf"


@dataclass(frozen=True, slots=True)
class DnsmgrConfig:
    """Attributes:
    enabled: it does.
    interval: after how many seconds, ``refreshinterval``.
    """

    enabled: bool = False
    interval: int = 300


def load(etc: Path) -> DnsmgrConfig:
    """Read ``dnsmgr.conf`` of the folder *etc*; without the file no name is asked for again.

    Raises:
        ConfigError: a mistake, with file and line.
    """
    section = read(etc, FILE, missing_ok=True).find("general")
    if section is None:
        return DnsmgrConfig()
    return DnsmgrConfig(enabled=section.flag("enable"), interval=section.number("refreshinterval", 300, 1))

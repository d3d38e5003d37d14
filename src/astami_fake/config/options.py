"""Reads what the fake needs of ``asterisk.conf``: the ``[options]``. May import `config.reader`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from astami_fake.config.reader import read

FILE = "asterisk.conf"


@dataclass(frozen=True, slots=True)
class Options:
    """Attributes:
    system_name: ``SYSTEMNAME``, and what begins each Uniqueid.
    live_dangerously: managers may use functions that change or read what lies outside a call.
    """

    system_name: str = ""
    live_dangerously: bool = False


def load(etc: Path) -> Options:
    """Read ``asterisk.conf`` of the folder *etc*; a missing file means the defaults.

    Raises:
        ConfigError: a mistake, with file and line.
    """
    section = read(etc, FILE, missing_ok=True).find("options")
    if section is None:
        return Options()
    return Options(section.get("systemname"), section.flag("live_dangerously"))

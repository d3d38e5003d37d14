"""Reads ``indications.conf``: the tones of countries. Asterisk: main/indications.c. May import `config.reader`."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from astami_fake.config.reader import Section, read

FILE = "indications.conf"
_NO_TONES = frozenset({"description", "ringcadence"})


@dataclass(slots=True)
class Country:
    """Attributes:
    description: empty for one that came while Asterisk ran.
    cadence: the rhythm of ringing, in milliseconds; empty for none.
    tones: what is played, by the name of what it indicates, in the order of the file.
    """

    description: str = ""
    cadence: str = ""
    tones: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Indications:
    """Attributes:
    default: the country whose tones channels have; empty for none.
    countries: by name, in the order of the file.
    """

    default: str = ""
    countries: dict[str, Country] = field(default_factory=dict)


def load(etc: Path) -> Indications:
    """Read ``indications.conf`` of the folder *etc*; without the file there are no countries. One without a description
    is none (recorded: `core.command.indications.options`).

    Raises:
        ConfigError: a mistake, with file and line.
    """
    config = read(etc, FILE, missing_ok=True)
    general = config.find("general")
    countries = {section.name: _country(section) for section in config if section.find("description")}
    return Indications(general.get("country") if general is not None else "", countries)


def _country(section: Section) -> Country:
    tones = {entry.name: entry.value for entry in section.entries if entry.name not in _NO_TONES}
    return Country(section.get("description"), section.get("ringcadence"), tones)

"""Reads ``udptl.conf``: how fax over UDP would go, which the fake sends none of. Asterisk: main/udptl.c. May import
`config.reader`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from astami_fake.config.reader import Section, read

FILE = "udptl.conf"


@dataclass(frozen=True, slots=True)
class UdptlConfig:
    """What the file says, or Asterisk takes where it says nothing.

    Attributes:
        first, last: the ports; even_ports: only those.
        entries, span: of the correction of errors.
        checksums: of UDP packets.
    """

    first: int = 4000
    last: int = 4999
    entries: int = 0
    span: int = 0
    even_ports: bool = False
    checksums: bool = True


def load(etc: Path) -> UdptlConfig:
    """Read ``udptl.conf`` of the folder *etc*; a missing file means Asterisk's own values.

    Raises:
        ConfigError: a mistake, with file and line.
    """
    section = read(etc, FILE, missing_ok=True).find("general")
    default = UdptlConfig()
    if section is None:
        return default
    even, checksums = section.find("use_even_ports"), section.find("udptlchecksums")
    return UdptlConfig(
        first=_number(section, "udptlstart", default.first),
        last=_number(section, "udptlend", default.last),
        entries=_number(section, "udptlfecentries", default.entries),
        span=_number(section, "udptlfecspan", default.span),
        even_ports=default.even_ports if even is None else even.as_bool(),
        checksums=default.checksums if checksums is None else checksums.as_bool(),
    )


def _number(section: Section, name: str, default: int) -> int:
    entry = section.find(name)
    return default if entry is None else entry.as_int(0, 65535)

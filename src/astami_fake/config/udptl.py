"""Reads ``udptl.conf``: how fax over UDP would go, which the fake sends none of. Asterisk: main/udptl.c. May import
`config.reader`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from astami_fake.config.reader import read

FILE = "udptl.conf"
_MOST = 65535


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
    return UdptlConfig(
        first=section.number("udptlstart", default.first, 0, _MOST),
        last=section.number("udptlend", default.last, 0, _MOST),
        entries=section.number("udptlfecentries", default.entries, 0, _MOST),
        span=section.number("udptlfecspan", default.span, 0, _MOST),
        even_ports=section.flag("use_even_ports", default.even_ports),
        checksums=section.flag("udptlchecksums", default.checksums),
    )

"""Reads ``rtp.conf``: how sound would go, which the fake sends none of. Asterisk: res/res_rtp_asterisk.c. May import
`config.reader`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from astami_fake.config.reader import Section, read

FILE = "rtp.conf"


@dataclass(frozen=True, slots=True)
class RtpConfig:
    """What the file says, or Asterisk takes where it says nothing.

    Attributes:
        first, last: the ports.
        checksums: of UDP packets.
        digit_timeout: of a digit in sound, in samples, ``dtmftimeout``.
        strict: packets from elsewhere are dropped, once *probation* of them have shown where they come from.
        ice: ``icesupport``.
    """

    first: int = 5000
    last: int = 31000
    checksums: bool = True
    digit_timeout: int = 1200
    strict: bool = True
    probation: int = 4
    ice: bool = True


def load(etc: Path) -> RtpConfig:
    """Read ``rtp.conf`` of the folder *etc*; a missing file means Asterisk's own values.

    Raises:
        ConfigError: a mistake, with file and line.
    """
    section = read(etc, FILE, missing_ok=True).find("general")
    if section is None:
        return RtpConfig()
    default = RtpConfig()
    return RtpConfig(
        first=_number(section, "rtpstart", default.first),
        last=_number(section, "rtpend", default.last),
        checksums=_flag(section, "rtpchecksums", default.checksums),
        digit_timeout=_number(section, "dtmftimeout", default.digit_timeout),
        strict=_flag(section, "strictrtp", default.strict),
        probation=_number(section, "probation", default.probation),
        ice=_flag(section, "icesupport", default.ice),
    )


def _number(section: Section, name: str, default: int) -> int:
    entry = section.find(name)
    return default if entry is None else entry.as_int(0, 65535)


def _flag(section: Section, name: str, default: bool) -> bool:
    entry = section.find(name)
    return default if entry is None else entry.as_bool()

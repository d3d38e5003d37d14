"""Reads ``rtp.conf``: how sound would go, which the fake sends none of. Asterisk: res/res_rtp_asterisk.c. May import
`config.reader`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from astami_fake.config.reader import read

FILE = "rtp.conf"
_MOST = 65535


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
        first=section.number("rtpstart", default.first, 0, _MOST),
        last=section.number("rtpend", default.last, 0, _MOST),
        checksums=section.flag("rtpchecksums", default.checksums),
        digit_timeout=section.number("dtmftimeout", default.digit_timeout, 0, _MOST),
        strict=section.flag("strictrtp", default.strict),
        probation=section.number("probation", default.probation, 0, _MOST),
        ice=section.flag("icesupport", default.ice),
    )

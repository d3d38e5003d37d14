"""Reads ``pjsip_notify.conf``: what can be sent to phones unasked. Asterisk: res/res_pjsip_notify.c. May import
`config.reader`."""

from __future__ import annotations

from pathlib import Path

from astami_fake.config.reader import read

FILE = "pjsip_notify.conf"


def load(etc: Path) -> frozenset[str]:
    """The names of what ``pjsip_notify.conf`` of the folder *etc* describes.

    Raises:
        ConfigError: a mistake, with file and line.
    """
    return frozenset(section.name for section in read(etc, FILE, missing_ok=True) if section.name != "general")

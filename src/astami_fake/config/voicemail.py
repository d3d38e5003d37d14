"""Reads ``voicemail.conf``: mailboxes, and what holds for all of them. Asterisk: apps/app_voicemail.c, load_config().

May import `config.reader`. Recorded: cases `voicemail.*`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from astami_fake.config.reader import TRUE, read

FILE = "voicemail.conf"
DEFAULT_CONTEXT = "default"
_DEFAULTS = {
    "serveremail": "asterisk",
    "mailcmd": "/usr/sbin/sendmail -t",
    "maxmsg": "100",
    "maxsecs": "0",
    "saydurationm": "2",
    "volgain": "0.0",
    "envelope": "yes",
    "attach": "yes",
}


@dataclass(frozen=True, slots=True)
class Box:
    """One mailbox as configured.

    Attributes:
        email: None where the line does not reach as far, which is told otherwise than an empty one.
        options: those of its line, before those of ``[general]``, before Asterisk's own.
    """

    context: str
    number: str
    password: str
    name: str
    email: str | None
    pager: str
    options: Mapping[str, str]

    @property
    def address(self) -> str:
        """``1000@default``."""
        return f"{self.number}@{self.context}"

    @property
    def limit(self) -> int:
        """How many messages a folder takes."""
        return int(self.options["maxmsg"])

    def has(self, option: str) -> bool:
        """Whether *option* is on."""
        return self.options.get(option, "no").lower() in TRUE


@dataclass(frozen=True, slots=True)
class VoicemailConfig:
    """What ``voicemail.conf`` says.

    Attributes:
        boxes: context by context, in the order of the file.
        zones: name, time zone and format of each zone, in the order of the file.
    """

    boxes: tuple[Box, ...] = ()
    zones: tuple[tuple[str, str, str], ...] = ()


def load(etc: Path) -> VoicemailConfig:
    """Read ``voicemail.conf`` of the folder *etc*; a missing file means no mailboxes.

    Raises:
        ConfigError: a mistake, with file and line.
    """
    general: dict[str, str] = dict(_DEFAULTS)
    boxes: list[Box] = []
    zones: list[tuple[str, str, str]] = []
    for section in read(etc, FILE, missing_ok=True):
        match section.name.lower():
            case "general":
                general |= {entry.name.lower(): entry.value for entry in section.entries}
            case "zonemessages":
                for entry in section.entries:
                    zone, _, form = entry.value.partition("|")
                    zones.append((entry.name, zone, form))
            case _:
                boxes += [_box(section.name, entry.name, entry.value, general) for entry in section.entries]
    return VoicemailConfig(tuple(boxes), tuple(zones))


def _box(context: str, number: str, line: str, general: Mapping[str, str]) -> Box:
    fields: list[str | None] = [part.strip() for part in line.split(",", 4)]
    password, name, email, pager, options = [*fields, None, None, None, None, None][:5]
    own = [part.partition("=") for part in (options or "").split("|")]
    return Box(
        context,
        number,
        password or "",
        name or "",
        email,
        pager or "",
        dict(general) | {key.strip().lower(): value.strip() for key, sign, value in own if sign},
    )

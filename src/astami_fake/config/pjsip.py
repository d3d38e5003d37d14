"""Reads ``pjsip.conf`` into objects by type. Asterisk: res/res_pjsip/, res/res_sorcery_config.c.

Lives here: which types there are, that references lead somewhere, numbers where numbers must be. Does not live here:
what an option means for a manager (`releases.pjsip`: the tables of defaults), contacts and states (`pbx.pjsip`). May
import `config.reader`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from astami_fake.config.reader import Section, read

FILE = "pjsip.conf"

TYPES = (
    "endpoint",
    "auth",
    "aor",
    "identify",
    "registration",
    "transport",
    "global",
    "system",
    "domain_alias",
    "acl",
    "contact",
    "resource_list",
    "outbound-publish",
    "inbound-publication",
    "phoneprov",
)
_NUMBERS = frozenset({"max_contacts", "qualify_frequency", "default_expiration", "device_state_busy_at"})
_REFERENCES = {"aors": "aor", "auth": "auth", "outbound_auth": "auth", "endpoint": "endpoint", "transport": "transport"}


@dataclass(frozen=True, slots=True)
class PjsipObject:
    """One section: its type, its name, its options in order, names in lower case."""

    kind: str
    name: str
    options: tuple[tuple[str, str], ...] = ()

    def get(self, option: str, default: str = "") -> str:
        """The last value of *option*, or *default*."""
        return next((value for name, value in reversed(self.options) if name == option), default)

    def names(self, option: str) -> list[str]:
        """All values of *option*, each of which may be a list."""
        texts = [value for name, value in self.options if name == option]
        return [part.strip() for text in texts for part in text.split(",") if part.strip()]


@dataclass(slots=True)
class PjsipConfig:
    """The objects of the file, by type and name, in its order."""

    objects: dict[str, dict[str, PjsipObject]] = field(default_factory=lambda: {kind: {} for kind in TYPES})

    def of(self, kind: str) -> dict[str, PjsipObject]:
        """The objects of one type by name."""
        return self.objects[kind]

    def __iter__(self) -> Iterator[PjsipObject]:
        return (one for found in self.objects.values() for one in found.values())


def load(etc: Path) -> PjsipConfig:
    """Read ``pjsip.conf`` of the folder *etc*; a missing file means no objects.

    Raises:
        ConfigError: a mistake, with file and line: an unknown type, a reference that leads nowhere, no number.
    """
    config = PjsipConfig()
    sections = [section for section in read(etc, FILE, missing_ok=True) if section.entries]
    for section in sections:
        kind = section.find("type")
        if kind is None:
            raise section.error(f"[{section.name}] has no type", f"one of {', '.join(TYPES)} is expected")
        if kind.value not in TYPES:
            raise kind.error(f"[{section.name}] is a {kind.value!r}", f"one of {', '.join(TYPES)} is expected")
        config.of(kind.value)[section.name] = PjsipObject(
            kind.value, section.name, tuple((entry.name.lower(), entry.value) for entry in section.entries)
        )
    for section in sections:
        _check(section, config)
    return config


def _check(section: Section, config: PjsipConfig) -> None:
    for entry in section.entries:
        option = entry.name.lower()
        if option in _NUMBERS:
            entry.as_int(0)
        if (kind := _REFERENCES.get(option)) is not None:
            for name in filter(None, map(str.strip, entry.value.split(","))):
                if name not in config.of(kind):
                    raise entry.error(f"[{section.name}] names {kind} {name!r}", f"a [{name}] with type={kind}")
        if option == "contact" and not entry.value.startswith(("sip:", "sips:")):
            raise entry.error(
                f"contact {entry.value!r} of [{section.name}]", "an address like sip:user@host is expected"
            )

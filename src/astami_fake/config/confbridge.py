"""Reads ``confbridge.conf``: profiles of conferences and of who joins them. Asterisk:
apps/confbridge/conf_config_parser.c.

May import `config.reader`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from astami_fake.config.reader import Section, read

FILE = "confbridge.conf"

USER, BRIDGE, MENU = "default_user", "default_bridge", "default_menu"
"""Profiles that are always there."""


@dataclass(frozen=True, slots=True)
class User:
    """A ``type=user`` profile."""

    name: str
    admin: bool = False
    marked: bool = False
    start_muted: bool = False
    wait_marked: bool = False
    end_marked: bool = False
    end_marked_any: bool = False


@dataclass(frozen=True, slots=True)
class Bridge:
    """A ``type=bridge`` profile; *max_members* is 0 for any number."""

    name: str
    max_members: int = 0


@dataclass(slots=True)
class Profiles:
    """All profiles by name; of menus only the names."""

    users: dict[str, User] = field(default_factory=lambda: {USER: User(USER)})
    bridges: dict[str, Bridge] = field(default_factory=lambda: {BRIDGE: Bridge(BRIDGE)})
    menus: set[str] = field(default_factory=lambda: {MENU})


def load(etc: Path) -> Profiles:
    """Read ``confbridge.conf`` of the folder *etc*; a missing file means the default profiles.

    Raises:
        ConfigError: a mistake, with file and line.
    """
    profiles = Profiles()
    for section in read(etc, FILE, missing_ok=True):
        match section.get("type"):
            case "user":
                profiles.users[section.name] = _user(section)
            case "bridge":
                most = section.find("max_members")
                profiles.bridges[section.name] = Bridge(section.name, most.as_int(0) if most is not None else 0)
            case "menu":
                profiles.menus.add(section.name)
            case other if section.name != "general":
                raise section.error(f"[{section.name}] has type {other!r}", "type = user, bridge or menu is expected")
    return profiles


def _user(section: Section) -> User:
    def says(name: str) -> bool:
        entry = section.find(name)
        return entry is not None and entry.as_bool()

    return User(
        section.name,
        says("admin"),
        says("marked"),
        says("startmuted"),
        says("wait_marked"),
        says("end_marked"),
        says("end_marked_any"),
    )

"""Reads ``confbridge.conf``: profiles of conferences and of who joins them. Asterisk:
apps/confbridge/conf_config_parser.c.

May import `config.reader`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from astami_fake.config.reader import Section, read

FILE = "confbridge.conf"

USER, BRIDGE, MENU = "default_user", "default_bridge", "default_menu"
"""Profiles that are always there."""


@dataclass(frozen=True, slots=True)
class User:
    """A ``type=user`` profile.

    Attributes:
        options: all that is said of it, as written, by name in lower case.
    """

    name: str
    admin: bool = False
    marked: bool = False
    start_muted: bool = False
    wait_marked: bool = False
    end_marked: bool = False
    end_marked_any: bool = False
    options: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Bridge:
    """A ``type=bridge`` profile; *max_members* is 0 for any number, *options* is all that is said of it."""

    name: str
    max_members: int = 0
    options: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(slots=True)
class Profiles:
    """All profiles by name; of menus what each key does, as written."""

    users: dict[str, User] = field(default_factory=lambda: {USER: User(USER)})
    bridges: dict[str, Bridge] = field(default_factory=lambda: {BRIDGE: Bridge(BRIDGE)})
    menus: dict[str, Mapping[str, str]] = field(default_factory=lambda: {MENU: {}})


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
                profiles.bridges[section.name] = _bridge(section)
            case "menu":
                profiles.menus[section.name] = _options(section)
            case other if section.name != "general":
                raise section.error(f"[{section.name}] has type {other!r}", "type = user, bridge or menu is expected")
    return profiles


def _user(section: Section) -> User:
    return User(
        section.name,
        section.flag("admin"),
        section.flag("marked"),
        section.flag("startmuted"),
        section.flag("wait_marked"),
        section.flag("end_marked"),
        section.flag("end_marked_any"),
        _options(section),
    )


def _bridge(section: Section) -> Bridge:
    return Bridge(section.name, section.number("max_members", 0, 0), _options(section))


def _options(section: Section) -> Mapping[str, str]:
    return {entry.name.lower(): entry.value for entry in section.entries if entry.name.lower() != "type"}

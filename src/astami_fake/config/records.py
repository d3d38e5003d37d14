"""cdr.conf, cdr_manager.conf, cel.conf: which records of calls are told. May import `config.reader`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from astami_fake.config.reader import read

CDR, CDR_MANAGER, CEL = "cdr.conf", "cdr_manager.conf", "cel.conf"

EVENTS = (
    "CHAN_START",
    "CHAN_END",
    "ANSWER",
    "HANGUP",
    "APP_START",
    "APP_END",
    "BRIDGE_ENTER",
    "BRIDGE_EXIT",
    "LINKEDID_END",
)
"""What the fake's channel event log knows, with which ``events`` of cel.conf chooses; ``ALL`` chooses all."""


@dataclass(frozen=True, slots=True)
class RecordsConfig:
    """Attributes:
    cdr: call detail records are made.
    cdr_manager: the manager is told them.
    unanswered: also of calls that reached nobody, with ``unanswered`` of cdr.conf.
    cel_events: which events of the channel event log the manager is told.
    cel_apps: of which applications it tells start and end, in lower case.
    """

    cdr: bool = False
    cdr_manager: bool = False
    unanswered: bool = False
    cel_events: frozenset[str] = frozenset()
    cel_apps: frozenset[str] = frozenset()


def load(etc: Path) -> RecordsConfig:
    """Read the three files of the folder *etc*; missing ones mean that nothing is told.

    Raises:
        ConfigError: a mistake, with file and line.
    """
    return RecordsConfig(
        cdr=_flag(etc, CDR, "general", "enable", True),
        cdr_manager=_flag(etc, CDR_MANAGER, "general", "enabled", False),
        unanswered=_flag(etc, CDR, "general", "unanswered", False),
        cel_events=_events(etc),
        cel_apps=frozenset(name.lower() for name in _names(etc, "apps")),
    )


def _flag(etc: Path, file: str, section: str, name: str, default: bool) -> bool:
    found = read(etc, file, missing_ok=True).find(section)
    option = found.find(name) if found is not None else None
    return option.as_bool() if option is not None else default


def _names(etc: Path, name: str) -> list[str]:
    section = read(etc, CEL, missing_ok=True).find("general")
    return [part.strip() for part in section.get(name).split(",") if part.strip()] if section is not None else []


def _events(etc: Path) -> frozenset[str]:
    if not (_flag(etc, CEL, "general", "enable", False) and _flag(etc, CEL, "manager", "enabled", False)):
        return frozenset()
    names = {name.upper() for name in _names(etc, "events")}
    return frozenset(EVENTS) if "ALL" in names else frozenset(EVENTS) & names

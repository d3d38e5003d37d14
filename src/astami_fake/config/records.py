"""cdr.conf, cdr_manager.conf, cel.conf: which records of calls are told. May import `config.reader`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from astami_fake.config.reader import Section, read

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


ALL = "ALL"


@dataclass(frozen=True, slots=True)
class Batch:
    """How call detail records are written together, with ``batch`` of cdr.conf.

    Attributes:
        size: when there are so many.
        time: or after so many seconds.
        scheduler_only: by the thread that also does other things in time, not by one of its own.
        safe_shutdown: those that are left are written when Asterisk ends.
    """

    size: int
    time: int
    scheduler_only: bool
    safe_shutdown: bool


@dataclass(frozen=True, slots=True)
class RecordsConfig:
    """Attributes:
    cdr: call detail records are made.
    cdr_manager: the manager is told them.
    unanswered: also of calls that reached nobody, with ``unanswered`` of cdr.conf.
    congestion: also of calls for which there was no way, with ``congestion``.
    batch: how they are kept to be written together, where they are.
    cel: the channel event log is kept.
    cel_manager: the manager is told it.
    cel_tracked: its events as ``events`` names them, in upper case; also ``ALL``, and those not modelled.
    cel_apps: of which applications it tells start and end, in lower case.
    """

    cdr: bool = False
    cdr_manager: bool = False
    unanswered: bool = False
    congestion: bool = False
    batch: Batch | None = None
    cel: bool = False
    cel_manager: bool = False
    cel_tracked: frozenset[str] = frozenset()
    cel_apps: frozenset[str] = frozenset()

    @property
    def cel_events(self) -> frozenset[str]:
        """Which modelled events of the channel event log the manager is told."""
        if not (self.cel and self.cel_manager):
            return frozenset()
        return frozenset(EVENTS) if ALL in self.cel_tracked else frozenset(EVENTS) & self.cel_tracked


def load(etc: Path) -> RecordsConfig:
    """Read the three files of the folder *etc*; missing ones mean that nothing is told.

    Raises:
        ConfigError: a mistake, with file and line.
    """
    cdr, cdr_manager, cel = (read(etc, file, missing_ok=True) for file in (CDR, CDR_MANAGER, CEL))
    details, log = cdr.find("general"), cel.find("general")
    return RecordsConfig(
        cdr=_flag(details, "enable", True),
        cdr_manager=_flag(cdr_manager.find("general"), "enabled", False),
        unanswered=_flag(details, "unanswered", False),
        congestion=_flag(details, "congestion", False),
        batch=_batch(details),
        cel=_flag(log, "enable", False),
        cel_manager=_flag(cel.find("manager"), "enabled", False),
        cel_tracked=frozenset(name.upper() for name in _names(log, "events")),
        cel_apps=frozenset(name.lower() for name in _names(log, "apps")),
    )


def _flag(section: Section | None, name: str, default: bool) -> bool:
    return section.flag(name, default) if section is not None else default


def _names(section: Section | None, name: str) -> list[str]:
    return [part.strip() for part in section.get(name).split(",") if part.strip()] if section is not None else []


def _batch(section: Section | None) -> Batch | None:
    if section is None or not section.flag("batch"):
        return None
    return Batch(
        size=section.number("size", 100, 1),
        time=section.number("time", 300, 1),
        scheduler_only=section.flag("scheduleronly"),
        safe_shutdown=section.flag("safeshutdown", True),
    )

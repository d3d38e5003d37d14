"""Reads ``queues.conf``: queues and their static members. Asterisk: apps/app_queue.c. May import `config.reader`."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from astami_fake.config.reader import Entry, Section, read

FILE = "queues.conf"

STRATEGIES = (
    "ringall",
    "leastrecent",
    "fewestcalls",
    "random",
    "rrmemory",
    "linear",
    "wrandom",
    "rrordered",
)


@dataclass(frozen=True, slots=True)
class Member:
    """A ``member =>`` line: interface, penalty, name, the device whose state counts, wrapup time."""

    interface: str
    penalty: int
    name: str
    state_interface: str
    wrapup_time: int


@dataclass(frozen=True, slots=True)
class Queue:
    """One queue as configured."""

    name: str
    strategy: str = "ringall"
    max_length: int = 0
    weight: int = 0
    service_level: int = 0
    ring_in_use: bool = True
    wrapup_time: int = 0
    members: tuple[Member, ...] = field(default=())


def load(etc: Path) -> list[Queue]:
    """Read ``queues.conf`` of the folder *etc*; a missing file means no queues.

    Raises:
        ConfigError: a mistake, with file and line.
    """
    return [_queue(section) for section in read(etc, FILE, missing_ok=True) if section.name != "general"]


def _queue(section: Section) -> Queue:
    strategy = section.find("strategy")
    if strategy is not None and strategy.value not in STRATEGIES:
        raise strategy.error(f"strategy is {strategy.value!r}", f"one of {', '.join(STRATEGIES)} is expected")
    ring_in_use = section.find("ringinuse")
    return Queue(
        section.name,
        strategy.value if strategy is not None else "ringall",
        _number(section, "maxlen"),
        _number(section, "weight"),
        _number(section, "servicelevel"),
        ring_in_use.as_bool() if ring_in_use is not None else True,
        _number(section, "wrapuptime"),
        tuple(_member(entry) for entry in section.entries if entry.name.lower() == "member"),
    )


def _number(section: Section, name: str) -> int:
    entry = section.find(name)
    return entry.as_int(0) if entry is not None else 0


def _member(entry: Entry) -> Member:
    interface, penalty, name, state, _, wrapup = ([part.strip() for part in entry.value.split(",")] + [""] * 6)[:6]
    if "/" not in interface:
        raise entry.error(f"member {interface!r}", "TECH/address[,penalty[,name[,state interface]]] is expected")
    for number in (penalty, wrapup):
        if number and not number.isdigit():
            raise entry.error(f"member {interface} has {number!r}", "a whole number is expected")
    return Member(interface, int(penalty or 0), name or interface, state or interface, int(wrapup or 0))

"""Reads ``queuerules.conf``: how the penalties that a caller may get change while it waits. Asterisk: apps/app_queue.c.

May import `config.reader`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from astami_fake.config.reader import Entry, read

FILE = "queuerules.conf"

_CHANGE = re.compile(r"([+-]?[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one limit: *value* itself, or so much more; ``+0`` leaves it as it is."""

    value: int = 0
    relative: bool = True

    def __str__(self) -> str:
        return f"{self.value:+d}" if self.relative else str(self.value)

    def of(self, limit: int) -> int:
        """The new *limit*."""
        return max(limit + self.value if self.relative else self.value, 0)


@dataclass(frozen=True, slots=True)
class Step:
    """A ``penaltychange``: what happens to the limits when more than *seconds* have passed."""

    seconds: int
    highest: Change
    lowest: Change
    raised: Change


@dataclass(frozen=True, slots=True)
class Rule:
    """A section: its steps, as they stand."""

    name: str
    steps: tuple[Step, ...]


def load(etc: Path) -> list[Rule]:
    """Read ``queuerules.conf`` of the folder *etc*; a missing file means no rules.

    Raises:
        ConfigError: a mistake, with file and line.
    """
    return [
        Rule(section.name, tuple(_step(entry) for entry in section.entries if entry.name.lower() == "penaltychange"))
        for section in read(etc, FILE, missing_ok=True)
    ]


def _step(entry: Entry) -> Step:
    parts = ([part.strip() for part in entry.value.split(",")] + [""] * 4)[:4]
    if not parts[0].isdigit() or not all(map(_CHANGE.fullmatch, parts[1:])):
        raise entry.error(f"penaltychange is {entry.value!r}", "seconds[,maximum[,minimum[,raise]]] are expected")
    return Step(int(parts[0]), *map(_change, parts[1:]))


def _change(text: str) -> Change:
    return Change(int(text or 0), relative=not text or text[0] in "+-")

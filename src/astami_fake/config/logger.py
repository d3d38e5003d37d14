"""Reads ``logger.conf``: where the log goes. The fake writes no log; who asks is told what the file says.

Asterisk: main/logger.c. May import `config.reader`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from astami_fake.config.reader import read

FILE = "logger.conf"

LEVELS = {0: "DEBUG", 1: "TRACE", 2: "NOTICE", 3: "WARNING", 4: "ERROR", 5: "VERBOSE", 6: "DTMF", 16: "CC"}
"""The levels by number; CC is one that a part of Asterisk adds."""

CONSOLE = "console"
_QUEUE_LIMIT = 1000
_FOLDER = Path("/var/log/asterisk")
_FORMATTER = re.compile(r"\[(\w+)\](.*)")


@dataclass(frozen=True, slots=True)
class LogChannel:
    """Attributes:
    name: of a file with its folder, of a syslog facility as written, empty for the console.
    type: ``Console``, ``File``, ``Syslog``.
    formatter: ``default``, ``json``, ``plain``.
    levels: names, in their order.
    added: what it was called when it was added to a running Asterisk; empty where the file has it.
    """

    name: str
    type: str
    formatter: str
    levels: tuple[str, ...]
    added: str = ""


@dataclass(frozen=True, slots=True)
class Logger:
    """Attributes:
    queue_limit: how many messages may wait, ``logger_queue_limit``.
    channels: the last of the file first.
    """

    queue_limit: int = _QUEUE_LIMIT
    channels: tuple[LogChannel, ...] = (
        LogChannel("", "Console", "default", ("NOTICE", "WARNING", "ERROR", "VERBOSE")),
    )


def load(etc: Path) -> Logger:
    """Read ``logger.conf`` of the folder *etc*; without the file there is the console alone.

    Raises:
        ConfigError: a mistake, with file and line.
    """
    config = read(etc, FILE, missing_ok=True)
    files = config.find("logfiles")
    if files is None:
        return Logger()
    general = config.find("general")
    limit = general.number("logger_queue_limit", _QUEUE_LIMIT, 1) if general is not None else _QUEUE_LIMIT
    channels = tuple(channel(entry.name, entry.value) for entry in reversed(files.entries))
    return Logger(limit, channels)


def channel(name: str, value: str) -> LogChannel:
    """What a line ``name => value`` means; levels that there are not are passed over."""
    found = _FORMATTER.fullmatch(value)
    formatter, wanted = (found[1], found[2]) if found is not None else ("default", value)
    names = {word.partition("(")[0].strip().upper() for word in wanted.split(",")}
    if name == CONSOLE:
        return LogChannel("", "Console", formatter, _levels(names | {"VERBOSE"}))
    if name.startswith("syslog"):
        return LogChannel(name, "Syslog", formatter, _levels(names))
    return LogChannel(str(_FOLDER / name), "File", formatter, _levels(names))


def _levels(names: set[str]) -> tuple[str, ...]:
    return tuple(level for level in LEVELS.values() if level in names or "*" in names)

"""The CLI family ``logger``. Asterisk: main/logger.c. Recorded: cases `manager.command.logger*`.

The fake writes no log, and tells what logger.conf says of it. May import `config.logger`, `pbx`.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from astami_fake.cli._registry import Lines, ShowUsage, command
from astami_fake.config import logger
from astami_fake.pbx.pbx import Pbx


@command("logger rotate")
def logger_rotate(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Begin new log files; the fake keeps none. Asterisk: main/logger.c, handle_logger_rotate()."""
    if words:
        raise ShowUsage
    return []


@command("logger reload")
def logger_reload(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Read logger.conf again; further words do no harm. Asterisk: main/logger.c, handle_logger_reload()."""
    pbx.reload_logger()
    return []


_CHANNEL = "{:<35.35} {:<8.8} {:<10.10} {:<9.9} "


@command("logger show channels")
def show_channels(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Where the log goes, and which levels of it; further words do no harm. handle_logger_show_channels()."""
    rows = [
        _CHANNEL.format(channel.name, channel.type, channel.formatter, "Enabled")
        + f" - {''.join(f'{level} ' for level in channel.levels)}"
        for channel in pbx.logger.channels
    ]
    heading = [
        _CHANNEL.format(*names) + last
        for *names, last in (
            ("Channel", "Type", "Formatter", "Status", "Configuration"),
            ("-------", "----", "---------", "------", "-------------"),
        )
    ]
    return [f"Logger queue limit: {pbx.logger.queue_limit}", "", *heading, *rows, ""]


@command("logger show levels")
def show_levels(pbx: Pbx, words: Sequence[str]) -> Lines:
    """The levels with their numbers; further words do no harm. handle_logger_show_levels()."""
    rows = [f"{number:>5} {name}" for number, name in logger.LEVELS.items()]
    return ["Level Name", "----- ----", *rows, ""]


def _is_called(channel: logger.LogChannel, name: str) -> bool:
    return name in (channel.added, channel.name or logger.CONSOLE, Path(channel.name).name)


@command("logger add channel")
def add_channel(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Log to one more place until it is removed or logger.conf is read again. handle_logger_add_channel()."""
    if len(words) < 2:
        raise ShowUsage
    name, levels = words[:2]
    if any(_is_called(channel, name) for channel in pbx.logger.channels):
        return [f"Logger channel '{name}' already exists"]
    new = replace(logger.channel(name, levels), added=name)
    pbx.logger = replace(pbx.logger, channels=(new, *pbx.logger.channels))
    return []


@command("logger remove channel")
def remove_channel(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Only what was added, by its name or by its file. handle_logger_remove_channel()."""
    if not words:
        raise ShowUsage
    name = words[0]
    found = next((channel for channel in pbx.logger.channels if channel.added and _is_called(channel, name)), None)
    if found is None:
        return [f"Unable to find dynamic logger channel '{name}'"]
    pbx.logger = replace(pbx.logger, channels=tuple(one for one in pbx.logger.channels if one is not found))
    return [f"Removed dynamic logger channel '{name}'"]


def _set_level(level: str, word: str) -> None:
    @command(f"logger set level {level.lower()} {word}")
    def set_level(pbx: Pbx, words: Sequence[str]) -> Lines:
        """Whether the console shows a level, which the fake has not. handle_logger_set_level()."""
        return [f"Logger status for '{level}' has been set to '{word}'."]


for _level, _word in itertools.product((name for name in logger.LEVELS.values() if name != "CC"), ("on", "off")):
    _set_level(_level, _word)


@command("logger mute")
def mute(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Quieten the console that asks: a manager is none. handle_logger_mute()."""
    if len(words) > 1:
        raise ShowUsage
    return ["Couldn't find remote console."]


@command("logger filter show")
def show_filters(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Which groups of channels the log shows, the last that was added first; without one, it shows all."""
    if not pbx.logged_groups:
        return ["No filtering currently active"]
    rows = [f"{number:>3} {group:<32}" for number, group in enumerate(reversed(pbx.logged_groups), 1)]
    return [*rows, f"{len(rows)} channel group{'' if len(rows) == 1 else 's'} currently enabled"]


@command("logger filter changroup")
def filter_group(pbx: Pbx, words: Sequence[str]) -> Lines:
    """``GROUP on``; any other word is ``off``."""
    if len(words) != 2:
        raise ShowUsage
    group, word = words
    pbx.logged_groups = [one for one in pbx.logged_groups if one != group]
    if word.lower() == "on":
        pbx.logged_groups.append(group)
    return [f"Logging of channel group '{group}' is now {'enabled' if word.lower() == 'on' else 'disabled'}"]


@command("logger filter reset")
def reset_filters(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Filter no more."""
    count, pbx.logged_groups = len(pbx.logged_groups), []
    return [f"Log filtering has been reset ({count} filter{'' if count == 1 else 's'} removed)"]

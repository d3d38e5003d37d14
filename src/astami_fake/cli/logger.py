"""The CLI family ``logger``. Asterisk: main/logger.c. Recorded: cases `manager.command.logger*`.

The fake writes no log, and tells what logger.conf says of it. May import `config.logger`, `pbx`.
"""

from __future__ import annotations

from collections.abc import Sequence

from astami_fake.cli._registry import Lines, ShowUsage, command, usage
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


@command("logger show channels", usage=usage("logger show channels"))
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


@command("logger show levels", usage=usage("logger show levels"))
def show_levels(pbx: Pbx, words: Sequence[str]) -> Lines:
    """The levels with their numbers; further words do no harm. handle_logger_show_levels()."""
    rows = [f"{number:>5} {name}" for number, name in logger.LEVELS.items()]
    return ["Level Name", "----- ----", *rows, ""]

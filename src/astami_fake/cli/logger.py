"""The CLI family ``logger``. Asterisk: main/logger.c. Recorded: case `manager.command.logger`. May import `pbx`."""

from __future__ import annotations

from collections.abc import Sequence

from astami_fake.cli._registry import Lines, ShowUsage, command
from astami_fake.pbx.pbx import Pbx


@command("logger rotate")
def logger_rotate(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Begin new log files; the fake keeps none. Asterisk: main/logger.c, handle_logger_rotate()."""
    if words:
        raise ShowUsage
    return []


@command("logger reload")
def logger_reload(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Read logger.conf again, which the fake does not use. Asterisk: main/logger.c, handle_logger_reload()."""
    return []

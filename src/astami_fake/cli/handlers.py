"""``core show hanguphandlers``: subroutines that wait for the end of channels. Asterisk: main/pbx_hangup_handler.c.

Recorded: case `handlers.command`. May import `cli._registry` and `pbx`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from astami_fake.cli._registry import CliError, Lines, ShowUsage, command
from astami_fake.pbx.channel import Channel
from astami_fake.pbx.pbx import Pbx

_COLUMNS = "{:<30} {}"


@command("core show hanguphandlers all")
def show_all(pbx: Pbx, words: Sequence[str]) -> Lines:
    """handle_show_hangup_all()."""
    return _shown(pbx.channels)


@command("core show hanguphandlers")
def show(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Those of one channel, the next to run first. handle_show_hangup_channel()."""
    if len(words) != 1:
        raise ShowUsage
    channel = pbx.channels.find(words[0])
    if channel is None:
        raise CliError("Channel does not exist.")
    return _shown([channel])


def _shown(channels: Iterable[Channel]) -> Lines:
    rows = [
        _COLUMNS.format("" if at else channel.name, place)
        for channel in channels
        for at, place in enumerate(reversed(channel.hangup_handlers))
    ]
    return [_COLUMNS.format("Channel", "Handler"), *rows]

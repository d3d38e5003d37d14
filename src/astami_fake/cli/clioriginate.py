"""``channel originate`` and ``channel redirect``. Asterisk: res/res_clioriginate.c.

Recorded: cases `channel.originate`, `channel.redirect`. May import `cli._registry`, `pbx`.
"""

from __future__ import annotations

from collections.abc import Sequence

from astami_fake.cli._registry import CliError, Lines, ShowUsage, command
from astami_fake.pbx import subroutines
from astami_fake.pbx.originate import Request, originate
from astami_fake.pbx.pbx import Pbx
from astami_fake.pbx.snapshots import Position

TIMEOUT = 30.0
"""Seconds until a call counts as not answered."""


@command("channel originate")
def channel_originate(pbx: Pbx, words: Sequence[str]) -> Lines:
    """``TECH/address application NAME [data]``, ``TECH/address extension [exten@][context]``. handle_orig()."""
    match [*words]:
        case [channel, "application", application, *data]:
            target = None
        case [channel, "extension"]:
            application, data, target = "", [], Position("default", "s", 1)
        case [channel, "extension", place]:
            exten, _, context = place.partition("@")
            application, data, target = "", [], Position(context or "default", exten or "s", 1)
        case _:
            raise ShowUsage
    tech, slash, address = channel.partition("/")
    if not slash:
        raise ShowUsage("*** No data provided after channel type! ***")
    request = Request(tech, address, TIMEOUT, application, " ".join(data), target)
    originate(pbx, request)
    return []


@command("channel redirect")
def channel_redirect(pbx: Pbx, words: Sequence[str]) -> Lines:
    """``CHANNEL [[context,]exten,]priority``. handle_redirect()."""
    if len(words) != 2:
        raise ShowUsage
    name, place = words
    channel = pbx.channels.find(name)
    if channel is None:
        raise CliError(f"Channel '{name}' not found")
    target = subroutines.locate(channel, place)
    if target is None:
        raise CliError(f"Channel '{name}' failed to be redirected to {place}")
    pbx.at_once(lambda: channel.move(target))
    return [f"Channel '{name}' successfully redirected to {place}"]

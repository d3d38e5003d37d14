"""``local show channels``: pairs of Local channels. Asterisk: main/core_local.c.

Recorded: cases `core.command.local`, `local.command`. May import `cli._registry`, `pbx`.
"""

from __future__ import annotations

from collections.abc import Sequence

from astami_fake.cli._registry import Lines, ShowUsage, command
from astami_fake.pbx.local import Local
from astami_fake.pbx.pbx import Pbx


@command("local show channels")
def show_channels(pbx: Pbx, words: Sequence[str]) -> Lines:
    """locals_show()."""
    if words:
        raise ShowUsage
    pairs = [
        f"{channel.name} -- {channel.tech.device.removeprefix('Local/')}"
        for channel in pbx.channels
        if isinstance(channel.tech, Local) and channel is channel.tech.one
    ]
    return pairs or ["No local channels in use"]

"""The CLI family ``group``: the groups that GROUP() has put channels into. Asterisk: main/cli.c.

Recorded: case `functions.groups`. May import `cli._registry` and `pbx`.
"""

from __future__ import annotations

from collections.abc import Sequence

from astami_fake.cli._registry import Lines, ShowUsage, command
from astami_fake.cli.channel import counted
from astami_fake.pbx.pbx import Pbx
from astami_fake.posix import Expression

_COLUMNS = "{:<25}  {:<20}  {:<20}"


@command("group show channels")
def show_channels(pbx: Pbx, words: Sequence[str]) -> Lines:
    """All channels in groups, or in those that a pattern fits. group_show_channels()."""
    if len(words) > 1:
        raise ShowUsage
    fits = Expression(words[0]).fits if words else lambda group: True
    found = [
        (channel.name, group, category or "(default)")
        for channel in pbx.channels
        for category, group in channel.groups.items()
        if fits(group)
    ]
    heading = _COLUMNS.format("Channel", "Group", "Category")
    return [heading, *(_COLUMNS.format(*row) for row in found), counted(len(found), "active channel")]

"""DBdeltree. Asterisk: apps/app_db.c. Recorded: case `functions.database`."""

from __future__ import annotations

from astami_fake.pbx.channel import Channel
from astami_fake.pbx.execution import Result, application


@application("DBdeltree")
def delete_tree(channel: Channel, data: str) -> Result:
    """``DBdeltree(family[/key])``: all keys below it."""
    family, _, key = data.partition("/")
    channel.pbx.astdb.delete_tree(family, key)
    return Result.GO_ON

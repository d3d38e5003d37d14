"""The action AGI: a command for a channel under AGI(agi:async). Asterisk: res/res_agi.c, action_add_agi_cmd().

Recorded: cases `agi.*`.
"""

from __future__ import annotations

from astami_fake.actions._registry import Action, Manager, Reply, action, error, success
from astami_fake.pbx.pbx import Pbx

_POLL = 0.1
"""Seconds between two looks of a channel into its queue. Recorded: case `agi.async`."""


@action("AGI", privilege="agi")
def agi(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Add a command to the queue of a channel."""
    name, command = action.get("Channel"), action.get("Command")
    if not (name and command):
        return error(action, "Both, Channel and Command are *required*")
    channel = pbx.channels.find(name)
    if channel is None:
        return error(action, f"Channel {name} does not exist.")
    if channel.agi is None:
        return error(action, f"Failed to add AGI command to channel {channel.name} queue")
    channel.agi.commands.append((command, action.get("CommandID")))
    pbx.clock.call_later(_POLL, channel.wakeup.fire)
    return success(action, "Added AGI command to queue")

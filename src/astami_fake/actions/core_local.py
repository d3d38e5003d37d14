"""The action LocalOptimizeAway. Asterisk: main/core_local.c, manager_optimize_away(). Recorded: cases `local.*`."""

from __future__ import annotations

from astami_fake.actions._registry import Action, Manager, Reply, action, error, success
from astami_fake.pbx.local import Local
from astami_fake.pbx.pbx import Pbx


@action("LocalOptimizeAway", privilege="system,call")
def optimize_away(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Let a pair with ``/n`` take itself out of the call."""
    name = action.get("Channel")
    if not name:
        return error(action, "'Channel' not specified.")
    channel = pbx.channels.find(name)
    if channel is None or not isinstance(channel.tech, Local):
        return error(action, "Channel does not exist.")
    channel.tech.optimizes = True
    pbx.sound_changed()
    return success(action, "Queued channel to be optimized away")

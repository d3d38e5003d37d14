"""The action ControlPlayback. Asterisk: apps/app_controlplayback.c, controlplayback_manager().

Recorded: cases `actions.controlplayback`, `actions.live.controlplayback`. May import `actions._registry`, `pbx`.
"""

from __future__ import annotations

from astami_fake.actions._registry import Action, Manager, Reply, action, error, success
from astami_fake.pbx.pbx import Pbx

CONTROLS = frozenset({"stop", "forward", "reverse", "pause", "restart"})


@action("ControlPlayback", privilege="call")
def control_playback(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Steer what a channel plays; it is taken on a channel that plays nothing too, and no event tells of it."""
    if not action.get("Channel"):
        return error(action, "Channel not specified")
    control = action.get("Control")
    if not control:
        return error(action, "Control not specified")
    if pbx.channels.find(action.get("Channel")) is None:
        return error(action, "No such channel")
    if control.lower() not in CONTROLS:
        return error(action, "Unknown control type")
    return success(action, None)

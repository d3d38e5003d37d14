"""The action MuteAudio. Asterisk: res/res_mutestream.c. Recorded: case `mixmonitor.muteaudio`."""

from __future__ import annotations

from astami_fake.actions._registry import Action, Manager, Reply, action, error, success
from astami_fake.pbx.pbx import Pbx


@action("MuteAudio", privilege="system")
def mute_audio(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """manager_mutestream(). There is no sound to be muted; a state that is none is no error (recorded)."""
    name, state, direction = action.get("Channel"), action.get("State"), action.get("Direction")
    if not name:
        return error(action, "Channel not specified")
    if not state:
        return error(action, "State not specified")
    if not direction:
        return error(action, "Direction not specified")
    channel = pbx.channels.find(name)
    if channel is None:
        return error(action, "No such channel")
    if direction not in ("in", "out", "all"):
        return error(action, "Failed to mute/unmute stream")
    if channel.bridge is not None:
        channel.bridge.tell_peers()
    return success(action)

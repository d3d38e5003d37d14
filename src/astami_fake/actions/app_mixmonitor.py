"""Actions on recordings. Asterisk: apps/app_mixmonitor.c. Recorded: cases `mixmonitor.*`."""

from __future__ import annotations

import re

from astami_fake.actions._registry import Action, Manager, Reply, action, error, success
from astami_fake.pbx.channel import Channel
from astami_fake.pbx.mixmonitor import DIRECTIONS
from astami_fake.pbx.pbx import Pbx

_IDENTITY = re.compile(r"i\(([^)]*)\)")


@action("MixMonitor", privilege="system")
def mix_monitor(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Record a channel. manager_mixmonitor()."""
    channel = _channel(action, pbx)
    if isinstance(channel, str):
        return error(action, channel)
    file = action.get("File")
    if not file:
        return error(action, "Could not start monitoring channel")
    named = _IDENTITY.search(action.get("Options"))
    recording = pbx.recordings.start(channel, file, named[1] if named is not None else "")
    identity = (("MixMonitorID", recording.identity),) if named is not None else ()
    return success(action, None, *identity)


@action("StopMixMonitor", privilege="system,call")
def stop_mix_monitor(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """manager_stop_mixmonitor()."""
    channel = _channel(action, pbx)
    if isinstance(channel, str):
        return error(action, channel)
    if not pbx.recordings.stop(channel, action.get("MixMonitorID")):
        return error(action, "Could not stop monitoring channel")
    return success(action)


@action("MixMonitorMute", privilege="system,call")
def mix_monitor_mute(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """manager_mute_mixmonitor()."""
    direction, state = action.get("Direction"), action.get("State")
    if not direction:
        return error(action, "No direction specified. Must be read, write or both")
    if direction not in DIRECTIONS:
        return error(action, "Invalid direction specified. Must be read, write or both")
    if not state:
        return error(action, "No state specified")
    channel = _channel(action, pbx)
    if isinstance(channel, str):
        return error(action, channel)
    if not pbx.recordings.mute(channel, direction, state):
        return error(action, "Cannot set mute flag")
    return success(action)


def _channel(action: Action, pbx: Pbx) -> Channel | str:
    """The channel that is meant, or what is wrong."""
    name = action.get("Channel")
    if not name:
        return "No channel specified"
    return pbx.channels.find(name) or "No such channel"

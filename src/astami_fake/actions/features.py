"""The action Bridge: join two channels. Asterisk: main/features.c, action_bridge().

Recorded: cases `bridge.calls` and its like.
"""

from __future__ import annotations

from astami_fake.actions._registry import Action, Manager, Reply, action, error, success
from astami_fake.pbx import bridging
from astami_fake.pbx.bridge import Bridge
from astami_fake.pbx.pbx import Pbx


@action("Bridge", privilege="call")
def bridge(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Whoever had a dialplan goes on in it behind the bridge. A tone needs a sound, and there is none."""
    names = action.get("Channel1"), action.get("Channel2")
    if not all(names):
        return error(action, "Missing channel parameter in request")
    channels = []
    for number, name in enumerate(names, 1):
        channel = pbx.channels.find(name)
        if channel is None:
            return error(action, f"Channel{number} does not exist: {name}")
        channels.append(channel)
    joined = Bridge(pbx)
    joined.introduces = True

    def bring() -> None:
        for channel in dict.fromkeys(channels):
            bridging.bring(joined, channel, goes_on=True)

    pbx.at_once(bring)
    if channels[0] is channels[1]:
        joined.dissolve()
        return error(action, f"Unable to add Channel2 to bridge: Surrogate/{channels[0].name}")
    return success(action, "Channels have been bridged")

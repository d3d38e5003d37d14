"""The action AbsoluteTimeout. Asterisk: main/manager.c. Recorded: cases `actions.absolutetimeout`, `actions.live.*`."""

from __future__ import annotations

from astami_fake.actions._registry import Action, Manager, Reply, action, error, success
from astami_fake.pbx.pbx import Pbx


@action("AbsoluteTimeout", privilege="system,call")
def absolute_timeout(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """End a channel so many seconds from now. action_timeout()."""
    name, seconds = action.get("Channel"), _seconds(action.get("Timeout"))
    if not name:
        return error(action, "No channel specified")
    if not seconds:
        return error(action, "No timeout specified")
    channel = pbx.channels.find(name)
    if channel is None:
        return error(action, "No such channel")
    channel.limit(seconds)
    return success(action, "Timeout Set")


def _seconds(text: str) -> float:
    try:
        return max(float(text), 0.0)
    except ValueError:
        return 0.0

"""The actions PlayDTMF and SendFlash. Asterisk: apps/app_senddtmf.c. Recorded: `bridge.digits*`, `actions.sendflash`.

No channel of the model passes a flash on, so all there is to SendFlash is its answer.
"""

from __future__ import annotations

from astami_fake.actions._registry import Action, Manager, Reply, action, error, success
from astami_fake.pbx import digits
from astami_fake.pbx.channel import Channel
from astami_fake.pbx.pbx import Pbx
from astami_fake.pbx.tasks import Waiting


@action("PlayDTMF", privilege="call")
def play_dtmf(session: Manager, action: Action, pbx: Pbx) -> Reply | Waiting[Reply]:
    """Send a digit to the far side of a channel, or let it have come from there; sending blocks the connection."""
    channel = pbx.channels.find(action.get("Channel"))
    if channel is None:
        return error(action, "Channel not found")
    digit, duration = action.get("Digit"), action.get("Duration")
    if not digit:
        return error(action, "No digit specified")
    if duration and not duration.isdigit():
        return error(action, "Could not convert Duration parameter")
    if action.get("Receive").lower() in ("yes", "true", "1", "on"):
        pbx.at_once(lambda: digits.queue(channel, digit, int(duration or 0)))
        return success(action, "DTMF successfully queued")
    return _send(action, channel, digit, int(duration or 0))


def _send(action: Action, channel: Channel, digit: str, duration: int) -> Waiting[Reply]:
    yield from digits.send(channel, digit, duration)
    return success(action, "DTMF successfully queued")


@action("SendFlash", privilege="call")
def send_flash(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Send a hook flash to a channel, or let it have come from there. manager_send_flash()."""
    if pbx.channels.find(action.get("Channel")) is None:
        return error(action, "Channel not found")
    return success(action, "Flash successfully queued")

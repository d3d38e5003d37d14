"""Transfers: BlindTransfer, Atxfer, CancelAtxfer. Asterisk: main/manager.c. Recorded: cases `transfer.*`."""

from __future__ import annotations

from astami_fake.actions._registry import Action, Manager, Reply, action, error, success
from astami_fake.pbx import transfers
from astami_fake.pbx.channel import Channel
from astami_fake.pbx.pbx import Pbx

_NO_CHANNEL = "No channel specified"
_NO_EXTENSION = "No extension specified"
_UNKNOWN = "Channel specified does not exist"


@action("BlindTransfer", privilege="call")
def blind_transfer(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Send whoever talks with a channel elsewhere. action_blind_transfer()."""
    channel = _transferer(action, pbx)
    if isinstance(channel, str):
        return error(action, channel)
    if not transfers.blind(channel, action.get("Context") or channel.position.context, action.get("Exten")):
        return error(action, "Transfer invalid")
    return success(action, "Transfer succeeded")


@action("Atxfer", privilege="call")
def atxfer(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Press the keys of an attended transfer on a channel's far side. action_atxfer()."""
    channel = _transferer(action, pbx)
    if isinstance(channel, str):
        return error(action, channel)
    transfers.press(channel, action.get("Context"), action.get("Exten"))
    return success(action, "Atxfer successfully queued")


@action("CancelAtxfer", privilege="call")
def cancel_atxfer(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Press the key that ends a consultation. action_cancel_atxfer()."""
    name = action.get("Channel")
    if not name:
        return error(action, _NO_CHANNEL)
    channel = pbx.channels.find(name)
    if channel is None:
        return error(action, _UNKNOWN)
    transfers.cancel(channel)
    return success(action, "CancelAtxfer successfully queued")


def _transferer(action: Action, pbx: Pbx) -> Channel | str:
    """The channel that is meant, or what is wrong."""
    name = action.get("Channel")
    if not name:
        return _NO_CHANNEL
    if not action.get("Exten"):
        return _NO_EXTENSION
    return pbx.channels.find(name) or _UNKNOWN

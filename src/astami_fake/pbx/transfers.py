"""Transfers: blind, and the digits that begin an attended one. Asterisk: main/bridge.c, ast_bridge_transfer_blind(),
main/manager.c, action_atxfer().

Lives here: what happens to the channels of a call that is transferred. Does not live here: the actions
(`actions.manager_transfers`). May import `channel`, `digits`, `tasks`.
"""

from __future__ import annotations

from astami_fake.pbx import digits
from astami_fake.pbx.channel import Channel, Position
from astami_fake.pbx.events import Event
from astami_fake.pbx.tasks import Sleep, Waiting

DIGIT_GAP = 0.15
"""Seconds between the digits that Atxfer presses. Recorded: case `transfer.attended.refused`."""


ATTENDED, CANCEL = "*2", "*1"
"""Keys of features.conf: an attended transfer, and its end (Asterisk's default)."""


def blind(channel: Channel, context: str, exten: str) -> bool:
    """Send whoever is in a bridge with *channel* to an extension; *channel* itself falls out. False where nobody is."""
    target = (("Context", context), ("Extension", exten))
    bridge = channel.bridge
    peers = [] if bridge is None else [member for member in bridge.members if member is not channel]
    if bridge is None or len(peers) != 1:
        result = (("Result", "Invalid"), ("IsExternal", "Yes"))
        _tell(channel, (*result[:1], *channel.last.headers("Transferer"), *result[1:], *target))
        return False
    peer = peers[0]
    channel.tell("Unhold", "call")
    channel.set_variable("BLINDTRANSFER", peer.name)
    peer.set_variable("BLINDTRANSFER", channel.name)
    result = (("Result", "Success"), ("IsExternal", "Yes"))
    _tell(
        channel,
        (
            *result[:1],
            *channel.last.headers("Transferer"),
            *peer.last.headers("Transferee"),
            *bridge.headers(),
            *result[1:],
            *target,
        ),
    )
    channel.pbx.at_once(lambda: peer.move(Position(context, exten, 1)))
    return True


def _tell(channel: Channel, headers: tuple[tuple[str, str], ...]) -> None:
    channel.pbx.events.publish(Event("BlindTransfer", ("call",), headers))


def press(channel: Channel, context: str, exten: str) -> None:
    """Let the keys of an attended transfer come from the far side of *channel*.

    What they begin there, a consultation call, is not modelled: the digits go through the bridge, as they do on a call
    whose Dial does not allow transfers.
    """
    if context:
        channel.set_variable("TRANSFER_CONTEXT", context)
    channel.pbx.spawn(_press(channel, ATTENDED + exten))


def _press(channel: Channel, keys: str) -> Waiting[None]:
    for number, key in enumerate(keys):
        if number:
            yield Sleep(DIGIT_GAP)
        if channel.gone:
            return
        digits.end(channel, key, 0)


def cancel(channel: Channel) -> None:
    """Let the key that ends a consultation come from the far side of *channel*."""
    channel.pbx.spawn(_press(channel, CANCEL))

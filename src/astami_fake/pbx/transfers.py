"""Transfers: blind, and the digits that begin an attended one. Asterisk: main/bridge.c, ast_bridge_transfer_blind(),
main/manager.c, action_atxfer().

Lives here: what happens to the channels of a call that is transferred. Does not live here: the actions
(`actions.manager_transfers`). May import `channel`, `digits`.
"""

from __future__ import annotations

from astami_fake.pbx import digits
from astami_fake.pbx.bridge import Bridge
from astami_fake.pbx.channel import SOFT_HANGUP_DEVICE, Channel, Control
from astami_fake.pbx.events import Event, Headers
from astami_fake.pbx.snapshots import Position

ATTENDED, CANCEL = "*2", "*1"
"""Keys of features.conf: an attended transfer, and its end (Asterisk's default)."""


def blind(channel: Channel, context: str, exten: str, *, external: bool = True) -> bool:
    """Send whoever is in a bridge with *channel* to an extension; *channel* itself falls out. False where nobody is.

    Args:
        external: it was asked from outside the call, not by its keys.
    """
    is_external = ("IsExternal", "Yes" if external else "No")
    target = (("Context", context), ("Extension", exten))
    bridge = channel.bridge
    peers = [] if bridge is None else [member for member in bridge.members if member is not channel]
    if bridge is None or len(peers) != 1:
        _tell(channel, (("Result", "Invalid"), *channel.last.headers("Transferer"), is_external, *target))
        return False
    peer = peers[0]
    channel.tell("Unhold", "call")
    channel.set_variable("BLINDTRANSFER", peer.name)
    peer.set_variable("BLINDTRANSFER", channel.name)
    _tell(
        channel,
        (
            ("Result", "Success"),
            *channel.last.headers("Transferer"),
            *peer.last.headers("Transferee"),
            *bridge.headers(),
            is_external,
            *target,
        ),
    )
    channel.pbx.at_once(lambda: peer.move(Position(context, exten, 1)))
    return True


def blind_by_keys(channel: Channel, bridge: Bridge, target: Position) -> None:
    """*channel* has named *target*: the other side of *bridge* goes there."""
    blind(channel, target.context, target.exten, external=False)


def attended(first: Channel, second: Channel) -> bool:
    """Connect the far sides of a phone's two channels, *first* and *second*; both fall out. False where one has none.

    Who was behind *first* takes the place of *second*. Recorded: cases `calls.transfer.attended*`.
    """
    origin, target = first.bridge, second.bridge
    if origin is None or target is None or not (origin.kind.pairs and target.kind.pairs):
        return False
    transferees = [member for member in origin.members if member is not first]
    targets = [member for member in target.members if member is not second]
    if origin is target or len(transferees) != 1 or len(targets) != 1:
        return False
    transferee = transferees[0]
    for channel in (first, second):
        channel.tell("Unhold", "call")
    told = attended_event((first, origin), (second, target), transferee, targets[0], target)
    first.set_variable("ATTENDEDTRANSFER", transferee.name)
    transferee.set_variable("ATTENDEDTRANSFER", first.name)
    transferee.tech.indicated(transferee, Control.UNHOLD)
    target.swap(transferee, second)
    second.soft_hangup(SOFT_HANGUP_DEVICE)
    first.pbx.events.publish(told)
    target.introduce()
    first.wakeup.fire()
    return True


def attended_event(
    first: tuple[Channel, Bridge],
    second: tuple[Channel, Bridge],
    transferee: Channel,
    target: Channel,
    destination: Bridge,
) -> Event:
    """AttendedTransfer, of who transfers in the *first* call and in the *second* one, as they are now."""
    missing = first[0].pbx.races.attended_transfer_without_target
    headers = (
        ("Result", "Success"),
        *first[0].last.headers("OrigTransferer"),
        *prefixed("Orig", first[1]),
        *second[0].last.headers("SecondTransferer"),
        *prefixed("Second", second[1]),
        *transferee.last.headers("Transferee"),
        *(() if missing else target.last.headers("TransferTarget")),
        ("IsExternal", "No"),
        ("DestType", "Bridge"),
        ("DestBridgeUniqueid", destination.uniqueid),
    )
    return Event("AttendedTransfer", ("call",), headers)


def prefixed(prefix: str, bridge: Bridge) -> Headers:
    """The headers of *bridge* where an event is about several."""
    return tuple((prefix + name, value) for name, value in bridge.headers())


def _tell(channel: Channel, headers: tuple[tuple[str, str], ...]) -> None:
    channel.pbx.events.publish(Event("BlindTransfer", ("call",), headers))


def press(channel: Channel, context: str, exten: str) -> None:
    """Let the keys of an attended transfer come from the far side of *channel*: its call decides what they do."""
    if context:
        channel.set_variable("TRANSFER_CONTEXT", context)
    for key in ATTENDED + exten:
        digits.queue(channel, key, 0)


def cancel(channel: Channel) -> None:
    """Let the key that ends a consultation come from the far side of *channel*."""
    for key in CANCEL:
        digits.queue(channel, key, 0)

"""Asking somebody in a call for a number: what the keys of a transfer begin. Asterisk: main/bridge_basic.c,
grab_transfer().

Does not live here: what is done with the number (`transfers`, `consultation`), which keys begin it (`features`). May
import `channel`, `tasks`. Recorded: cases `transfer.attended.*`, `transfer.keys.*`.
"""

from __future__ import annotations

from collections.abc import Callable

from astami_fake.pbx.bridge import Bridge
from astami_fake.pbx.channel import Channel
from astami_fake.pbx.features import Deed
from astami_fake.pbx.snapshots import Position
from astami_fake.pbx.tasks import TIMED_OUT, Until, Waiting

ATTEMPTS = 3
"""How often a number is asked for, as Asterisk does without ``transferdialattempts``."""


def then(use: Callable[[Channel, Bridge, Position], None]) -> Deed:
    """A deed that asks for a number, and does *use* with the extension that it names."""

    def ask(channel: Channel, bridge: Bridge) -> Waiting[None]:
        channel.tell("Hold", "call")
        context = channel.variables.get("TRANSFER_CONTEXT") or channel.position.context
        for _ in range(ATTEMPTS):
            target = Position(context, (yield from _number(channel, bridge, context)), 1)
            if not bridge.holds(channel):
                break
            if target.exten and channel.pbx.dialplan.exists(target, channel.caller.number):
                use(channel, bridge, target)
                return
        channel.tell("Unhold", "call")

    def begin(channel: Channel, bridge: Bridge) -> None:
        channel.errand = ask
        channel.wakeup.fire()

    return begin


def _number(channel: Channel, bridge: Bridge, context: str) -> Waiting[str]:
    """The digits that come, until no further one can belong to them or none comes in time."""
    pbx, number = channel.pbx, ""
    while bridge.holds(channel) and pbx.dialplan.may_grow(context, number, channel.caller.number):
        if channel.digits:
            number += channel.digits.popleft()
        elif (yield Until(channel.wakeup, pbx.features.number_timeout)) is TIMED_OUT:
            break
    return number

"""Local channels that take themselves out of a call. Asterisk: main/core_unreal.c, main/bridge.c,
ast_bridge_unreal_optimize_out().

A pair whose halves are in two bridges is not needed: once sound passes through it, who talks behind one half takes the
place of the other. Lives here: which pairs, and the swap. May import `bridge`, `channel`, `local`.
Recorded: cases `local.*`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from astami_fake.pbx.bridge import Bridge
from astami_fake.pbx.channel import Channel
from astami_fake.pbx.events import Event
from astami_fake.pbx.local import Local

if TYPE_CHECKING:
    from astami_fake.pbx.pbx import Pbx


def review(pbx: Pbx) -> None:
    """Take out all pairs that are not needed any more."""
    for channel in pbx.channels:
        pair = channel.tech
        if isinstance(pair, Local) and channel is pair.one and pair.optimizes:
            _optimize(pbx, pair)


def _optimize(pbx: Pbx, pair: Local) -> None:
    one, two = pair.one, pair.two
    if one is None or two is None or one.bridge is None or two.bridge is None or one.bridge is two.bridge:
        return
    near, far = one.bridge, two.bridge
    if any(bridge.dissolved or len(bridge.members) != 2 for bridge in (near, far)):
        return
    if sounds(source := _beside(far, two), {two}):
        bridge, place = near, one
    elif sounds(source := _beside(near, one), {one}):
        bridge, place = far, two
    else:
        return
    pair.optimizes = False
    identity = ("Id", str(pbx.next_optimization()))
    halves = (*one.last.headers("LocalOne"), *two.last.headers("LocalTwo"))
    begun = (*halves, *source.last.headers("Source"), ("DestUniqueId", two.uniqueid), identity)
    pbx.events.publish(Event("LocalOptimizationBegin", ("call",), begun))
    bridge.swap(source, place)
    halves = (*one.now().headers("LocalOne"), *two.now().headers("LocalTwo"))
    pbx.events.publish(Event("LocalOptimizationEnd", ("call",), (*halves, ("Success", "No"), identity)))
    two.wakeup.fire()
    one.wakeup.fire()


def _beside(bridge: Bridge, half: Channel) -> Channel:
    """The other one of the two in a bridge."""
    return next(member for member in bridge.members if member is not half)


def sounds(channel: Channel, seen: set[Channel]) -> bool:
    """Whether sound comes from the far side of *channel*; over a pair, from who talks or plays behind it."""
    if channel in seen:
        return False
    pair = channel.tech
    if not isinstance(pair, Local):
        return pair.sounds
    other = pair.other(channel)
    if other is None:
        return False
    if other.pbx.music.plays(other):
        return True
    members = other.bridge.members if other.bridge is not None else []
    return any(sounds(member, seen | {channel, other}) for member in members if member is not other)

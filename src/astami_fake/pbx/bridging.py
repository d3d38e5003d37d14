"""Bringing channels into a bridge from wherever they are, and what they do behind it. Asterisk: main/bridge.c,
ast_bridge_add_channel(), main/bridge_after.c.

May import `bridge`, `execution`, `tasks`.
"""

from __future__ import annotations

from astami_fake.pbx import execution
from astami_fake.pbx.bridge import Bridge
from astami_fake.pbx.channel import Channel
from astami_fake.pbx.tasks import Promise, Waiting


def serve(bridge: Bridge, channel: Channel) -> Waiting[None]:
    """The thread of a channel that only a bridge holds: then it hangs up, or runs the dialplan where it was sent."""
    yield from bridge.stay(channel)
    if channel.goto is not None and not channel.hanging_up:
        yield from execution.run(channel)
        return
    if channel.runs_h:
        before = channel.application, channel.data
        yield from execution.hangup_extension(channel)
        channel.application, channel.data = before
    channel.hangup()


def bring(bridge: Bridge, channel: Channel, *, goes_on: bool) -> Promise[None]:
    """Bring *channel* into *bridge*: out of the bridge where it is, or out of the dialplan, behind its present step.

    Args:
        goes_on: behind the bridge it goes on in the dialplan, if it was there before; else it hangs up.
    """
    came: Promise[None] = Promise()
    step = channel.position._replace(priority=channel.position.priority + 1)
    channel.onward = step if goes_on and channel.dialplan else None
    if channel.bridge is not None:
        bridge.take(channel)
        came.set(None)
        return came
    if channel.dialplan:
        channel.position = step

    def work(taken: Channel) -> Waiting[None]:
        bridge.enter(taken)
        came.set(None)
        return serve(bridge, taken)

    channel.seize(work)
    return came

"""Bridge: join the channel and a named one. Asterisk: main/features.c, bridge_exec().

Recorded: cases `bridge.application*`.
"""

from __future__ import annotations

from astami_fake.pbx import arguments, bridging
from astami_fake.pbx.bridge import Bridge
from astami_fake.pbx.channel import Channel
from astami_fake.pbx.execution import Result, application
from astami_fake.pbx.tasks import Waiting


@application("Bridge")
def bridge(channel: Channel, data: str) -> Waiting[Result]:
    """``Bridge(channel[,options])``; ``BRIDGERESULT`` says how it went."""
    name, options = [*arguments.split(data), "", ""][:2]
    for option in sorted(set(options)):
        channel.pbx.problem(f"option {option!r} of Bridge is not modelled; {channel.name} is bridged without it")
    other = channel.pbx.channels.find(name) if name else None
    if other is None:
        return _result(channel, "NONEXISTENT")
    if other is channel:
        return _result(channel, "LOOP")
    joined = Bridge(channel.pbx)
    yield from bridging.bring(joined, other, goes_on=False).wait()
    joined.enter(channel)
    yield from joined.stay(channel)
    _result(channel, "SUCCESS")
    channel.check()
    return Result.GO_ON


def _result(channel: Channel, text: str) -> Result:
    channel.set_variable("BRIDGERESULT", text)
    return Result.GO_ON

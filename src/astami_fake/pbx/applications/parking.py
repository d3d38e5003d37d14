"""Park and ParkedCall. Asterisk: res/parking/parking_applications.c. Recorded: cases `parking.*`."""

from __future__ import annotations

from astami_fake.pbx import arguments
from astami_fake.pbx.answering import answer
from astami_fake.pbx.bridge import Bridge
from astami_fake.pbx.channel import Channel
from astami_fake.pbx.execution import Result, application
from astami_fake.pbx.parking import DEFAULT, Lot, Parked
from astami_fake.pbx.tasks import Waiting


@application("Park")
def park(channel: Channel, data: str) -> Waiting[Result]:
    """``Park([lot][,options])``: to the end of the call, or until it comes back."""
    name, options = [*arguments.split(data), "", ""][:2]
    for option in sorted(set(options)):
        channel.pbx.problem(f"option {option!r} of Park is not modelled; {channel.name} is parked without it")
    lot = channel.pbx.parking.lots.get(name or DEFAULT)
    yield from answer(channel)
    if lot is None:
        channel.pbx.problem(f"Park to {name!r}: there is no such lot, and Asterisk 22.10 crashes here; the call ends")
        return Result.END
    if not channel.pbx.parking.park(lot, channel):
        return Result.GO_ON
    return (yield from stay(channel))


def stay(channel: Channel) -> Waiting[Result]:
    """Be parked until something happens."""
    if channel.bridge is not None:
        yield from channel.bridge.stay(channel)
    channel.check()
    return Result.END


@application("ParkedCall")
def parked_call(channel: Channel, data: str) -> Waiting[Result]:
    """``ParkedCall([lot][,place])``: fetch the first parked call, or the one at that place."""
    name, place = [*arguments.split(data), "", ""][:2]
    lot = channel.pbx.parking.lots.get(name or DEFAULT)
    yield from answer(channel)
    call = _wanted(lot, place) if lot is not None else None
    if call is None:
        return Result.END
    channel.pbx.parking.retrieve(call, channel)
    bridge = Bridge(channel.pbx)
    bridge.take(call.channel)
    bridge.enter(channel)
    yield from bridge.stay(channel)
    channel.check()
    return Result.END


def _wanted(lot: Lot, place: str) -> Parked | None:
    calls = sorted(lot.parked, key=lambda call: call.space)
    return next((call for call in calls if not call.retrieved and place in ("", str(call.space))), None)

"""Pickup and PickupChan. Asterisk: apps/app_directed_pickup.c. Recorded: cases `pickup.*`."""

from __future__ import annotations

from astami_fake.pbx import arguments, pickup
from astami_fake.pbx.channel import Channel
from astami_fake.pbx.execution import Result, application
from astami_fake.pbx.tasks import Waiting


@application("Pickup")
def by_extension(channel: Channel, data: str) -> Waiting[Result]:
    """``Pickup([extension[@context][&…]])``: without arguments what rings in the group; goes on where there is nothing.

    In the context ``PICKUPMARK`` the extension is the mark of a call.
    """
    return (yield from _first(channel, [_named(channel, one) for one in data.split("&")]))


@application("PickupChan")
def by_channel(channel: Channel, data: str) -> Waiting[Result]:
    """``PickupChan(Technology/resource[&…])``: whatever rings there."""
    names, options = [*arguments.split(data), "", ""][:2]
    for option in sorted(set(options)):
        channel.pbx.problem(f"option {option!r} of PickupChan is not modelled; {channel.name} picks up without it")
    return (yield from _first(channel, [_at(channel, name.lower()) for name in names.split("&")]))


def _first(channel: Channel, targets: list[Channel | None]) -> Waiting[Result]:
    for target in targets:
        if target is not None and (yield from pickup.pick_up(channel, target)):
            return Result.END
    return Result.GO_ON


def _named(channel: Channel, wanted: str) -> Channel | None:
    if not wanted:
        return pickup.in_group(channel)
    exten, _, context = wanted.partition("@")
    if context == pickup.MARK:
        return pickup.find(channel, lambda other: other.variables.get(pickup.MARK) == exten)
    context = context or channel.position.context
    return pickup.find(channel, lambda other: (other.position.exten, other.position.context) == (exten, context))


def _at(channel: Channel, name: str) -> Channel | None:
    return pickup.find(channel, lambda other: other.name.rpartition("-")[0].lower() == name)

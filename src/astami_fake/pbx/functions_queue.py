"""Functions that read and set queues. Asterisk: apps/app_queue.c. Recorded: cases `queue.functions*`.

Importing it registers them in `functions`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from astami_fake.pbx.channel import Channel
from astami_fake.pbx.functions import readable, writable
from astami_fake.pbx.queue_members import Member

if TYPE_CHECKING:
    from astami_fake.pbx.pbx import Pbx


def _member(pbx: Pbx, queue: str, interface: str) -> Member | None:
    return next(iter(pbx.queues.members(queue, interface)), None) if queue else None


@readable("QUEUE_EXISTS")
def _exists(pbx: Pbx, channel: Channel | None, data: str) -> str:
    return "0" if pbx.queues.find(data) is None else "1"


@readable("QUEUE_WAITING_COUNT")
def _waiting(pbx: Pbx, channel: Channel | None, data: str) -> str:
    queue = pbx.queues.find(data)
    return "0" if queue is None else str(len(queue.callers))


@readable("QUEUE_MEMBER_COUNT")
def _count(pbx: Pbx, channel: Channel | None, data: str) -> str:
    queue = pbx.queues.find(data)
    return "-1" if queue is None else str(len(queue.added))


@readable("QUEUE_MEMBER_LIST")
def _list(pbx: Pbx, channel: Channel | None, data: str) -> str:
    queue = pbx.queues.find(data)
    return "" if queue is None else ",".join(member.interface for member in queue.members)


@readable("QUEUE_MEMBER_PENALTY")
def _penalty(pbx: Pbx, channel: Channel | None, data: str) -> str:
    queue, _, interface = data.partition(",")
    member = _member(pbx, queue, interface)
    return "-1" if member is None else str(member.penalty)


@writable("QUEUE_MEMBER_PENALTY")
def _set_penalty(pbx: Pbx, channel: Channel | None, data: str, value: str) -> bool:
    return _set_member(pbx, channel, data.replace(",", ",penalty,", 1), value)


@readable("QUEUE_MEMBER")
def _queue_member(pbx: Pbx, channel: Channel | None, data: str) -> str | None:
    name, option, interface = [*data.split(","), "", ""][:3]
    queue = pbx.queues.find(name)
    if queue is None:
        return "0" if name else None
    now = pbx.clock.now()
    active = [member for member in queue.added if member.free and not member.paused]
    match option.lower():
        case "logged" | "count":
            return str(len(queue.added))
        case "free":
            return str(sum(not member.rests(now) for member in active))
        case "ready":
            return str(len(active))
    member = _member(pbx, name, interface)
    if member is None:
        return "0"
    match option.lower():
        case "penalty":
            return str(member.penalty)
        case "paused":
            return str(int(member.paused))
        case "ringinuse":
            return str(int(member.ring_in_use))
    return "0"


@writable("QUEUE_MEMBER")
def _set_member(pbx: Pbx, channel: Channel | None, data: str, value: str) -> bool:
    name, option, interface = [*data.split(","), "", ""][:3]
    members = pbx.queues.members(name, interface)
    number = int(value) if value.lstrip("-").isdigit() else 0
    for member in members:
        match option.lower():
            case "penalty":
                member.set_penalty(number)
            case "paused":
                member.pause(bool(number), "")
            case "ringinuse":
                member.set_ring_in_use(bool(number))
            case _:
                return False
    return bool(members)


@readable("QUEUE_VARIABLES")
def _variables(pbx: Pbx, channel: Channel | None, data: str) -> str:
    """For a queue that tells nothing of itself."""
    queue = pbx.queues.find(data)
    if queue is not None and queue.settings.queue_variables:
        pbx.problem(f"QUEUE_VARIABLES({data}) of a queue with setqueuevar is not modelled; it sets nothing")
    return "-1"


@readable("QUEUE_GET_CHANNEL")
def _get_channel(pbx: Pbx, channel: Channel | None, data: str) -> str:
    name, _, place = data.partition(",")
    queue = pbx.queues.find(name)
    number = int(place) if place.isdigit() else 1
    if queue is None or not 0 < number <= len(queue.callers):
        return ""
    return queue.callers[number - 1].channel.name

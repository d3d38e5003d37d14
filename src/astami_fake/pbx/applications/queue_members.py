"""AddQueueMember, RemoveQueueMember, PauseQueueMember, UnpauseQueueMember, QueueLog. Asterisk: apps/app_queue.c.

Recorded: case `queue.applications`.
"""

from __future__ import annotations

from astami_fake.pbx import arguments
from astami_fake.pbx.channel import Channel
from astami_fake.pbx.execution import Result, application


def _split(data: str, count: int) -> list[str]:
    return [*arguments.split(data), *[""] * count][:count]


@application("AddQueueMember")
def add(channel: Channel, data: str) -> Result:
    """``AddQueueMember(queue,interface,penalty,options,name,state interface,wrapup time)``."""
    name, interface, penalty, _, member, device, wrapup = _split(data, 7)
    queues = channel.pbx.queues
    queue = queues.find(name)
    if queue is None:
        status = "NOSUCHQUEUE"
    elif queues.add(
        queue,
        interface or channel.name.rpartition("-")[0],
        name=member,
        state_interface=device,
        penalty=_number(penalty),
        wrapup_time=_number(wrapup),
    ):
        status = "ADDED"
    else:
        status = "MEMBERALREADY"
    channel.set_variable("AQMSTATUS", status)
    return Result.GO_ON


@application("RemoveQueueMember")
def remove(channel: Channel, data: str) -> Result:
    """``RemoveQueueMember(queue,interface)``."""
    name, interface = _split(data, 2)
    queue = channel.pbx.queues.find(name)
    member = None if queue is None else queue.find(interface or channel.name.rpartition("-")[0])
    if queue is None:
        status = "NOSUCHQUEUE"
    elif member is None:
        status = "NOTINQUEUE"
    elif not member.dynamic:
        status = "NOTDYNAMIC"
    else:
        channel.pbx.queues.remove(member)
        status = "REMOVED"
    channel.set_variable("RQMSTATUS", status)
    return Result.GO_ON


@application("PauseQueueMember")
def pause(channel: Channel, data: str) -> Result:
    """``PauseQueueMember([queue],interface,options,reason)``."""
    return _pause(channel, data, True)


@application("UnpauseQueueMember")
def unpause(channel: Channel, data: str) -> Result:
    """``UnpauseQueueMember([queue],interface,options,reason)``."""
    return _pause(channel, data, False)


def _pause(channel: Channel, data: str, paused: bool) -> Result:
    name, interface, _, reason = _split(data, 4)
    members = channel.pbx.queues.members(name, interface)
    for member in members:
        member.pause(paused, reason)
    done = "PAUSED" if paused else "UNPAUSED"
    channel.set_variable("PQMSTATUS" if paused else "UPQMSTATUS", done if members else "NOTFOUND")
    return Result.GO_ON


@application("QueueLog")
def log(channel: Channel, data: str) -> Result:
    """What it writes goes to a file that a manager does not see."""
    return Result.GO_ON


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0

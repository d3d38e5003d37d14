"""Lists as objects: channels, queues and endpoints, from the items of event lists.

Each knows the event it was read from, where whatever has no attribute is. Imports ``messages`` and ``snapshots``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from .exceptions import AMIProtocolError
from .messages import AMIEvent
from .snapshots import ChannelSnapshot, number

__all__ = ["Channel", "Endpoint", "Queue", "QueueCaller", "QueueMember"]


@dataclass(frozen=True, slots=True)
class Channel(ChannelSnapshot):
    """A channel that is there now.

    Attributes:
        application: what it runs.
        application_data: the arguments.
        duration: seconds since it was made.
        bridge_id: id of the bridge it is in; empty while it is in none.
        event: the CoreShowChannel event.
    """

    application: str
    application_data: str
    duration: int
    bridge_id: str
    event: AMIEvent = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class QueueMember:
    """A member of a queue.

    Attributes:
        queue: name of the queue.
        interface: what is called.
        name: name for people and logs.
        state_interface: whose device state is watched.
        membership: ``static``, ``dynamic`` or ``realtime``.
        penalty: lower ones are called first.
        calls_taken: calls answered.
        in_call: whether it is in a call of the queue.
        status: number of its device state: 1 not in use, 2 in use, 5 unavailable, 6 ringing, …
        paused: whether it is not called now.
        paused_reason: why.
        event: the QueueMember event.
    """

    queue: str
    interface: str
    name: str
    state_interface: str
    membership: str
    penalty: int
    calls_taken: int
    in_call: bool
    status: int
    paused: bool
    paused_reason: str
    event: AMIEvent = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class QueueCaller:
    """Who waits in a queue.

    Attributes:
        queue: name of the queue.
        position: 1 is next.
        channel: name of the channel.
        uniqueid: its id.
        caller_id_num: number of the caller; Asterisk writes ``unknown`` here, without brackets.
        caller_id_name: the name.
        wait: seconds so far.
        priority: higher ones are served first.
        event: the QueueEntry event.
    """

    queue: str
    position: int
    channel: str
    uniqueid: str
    caller_id_num: str
    caller_id_name: str
    wait: int
    priority: int
    event: AMIEvent = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue with its members and callers.

    Attributes:
        name: its name.
        strategy: ``ringall``, ``linear``, …
        calls: how many callers wait.
        max: how many may wait; 0 is no limit.
        hold_time: average seconds until an answer.
        talk_time: average seconds of a call.
        completed: calls answered.
        abandoned: calls given up.
        members: who answers.
        callers: who waits, the next one first.
        event: the QueueParams event.
    """

    name: str
    strategy: str
    calls: int
    max: int
    hold_time: int
    talk_time: int
    completed: int
    abandoned: int
    members: tuple[QueueMember, ...]
    callers: tuple[QueueCaller, ...]
    event: AMIEvent = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A PJSIP endpoint.

    Attributes:
        name: its name.
        transport: transport it must use; empty for any.
        aors: names of its addresses of record.
        auths: names of what it logs in with.
        outbound_auths: names of what this server logs in with there.
        device_state: ``Not in use``, ``Unavailable``, ``In use``, …
        active_channels: its channels, as the release writes them: with none 22.10 says ``0`` and 16.28 nothing.
        event: the EndpointList event.
    """

    name: str
    transport: str
    aors: tuple[str, ...]
    auths: tuple[str, ...]
    outbound_auths: tuple[str, ...]
    device_state: str
    active_channels: str
    event: AMIEvent = field(repr=False, compare=False)


def channels(events: Iterable[AMIEvent]) -> list[Channel]:
    """The channels of CoreShowChannel events.

    Raises:
        AMIProtocolError: one of them has no channel, or a number that is none.
    """
    found = []
    for event in events:
        if event.name != "CoreShowChannel":
            continue
        snapshot = event.channel
        if snapshot is None:
            raise AMIProtocolError(f"a CoreShowChannel without Channel, ChannelState or Uniqueid: {event!r}")
        found.append(
            Channel(
                **{name: getattr(snapshot, name) for name in ChannelSnapshot.__slots__},
                application=event.get("Application", ""),
                application_data=event.get("ApplicationData", ""),
                duration=_seconds(event.get("Duration", "")),
                bridge_id=event.get("BridgeId", ""),
                event=event,
            )
        )
    return found


def queues(events: Iterable[AMIEvent]) -> list[Queue]:
    """The queues of QueueStatus events, in their order.

    Raises:
        AMIProtocolError: a number in one of them is none.
    """
    events = list(events)
    members = [_member(event) for event in events if event.name == "QueueMember"]
    callers = [_caller(event) for event in events if event.name == "QueueEntry"]
    return [
        Queue(
            name=event.get("Queue", ""),
            strategy=event.get("Strategy", ""),
            calls=_int(event, "Calls"),
            max=_int(event, "Max"),
            hold_time=_int(event, "Holdtime"),
            talk_time=_int(event, "TalkTime"),
            completed=_int(event, "Completed"),
            abandoned=_int(event, "Abandoned"),
            members=tuple(one for one in members if one.queue == event.get("Queue")),
            callers=tuple(one for one in callers if one.queue == event.get("Queue")),
            event=event,
        )
        for event in events
        if event.name == "QueueParams"
    ]


def endpoints(events: Iterable[AMIEvent]) -> list[Endpoint]:
    """The endpoints of EndpointList events."""
    return [
        Endpoint(
            name=event.get("ObjectName", ""),
            transport=event.get("Transport", ""),
            aors=_names(event, "Aor"),
            auths=_names(event, "Auths"),
            outbound_auths=_names(event, "OutboundAuths"),
            device_state=event.get("DeviceState", ""),
            active_channels=event.get("ActiveChannels", ""),
            event=event,
        )
        for event in events
        if event.name == "EndpointList"
    ]


def _member(event: AMIEvent) -> QueueMember:
    return QueueMember(
        queue=event.get("Queue", ""),
        interface=event.get("Location", ""),
        name=event.get("Name", ""),
        state_interface=event.get("StateInterface", ""),
        membership=event.get("Membership", ""),
        penalty=_int(event, "Penalty"),
        calls_taken=_int(event, "CallsTaken"),
        in_call=bool(_int(event, "InCall")),
        status=_int(event, "Status"),
        paused=bool(_int(event, "Paused")),
        paused_reason=event.get("PausedReason", ""),
        event=event,
    )


def _caller(event: AMIEvent) -> QueueCaller:
    return QueueCaller(
        queue=event.get("Queue", ""),
        position=_int(event, "Position"),
        channel=event.get("Channel", ""),
        uniqueid=event.get("Uniqueid", ""),
        caller_id_num=event.get("CallerIDNum", ""),
        caller_id_name=event.get("CallerIDName", ""),
        wait=_int(event, "Wait"),
        priority=_int(event, "Priority"),
        event=event,
    )


def _int(event: AMIEvent, name: str) -> int:
    return number(name, event.get(name))


def _names(event: AMIEvent, name: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in event.get(name, "").split(",") if one.strip())


def _seconds(text: str) -> int:
    """Seconds of ``hours:minutes:seconds``."""
    total = 0
    for part in text.split(":"):
        total = total * 60 + number("Duration", part)
    return total

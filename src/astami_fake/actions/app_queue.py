"""Actions on queues. Asterisk: apps/app_queue.c. Recorded on idle queues: cases `queue.*`."""

from __future__ import annotations

from astami_fake.actions._lists import complete, start
from astami_fake.actions._registry import Action, Frame, Manager, Reply, action
from astami_fake.pbx import devices
from astami_fake.pbx.pbx import Pbx
from astami_fake.pbx.queues import Member, Queue


@action("QueueStatus")
def queue_status(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """List queues with their members. manager_queues_status()."""
    items: list[Frame] = []
    for queue in _asked(action, pbx):
        items.append([*_params(queue), *action.action_id])
        for member in queue.members:
            if action.get("Member") in ("", member.settings.interface, member.settings.name):
                items.append([*_member(queue, member), *action.action_id])
    return [start(action, "Queue status will follow"), *items, complete(action, "QueueStatusComplete", len(items))]


@action("QueueSummary")
def queue_summary(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """List queues with counts. manager_queues_summary()."""
    items: list[Frame] = []
    for queue in _asked(action, pbx):
        logged_in = [member for member in queue.members if member.status != devices.INVALID]
        available = [member for member in logged_in if member.status == devices.NOT_INUSE and not member.paused]
        items.append(
            [
                ("Event", "QueueSummary"),
                ("Queue", queue.settings.name),
                ("LoggedIn", str(len(logged_in))),
                ("Available", str(len(available))),
                ("Callers", "0"),
                ("HoldTime", "0"),
                ("TalkTime", "0"),
                ("LongestHoldTime", "0"),
                *action.action_id,
            ]
        )
    return [start(action, "Queue summary will follow"), *items, complete(action, "QueueSummaryComplete", len(items))]


def _asked(action: Action, pbx: Pbx) -> list[Queue]:
    wanted = action.get("Queue")
    return [queue for queue in pbx.queues if wanted.lower() in ("", queue.settings.name.lower())]


def _params(queue: Queue) -> Frame:
    return [
        ("Event", "QueueParams"),
        ("Queue", queue.settings.name),
        ("Max", str(queue.settings.max_length)),
        ("Strategy", queue.settings.strategy),
        ("Calls", "0"),
        ("Holdtime", "0"),
        ("TalkTime", "0"),
        ("Completed", "0"),
        ("Abandoned", "0"),
        ("ServiceLevel", str(queue.settings.service_level)),
        ("ServicelevelPerf", "0.0"),
        ("ServicelevelPerf2", "0.0"),
        ("Weight", str(queue.settings.weight)),
    ]


def _member(queue: Queue, member: Member) -> Frame:
    return [
        ("Event", "QueueMember"),
        ("Queue", queue.settings.name),
        ("Name", member.settings.name),
        ("Location", member.settings.interface),
        ("StateInterface", member.settings.state_interface),
        *member.counters(),
        ("Wrapuptime", str(queue.wrapup(member))),
    ]

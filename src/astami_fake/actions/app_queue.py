"""Actions that list queues and write to their log. Asterisk: apps/app_queue.c. Recorded: cases `queue.*`."""

from __future__ import annotations

from collections.abc import Iterator

from astami_fake.actions._lists import complete, start
from astami_fake.actions._registry import Action, Frame, Manager, Reply, action, error, success
from astami_fake.pbx import devices
from astami_fake.pbx.pbx import Pbx
from astami_fake.pbx.queue_callers import Caller
from astami_fake.pbx.queue_members import Member
from astami_fake.pbx.queues import Queue


@action("QueueStatus", privilege="")
def queue_status(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """List queues with their members and callers. manager_queues_status()."""
    items: list[Frame] = []
    for queue in asked(action, pbx):
        items.append([*_params(queue), *action.action_id])
        for member in queue.members:
            if action.get("Member") in ("", member.interface, member.name):
                items.append([*_member(queue, member), *action.action_id])
        items.extend([*_entry(queue, caller), *action.action_id] for caller in queue.callers)
    return [start(action, "Queue status will follow"), *items, complete(action, "QueueStatusComplete", len(items))]


@action("QueueSummary")
def queue_summary(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """List queues with counts. manager_queues_summary()."""
    items: list[Frame] = []
    for queue in asked(action, pbx):
        logged_in = [member for member in queue.members if member.status != devices.INVALID]
        items.append(
            [
                ("Event", "QueueSummary"),
                ("Queue", queue.settings.name),
                ("LoggedIn", str(len(logged_in))),
                ("Available", str(queue.available())),
                ("Callers", str(len(queue.callers))),
                ("HoldTime", str(queue.hold_time)),
                ("TalkTime", str(queue.talk_time)),
                ("LongestHoldTime", str(max((caller.waited() for caller in queue.callers), default=0))),
                *action.action_id,
            ]
        )
    return [start(action, "Queue summary will follow"), *items, complete(action, "QueueSummaryComplete", len(items))]


@action("QueueRule")
def queue_rule(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """List the rules of penalties, or one. manager_queue_rule_show(). All in the response."""
    wanted = action.get("Rule").lower()
    lines: list[tuple[str, str]] = []
    for rule in pbx.queues.rules:
        if wanted in ("", rule.name.lower()):
            lines.append(("RuleList", rule.name))
            lines.extend(("Rule", f"{step.seconds},{step.highest},{step.lowest}") for step in rule.steps)
    return [[("Response", "Success"), *action.action_id, *lines]]


@action("QueueLog", privilege="agent")
def queue_log(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Write to the queues' log, which no manager sees. manager_queue_log_custom()."""
    if not (action.get("Queue") and action.get("Event")):
        return error(action, "Need 'Queue' and 'Event' parameters.")
    return success(action, "Event added successfully")


@action("QueueReload")
def queue_reload(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Read the queues' files again. manager_queue_reload()."""
    pbx.reload_queues()
    return success(action, "Queue reloaded successfully")


@action("QueueReset")
def queue_reset(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Forget the statistics of a queue, or of all. manager_queue_reset()."""
    for queue in asked(action, pbx):
        queue.reset()
    return success(action, "Queue stats reset successfully")


def asked(action: Action, pbx: Pbx) -> Iterator[Queue]:
    """The queue that *action* names, or all."""
    wanted = action.get("Queue").lower()
    return (queue for queue in pbx.queues if wanted in ("", queue.settings.name.lower()))


def _params(queue: Queue) -> Frame:
    of_connected, of_all = queue.performance()
    return [
        ("Event", "QueueParams"),
        ("Queue", queue.settings.name),
        ("Max", str(queue.settings.max_length)),
        ("Strategy", queue.settings.strategy),
        ("Calls", str(len(queue.callers))),
        ("Holdtime", str(queue.hold_time)),
        ("TalkTime", str(queue.talk_time)),
        ("Completed", str(queue.completed)),
        ("Abandoned", str(queue.abandoned)),
        ("ServiceLevel", str(queue.settings.service_level)),
        ("ServicelevelPerf", f"{of_connected:.1f}"),
        ("ServicelevelPerf2", f"{of_all:.1f}"),
        ("Weight", str(queue.settings.weight)),
    ]


def _member(queue: Queue, member: Member) -> Frame:
    return [
        ("Event", "QueueMember"),
        ("Queue", queue.settings.name),
        ("Name", member.name),
        ("Location", member.interface),
        ("StateInterface", member.state_interface),
        *member.counters(),
        ("Wrapuptime", str(member.wrapup_time)),
    ]


def _entry(queue: Queue, caller: Caller) -> Frame:
    channel = caller.channel.now()
    return [
        ("Event", "QueueEntry"),
        ("Queue", queue.settings.name),
        ("Position", str(caller.position)),
        ("Channel", channel.name),
        ("Uniqueid", channel.uniqueid),
        ("CallerIDNum", channel.caller.number or "unknown"),
        ("CallerIDName", channel.caller.name or "unknown"),
        ("ConnectedLineNum", channel.connected.number or "unknown"),
        ("ConnectedLineName", channel.connected.name or "unknown"),
        ("Wait", str(caller.waited())),
        ("Priority", str(caller.priority)),
    ]

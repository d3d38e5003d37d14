"""The CLI family ``queue``: lists, statistics, reload. Asterisk: apps/app_queue.c. Recorded: `queue.command.*`."""

from __future__ import annotations

from collections.abc import Sequence

from astami_fake.cli._registry import CliError, Lines, ShowUsage, command
from astami_fake.config.queuerules import Rule, Step
from astami_fake.pbx import devices
from astami_fake.pbx.pbx import Pbx
from astami_fake.pbx.queue_callers import Caller
from astami_fake.pbx.queue_members import Member
from astami_fake.pbx.queues import Queue


@command("queue show")
def show(pbx: Pbx, words: Sequence[str]) -> Lines:
    """All queues by name, or one, with members and callers. queue_show()."""
    if len(words) > 1:
        raise ShowUsage
    if words:
        queue = pbx.queues.find(words[0])
        if queue is None:
            return [f"No such queue: {words[0]}."]
        shown = [queue]
    else:
        shown = sorted(pbx.queues, key=lambda queue: queue.settings.name)
    lines = [line for queue in shown for line in _queue(queue)]
    return [*lines, ""] if any(queue.added for queue in shown) else lines


def _queue(queue: Queue) -> Lines:
    settings, now = queue.settings, queue.pbx.clock.now()
    of_connected, of_all = queue.performance()
    head = (
        f"{settings.name} has {len(queue.callers)} calls (max {settings.max_length or 'unlimited'})"
        f" in '{settings.strategy}' strategy ({queue.hold_time}s holdtime, {queue.talk_time}s talktime),"
        f" W:{settings.weight}, C:{queue.completed}, A:{queue.abandoned}, SL:{of_connected:.1f}%, SL2:{of_all:.1f}%"
        f" within {settings.service_level}s"
    )
    members = ["   Members: ", *(f"      {_member(member, now)}" for member in queue.members)]
    callers = ["   Callers: ", *(f"      {_caller(caller)}" for caller in queue.callers)]
    return [
        head,
        *(members if queue.added else ["   No Members"]),
        *(callers if queue.callers else ["   No Callers"]),
        "",
    ]


def _member(member: Member, now: float) -> str:
    parts = [member.name]
    where = []
    if member.name != member.interface:
        where.append(member.interface)
    if member.state_interface != member.interface:
        where.append(f"from {member.state_interface}")
    if where:
        parts.append(f"({' '.join(where)})")
    if member.penalty:
        parts.append(f"with penalty {member.penalty}")
    parts.append(f"(ringinuse {'enabled' if member.ring_in_use else 'disabled'})")
    if member.dynamic:
        parts.append("(dynamic)")
    if member.paused:
        reason = f":{member.paused_reason}" if member.paused_reason else ""
        parts.append(f"(paused{reason} was {int(now) - member.last_pause} secs ago)")
    if member.in_call:
        parts.append("(in call)")
    parts.append(f"({devices.NAMES[member.status]})")
    if member.calls:
        parts.append(f"has taken {member.calls} calls (last was {int(now) - member.last_call} secs ago)")
    else:
        parts.append("has taken no calls yet")
    parts.append(f"(login was {int(now) - member.login_time} secs ago)")
    return " ".join(parts)


def _caller(caller: Caller) -> str:
    minutes, seconds = divmod(caller.waited(), 60)
    return f"{caller.position}. {caller.channel.name} (wait: {minutes}:{seconds:02d}, prio: {caller.priority})"


@command("queue show rules")
def show_rules(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Rules of penalties. handle_queue_rule_show()."""
    if len(words) > 1:
        raise ShowUsage
    wanted = words[0].lower() if words else ""
    rules = [rule for rule in pbx.queues.rules if wanted in ("", rule.name.lower())]
    return [line for rule in rules for line in _rule(rule)]


def _rule(rule: Rule) -> Lines:
    return [f"Rule: {rule.name}", *(f"\tAfter {step.seconds} seconds, {_changes(step)}" for step in rule.steps)]


def _changes(step: Step) -> str:
    names = ("QUEUE_MAX_PENALTY", "QUEUE_MIN_PENALTY", "QUEUE_RAISE_PENALTY")
    parts = [
        f"adjust {name} {'by' if change.relative else 'to'} {change.value}"
        for name, change in zip(names, (step.highest, step.lowest, step.raised), strict=True)
    ]
    return f"{parts[0]}, {parts[1]} and {parts[2]}"


@command("queue reset stats")
def reset_stats(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Forget the statistics of queues, or of all. handle_queue_reset()."""
    for queue in pbx.queues:
        if not words or queue.settings.name in words:
            queue.reset()
    return []


def _reload(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Read the files again. handle_queue_reload()."""
    pbx.reload_queues()
    return []


for _part in ("parameters", "members", "rules", "all"):
    command(f"queue reload {_part}")(_reload)


@command("queue priority caller")
def priority_caller(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Give a caller another priority. handle_queue_change_priority_caller()."""
    most = 6 if pbx.release.queue_add_tells_reason else 5
    if not 5 <= len(words) <= most + 1 or words[1] != "on" or words[3] != "to" or not words[4].isdigit():
        raise ShowUsage
    name, queue = words[0], pbx.queues.find(words[2])
    if queue is None:
        raise CliError(f"Unable change priority caller {name} on queue '{words[2]}': No such queue")
    caller = next((caller for caller in queue.callers if caller.channel.name == name), None)
    if caller is None:
        raise CliError(f"Unable to change priority caller '{name}' on queue '{words[2]}': Not there")
    caller.prioritize(int(words[4]))
    return []

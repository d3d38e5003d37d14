"""Actions on members and callers of queues. Asterisk: apps/app_queue.c. Recorded: cases `queue.*`."""

from __future__ import annotations

from collections.abc import Callable

from astami_fake.actions._registry import Action, Manager, Reply, action, error, success
from astami_fake.config.reader import FALSE, TRUE
from astami_fake.pbx.pbx import Pbx
from astami_fake.pbx.queue_callers import Caller


def _missing(action: Action, *names: str) -> str:
    """What is said of the first of *names* that *action* lacks; empty where it has all."""
    return next((f"'{name}' not specified." for name in names if not action.get(name)), "")


@action("QueueAdd", privilege="agent")
def queue_add(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Add a member. manager_add_queue_member(). A penalty that is no number is none."""
    if missing := _missing(action, "Queue", "Interface"):
        return error(action, missing)
    queue = pbx.queues.find(action.get("Queue"))
    if queue is None:
        return error(action, "Unable to add interface to queue: No such queue")
    added = pbx.queues.add(
        queue,
        action.get("Interface"),
        name=action.get("MemberName"),
        state_interface=action.get("StateInterface"),
        penalty=_number(action.get("Penalty")),
        wrapup_time=_number(action.get("Wrapuptime")),
        paused=_true(action.get("Paused")),
        reason=action.get("Reason"),
    )
    return (
        success(action, "Added interface to queue")
        if added
        else error(action, "Unable to add interface: Already there")
    )


@action("QueueRemove", privilege="agent")
def queue_remove(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Take a dynamic member out. manager_remove_queue_member()."""
    name, interface = action.get("Queue"), action.get("Interface")
    if not (name and interface):
        return error(action, "Need 'Queue' and 'Interface' parameters.")
    queue = pbx.queues.find(name)
    if queue is None:
        return error(action, "Unable to remove interface from queue: No such queue")
    member = queue.find(interface)
    if member is None:
        return error(action, "Unable to remove interface: Not there")
    if not member.dynamic:
        return error(action, "Member not dynamic")
    pbx.queues.remove(member)
    return success(action, "Removed interface from queue")


@action("QueuePause", privilege="agent")
def queue_pause(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Pause a member of a queue, or of all. manager_pause_queue_member()."""
    if not (action.get("Interface") and action.get("Paused")):
        return error(action, "Need 'Interface' and 'Paused' parameters.")
    members = pbx.queues.members(action.get("Queue"), action.get("Interface"))
    paused = _true(action.get("Paused"))
    for member in members:
        member.pause(paused, action.get("Reason"))
    if not members:
        return error(action, "Interface not found")
    return success(action, f"Interface {'paused' if paused else 'unpaused'} successfully")


@action("QueuePenalty", privilege="agent")
def queue_penalty(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Set a member's penalty in a queue, or in all. manager_queue_member_penalty()."""
    if not (action.get("Interface") and action.get("Penalty")):
        return error(action, "Need 'Interface' and 'Penalty' parameters.")
    members = pbx.queues.members(action.get("Queue"), action.get("Interface"))
    penalty = action.get("Penalty")
    if not members or penalty.startswith("-"):
        return error(action, "Invalid interface, queuename or penalty")
    for member in members:
        member.set_penalty(_number(penalty))
    return success(action, "Interface penalty set successfully")


@action("QueueMemberRingInUse", privilege="agent")
def queue_member_ring_in_use(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Set whether a member is called while in use. manager_queue_member_ringinuse()."""
    interface, value = action.get("Interface"), action.get("RingInUse")
    if not (interface and value):
        return error(action, "Need 'Interface' and 'RingInUse' parameters.")
    if value.lower() not in TRUE | FALSE:
        return error(action, "'RingInUse' parameter must be a truth value (yes/no, on/off, 0/1, etc)")
    members = pbx.queues.members(action.get("Queue"), interface)
    if not members:
        return error(action, "Invalid interface, queuename, or ringinuse value\n")
    for member in members:
        member.set_ring_in_use(_true(value))
    return success(action, "Interface ringinuse set successfully")


@action("QueueChangePriorityCaller")
def queue_change_priority_caller(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Give a caller another priority. manager_change_priority_caller_on_queue()."""
    if missing := _missing(action, "Queue", "Caller", "Priority"):
        return error(action, missing)
    priority = action.get("Priority")
    if not priority.lstrip("-").isdigit():
        return error(action, "'Priority' need integer.")

    def change(caller: Caller) -> None:
        caller.prioritize(int(priority), at_once=_true(action.get("Immediate")))

    return _to_caller(action, pbx, change, "change priority caller on queue", "Priority change for caller on queue")


@action("QueueWithdrawCaller")
def queue_withdraw_caller(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Let a caller leave. manager_request_withdraw_caller_from_queue()."""
    if missing := _missing(action, "Queue", "Caller"):
        return error(action, missing)

    def withdraw(caller: Caller) -> None:
        caller.withdraw(action.get("WithdrawInfo"))

    return _to_caller(action, pbx, withdraw, "request withdraw from queue", "Withdraw requested successfully")


def _to_caller(action: Action, pbx: Pbx, change: Callable[[Caller], None], what: str, done: str) -> Reply:
    queue = pbx.queues.find(action.get("Queue"))
    if queue is None:
        return error(action, f"Unable to {what}: No such queue")
    caller = next((caller for caller in queue.callers if caller.channel.name == action.get("Caller")), None)
    if caller is None:
        return error(action, f"Unable to {what}: No such caller")
    change(caller)
    return success(action, done)


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0


def _true(text: str) -> bool:
    return text.lower() in TRUE

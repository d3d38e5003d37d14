"""A caller of a queue and the member that has answered: their call, its statistics, what is told of it. Asterisk:
apps/app_queue.c, second half of try_calling().

May import `bridge`, `bridging`, `queue_calls`.
"""

from __future__ import annotations

from collections.abc import Callable

from astami_fake.pbx import bridging
from astami_fake.pbx.applications import jumps
from astami_fake.pbx.applications.queue_calls import Attempt, tell
from astami_fake.pbx.bridge import Bridge
from astami_fake.pbx.channel import Channel, Moved
from astami_fake.pbx.execution import Result
from astami_fake.pbx.queue_callers import Caller
from astami_fake.pbx.queues import Queue
from astami_fake.pbx.tasks import Signal, Until, Waiting


def stays(caller: Caller, attempt: Attempt) -> Waiting[bool]:
    """Whether the member that has answered is still there when the queue's delay for that is over."""
    channel, leg, clock = caller.channel, attempt.winner, caller.channel.pbx.clock
    end = clock.now() + caller.queue.settings.member_delay
    while (left := end - clock.now()) > 0 and not leg.hanging_up:
        yield Until(channel.wakeup, left)
        if channel.hanging_up:
            leg.hangup()
            channel.check()
    if leg.hanging_up:
        tell("AgentDump", caller, attempt.member, leg)
        leg.hangup()
        return False
    return True


def talk(caller: Caller, attempt: Attempt, goes_on: bool) -> Waiting[Result]:
    """Let the two talk, until one of them leaves. *goes_on*: the caller then goes on in the dialplan."""
    channel, leg, member, queue = caller.channel, attempt.winner, attempt.member, caller.queue
    pbx = channel.pbx
    held = caller.waited()
    queue.held(held)
    pbx.music.stop(channel)
    _tell_member(caller, attempt, held)
    caller.leave()
    if caller.subroutine:
        yield from jumps.call(leg, f"{caller.subroutine},s,1")
    member.in_call = True
    if pbx.release.queue_times:
        tell_wait(caller)
    tell("AgentConnect", caller, member, leg, ("HoldTime", str(held)), ("RingTime", str(attempt.ring_time)))
    answered = pbx.clock.now()
    bridge = Bridge(pbx)
    leg.wakeup = Signal()  # its own thread serves it from here on
    bridge.enter(leg)
    bridge.enter(channel)
    over = _over(caller, attempt, held)
    pbx.spawn(_serve(bridge, leg, over))
    yield from bridge.stay(channel)
    over()
    tell_queue(queue, channel)
    if pbx.release.queue_times:
        times = [("ANSWEREDTIME", pbx.clock.now() - answered), ("DIALEDTIME", channel.age)]
        for name, seconds in times if channel.goto is None else reversed(times):
            tell_time(channel, name, seconds)
    if channel.goto is not None:
        raise Moved
    tell_queue(queue, channel)
    channel.check()
    if not goes_on:
        return Result.END
    channel.set_variable("QUEUESTATUS", "CONTINUE")
    return Result.GO_ON


def _serve(bridge: Bridge, leg: Channel, over: Callable[[], None]) -> Waiting[None]:
    """The thread of the member: the call is *over* when it has left."""
    yield from bridge.stay(leg)
    over()
    yield from bridging.serve(bridge, leg)


def _over(caller: Caller, attempt: Attempt, held: int) -> Callable[[], None]:
    """What counts and tells the end of the call, called by whoever leaves; the first one counts."""
    channel, queue, member = caller.channel, caller.queue, attempt.member
    pbx = channel.pbx
    answered = int(pbx.clock.now())

    def complete() -> None:
        talked = int(pbx.clock.now()) - answered
        reason = "caller" if channel.hanging_up else "agent"
        times = (("HoldTime", str(held)), ("TalkTime", str(talked)), ("Reason", reason))
        tell("AgentComplete", caller, member, attempt.winner, *times)

    def complete_later() -> Waiting[None]:
        """A caller who was sent elsewhere still has the call, as far as the queue knows, until it hangs up; and so has
        one whose member was hung up by a manager, of which no HangupRequest tells (recorded: queue.ringinuse.no)."""
        while not channel.gone:
            yield Until(channel.wakeup)
        complete()

    def over() -> None:
        if not member.in_call:
            return
        queue.ended(member, int(pbx.clock.now()) - answered, held <= queue.settings.service_level)
        leg = attempt.winner
        if channel.goto is not None or (leg.hanging_up and not leg.hangup_source):
            pbx.spawn(complete_later())
        else:
            complete()

    return over


def tell_time(channel: Channel, name: str, seconds: float) -> None:
    """A time as two variables: whole seconds, and milliseconds."""
    milliseconds = round(seconds * 1000)
    channel.set_variable(name, str(milliseconds // 1000))
    channel.set_variable(f"{name}_MS", str(milliseconds))


def tell_wait(caller: Caller) -> None:
    """How long the caller has waited."""
    tell_time(caller.channel, "QUEUEWAIT", caller.waited())


def tell_queue(queue: Queue, channel: Channel) -> None:
    """What a queue tells of itself in variables, where it is to. Asterisk: set_queue_variables()."""
    if not queue.settings.queue_variables:
        return
    for name, value in facts(queue):
        channel.set_variable(name, value)


def facts(queue: Queue) -> list[tuple[str, str]]:
    """The variables of a queue."""
    return [
        ("QUEUENAME", queue.settings.name),
        ("QUEUEMAX", str(queue.settings.max_length)),
        ("QUEUESTRATEGY", queue.settings.strategy),
        ("QUEUECALLS", str(len(queue.callers))),
        ("QUEUEHOLDTIME", str(queue.hold_time)),
        ("QUEUETALKTIME", str(queue.talk_time)),
        ("QUEUECOMPLETED", str(queue.completed)),
        ("QUEUEABANDONED", str(queue.abandoned)),
        ("QUEUESRVLEVEL", str(queue.settings.service_level)),
        ("QUEUESRVLEVELPERF", f"{queue.performance()[0]:.1f}"),
    ]


def _tell_member(caller: Caller, attempt: Attempt, held: int) -> None:
    """Variables about the member, the wait and the queue, for both."""
    settings, member = caller.queue.settings, attempt.member
    groups: list[list[tuple[str, str]]] = []
    if settings.interface_variables:
        groups.append(
            [
                ("MEMBERINTERFACE", member.interface),
                ("MEMBERNAME", member.name),
                ("MEMBERCALLS", str(member.calls)),
                ("MEMBERLASTCALL", str(member.last_call)),
                ("MEMBERPENALTY", str(member.penalty)),
                ("MEMBERDYNAMIC", str(int(member.dynamic))),
                ("MEMBERREALTIME", "0"),
            ]
        )
    if settings.entry_variables:
        groups.append([("QEHOLDTIME", str(held)), ("QEORIGINALPOS", str(caller.original))])
    if settings.queue_variables:
        groups.append(facts(caller.queue))
    for group in groups:
        for channel in (caller.channel, attempt.winner):
            for name, value in group:
                channel.set_variable(name, value)

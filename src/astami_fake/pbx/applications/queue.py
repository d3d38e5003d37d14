"""Queue: wait until a member takes the call or something ends the wait. Asterisk: apps/app_queue.c, queue_exec().

Lives here: coming, the turn, the end of the wait, its variables. Does not live here: one attempt to reach members
(`queue_calls`), the call with a member (`queue_talk`). Recorded: cases `queue.*`.
"""

from __future__ import annotations

from collections import deque

from astami_fake.pbx import arguments
from astami_fake.pbx.applications import queue_calls, queue_talk
from astami_fake.pbx.applications.queue_calls import Attempt
from astami_fake.pbx.channel import Channel, HungUp, Moved
from astami_fake.pbx.execution import Result, application
from astami_fake.pbx.queue_callers import Caller
from astami_fake.pbx.tasks import Waiting

_CLEARED = ("ANSWEREDTIME", "ANSWEREDTIME_MS", "DIALEDTIME", "DIALEDTIME_MS", "QUEUEWAIT", "QUEUEWAIT_MS")
_MODELLED = frozenset("cnr")


_LOOKS = 1.0
"""Seconds after which who stands in line looks again whether it is served. Recorded: cases `queue.empty.*`."""

_BY_TURN = ("linear", "rrmemory", "rrordered")
"""Strategies whose attempts option n counts one by one; with others one attempt is enough."""


class _Over(Exception):
    """The wait is over without a member: ``QUEUESTATUS``; none where a digit has led out."""

    def __init__(self, status: str) -> None:
        super().__init__(status)
        self.status = status


@application("Queue")
def queue(channel: Channel, data: str) -> Waiting[Result]:
    """``Queue(name,options,URL,announcement,seconds,AGI,subroutine,rule,position)``."""
    name, options, _, _, seconds, agi, *more = [*arguments.split(data), *[""] * 10]
    subroutine, rule, place = more[channel.pbx.release.queue_has_macro :][:3]
    for option in sorted(set(options) - _MODELLED):
        channel.pbx.problem(f"option {option!r} of Queue is not modelled; {channel.name} waits without it")
    if agi:
        channel.pbx.problem(f"Queue({data}): the AGI of members is not modelled; {channel.name} goes without")
    if channel.pbx.release.queue_times:
        for variable in _CLEARED:
            channel.set_variable(variable, "")
    wanted = channel.pbx.queues.find(name)
    if wanted is None:
        channel.set_variable("QUEUESTATUS", "UNKNOWN")
        return Result.GO_ON
    caller = Caller(
        wanted,
        channel,
        priority=_number(channel, "QUEUE_PRIO") or 0,
        lowest=_number(channel, "QUEUE_MIN_PENALTY"),
        highest=_number(channel, "QUEUE_MAX_PENALTY"),
        raised=_number(channel, "QUEUE_RAISE_PENALTY"),
        rule=deque(channel.pbx.queues.rule(rule or wanted.settings.default_rule)),
        subroutine=subroutine,
    )
    if refusal := _refusal(caller):
        channel.set_variable("QUEUESTATUS", refusal)
        return Result.GO_ON
    longest = arguments.seconds(seconds)
    caller.expires = int(channel.pbx.clock.now()) + int(longest) if longest else None
    caller.join(int(place) if place.isdigit() else 0)
    wanted.changed()
    if "r" not in options:
        channel.pbx.music.start(channel, wanted.settings.music)
    return (yield from _wait(caller, options))


def _refusal(caller: Caller) -> str:
    """Why *caller* may not come; empty where it may."""
    settings = caller.queue.settings
    if caller.queue.nobody(settings.join_empty, caller):
        return "JOINEMPTY"
    if settings.max_length and len(caller.queue.callers) >= settings.max_length:
        return "FULL"
    return ""


def _number(channel: Channel, name: str) -> int | None:
    value = channel.variables.get(name) or ""
    return int(value) if value.isdigit() else None


def _wait(caller: Caller, options: str) -> Waiting[Result]:
    channel = caller.channel
    try:
        attempt = yield from _served(caller, options)
    except _Over as over:
        return _left(caller, over)
    except (HungUp, Moved):
        channel.pbx.music.stop(channel)
        if caller in caller.queue.callers:
            _tell_times(caller)
            if channel.goto is not None:
                channel.position = channel.goto
                channel.publish()
            caller.abandon()
            caller.leave()
        raise
    return (yield from queue_talk.talk(caller, attempt, "c" in options))


def _served(caller: Caller, options: str) -> Waiting[Attempt]:
    """Wait for the turn, call members, rest, until one answers.

    Raises:
        _Over: it never comes to that.
    """
    settings, channel = caller.queue.settings, caller.channel
    tries = 0
    while True:
        yield from _turn(caller)
        _check(caller)
        caller.follow_rule()
        tries += 1 if settings.strategy in _BY_TURN else len(caller.queue.added)
        attempt = queue_calls.Attempt(caller)
        if (yield from attempt.run()) and (yield from queue_talk.stays(caller, attempt)):
            return attempt
        _check(caller)
        if "n" in options and tries >= len(caller.queue.added):
            raise _Over("TIMEOUT")
        yield from _rest(caller, settings.retry)
        channel.check()


def _turn(caller: Caller) -> Waiting[None]:
    """Stand in line; now and then, and when somebody in front has left, it looks whether it is served."""
    while caller.position > caller.queue.served():
        left = caller.left()
        yield from caller.channel.wait(_LOOKS if left is None else min(max(left, 0.01), _LOOKS))
        _check(caller)


def _check(caller: Caller) -> None:
    """Leave where it is time to."""
    if caller.wants_out():
        raise _Over("WITHDRAW" if caller.withdrawn else "")
    if caller.queue.nobody(caller.queue.settings.leave_empty, caller):
        raise _Over("LEAVEEMPTY")
    if caller.expired():
        raise _Over("TIMEOUT")


def _rest(caller: Caller, seconds: float) -> Waiting[None]:
    """The pause between two attempts."""
    clock = caller.channel.pbx.clock
    end = clock.now() + seconds
    while (left := end - clock.now()) > 0 and not caller.wants_out():
        yield from caller.channel.wait(left)
        caller.channel.controls.clear()


def _left(caller: Caller, over: _Over) -> Result:
    """The caller goes on in the dialplan."""
    channel = caller.channel
    if over.status == "WITHDRAW":
        _tell_times(caller)
        caller.abandon()
        if caller.withdraw_info:
            channel.set_variable("QUEUE_WITHDRAW_INFO", caller.withdraw_info)
    elif caller.way_out is not None:
        _tell_times(caller)
        channel.position = caller.way_out._replace(priority=0)  # the step before the first
        if channel.pbx.release.queue_times:
            channel.publish()
    else:
        caller.abandon()
        _tell_times(caller)
    channel.pbx.music.stop(channel)
    queue_talk.tell_queue(caller.queue, channel)
    caller.leave()
    if over.status:
        channel.set_variable("QUEUESTATUS", over.status)
    return Result.GO_ON


def _tell_times(caller: Caller) -> None:
    """How long it waited, in vain."""
    channel = caller.channel
    if not channel.pbx.release.queue_times:
        return
    queue_talk.tell_wait(caller)
    queue_talk.tell_time(channel, "DIALEDTIME", channel.age)
    queue_talk.tell_time(channel, "ANSWEREDTIME", 0)

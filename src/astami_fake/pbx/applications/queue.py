"""Queue: wait until a member takes the call or something ends the wait. Asterisk: apps/app_queue.c, queue_exec().

Lives here: coming, the turn, the end of the wait, its variables. Does not live here: one attempt to reach members
(`queue_calls`), the call with a member (`queue_talk`). Recorded: cases `queue.*`.
"""

from __future__ import annotations

from astami_fake.pbx import arguments
from astami_fake.pbx.applications import queue_calls, queue_talk
from astami_fake.pbx.applications.queue_calls import Attempt
from astami_fake.pbx.channel import Channel, HungUp, Moved
from astami_fake.pbx.execution import Result, application
from astami_fake.pbx.queue_callers import Caller
from astami_fake.pbx.queues import Queue
from astami_fake.pbx.tasks import Waiting

_CLEARED = ("ANSWEREDTIME", "ANSWEREDTIME_MS", "DIALEDTIME", "DIALEDTIME_MS", "QUEUEWAIT", "QUEUEWAIT_MS")
_MODELLED = frozenset("cn")


_BY_TURN = ("linear", "rrmemory", "rrordered")
"""Strategies whose attempts option n counts one by one; with others one attempt is enough."""


class _Over(Exception):
    """The wait is over without a member: ``QUEUESTATUS``."""

    def __init__(self, status: str) -> None:
        super().__init__(status)
        self.status = status


@application("Queue")
def queue(channel: Channel, data: str) -> Waiting[Result]:
    """``Queue(name,options,URL,announcement,seconds)``."""
    name, options, _, _, seconds, *further = [*arguments.split(data), "", "", "", "", ""]
    for option in sorted(set(options) - _MODELLED):
        channel.pbx.problem(f"option {option!r} of Queue is not modelled; {channel.name} waits without it")
    if any(further):
        channel.pbx.problem(
            f"Queue({data}): AGI, Gosub, rule and position are not modelled; {channel.name} goes without"
        )
    if channel.pbx.release.queue_times:
        for variable in _CLEARED:
            channel.set_variable(variable, "")
    wanted = channel.pbx.queues.find(name)
    if wanted is None:
        channel.set_variable("QUEUESTATUS", "UNKNOWN")
        return Result.GO_ON
    if refusal := _refusal(wanted):
        channel.set_variable("QUEUESTATUS", refusal)
        return Result.GO_ON
    caller = Caller(
        wanted,
        channel,
        priority=_number(channel, "QUEUE_PRIO") or 0,
        lowest=_number(channel, "QUEUE_MIN_PENALTY"),
        highest=_number(channel, "QUEUE_MAX_PENALTY"),
    )
    longest = arguments.seconds(seconds)
    caller.expires = int(channel.pbx.clock.now()) + int(longest) if longest else None
    caller.join()
    wanted.changed()
    channel.pbx.music.start(channel, wanted.settings.music)
    return (yield from _wait(caller, options))


def _refusal(wanted: Queue) -> str:
    """Why nobody may come; empty where somebody may."""
    settings = wanted.settings
    if wanted.nobody(settings.join_empty):
        return "JOINEMPTY"
    if settings.max_length and len(wanted.callers) >= settings.max_length:
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
        tries += 1 if settings.strategy in _BY_TURN else len(caller.queue.added)
        attempt = queue_calls.Attempt(caller)
        if (yield from attempt.run()):
            return attempt
        _check(caller)
        if "n" in options and tries >= len(caller.queue.added):
            raise _Over("TIMEOUT")
        yield from _rest(caller, settings.retry)
        channel.check()


def _turn(caller: Caller) -> Waiting[None]:
    """Stand in line: as many are served at once as there are members free."""
    while caller.position > max(1, caller.queue.available()):
        left = caller.left()
        yield from caller.channel.wait(None if left is None else max(left, 0.01))
        _check(caller)


def _check(caller: Caller) -> None:
    """Leave where it is time to."""
    if caller.withdrawn:
        raise _Over("WITHDRAW")
    if caller.queue.nobody(caller.queue.settings.leave_empty):
        raise _Over("LEAVEEMPTY")
    if caller.expired():
        raise _Over("TIMEOUT")


def _rest(caller: Caller, seconds: float) -> Waiting[None]:
    """The pause between two attempts."""
    clock = caller.channel.pbx.clock
    end = clock.now() + seconds
    while (left := end - clock.now()) > 0 and not caller.withdrawn:
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
    else:
        caller.abandon()
        _tell_times(caller)
    channel.pbx.music.stop(channel)
    queue_talk.tell_queue(caller.queue, channel)
    caller.leave()
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

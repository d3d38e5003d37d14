"""Goto, GotoIf, GotoIfTime, ExecIf, ExecIfTime, Exec, TryExec, Gosub, GosubIf, Return, StackPop, Incomplete,
RaiseException. Asterisk: main/pbx_builtins.c, apps/app_exec.c, apps/app_stack.c. Recorded: cases `dialplan.*`,
`apps.*`, `functions.times`."""

from __future__ import annotations

from astami_fake.config import timing
from astami_fake.pbx import arguments, expression, subroutines
from astami_fake.pbx.channel import Channel
from astami_fake.pbx.execution import APPLICATIONS, Result, application, execute, subroutine
from astami_fake.pbx.snapshots import Position
from astami_fake.pbx.tasks import Waiting


@application("Goto")
def goto(channel: Channel, data: str) -> Result:
    """``Goto([[context,]extension,]priority)``; a priority may be a label."""
    return _jump(channel, data)


def _jump(channel: Channel, data: str) -> Result:
    target = subroutines.locate(channel, data)
    if target is None:
        return Result.END
    channel.jump = target
    return Result.GO_ON


@application("GotoIf")
def goto_if(channel: Channel, data: str) -> Result:
    """``GotoIf(condition?then:else)``; an empty branch goes on."""
    target = _branch(data)
    return _jump(channel, target) if target else Result.GO_ON


@application("GotoIfTime")
def goto_if_time(channel: Channel, data: str) -> Result:
    """``GotoIfTime(times,weekdays,days,months?then:else)``; an empty branch goes on."""
    target = _branch_of_time(channel, data)
    return _jump(channel, target) if target else Result.GO_ON


@application("ExecIfTime")
def exec_if_time(channel: Channel, data: str) -> Waiting[Result]:
    """``ExecIfTime(times,weekdays,days,months?App(data))``."""
    return (yield from _execute(channel, _branch_of_time(channel, data)))


@application("ExecIf")
def exec_if(channel: Channel, data: str) -> Waiting[Result]:
    """``ExecIf(condition?App(data):App(data))``."""
    return (yield from _execute(channel, _branch(data)))


def _execute(channel: Channel, call: str) -> Waiting[Result]:
    if not call:
        return Result.GO_ON
    name, arguments_text = _call(call)
    return (yield from execute(channel, name, arguments_text))


@application("Exec")
def exec_(channel: Channel, data: str) -> Waiting[Result]:
    """``Exec(App(data))``."""
    name, arguments_text = _call(data)
    return (yield from execute(channel, name, arguments_text))


@application("TryExec")
def try_exec(channel: Channel, data: str) -> Waiting[Result]:
    """``TryExec(App(data))``: as Exec, and ``TRYSTATUS`` tells whether it failed; the call goes on."""
    name, arguments_text = _call(data)
    if name.lower() not in APPLICATIONS:
        channel.set_variable("TRYSTATUS", "NOAPP")
        return Result.GO_ON
    result = yield from execute(channel, name, arguments_text)
    channel.set_variable("TRYSTATUS", "SUCCESS" if result is Result.GO_ON else "FAILED")
    return Result.GO_ON


def _call(text: str) -> tuple[str, str]:
    """``App(data)`` as name and argument text."""
    name, _, rest = text.partition("(")
    return name.strip(), rest[: rest.rfind(")")] if ")" in rest else rest


@application("Gosub")
def gosub(channel: Channel, data: str) -> Result:
    """``Gosub([[context,]extension,]priority(arguments))``: as Goto, to come back with Return."""
    channel.jump = subroutines.begin(channel, data)
    return Result.END if channel.jump is None else Result.GO_ON


def call(channel: Channel, data: str) -> Waiting[None]:
    """Run the subroutine that ``Gosub(data)`` means, on a channel that is not in the dialplan."""
    start = subroutines.begin(channel, data)
    if start is not None:
        yield from subroutine(channel, start)


@application("GosubIf")
def gosub_if(channel: Channel, data: str) -> Result:
    """``GosubIf(condition?place(arguments):place(arguments))``; an empty branch goes on."""
    target = _branch(data)
    return gosub(channel, target) if target else Result.GO_ON


@application("StackPop")
def stack_pop(channel: Channel, data: str) -> Result:
    """Forget the last Gosub, and its arguments; the call goes on here."""
    if channel.frames:
        subroutines.end(channel)
    return Result.GO_ON


@application("Return")
def return_(channel: Channel, data: str) -> Result:
    """``Return([value])``: back behind the Gosub, with its value in GOSUB_RETVAL."""
    if not channel.frames:
        return Result.END
    channel.jump = subroutines.end(channel)
    channel.set_variable("GOSUB_RETVAL", data)
    return Result.GO_ON


@application("Incomplete")
def incomplete(channel: Channel, data: str) -> Result:
    """The number dialled is too short: without further digits the extension ``i``."""
    invalid = Position(channel.position.context, "i", 1)
    if not channel.pbx.dialplan.exists(invalid, channel.caller.number):
        return Result.END
    channel.set_variable("INVALID_EXTEN", channel.position.exten)
    channel.jump = invalid
    return Result.GO_ON


@application("RaiseException")
def raise_exception(channel: Channel, data: str) -> Result:
    """``RaiseException(reason)``: go to the extension ``e``, where ``EXCEPTION(…)`` tells what happened."""
    handler = Position(channel.position.context, "e", 1)
    if not channel.pbx.dialplan.exists(handler, channel.caller.number):
        return Result.END
    channel.exception = (data, channel.position)
    channel.jump = handler
    return Result.GO_ON


def _branch(data: str) -> str:
    condition, _, rest = data.partition("?")
    return _chosen(rest, expression.truth(condition.strip()))


def _branch_of_time(channel: Channel, data: str) -> str:
    when, _, rest = data.partition("?")
    return _chosen(rest, timing.holds(when, channel.pbx.clock.now()))


def _chosen(branches: str, condition: bool) -> str:
    then, otherwise = [*arguments.split(branches, ":", limit=2), "", ""][:2]
    return (then if condition else otherwise).strip()

"""Goto, GotoIf, ExecIf, Gosub, Return. Asterisk: main/pbx_builtins.c, apps/app_exec.c, apps/app_stack.c."""

from __future__ import annotations

from astami_fake.pbx import arguments, expression
from astami_fake.pbx.channel import Channel, Position
from astami_fake.pbx.execution import Result, application, execute
from astami_fake.pbx.tasks import Waiting


@application("Goto")
def goto(channel: Channel, data: str) -> Result:
    """``Goto([[context,]extension,]priority)``; a priority may be a label."""
    return _jump(channel, data)


def _jump(channel: Channel, data: str) -> Result:
    target = locate(channel, data)
    if target is None:
        return Result.END
    channel.jump = target
    return Result.GO_ON


@application("GotoIf")
def goto_if(channel: Channel, data: str) -> Result:
    """``GotoIf(condition?then:else)``; an empty branch goes on."""
    target = _branch(data)
    return _jump(channel, target) if target else Result.GO_ON


@application("ExecIf")
def exec_if(channel: Channel, data: str) -> Waiting[Result]:
    """``ExecIf(condition?App(data):App(data))``."""
    call = _branch(data)
    if not call:
        return Result.GO_ON
    name, _, rest = call.partition("(")
    return (yield from execute(channel, name.strip(), rest[: rest.rfind(")")] if ")" in rest else rest))


@application("Gosub")
def gosub(channel: Channel, data: str) -> Result:
    """``Gosub([[context,]extension,]priority(arguments))``: as Goto, to come back with Return."""
    place, parenthesis, rest = data.partition("(")
    target = locate(channel, place)
    if target is None:
        return Result.END
    values = arguments.split(rest[: rest.rfind(")")]) if parenthesis else []
    back = channel.position._replace(priority=channel.position.priority + 1)
    names = [f"ARG{number}" for number in range(1, len(values) + 1)] + ["ARGC"]
    for name, value in zip(names, [*values, str(len(values))], strict=True):
        channel.variables.push(name, value)
        channel.tell_variable(f"LOCAL({name})", value)
    channel.frames.append((back, tuple(names)))
    channel.jump = target
    return Result.GO_ON


@application("Return")
def return_(channel: Channel, data: str) -> Result:
    """``Return([value])``: back behind the Gosub, with its value in GOSUB_RETVAL."""
    if not channel.frames:
        return Result.END
    back, names = channel.frames.pop()
    for name in reversed(names):
        channel.variables.pop(name)
        channel.tell_variable(name, channel.variables.get(name))
    channel.set_variable("GOSUB_RETVAL", data)
    channel.jump = back
    return Result.GO_ON


def locate(channel: Channel, text: str) -> Position | None:
    """The place that ``[[context,]extension,]priority`` means; None where it has no such label."""
    *place, word = [part.strip() for part in text.split(",")][:3]
    exten = place[-1] if place and place[-1] else channel.position.exten
    context = place[0] if len(place) == 2 and place[0] else channel.position.context
    if word.lstrip("+-").isdigit():
        number = int(word)
        relative = word[0] in "+-"
        return Position(context, exten, channel.position.priority + number if relative else number)
    labelled = channel.pbx.dialplan.labelled(context, exten, word, channel.caller.number)
    return Position(context, exten, labelled) if labelled is not None else None


def _branch(data: str) -> str:
    condition, _, rest = data.partition("?")
    then, otherwise = [*arguments.split(rest, ":", limit=2), "", ""][:2]
    return (then if expression.truth(condition.strip()) else otherwise).strip()

"""Places in the dialplan, and subroutines that come back from one: what Gosub and hangup handlers begin.

Asterisk: apps/app_stack.c, main/pbx_hangup_handler.c. Recorded: cases `functions.channels`, `functions.locals`,
`handlers.*`. Does not live here: the run of a subroutine (`execution`). May import `arguments`, `channel`.
"""

from __future__ import annotations

from astami_fake.pbx import arguments
from astami_fake.pbx.channel import Channel
from astami_fake.pbx.snapshots import Position


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


def begin(channel: Channel, text: str) -> Position | None:
    """Remember where the channel is to come back to, and set the arguments of ``place(arguments)``.

    Returns:
        where the subroutine starts; None where there is nothing.
    """
    place, parenthesis, rest = text.partition("(")
    start = locate(channel, place)
    if start is None or not channel.pbx.dialplan.exists(start, channel.caller.number):
        return None
    values = arguments.split(rest[: rest.rfind(")")]) if parenthesis else []
    back = channel.position._replace(priority=channel.position.priority + 1)
    names = [f"ARG{number}" for number in range(1, len(values) + 1)] + ["ARGC"]
    for name, value in zip(names, [*values, str(len(values))], strict=True):
        channel.variables.push(name, value)
        channel.tell_variable(f"LOCAL({name})", value)
    channel.frames.append((back, tuple(names)))
    return start


def declare(channel: Channel, name: str, value: str) -> bool:
    """Give *name* a value for as long as the present subroutine lasts; False outside of one."""
    if not channel.frames:
        return False
    back, names = channel.frames[-1]
    if name in names:
        channel.variables.pop(name)
        channel.tell_variable(name, value)
    else:
        channel.frames[-1] = back, (*names, name)
    channel.variables.push(name, value)
    channel.tell_variable(f"LOCAL({name})", value)
    return True


def end(channel: Channel) -> Position:
    """Take the arguments of the last subroutine away; where it comes back to."""
    back, names = channel.frames.pop()
    for name in reversed(names):
        channel.variables.pop(name)
        channel.tell_variable(name, "")  # also where a subroutine further out has one (recorded: functions.channels)
    return back


def push_handler(channel: Channel, place: str) -> None:
    """Let the subroutine at *place* run when the channel is hung up, before those that were pushed earlier."""
    channel.hangup_handlers.append(place)
    channel.tell("HangupHandlerPush", "dialplan", ("Handler", place))


def pop_handler(channel: Channel) -> bool:
    """Take the newest hangup handler back; False where there is none."""
    if not channel.hangup_handlers:
        return False
    channel.tell("HangupHandlerPop", "dialplan", ("Handler", channel.hangup_handlers.pop()))
    return True


def begin_handler(channel: Channel) -> Position | None:
    """Begin the newest hangup handler; None where it leads nowhere."""
    place = channel.hangup_handlers.pop()
    channel.tell_fresh("HangupHandlerRun", "dialplan", ("Handler", place))
    return begin(channel, place)

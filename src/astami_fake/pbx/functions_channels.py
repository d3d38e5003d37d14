"""Dialplan functions on channels and what they share. Asterisk: funcs/func_channel.c, func_groupcount.c, func_shared.c,
func_global.c, func_hangupcause.c, apps/app_stack.c. Recorded: cases `functions.channels`, `functions.newer`,
`calls.why`.

Does not live here: CHANNEL itself and the caller's (`functions`). May import `functions`, `arguments`, `substitution`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from astami_fake.pbx import arguments, causes, substitution
from astami_fake.pbx.channel import Channel
from astami_fake.pbx.functions import assign, readable, writable
from astami_fake.posix import BadExpression, Expression

if TYPE_CHECKING:
    from astami_fake.pbx.pbx import Pbx


def _fits(pattern: str, text: str) -> bool:
    try:
        return Expression(pattern).fits(text)
    except BadExpression:
        return False


# funcs/func_channel.c


@readable("CHANNELS")
def _channels(pbx: Pbx, channel: Channel | None, data: str) -> str:
    """``CHANNELS([pattern])``: the names of all that fit, the newest first."""
    return " ".join(one.name for one in reversed(list(pbx.channels)) if not data or _fits(data, one.name))


@readable("CHANNEL_EXISTS")
def _channel_exists(pbx: Pbx, channel: Channel | None, data: str) -> str:
    return "0" if pbx.channels.find(data) is None else "1"


@readable("MASTER_CHANNEL")
def _master_channel(pbx: Pbx, channel: Channel | None, data: str) -> str:
    """A variable of the channel with which the call began."""
    master = pbx.channels.find(channel.linkedid) if channel is not None else None
    return substitution.read(pbx, master or channel, data) or ""


@writable("MASTER_CHANNEL")
def _set_master_channel(pbx: Pbx, channel: Channel | None, data: str, value: str) -> bool:
    master = pbx.channels.find(channel.linkedid) if channel is not None else None
    target = master or channel
    return target is not None and assign(target, data, value)


@readable("IMPORT")
def _import(pbx: Pbx, channel: Channel | None, data: str) -> str:
    """``IMPORT(channel,variable)``."""
    name, variable = [*arguments.split(data), "", ""][:2]
    other = pbx.channels.find(name)
    return (substitution.read(pbx, other, variable) or "") if other is not None else ""


# funcs/func_shared.c


def _sharer(pbx: Pbx, channel: Channel | None, data: str) -> tuple[Channel | None, str]:
    """``variable[,channel]``: whose it is, and its name."""
    name, other = [*arguments.split(data), "", ""][:2]
    return (pbx.channels.find(other) if other else channel), name


@readable("SHARED")
def _shared(pbx: Pbx, channel: Channel | None, data: str) -> str:
    sharer, name = _sharer(pbx, channel, data)
    return sharer.shared.get(name, "") if sharer is not None else ""


@writable("SHARED")
def _set_shared(pbx: Pbx, channel: Channel | None, data: str, value: str) -> bool:
    sharer, name = _sharer(pbx, channel, data)
    if sharer is None:
        return False
    sharer.shared[name] = value
    sharer.tell_variable(f"SHARED({name})", value)
    return True


# funcs/func_groupcount.c


def _group(text: str) -> tuple[str, str]:
    """``group[@category]`` as group and category."""
    group, _, category = text.partition("@")
    return group, category


def _others(pbx: Pbx, category: str) -> Iterator[str]:
    """The groups of all channels in *category*."""
    return (one.groups[category] for one in pbx.channels if category in one.groups)


@readable("GROUP")
def _group_of(pbx: Pbx, channel: Channel | None, data: str) -> str:
    return channel.groups.get(data, "") if channel is not None else ""


@writable("GROUP")
def _set_group(pbx: Pbx, channel: Channel | None, data: str, value: str) -> bool:
    if channel is None:
        return False
    channel.groups[data] = value
    return True


@readable("GROUP_COUNT")
def _group_count(pbx: Pbx, channel: Channel | None, data: str) -> str:
    """``GROUP_COUNT([group][@category])``: how many channels are in it; without a group, in that of this channel."""
    group, category = _group(data)
    wanted = group or (channel.groups.get(category, "") if channel is not None else "")
    return str(sum(one == wanted for one in _others(pbx, category)))


@readable("GROUP_MATCH_COUNT")
def _group_match_count(pbx: Pbx, channel: Channel | None, data: str) -> str:
    """``GROUP_MATCH_COUNT(pattern[@category])``."""
    pattern, category = _group(data)
    return str(sum(_fits(pattern, one) for one in _others(pbx, category)))


@readable("GROUP_LIST")
def _group_list(pbx: Pbx, channel: Channel | None, data: str) -> str:
    groups = channel.groups if channel is not None else {}
    return " ".join(f"{group}@{category}" if category else group for category, group in groups.items())


# funcs/func_global.c, main/pbx_variables.c


@readable("GLOBAL_EXISTS")
def _global_exists(pbx: Pbx, channel: Channel | None, data: str) -> str:
    return "0" if pbx.globals.get(data) is None else "1"


@writable("GLOBAL_DELETE")
def _global_delete(pbx: Pbx, channel: Channel | None, data: str, value: str) -> bool:
    pbx.set_global(data, None)
    return True


@readable("VARIABLE_EXISTS")
def _variable_exists(pbx: Pbx, channel: Channel | None, data: str) -> str:
    return "0" if channel is None or channel.variables.get(data) is None else "1"


@writable("DELETE")
def _delete(pbx: Pbx, channel: Channel | None, data: str, value: str) -> bool:
    if channel is None:
        return False
    channel.set_variable(data, None)
    return True


# apps/app_stack.c


@readable("LOCAL_PEEK")
def _local_peek(pbx: Pbx, channel: Channel | None, data: str) -> str:
    """``LOCAL_PEEK(depth,name)``: an argument of a subroutine further out."""
    depth, name = [*arguments.split(data), "", ""][:2]
    values = channel.variables.all(name) if channel is not None else []
    return values[int(depth)] if depth.isdecimal() and int(depth) < len(values) else ""


@readable("STACK_PEEK")
def _stack_peek(pbx: Pbx, channel: Channel | None, data: str) -> str:
    """``STACK_PEEK(depth,which)``: where a subroutine further out goes back to, less one step."""
    depth, which = [*arguments.split(data), "", ""][:2]
    frames = channel.frames if channel is not None else []
    if not depth.isdecimal() or not 0 < int(depth) <= len(frames):
        return ""
    place = frames[-int(depth)][0]
    context, exten, priority = place.context, place.exten, str(place.priority - 1)
    facts = {"c": context, "e": exten, "p": priority, "l": f"{context},{exten},{priority}"}
    return facts.get(which[:1].lower(), "")


# funcs/func_hangupcause.c


@readable("HANGUPCAUSE_KEYS")
def _causes(pbx: Pbx, channel: Channel | None, data: str) -> str:
    """The channels that this one called, of which the driver has told why they ended."""
    return ",".join(channel.causes) if channel is not None else ""


@readable("HANGUPCAUSE")
def _cause(pbx: Pbx, channel: Channel | None, data: str) -> str:
    """``HANGUPCAUSE(channel,tech|ast)``."""
    name, which = [*arguments.split(data), "", ""][:2]
    told = channel.causes.get(name) if channel is not None else None
    return "" if told is None else told[0] if which == "tech" else causes.text(told[1])

"""Dialplan functions on lists in a variable. Asterisk: funcs/func_strings.c. Recorded: case `functions.lists`.

Lives here: what takes from, adds to, orders and searches them. Does not live here: other functions on text
(`functions_text`). May import `functions`, `arguments`, `substitution`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from astami_fake.pbx import arguments, substitution
from astami_fake.pbx.channel import Channel
from astami_fake.pbx.functions import assign, readable, writable

if TYPE_CHECKING:
    from astami_fake.pbx.pbx import Pbx

DELIMITER = ","


def _named(pbx: Pbx, channel: Channel | None, data: str) -> tuple[str, str, str]:
    """``VARIABLE[,delimiter]``: its name, its text and the delimiter."""
    name, delimiter = [*arguments.split(data), "", ""][:2]
    return name, substitution.read(pbx, channel, name) or "", delimiter or DELIMITER


@readable("POP")
def _pop(pbx: Pbx, channel: Channel | None, data: str) -> str:
    """Take the last one away."""
    name, text, delimiter = _named(pbx, channel, data)
    rest, _, last = text.rpartition(delimiter)
    _keep(channel, name, text, rest)
    return last


@readable("SHIFT")
def _shift(pbx: Pbx, channel: Channel | None, data: str) -> str:
    """Take the first one away."""
    name, text, delimiter = _named(pbx, channel, data)
    first, _, rest = text.partition(delimiter)
    _keep(channel, name, text, rest)
    return first


def _keep(channel: Channel | None, name: str, text: str, rest: str) -> None:
    if channel is not None and text:
        assign(channel, name, rest)


@writable("PUSH")
def _push(pbx: Pbx, channel: Channel | None, data: str, value: str) -> bool:
    """Put *value* behind the list."""
    name, text, delimiter = _named(pbx, channel, data)
    return channel is not None and assign(channel, name, f"{text}{delimiter}{value}" if text else value)


@writable("UNSHIFT")
def _unshift(pbx: Pbx, channel: Channel | None, data: str, value: str) -> bool:
    """Put *value* before the list."""
    name, text, delimiter = _named(pbx, channel, data)
    return channel is not None and assign(channel, name, f"{value}{delimiter}{text}" if text else value)


@readable("FIELDNUM")
def _field_number(pbx: Pbx, channel: Channel | None, data: str) -> str:
    """``FIELDNUM(VARIABLE,delimiter,text)``: at which place *text* is, 0 for nowhere."""
    name, delimiter, wanted = [*arguments.split(data), "", "", ""][:3]
    fields = (substitution.read(pbx, channel, name) or "").split(delimiter or DELIMITER)
    return str(fields.index(wanted) + 1 if wanted in fields else 0)


@readable("SORT")
def _sort(pbx: Pbx, channel: Channel | None, data: str) -> str:
    """``SORT(name:number,…)``: the names by their numbers."""
    pairs = [pair.rpartition(":") for pair in arguments.split(data) if ":" in pair]
    return DELIMITER.join(name for name, _, number in sorted(pairs, key=lambda pair: arguments.seconds(pair[2])))

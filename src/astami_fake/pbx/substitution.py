"""``${…}`` and ``$[…]`` in a text. Asterisk: main/pbx_variables.c, pbx_substitute_variables_helper().

Lives here: nesting, substrings (``${X:1:2}``), what the variables of a channel are called. Does not live here: the
functions (`functions`), the expressions (`expression`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from astami_fake.pbx import expression, functions

if TYPE_CHECKING:
    from astami_fake.pbx.channel import Channel
    from astami_fake.pbx.pbx import Pbx

_SUBSTRING = re.compile(r":(-?\d+)(?::(-?\d+))?\s*$")


def substitute(pbx: Pbx, channel: Channel | None, text: str) -> str:
    """*text* with all variables, functions and expressions replaced by their values."""
    result = ""
    at = 0
    while (sign := text.find("$", at)) >= 0:
        opening = text[sign + 1 : sign + 2]
        if opening not in ("{", "["):
            result += text[at : sign + 1]
            at = sign + 1
            continue
        end = _closing(text, sign + 2, opening, "}" if opening == "{" else "]")
        inside = substitute(pbx, channel, text[sign + 2 : end])
        result += text[at:sign]
        result += _value(pbx, channel, inside) if opening == "{" else expression.evaluate(inside)
        at = end + 1
    return result + text[at:]


def read(pbx: Pbx, channel: Channel | None, name: str) -> str | None:
    """The value of a variable, without functions and substrings; None where there is none."""
    special = _special(pbx, channel, name)
    if special is not None:
        return special
    if channel is not None and (value := channel.variables.get(name)) is not None:
        return value
    return pbx.globals.get(name)


def _closing(text: str, at: int, opening: str, closing: str) -> int:
    depth = 1
    while at < len(text):
        if text[at] == closing:
            depth -= 1
            if not depth:
                return at
        elif text[at] == opening:
            depth += 1
        at += 1
    return at


def _value(pbx: Pbx, channel: Channel | None, text: str) -> str:
    cut = _SUBSTRING.search(text)
    name = text[: cut.start()] if cut is not None else text
    value = functions.read(pbx, channel, name) if name.endswith(")") else read(pbx, channel, name)
    if not value or cut is None:
        return value or ""
    offset = int(cut[1])
    start = max(len(value) + offset, 0) if offset < 0 else offset
    if cut[2] is None:
        return value[start:]
    length = int(cut[2])
    return value[start : len(value) + length] if length < 0 else value[start : start + length]


def _special(pbx: Pbx, channel: Channel | None, name: str) -> str | None:
    match name:
        case "EPOCH":
            return str(int(pbx.clock.now()))
        case "SYSTEMNAME":
            return pbx.options.system_name
        case "ENTITYID":
            return pbx.entity_id
    if channel is None:
        return None
    match name:
        case "CONTEXT":
            return channel.position.context
        case "EXTEN":
            return channel.position.exten
        case "PRIORITY":
            return str(channel.position.priority)
        case "CHANNEL":
            return channel.name
        case "UNIQUEID":
            return channel.uniqueid
        case "HANGUPCAUSE":
            return str(channel.cause)
    return None


@functions.readable("EVAL")
def _eval(pbx: Pbx, channel: Channel | None, data: str) -> str:
    """Asterisk: funcs/func_strings.c."""
    return substitute(pbx, channel, data)

"""Dialplan functions on text, numbers and time. Asterisk: funcs/func_strings.c, func_cut.c, func_math.c, func_base64.c,
func_uri.c, func_md5.c, func_sha1.c, func_sprintf.c, func_logic.c, func_timeout.c. Recorded: cases `apps.functions`,
`apps.absolute`, `apps.raise`.

Lives here: functions that only change what they are given, and those on a channel's times. Does not live here: the
registry (`functions`). May import `functions`, `arguments`.
"""

from __future__ import annotations

import base64
import hashlib
import re
import time
from calendar import timegm
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from astami_fake.pbx import arguments, substitution
from astami_fake.pbx.channel import Channel
from astami_fake.pbx.functions import readable, writable
from astami_fake.posix import BadExpression, Expression

if TYPE_CHECKING:
    from astami_fake.pbx.pbx import Pbx


def _variable(pbx: Pbx, channel: Channel | None, name: str) -> str:
    return substitution.read(pbx, channel, name) or ""


@readable("REGEX")
def _regex(pbx: Pbx, channel: Channel | None, data: str) -> str:
    """``REGEX("pattern" text)``; what is not written so is nothing (case `variables.function.regex`)."""
    found = re.match(r'\s*"((?:[^"\\]|\\.)*)"\s?(.*)', data, re.DOTALL)
    try:
        return str(int(Expression(found[1]).fits(found[2]))) if found else ""
    except BadExpression:
        return ""


@readable("CUT")
def _cut(pbx: Pbx, channel: Channel | None, data: str) -> str:
    """``CUT(variable,delimiter,fields)``, fields as ``2``, ``2-``, ``1-2``, ``1&3``."""
    name, delimiter, fields = [*arguments.split(data), "", "", ""][:3]
    separator = delimiter or "-"
    parts = _variable(pbx, channel, name).split(separator)
    chosen: list[str] = []
    for piece in fields.split("&"):
        first, dash, last = piece.partition("-")
        begin = int(first) if first.isdigit() else 1
        end = int(last) if last.isdigit() else len(parts) if dash else begin
        chosen += parts[begin - 1 : end]
    return separator.join(chosen)


@readable("FIELDQTY")
def _fieldqty(pbx: Pbx, channel: Channel | None, data: str) -> str:
    name, delimiter = [*arguments.split(data), "", ""][:2]
    text = _variable(pbx, channel, name)
    return str(text.count(delimiter or "-") + 1 if text else 0)


@readable("STRFTIME")
def _strftime(pbx: Pbx, channel: Channel | None, data: str) -> str:
    """``STRFTIME([epoch[,zone[,format]]])``; all zones are UTC here."""
    epoch, _, form = [*arguments.split(data), "", "", ""][:3]
    moment = float(epoch) if epoch else pbx.clock.now()
    return time.strftime(form or "%c", time.gmtime(moment))


@readable("STRPTIME")
def _strptime(pbx: Pbx, channel: Channel | None, data: str) -> str:
    """``STRPTIME(text,zone,format)`` as seconds since 1970; all zones are UTC here."""
    text, _, form = [*arguments.split(data, limit=3), "", "", ""][:3]
    try:
        return str(timegm(time.strptime(text, form)))
    except ValueError:
        return ""


@readable("MATH")
def _math(pbx: Pbx, channel: Channel | None, data: str) -> str:
    """``MATH(a<op>b[,type])``."""
    text, kind = [*arguments.split(data), "", ""][:2]
    found = re.fullmatch(r"\s*(-?[\d.]+)\s*([-+*/%])\s*(-?[\d.]+)\s*", text)
    if found is None:
        pbx.problem(f"MATH({data}) is not modelled; it reads as nothing")
        return ""
    left, right = float(found[1]), float(found[3])
    match found[2]:
        case "+":
            value = left + right
        case "-":
            value = left - right
        case "*":
            value = left * right
        case "/":
            value = left / right if right else 0.0
        case _:
            value = left % right if right else 0.0
    return str(int(value)) if kind in ("int", "i") else f"{value:f}"


def _step(pbx: Pbx, channel: Channel | None, name: str, by: int) -> str:
    if channel is None:
        return ""
    value = str(int(_variable(pbx, channel, name) or 0) + by)
    channel.set_variable(name, value)
    return value


@readable("MAX")
def _max(pbx: Pbx, channel: Channel | None, data: str) -> str:
    return _extreme(data, max)


@readable("MIN")
def _min(pbx: Pbx, channel: Channel | None, data: str) -> str:
    return _extreme(data, min)


def _extreme(data: str, choose: Callable[[float, float], float]) -> str:
    """Of two numbers: as a whole one where both are written so."""
    words = [*arguments.split(data), "", ""][:2]
    value = choose(*map(arguments.number, words))
    return f"{value:f}" if any("." in word for word in words) else str(int(value))


@readable("DIGIT_SUM")
def _digit_sum(pbx: Pbx, channel: Channel | None, data: str) -> str:
    return str(sum(int(char) for char in data if char in "0123456789"))


@readable("TRIM")
def _trim(pbx: Pbx, channel: Channel | None, data: str) -> str:
    return data.strip(arguments.BLANKS)


@readable("LTRIM")
def _left_trim(pbx: Pbx, channel: Channel | None, data: str) -> str:
    return data.lstrip(arguments.BLANKS)


@readable("RTRIM")
def _right_trim(pbx: Pbx, channel: Channel | None, data: str) -> str:
    return data.rstrip(arguments.BLANKS)


@readable("BASENAME")
def _basename(pbx: Pbx, channel: Channel | None, data: str) -> str:
    return data.rpartition("/")[2]


@readable("DIRNAME")
def _dirname(pbx: Pbx, channel: Channel | None, data: str) -> str:
    return data.rpartition("/")[0] or "."


@readable("INC")
def _inc(pbx: Pbx, channel: Channel | None, data: str) -> str:
    return _step(pbx, channel, data, 1)


@readable("DEC")
def _dec(pbx: Pbx, channel: Channel | None, data: str) -> str:
    return _step(pbx, channel, data, -1)


@readable("MD5")
def _md5(pbx: Pbx, channel: Channel | None, data: str) -> str:
    return hashlib.md5(data.encode("utf-8", "surrogateescape"), usedforsecurity=False).hexdigest()


@readable("SHA1")
def _sha1(pbx: Pbx, channel: Channel | None, data: str) -> str:
    return hashlib.sha1(data.encode("utf-8", "surrogateescape"), usedforsecurity=False).hexdigest()


@readable("BASE64_ENCODE")
def _base64_encode(pbx: Pbx, channel: Channel | None, data: str) -> str:
    return base64.b64encode(data.encode("utf-8", "surrogateescape")).decode("ascii")


@readable("BASE64_DECODE")
def _base64_decode(pbx: Pbx, channel: Channel | None, data: str) -> str:
    return base64.b64decode(data + "=" * (-len(data) % 4)).decode("utf-8", "surrogateescape")


@readable("URIENCODE")
def _uriencode(pbx: Pbx, channel: Channel | None, data: str) -> str:
    return quote(data, safe="")


@readable("URIDECODE")
def _uridecode(pbx: Pbx, channel: Channel | None, data: str) -> str:
    return unquote(data, errors="surrogateescape")


@readable("FILTER")
def _filter(pbx: Pbx, channel: Channel | None, data: str) -> str:
    """``FILTER(characters,text)``."""
    allowed, text = [*arguments.split(data, limit=2), "", ""][:2]
    return "".join(re.findall(f"[{allowed}]", text))


@readable("REPLACE")
def _replace(pbx: Pbx, channel: Channel | None, data: str) -> str:
    """``REPLACE(variable,characters[,character])``."""
    name, characters, other = [*arguments.split(data), "", "", ""][:3]
    return "".join(other if char in characters else char for char in _variable(pbx, channel, name))


@readable("STRREPLACE")
def _strreplace(pbx: Pbx, channel: Channel | None, data: str) -> str:
    """``STRREPLACE(variable,text[,other])``."""
    name, text, other = [*arguments.split(data), "", "", ""][:3]
    return _variable(pbx, channel, name).replace(text, other) if text else _variable(pbx, channel, name)


@readable("SPRINTF")
def _sprintf(pbx: Pbx, channel: Channel | None, data: str) -> str:
    """``SPRINTF(format,arguments…)`` with ``%d``, ``%s``, ``%f`` and their widths."""
    form, *values = arguments.split(data) or [""]
    left = iter(values)

    def one(found: re.Match[str]) -> str:
        value = next(left, "")
        match found[0][-1]:
            case "d":
                return found[0] % int(value or 0)
            case "f":
                return found[0] % float(value or 0)
        return found[0] % value

    return re.sub(r"%[-0-9.]*[dsf]", one, form)


@readable("QUOTE")
def _quote(pbx: Pbx, channel: Channel | None, data: str) -> str:
    return '"' + data.replace("\\", "\\\\").replace('"', '\\"') + '"'


@readable("CSV_QUOTE")
def _csv_quote(pbx: Pbx, channel: Channel | None, data: str) -> str:
    return '"' + data.replace('"', '""') + '"'


@readable("SET")
def _set(pbx: Pbx, channel: Channel | None, data: str) -> str:
    """``SET(name=value)``: the value, and the variable has it."""
    name, _, value = data.partition("=")
    if channel is not None:
        channel.set_variable(name, value)
    return value


@readable("PASSTHRU")
def _passthru(pbx: Pbx, channel: Channel | None, data: str) -> str:
    return data


_LETTERS = ("abc", "def", "ghi", "jkl", "mno", "pqrs", "tuv", "wxyz")
_KEYS = {letter: key for key, letters in enumerate(_LETTERS, 2) for letter in letters}


@readable("KEYPADHASH")
def _keypadhash(pbx: Pbx, channel: Channel | None, data: str) -> str:
    return "".join(str(_KEYS[char]) for char in data.lower() if char in _KEYS)


@writable("ARRAY")
def _set_array(pbx: Pbx, channel: Channel | None, data: str, value: str) -> bool:
    """``ARRAY(one,two)=1,2``."""
    if channel is None:
        return False
    for name, item in zip(arguments.split(data), arguments.split(value), strict=False):
        channel.set_variable(name, item)
    return True


@readable("HASH")
def _hash(pbx: Pbx, channel: Channel | None, data: str) -> str:
    name, key = [*arguments.split(data), "", ""][:2]
    return _variable(pbx, channel, f"~HASH~{name}~{key}~")


@writable("HASH")
def _set_hash(pbx: Pbx, channel: Channel | None, data: str, value: str) -> bool:
    name, key = [*arguments.split(data), "", ""][:2]
    if channel is None:
        return False
    channel.set_variable(f"~HASH~{name}~{key}~", value)
    return True


@readable("HASHKEYS")
def _hashkeys(pbx: Pbx, channel: Channel | None, data: str) -> str:
    prefix = f"~HASH~{data}~"
    names = [name for name, _ in channel.variables] if channel is not None else []
    return ",".join(name.removeprefix(prefix)[:-1] for name in reversed(names) if name.startswith(prefix))


@readable("LISTFILTER")
def _listfilter(pbx: Pbx, channel: Channel | None, data: str) -> str:
    """``LISTFILTER(variable,delimiter,item)``: the list without that item."""
    name, delimiter, gone = [*arguments.split(data), "", "", ""][:3]
    return delimiter.join(item for item in _variable(pbx, channel, name).split(delimiter or ",") if item != gone)


# funcs/func_timeout.c

_KINDS = ("absolute", "digit", "response")


@readable("TIMEOUT")
def _timeout(pbx: Pbx, channel: Channel | None, data: str) -> str:
    if channel is None or data not in _KINDS:
        return ""
    if data == "absolute":
        return "0" if channel.ends is None else f"{channel.ends - pbx.clock.now():.3f}"
    return f"{channel.timeouts.get(data, 0.0):.3f}"


@writable("TIMEOUT")
def _set_timeout(pbx: Pbx, channel: Channel | None, data: str, value: str) -> bool:
    if channel is None or data not in _KINDS:
        return False
    seconds = arguments.seconds(value)
    if data == "absolute":
        channel.end_after(seconds)
    else:
        channel.timeouts[data] = seconds
    return True


# main/pbx.c


@readable("EXCEPTION")
def _exception(pbx: Pbx, channel: Channel | None, data: str) -> str:
    if channel is None or channel.exception is None:
        return ""
    reason, place = channel.exception
    return {"reason": reason, "context": place.context, "exten": place.exten, "priority": str(place.priority)}.get(
        data.lower(), ""
    )

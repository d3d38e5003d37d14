"""Dialplan functions: what ``${NAME(…)}``, Getvar and Setvar read and write. Asterisk: funcs/*.c.

Lives here: the registry and the functions of this fake. A function that is not here is reported to `Pbx.problem` and
reads as nothing, as an unknown function does on a real server.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from astami_fake.config import timing
from astami_fake.pbx import arguments, callerid, custom, devices, expression, hints, subroutines
from astami_fake.pbx.channel import Channel, Control
from astami_fake.pbx.snapshots import Party

if TYPE_CHECKING:
    from astami_fake.pbx.pbx import Pbx

Read = Callable[["Pbx", "Channel | None", str], "str | None"]
Write = Callable[["Pbx", "Channel | None", str, str], bool]

_READ: dict[str, Read] = {}
_WRITE: dict[str, Write] = {}

DANGEROUS = frozenset({"DB", "DB_DELETE"})
"""Blocked for whoever is outside the dialplan, unless asterisk.conf says ``live_dangerously = yes``. Recorded."""


def split(name: str) -> tuple[str, str]:
    """``FUNC(args)`` as name and argument text."""
    function, _, rest = name.partition("(")
    return function, rest.removesuffix(")")


def read(pbx: Pbx, channel: Channel | None, name: str) -> str | None:
    """The value of ``FUNC(args)``; None where the function gives none."""
    function, data = split(name)
    if function in pbx.release.lacks_functions:
        pbx.problem(f"there is no function {function} in Asterisk {pbx.release.name}; it reads as nothing")
        return None
    handler = _READ.get(function)
    if handler is None:
        pbx.problem(f"function {function} is not modelled; it reads as nothing")
        return None
    return handler(pbx, channel, data)


def write(pbx: Pbx, channel: Channel | None, name: str, value: str) -> bool:
    """Set ``FUNC(args)``; False where that cannot be."""
    function, data = split(name)
    if function in pbx.release.lacks_functions:
        pbx.problem(f"there is no function {function} in Asterisk {pbx.release.name}; it is not set")
        return False
    handler = _WRITE.get(function)
    if handler is None:
        if function not in _READ:
            pbx.problem(f"function {function} is not modelled; it is not set")
        return False
    return handler(pbx, channel, data, value)


def assign(channel: Channel, name: str, value: str) -> bool:
    """Set a variable of *channel*, or write a function; False where the function cannot be written."""
    if name.endswith(")"):
        return write(channel.pbx, channel, name, value)
    channel.set_variable(name, value)
    return True


def readable(name: str) -> Callable[[Read], Read]:
    def register(handler: Read) -> Read:
        _READ[name] = handler
        return handler

    return register


def writable(name: str) -> Callable[[Write], Write]:
    def register(handler: Write) -> Write:
        _WRITE[name] = handler
        return handler

    return register


# funcs/func_callerid.c


def _party(party: Party, data: str) -> str:
    match data.split(",")[0].lower():
        case "num" | "number":
            return party.number
        case "name":
            return party.name
        case "all":
            return callerid.written(party)
    return ""


def _changed(party: Party, data: str, value: str) -> Party | None:
    match data.split(",")[0].lower():
        case "num" | "number":
            return party._replace(number=value)
        case "name":
            return party._replace(name=value)
        case "all":
            return callerid.parse(value)
    return None


@readable("CALLERID")
def _callerid(pbx: Pbx, channel: Channel | None, data: str) -> str:
    return _party(channel.caller, data) if channel is not None else ""


@writable("CALLERID")
def _set_callerid(pbx: Pbx, channel: Channel | None, data: str, value: str) -> bool:
    changed = _changed(channel.caller, data, value) if channel is not None else None
    if channel is None or changed is None:
        return False
    channel.caller = changed
    channel.publish()
    return True


@readable("CONNECTEDLINE")
def _connectedline(pbx: Pbx, channel: Channel | None, data: str) -> str:
    return _party(channel.connected, data) if channel is not None else ""


@writable("CONNECTEDLINE")
def _set_connectedline(pbx: Pbx, channel: Channel | None, data: str, value: str) -> bool:
    changed = _changed(channel.connected, data, value) if channel is not None else None
    if channel is None or changed is None:
        return False
    channel.connected = changed
    channel.publish()
    channel.tech.indicated(channel, Control.CONNECTED)
    return True


# funcs/func_channel.c

_CHANNEL: dict[str, Callable[[Channel], str]] = {
    "name": lambda channel: channel.name,
    "state": lambda channel: channel.now().headers()[2][1],
    "language": lambda channel: channel.language,
    "accountcode": lambda channel: channel.account,
    "uniqueid": lambda channel: channel.uniqueid,
    "linkedid": lambda channel: channel.linkedid,
    "channeltype": lambda channel: channel.tech.name,
    "context": lambda channel: channel.position.context,
    "exten": lambda channel: channel.position.exten,
}


@readable("CHANNEL")
def _channel(pbx: Pbx, channel: Channel | None, data: str) -> str:
    item = _CHANNEL.get(data.lower())
    if item is None:
        pbx.problem(f"CHANNEL({data}) is not modelled; it reads as nothing")
    return item(channel) if channel is not None and item is not None else ""


@writable("CHANNEL")
def _set_channel(pbx: Pbx, channel: Channel | None, data: str, value: str) -> bool:
    if channel is None:
        return False
    match data.lower():
        case "language":
            channel.language = value
        case "accountcode":
            channel.account = value
        case "hangup_handler_push":
            subroutines.push_handler(channel, value)
        case "hangup_handler_pop":
            subroutines.pop_handler(channel)
            _push_handler(channel, value)
        case "hangup_handler_wipe":
            while subroutines.pop_handler(channel):
                pass
            _push_handler(channel, value)
        case _:
            pbx.problem(f"setting CHANNEL({data}) is not modelled; it is not set")
            return False
    channel.publish()
    return True


def _push_handler(channel: Channel, place: str) -> None:
    """In the place of what was taken away, where there is something to push."""
    if place:
        subroutines.push_handler(channel, place)


# funcs/func_global.c, apps/app_stack.c


@readable("GLOBAL")
def _global(pbx: Pbx, channel: Channel | None, data: str) -> str:
    return pbx.globals.get(data) or ""


@writable("GLOBAL")
def _set_global(pbx: Pbx, channel: Channel | None, data: str, value: str) -> bool:
    pbx.set_global(data, value)
    return True


@readable("LOCAL")
def _local(pbx: Pbx, channel: Channel | None, data: str) -> str:
    return (channel.variables.get(data) or "") if channel is not None else ""


@writable("LOCAL")
def _set_local(pbx: Pbx, channel: Channel | None, data: str, value: str) -> bool:
    return channel is not None and subroutines.declare(channel, data, value)


# funcs/func_db.c


@readable("DB")
def _db(pbx: Pbx, channel: Channel | None, data: str) -> str:
    family, _, key = data.partition("/")
    value = pbx.astdb.get(family, key)
    if value is not None and channel is not None:
        channel.set_variable("DB_RESULT", value)
    return value or ""


@writable("DB")
def _set_db(pbx: Pbx, channel: Channel | None, data: str, value: str) -> bool:
    family, slash, key = data.partition("/")
    if not slash:
        return False
    pbx.astdb.put(family, key, value)
    return True


@readable("DB_EXISTS")
def _db_exists(pbx: Pbx, channel: Channel | None, data: str) -> str:
    family, _, key = data.partition("/")
    return "0" if pbx.astdb.get(family, key) is None else "1"


@readable("DB_DELETE")
def _db_delete(pbx: Pbx, channel: Channel | None, data: str) -> str:
    family, _, key = data.partition("/")
    value = pbx.astdb.get(family, key) or ""
    pbx.astdb.delete(family, key)
    if channel is not None:
        channel.set_variable("DB_RESULT", value)
    return value


@readable("DB_KEYS")
def _db_keys(pbx: Pbx, channel: Channel | None, data: str) -> str:
    """The next part of all keys below a family or a family and the begin of a key, joined by commas."""
    return ",".join(_below(pbx, data))


@readable("DB_KEYCOUNT")
def _db_keycount(pbx: Pbx, channel: Channel | None, data: str) -> str:
    return str(len(_below(pbx, data)))


def _below(pbx: Pbx, prefix: str) -> list[str]:
    family, _, key = prefix.partition("/")
    found = (path.split("/")[2 + bool(key)] for path, _ in pbx.astdb.tree(family, key))
    return list(dict.fromkeys(found))


# funcs/func_strings.c, funcs/func_logic.c


@readable("LEN")
def _len(pbx: Pbx, channel: Channel | None, data: str) -> str:
    return str(len(data.encode("utf-8", "surrogateescape")))


@readable("TOUPPER")
def _toupper(pbx: Pbx, channel: Channel | None, data: str) -> str:
    return data.upper()


@readable("TOLOWER")
def _tolower(pbx: Pbx, channel: Channel | None, data: str) -> str:
    return data.lower()


@readable("ISNULL")
def _isnull(pbx: Pbx, channel: Channel | None, data: str) -> str:
    return "0" if data else "1"


@readable("EXISTS")
def _exists(pbx: Pbx, channel: Channel | None, data: str) -> str:
    return "1" if data else "0"


@readable("IF")
def _if(pbx: Pbx, channel: Channel | None, data: str) -> str | None:
    return _chosen(data, lambda condition: expression.truth(condition.strip(arguments.BLANKS)))


@readable("IFTIME")
def _if_time(pbx: Pbx, channel: Channel | None, data: str) -> str | None:
    return _chosen(data, lambda when: timing.holds(when, pbx.clock.now()))


def _chosen(data: str, holds: Callable[[str], bool]) -> str | None:
    """``condition?then:else``."""
    condition, *rest = arguments.split(data, "?", limit=2)
    if not (condition and rest):
        return None
    branches = [*arguments.split(rest[0], ":", limit=2), "", ""]
    return branches[0 if holds(condition) else 1].strip(arguments.BLANKS)


# funcs/func_devstate.c, funcs/func_extstate.c, funcs/func_presencestate.c, main/pbx_functions.c


@readable("DEVICE_STATE")
def _device_state(pbx: Pbx, channel: Channel | None, data: str) -> str:
    return devices.WORDS[pbx.devices.state(data)]


@writable("DEVICE_STATE")
def _set_device_state(pbx: Pbx, channel: Channel | None, data: str, value: str) -> bool:
    kind, _, name = data.partition(":")
    if kind != custom.KIND or not name or devices.of_word(value) == devices.UNKNOWN:
        return False
    pbx.custom.set(name, value)
    return True


@readable("EXTENSION_STATE")
def _extension_state(pbx: Pbx, channel: Channel | None, data: str) -> str:
    exten, _, context = data.partition("@")
    hint = pbx.hints.find(exten, context or "default")
    return hints.WORDS.get(pbx.hints.state(hint), "UNKNOWN") if hint is not None else "UNKNOWN"


@readable("HINT")
def _hint(pbx: Pbx, channel: Channel | None, data: str) -> str:
    exten, _, context = data.split(",")[0].partition("@")
    hint = pbx.hints.find(exten, context or "default")
    return hint.text if hint is not None else ""


@readable("PRESENCE_STATE")
def _presence_state(pbx: Pbx, channel: Channel | None, data: str) -> str:
    provider, _, field = data.partition(",")
    presence = pbx.presence.find(provider)
    facts = (
        {} if presence is None else {"value": presence.state, "subtype": presence.subtype, "message": presence.message}
    )
    return facts.get(field, "")


@writable("PRESENCE_STATE")
def _set_presence_state(pbx: Pbx, channel: Channel | None, data: str, value: str) -> bool:
    return pbx.presence.set(data, value)

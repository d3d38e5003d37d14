"""PJSIP_HEADER. Asterisk: res/res_pjsip_header_funcs.c. Recorded: case `calls.headers`.

Only headers that a test or the dialplan has given are there; From, Via and the like are not modelled. May import
`functions`, `chan_pjsip`, `arguments`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from astami_fake.pbx import arguments
from astami_fake.pbx.chan_pjsip import PhoneCall
from astami_fake.pbx.channel import Channel
from astami_fake.pbx.functions import readable, writable

if TYPE_CHECKING:
    from astami_fake.pbx.pbx import Pbx


def _headers(channel: Channel | None) -> dict[str, list[str]] | None:
    return channel.tech.headers if channel is not None and isinstance(channel.tech, PhoneCall) else None


@readable("PJSIP_HEADER")
def _header(pbx: Pbx, channel: Channel | None, data: str) -> str:
    """``PJSIP_HEADER(read,name[,number])``: the first header of that name, or another one."""
    action, name, number = [*arguments.split(data), "", "", ""][:3]
    headers = _headers(channel)
    if headers is None or action != "read":
        return ""
    values = headers.get(name.lower(), [])
    at = int(number) if number.isdecimal() else 1
    return values[at - 1] if 0 < at <= len(values) else ""


@writable("PJSIP_HEADER")
def _set_header(pbx: Pbx, channel: Channel | None, data: str, value: str) -> bool:
    """``PJSIP_HEADER(add,name)=value``, and ``update``, ``remove``: of a call that is about to go out."""
    action, name = [*arguments.split(data), "", ""][:2]
    headers = _headers(channel)
    if headers is None or not name:
        return False
    match action:
        case "add":
            headers.setdefault(name.lower(), []).append(value)
        case "update":
            headers[name.lower()] = [value]
        case "remove":
            headers.pop(name.lower(), None)
        case _:
            return False
    return True

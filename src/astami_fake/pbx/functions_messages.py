"""Dialplan functions over the text that a channel is to send: MESSAGE, MESSAGE_DATA. Asterisk: main/message.c.

Recorded: case `functions.message`. May import `functions`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from astami_fake.pbx.channel import Channel
from astami_fake.pbx.functions import readable, writable

if TYPE_CHECKING:
    from astami_fake.pbx.pbx import Pbx

_PARTS = ("to", "from", "body", "custom_data")


@readable("MESSAGE")
def _message(pbx: Pbx, channel: Channel | None, data: str) -> str:
    return channel.message.get(data.lower(), "") if channel is not None else ""


@writable("MESSAGE")
def _set_message(pbx: Pbx, channel: Channel | None, data: str, value: str) -> bool:
    if channel is None or data.lower() not in _PARTS:
        return False
    channel.message[data.lower()] = value
    return True


@readable("MESSAGE_DATA")
def _message_data(pbx: Pbx, channel: Channel | None, data: str) -> str:
    return channel.message_data.get(data, "") if channel is not None else ""


@writable("MESSAGE_DATA")
def _set_message_data(pbx: Pbx, channel: Channel | None, data: str, value: str) -> bool:
    if channel is None:
        return False
    channel.message_data[data] = value
    return True

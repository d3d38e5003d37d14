"""MessageSend. Asterisk: main/message.c, msg_send_exec(). Recorded: case `functions.message`."""

from __future__ import annotations

from astami_fake.pbx import arguments, messages
from astami_fake.pbx.channel import Channel
from astami_fake.pbx.execution import Result, application


@application("MessageSend")
def message_send(channel: Channel, data: str) -> Result:
    """``MessageSend(destination[,from])``: send what MESSAGE(body) holds; MESSAGE_SEND_STATUS says how it went."""
    to = [*arguments.split(data), ""][0]
    channel.set_variable("MESSAGE_SEND_STATUS", messages.send(channel.pbx, to).value)
    return Result.GO_ON

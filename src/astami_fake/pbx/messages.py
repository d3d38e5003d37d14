"""Texts outside of calls: who takes them. Asterisk: main/message.c, res/res_pjsip_messaging.c.

Recorded: cases `pjsip.message.send`, `functions.message`, `messages.*`. Lives here: texts that go to phones, and those
that come and run through the dialplan. Does not live here: who sends them (the action MessageSend, the application of
that name, `phones`). May import `causes`, `execution`, `snapshots`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from astami_fake.pbx import causes, execution
from astami_fake.pbx.snapshots import Position
from astami_fake.pbx.tasks import Waiting
from astami_fake.pbx.variables import Variables

if TYPE_CHECKING:
    from astami_fake.pbx.channel import Channel, Control
    from astami_fake.pbx.pbx import Pbx

CHANNEL = "Message/ast_msg_queue"
ACCEPTED, NOT_FOUND, NOT_IMPLEMENTED = 202, 404, 501
"""What a phone is told that has sent a text: it runs, there is no such extension, the module is not loaded. Recorded:
cases `messages.told`, `messages.nobody`, `messages.unloaded`."""


_MODULE = "res_pjsip_messaging"


class Sent(Enum):
    """What became of a text, as the variable MESSAGE_SEND_STATUS says it."""

    SUCCESS = "SUCCESS"
    FAILURE = "FAILURE"
    INVALID_PROTOCOL = "INVALID_PROTOCOL"
    INVALID_URI = "INVALID_URI"


def send(pbx: Pbx, to: str) -> Sent:
    """Send a text to *to*, ``pjsip:endpoint``: a registered phone takes and keeps it."""
    if not to:
        return Sent.INVALID_URI
    technology, _, name = to.partition(":")
    if technology.lower() != "pjsip" or pbx.modules.find(_MODULE) is None:
        return Sent.INVALID_PROTOCOL
    endpoint = pbx.pjsip.endpoints.get(name)
    return Sent.SUCCESS if endpoint is not None and endpoint.contacts else Sent.FAILURE


@dataclass(frozen=True, slots=True)
class Text:
    """A text that has come.

    Attributes:
        place: the extension that it is for.
        writer, recipient: who it is from and for, as ``MESSAGE(from)`` and ``MESSAGE(to)`` say it.
        data: what its sender said besides, by name: ``MESSAGE_DATA(…)``.
    """

    place: Position
    writer: str
    recipient: str
    body: str
    data: Mapping[str, str] = field(default_factory=dict)


class _Driver:
    """The driver's side of the channel of texts: nobody is behind it."""

    name = "Message"
    device = CHANNEL
    call_id = ""
    format = "slin"
    identifies = False
    sounds = False
    native = False

    def call(self, channel: Channel) -> bool:
        return False

    def answered(self, channel: Channel) -> None: ...

    def indicated(self, channel: Channel, control: Control) -> None: ...

    def digit_begins(self, channel: Channel, digit: str) -> None: ...

    def digit_ends(self, channel: Channel, digit: str, duration: int) -> None: ...

    def moved(self, channel: Channel) -> None: ...

    def hung_up(self, channel: Channel) -> None: ...


class Texts:
    """Texts on their way through the dialplan: one after the other, all on one channel. It comes with the first of them
    and stays; no name finds it and no hangup ends it."""

    def __init__(self, pbx: Pbx) -> None:
        self._pbx = pbx
        self._waiting: deque[Text] = deque()
        self._channel: Channel | None = None
        self._runs = False

    def take(self, text: Text) -> int:
        """Let *text* run through the dialplan, once those before it have; what its writer is told."""
        if self._pbx.modules.find(_MODULE) is None:
            return NOT_IMPLEMENTED
        if not self._pbx.dialplan.exists(text.place, ""):
            return NOT_FOUND
        self._waiting.append(text)
        if not self._runs:
            self._runs = True
            self._pbx.spawn(self._run())
        return ACCEPTED

    def _run(self) -> Waiting[None]:
        if self._channel is None:
            begins = Position("default", "s", 1)
            self._channel = self._pbx.channels.create(_Driver(), CHANNEL, begins, state=causes.UP, hidden=True)
        channel = self._channel
        while self._waiting:
            text = self._waiting.popleft()
            channel.variables = Variables()
            channel.message = {"to": text.recipient, "from": text.writer, "body": text.body}
            channel.message_data = dict(text.data)
            channel.position, channel.application, channel.data = text.place, "", ""
            channel.publish()
            yield from execution.visit(channel)
            # Lists show it as it was told last (recorded: messages.shown).
            last = channel.last
            channel.position, channel.application, channel.data = last.position, last.application, last.data
        self._runs = False

"""What is known of the messages in mailboxes, here or on another server. Asterisk: main/mwi.c,
res/res_pjsip_pubsub.c.

Lives here: MessageWaiting, a NOTIFY that comes back to this very server, mailboxes as devices (res_mwi_devstate;
recorded: case `devices.mailbox`). Does not live here: the messages of this server (`voicemail`); those of another one
MailboxCount does not know (recorded: `mwi.notified`). May import `devices`, `events`, `pjsip`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from astami_fake.pbx import devices
from astami_fake.pbx.events import Event
from astami_fake.pbx.pjsip import PORT, Endpoint

if TYPE_CHECKING:
    from astami_fake.pbx.channel import Channel
    from astami_fake.pbx.pbx import Pbx

DEVICES = "res_mwi_devstate.so"
"""The module that makes devices of mailboxes; their states stay where it is unloaded."""

_COUNTS = re.compile(r"Voice-Message:\s*(\d+)/(\d+)", re.IGNORECASE)


class Mailboxes:
    """The mailboxes that a message-summary was ever told of."""

    def __init__(self, pbx: Pbx) -> None:
        self._pbx = pbx
        self._known: dict[str, tuple[int, int]] = {}
        self._new: dict[str, int] = {}

    def notified(self, endpoint: Endpoint, variables: Sequence[tuple[str, str]]) -> None:
        """A NOTIFY goes to *endpoint*: where its contact is this server, the sender's mailbox is what it is about."""
        here = any(contact.host == "127.0.0.1" and contact.port == PORT for contact in endpoint.contacts)
        if not here or ("Event", "message-summary") not in variables:
            return
        sender = self._pbx.pjsip.endpoints.get(endpoint.settings.get("from_user"))
        mailbox = sender.settings.get("incoming_mwi_mailbox") if sender is not None else ""
        counts = next((found for name, text in variables if name == "Content" and (found := _COUNTS.match(text))), None)
        if mailbox and counts is not None:
            new, old = int(counts[1]), int(counts[2])
            if self._known.get(mailbox) != (new, old):
                self._known[mailbox] = (new, old)
                self.publish(mailbox, new, old, waiting=False)

    def publish(self, mailbox: str, new: int, old: int, *, waiting: bool, channel: Channel | None = None) -> None:
        """The *mailbox* has so many new and old messages; *waiting* where they are here, *channel* has left one."""
        counts = (("Waiting", str(int(waiting))), ("New", str(new)), ("Old", str(old)))
        headers = (*(channel.last.headers() if channel is not None else ()), ("Mailbox", mailbox), *counts)
        self._pbx.events.publish(Event("MessageWaiting", ("call",), headers))
        self._new[mailbox] = new
        if self._pbx.modules.brings(DEVICES):
            self._be_device(mailbox)

    def be_devices(self) -> None:
        """All mailboxes that were ever told of are devices from now on."""
        for mailbox in self._new:
            self._be_device(mailbox)

    def _be_device(self, mailbox: str) -> None:
        self._pbx.devices.keep(f"MWI:{mailbox}", devices.INUSE if self._new[mailbox] else devices.NOT_INUSE)

"""Mailboxes whose messages another server tells of. Asterisk: main/mwi.c, res/res_pjsip_pubsub.c.

Lives here: a NOTIFY that comes back to this very server, MessageWaiting. Does not live here: voicemail, which is not
modelled; without it MailboxCount knows of no message (recorded: `mwi.notified`). May import `events`, `pjsip`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from astami_fake.pbx.events import Event
from astami_fake.pbx.pjsip import PORT, Endpoint

if TYPE_CHECKING:
    from astami_fake.pbx.pbx import Pbx

_COUNTS = re.compile(r"Voice-Message:\s*(\d+)/(\d+)", re.IGNORECASE)


class Mailboxes:
    """The mailboxes that a message-summary was ever told of."""

    def __init__(self, pbx: Pbx) -> None:
        self._pbx = pbx
        self._known: dict[str, tuple[int, int]] = {}

    def notified(self, endpoint: Endpoint, variables: Sequence[tuple[str, str]]) -> None:
        """A NOTIFY goes to *endpoint*: where its contact is this server, the sender's mailbox is what it is about."""
        here = any(contact.host == "127.0.0.1" and contact.port == PORT for contact in endpoint.contacts)
        if not here or ("Event", "message-summary") not in variables:
            return
        sender = self._pbx.pjsip.endpoints.get(endpoint.settings.get("from_user"))
        mailbox = sender.settings.get("incoming_mwi_mailbox") if sender is not None else ""
        counts = next((found for name, text in variables if name == "Content" and (found := _COUNTS.match(text))), None)
        if mailbox and counts is not None:
            self.tell(mailbox, int(counts[1]), int(counts[2]))

    def tell(self, mailbox: str, new: int, old: int) -> None:
        """The *mailbox* has so many new and old messages."""
        if self._known.get(mailbox) == (new, old):
            return
        self._known[mailbox] = (new, old)
        headers = (("Mailbox", mailbox), ("Waiting", "0"), ("New", str(new)), ("Old", str(old)))
        self._pbx.events.publish(Event("MessageWaiting", ("call",), headers))

"""Texts outside of calls: who takes them. Asterisk: main/message.c, res/res_pjsip_messaging.c.

Recorded: cases `pjsip.message.send`, `functions.message`. Does not live here: who sends them (the action MessageSend,
the application of that name). May import `pbx`.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from astami_fake.pbx.pbx import Pbx


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
    if technology.lower() != "pjsip" or pbx.modules.find("res_pjsip_messaging") is None:
        return Sent.INVALID_PROTOCOL
    endpoint = pbx.pjsip.endpoints.get(name)
    return Sent.SUCCESS if endpoint is not None and endpoint.contacts else Sent.FAILURE

"""Making a channel from ``TECH/address``. Asterisk: main/channel.c, ast_request().

Lives here: which technologies there are. Local and PJSIP; an endpoint that is not there or not registered refuses
(recorded: cases `calls.inbound.unregistered`, `calls.inbound.noendpoint`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from astami_fake.pbx import causes
from astami_fake.pbx.local import Local

if TYPE_CHECKING:
    from astami_fake.pbx.channel import Channel
    from astami_fake.pbx.pbx import Pbx


class Refused(Exception):
    """There is no channel to be had; *cause* says why."""

    def __init__(self, cause: int) -> None:
        super().__init__(cause)
        self.cause = cause


def request(
    pbx: Pbx, tech: str, address: str, *, linkedid: str = "", uniqueid: str = "", other_uniqueid: str = ""
) -> Channel:
    """A new channel to *address*, not yet calling.

    Raises:
        Refused: the technology is unknown, or knows no such address.
    """
    match tech.lower():
        case "local":
            return Local(pbx, address, uniqueid, other_uniqueid, linkedid).first
        case "pjsip":
            channel = pbx.phones.request(address, uniqueid=uniqueid, linkedid=linkedid)
            if channel is None:
                raise Refused(causes.NO_ROUTE)
            return channel
        case _:
            raise Refused(causes.NOT_IMPLEMENTED)

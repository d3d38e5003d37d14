"""What all who dial share: the events about a leg. Asterisk: main/stasis_channels.c, ast_channel_publish_dial()."""

from __future__ import annotations

from astami_fake.pbx.channel import Channel
from astami_fake.pbx.events import Event, Headers


def _tell(name: str, caller: Channel | None, leg: Channel, last: tuple[str, str]) -> None:
    headers: Headers = caller.now().headers() if caller is not None else ()
    leg.pbx.events.publish(Event(name, ("call",), (*headers, *leg.now().headers("Dest"), last)))


def begin(caller: Channel | None, leg: Channel, address: str) -> None:
    """DialBegin, of a caller or of nobody (an Originate)."""
    _tell("DialBegin", caller, leg, ("DialString", address))


def end(caller: Channel | None, leg: Channel, status: str) -> None:
    """DialEnd with its ``DialStatus``."""
    _tell("DialEnd", caller, leg, ("DialStatus", status))

"""What all who dial share: the events about a leg. Asterisk: main/stasis_channels.c, ast_channel_publish_dial()."""

from __future__ import annotations

from astami_fake.pbx.channel import Channel, Snapshot
from astami_fake.pbx.events import Event, Headers


def _tell(name: str, caller: Channel | None, leg: Channel, shown: Snapshot, last: tuple[str, str]) -> None:
    headers: Headers = caller.now().headers() if caller is not None else ()
    leg.pbx.events.publish(Event(name, ("call",), (*headers, *shown.headers("Dest"), last)))


def begin(caller: Channel | None, leg: Channel, address: str) -> None:
    """DialBegin, of a caller or of nobody (an Originate). It shows the leg as it was told last."""
    _tell("DialBegin", caller, leg, leg.last, ("DialString", address))


def state(caller: Channel | None, leg: Channel, status: str) -> None:
    """DialState: what is heard of the leg before it answers, ``RINGING`` or ``PROGRESS``."""
    _tell("DialState", caller, leg, leg.now(), ("DialStatus", status))


def end(caller: Channel | None, leg: Channel, status: str) -> None:
    """DialEnd with its ``DialStatus``."""
    _tell("DialEnd", caller, leg, leg.now(), ("DialStatus", status))

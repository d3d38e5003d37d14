"""What all who dial share: the events about a leg. Asterisk: main/stasis_channels.c, ast_channel_publish_dial()."""

from __future__ import annotations

from astami_fake.pbx.channel import Channel
from astami_fake.pbx.events import Event, Headers
from astami_fake.pbx.snapshots import Snapshot


def _tell(name: str, caller: Headers, leg: Channel, shown: Snapshot, last: tuple[str, str]) -> None:
    leg.pbx.events.publish(Event(name, ("call",), (*caller, *shown.headers("Dest"), last)))


def _now(caller: Channel | None) -> Headers:
    return caller.now().headers() if caller is not None else ()


def begin(caller: Channel | None, leg: Channel, address: str) -> None:
    """DialBegin, of a caller or of nobody (an Originate). It shows both as they were told last."""
    _tell("DialBegin", caller.last.headers() if caller is not None else (), leg, leg.last, ("DialString", address))


def state(caller: Channel | None, leg: Channel, status: str) -> None:
    """DialState: what is heard of the leg before it answers, ``RINGING`` or ``PROGRESS``."""
    _tell("DialState", _now(caller), leg, leg.now(), ("DialStatus", status))


def end(caller: Channel | None, leg: Channel, status: str) -> None:
    """DialEnd with its ``DialStatus``."""
    _tell("DialEnd", _now(caller), leg, leg.now(), ("DialStatus", status))

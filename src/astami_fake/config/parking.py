"""Reads ``res_parking.conf``: parking lots. Asterisk: res/res_parking.c. May import `config.reader`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from astami_fake.config.reader import Section, read

FILE = "res_parking.conf"
REGISTRAR = "res_parking"
"""Who has put the extensions of lots into the dialplan; those of places, with the lot behind a slash."""


@dataclass(frozen=True, slots=True)
class Lot:
    """One lot as configured.

    Attributes:
        extension: that parks whoever dials it; empty for none.
        context: where it and the places can be dialled.
        first, last: its places.
        time: seconds until a parked call comes back.
        to_origin: it comes back to who parked it; else to *comeback_context*.
        dial_time: seconds for which who parked it is called.
        music: class of music for the parked.
    """

    name: str
    extension: str = ""
    context: str = "parkedcalls"
    first: int = 701
    last: int = 750
    time: int = 45
    to_origin: bool = True
    comeback_context: str = "parkedcallstimeout"
    dial_time: int = 30
    music: str = ""


_PLAIN = Lot("")


def load(etc: Path) -> list[Lot]:
    """Read ``res_parking.conf`` of the folder *etc*; a missing file means no lots.

    Raises:
        ConfigError: a mistake, with file and line.
    """
    return [_lot(section) for section in read(etc, FILE, missing_ok=True) if section.name != "general"]


def _lot(section: Section) -> Lot:
    places = section.find("parkpos")
    first, last = _PLAIN.first, _PLAIN.last
    if places is not None:
        low, dash, high = places.value.partition("-")
        if not (dash and low.strip().isdigit() and high.strip().isdigit() and int(low) <= int(high)):
            raise places.error(f"parkpos is {places.value!r}", "first-last, like 701-720, is expected")
        first, last = int(low), int(high)
    return Lot(
        section.name,
        section.get("parkext"),
        section.get("context") or _PLAIN.context,
        first,
        last,
        section.number("parkingtime", _PLAIN.time, 0),
        section.flag("comebacktoorigin", True),
        section.get("comebackcontext") or _PLAIN.comeback_context,
        section.number("comebackdialtime", _PLAIN.dial_time, 0),
        section.get("parkedmusicclass"),
    )

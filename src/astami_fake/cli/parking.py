"""The CLI family ``parking``. Asterisk: res/parking/parking_ui.c. Recorded: case `parking.command`."""

from __future__ import annotations

from collections.abc import Sequence

from astami_fake.cli._registry import Lines, ShowUsage, command
from astami_fake.pbx.parking import Lot
from astami_fake.pbx.pbx import Pbx

_RULE = "-" * 74


@command("parking show")
def parking_show(pbx: Pbx, words: Sequence[str]) -> Lines:
    """handle_show_parking_lot_cmd()."""
    if len(words) > 1:
        raise ShowUsage("")
    if not words:
        lots = [line for lot in pbx.parking.lots.values() for line in _lot(lot)]
        general = ["", "Parking General Options", "-" * 23, "Dynamic Parking     :  no", ""]
        return [*general, *lots, ""]
    lot = pbx.parking.lots.get(words[0])
    if lot is None:
        return ["", f"Could not find parking lot '{words[0]}'", ""]
    return ["", *_lot(lot), "Parked Calls", "-" * 12, *_calls(lot), ""]


def _lot(lot: Lot) -> Lines:
    settings = lot.settings
    unused = " (comebacktoorigin=yes, not used)" if settings.to_origin else ""
    return [
        f"Parking Lot: {settings.name}",
        _RULE,
        f"Parking Extension   :  {settings.extension}",
        f"Parking Context     :  {settings.context}",
        f"Parking Spaces      :  {settings.first}-{settings.last}",
        f"Parking Time        :  {settings.time} sec",
        f"Comeback to Origin  :  {'yes' if settings.to_origin else 'no'}",
        f"Comeback Context    :  {settings.comeback_context}{unused}",
        f"Comeback Dial Time  :  {settings.dial_time} sec",
        f"MusicOnHold Class   :  {settings.music}",
        "Enabled             :  yes",
        "Dynamic             :  no",
        "",
    ]


def _calls(lot: Lot) -> Lines:
    if not lot.parked:
        return ["  (none)", ""]
    lines = []
    for call in lot.parked:
        lines += [
            f"  Space               :  {call.space}",
            f"  Channel             :  {call.channel.name}",
            f"  Parker Dial String  :  {call.parker}",
            "",
        ]
    return lines

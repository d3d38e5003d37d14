"""Actions on parking: Park, ParkedCalls, Parkinglots. Asterisk: res/parking/parking_manager.c.

Recorded: cases `parking.*`.
"""

from __future__ import annotations

from astami_fake.actions._lists import complete, start
from astami_fake.actions._registry import Action, Frame, Manager, Reply, action, error, success
from astami_fake.pbx.channel import Channel
from astami_fake.pbx.parking import DEFAULT, Lot
from astami_fake.pbx.pbx import Pbx


@action("Parkinglots", privilege="call")
def lots(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """manager_parking_lot_list()."""
    items: list[Frame] = [
        [
            ("Event", "Parkinglot"),
            *action.action_id,
            ("Name", lot.settings.name),
            ("StartSpace", str(lot.settings.first)),
            ("StopSpace", str(lot.settings.last)),
            ("Timeout", str(lot.settings.time)),
        ]
        for lot in pbx.parking.lots.values()
    ]
    return [start(action, "Parking lots will follow"), *items, complete(action, "ParkinglotsComplete", len(items))]


@action("ParkedCalls", privilege="call")
def parked_calls(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """List the parked calls of one lot or of all. manager_parking_status()."""
    name = action.get("ParkingLot")
    found = list(pbx.parking.lots.values())
    if name:
        found = [lot for lot in found if lot.settings.name == name]
        if not found:
            return error(action, "Requested parking lot could not be found.")
    items: list[Frame] = [
        [("Event", "ParkedCall"), *call.event(), *action.action_id] for lot in found for call in lot.parked
    ]
    end = complete(action, "ParkedCallsComplete", len(items), ("Total", str(len(items))))
    return [start(action, "Parked calls will follow"), *items, end]


@action("Park", privilege="call")
def park(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Take a channel out of its bridge and park it. manager_park(). No sound is told to the channel that announces."""
    name, time = action.get("Channel"), action.get("Timeout")
    if not name:
        return error(action, "Channel not specified")
    if time and not time.isdigit():
        return error(action, "Invalid Timeout value.")
    channel = pbx.channels.find(name)
    if channel is None:
        return error(action, f"Channel does not exist: {name}")
    lot = pbx.parking.lots.get(action.get("Parkinglot") or DEFAULT)
    if lot is None:
        session.violation(f"there is no lot {action.get('Parkinglot')!r}, and Asterisk 22.10 crashes on such a Park")
        return error(action, "astami_fake has no such lot, and real Asterisk 22.10 crashes here")
    if channel.bridge is None:
        session.violation(f"astami_fake parks only channels that are in a bridge, and {name} is in none")
        return error(action, f"astami_fake does not model parking {name} out of the dialplan")
    parker = action.get("TimeoutChannel")
    seconds = int(time) // 1000 if time else None
    pbx.at_once(lambda: _park(pbx, lot, channel, parker, seconds))
    return success(action, "Park successful\n")


def _park(pbx: Pbx, lot: Lot, channel: Channel, parker: str, seconds: int | None) -> None:
    if parker:
        channel.set_variable("BLINDTRANSFER", parker)
    pbx.parking.park(lot, channel, parker, seconds)

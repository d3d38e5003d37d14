"""Parking lots: who is parked where, how long, and what becomes of it. Asterisk: res/res_parking.c, res/parking/.

Lives here: lots, parking, retrieving, giving up, coming back. Does not live here: the applications Park and ParkedCall
(`applications.parking`), the actions (`actions.res_parking`). May import `bridge`, `bridging`, `config.parking`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from astami_fake.config import parking
from astami_fake.config.extensions import Context, Extension, Step
from astami_fake.pbx import devices
from astami_fake.pbx.bridge import PARKING, Bridge
from astami_fake.pbx.channel import Channel
from astami_fake.pbx.events import Event, Headers
from astami_fake.pbx.snapshots import Position

if TYPE_CHECKING:
    from astami_fake.pbx.pbx import Pbx


DEFAULT = "default"
"""The lot where none is named."""


@dataclass(eq=False, slots=True)
class Parked:
    """A parked call.

    Attributes:
        parker: dial string of who is called back.
        time: seconds until then.
        since: PBX time of its parking.
        retrieved: somebody has fetched it.
        timed_out: nobody has.
    """

    lot: Lot
    channel: Channel
    parker: str
    space: int
    time: int
    since: float
    retrieved: bool = False
    timed_out: bool = False

    def headers(self) -> Headers:
        """What the events of parking tell of it."""
        passed = int(self.channel.pbx.clock.now() - self.since)
        return (
            ("ParkerDialString", self.parker),
            ("Parkinglot", self.lot.settings.name),
            ("ParkingSpace", str(self.space)),
            ("ParkingTimeout", str(self.time - passed if self.time else 0)),
            ("ParkingDuration", str(passed)),
        )

    def event(self) -> Headers:
        """The whole body of an event about it."""
        return (*self.channel.last.headers("Parkee"), *self.headers())


@dataclass(eq=False, slots=True)
class Lot:
    """A parking lot; its bridge is made for the first call and kept."""

    settings: parking.Lot
    parked: list[Parked] = field(default_factory=list)
    bridge: Bridge | None = None

    def free(self) -> int | None:
        """The first free place."""
        taken = {call.space for call in self.parked}
        places = range(self.settings.first, self.settings.last + 1)
        return next((place for place in places if place not in taken), None)


class Parking:
    """The lots of one PBX, in the order of the file."""

    def __init__(self, pbx: Pbx) -> None:
        self._pbx = pbx
        self.lots: dict[str, Lot] = {}
        self._late: dict[Channel, Parked] = {}

    def load(self) -> None:
        """Read res_parking.conf; who is parked stays."""
        settings = [] if self._pbx.etc is None else parking.load(self._pbx.etc)
        kept = self.lots
        self.lots = {}
        for lot in settings:
            old = kept.get(lot.name)
            self.lots[lot.name] = Lot(lot, old.parked if old else [], old.bridge if old else None)

    def extend(self, contexts: dict[str, Context]) -> None:
        """Let lots and places be dialled: they are extensions of the lots' contexts."""
        for lot in self.lots.values():
            settings = lot.settings
            if not settings.extension:
                continue
            context = contexts.setdefault(settings.context, Context(settings.context))
            known = {extension.name for extension in context.extensions}
            wanted = [(settings.extension, "Park", "", parking.REGISTRAR)]
            wanted += [
                (str(place), "ParkedCall", f"{settings.name},{place}", f"{parking.REGISTRAR}/{settings.name}")
                for place in range(settings.first, settings.last + 1)
            ]
            for name, application, data, registrar in wanted:
                if name not in known:
                    step = Step(application, data, "", parking.FILE, 0, registrar)
                    context.extensions.append(Extension(name, None, {1: step}))

    def of(self, channel: Channel) -> Parked | None:
        """The parking of *channel*."""
        return next((call for lot in self.lots.values() for call in lot.parked if call.channel is channel), None)

    def park(self, lot: Lot, channel: Channel, parker: str = "", time: int | None = None) -> bool:
        """Put *channel* into the first free place; False where the lot is full."""
        space = lot.free()
        if space is None:
            return False
        if lot.bridge is None:
            lot.bridge = Bridge(self._pbx, PARKING, creator="Parking", name=lot.settings.name)
            lot.bridge.on_entered = _arrived
            lot.bridge.on_leaving = self._leaving
            lot.bridge.on_left = self._left
        seconds = lot.settings.time if time is None else time
        call = Parked(lot, channel, parker or address(channel), space, seconds, self._pbx.clock.now())
        if channel.bridge is not None:
            channel.bridge.release(channel)
        lot.parked.append(call)
        self._tell("ParkedCall", call)
        lot.bridge.enter(channel)
        self._pbx.music.start(channel, lot.settings.music)
        if seconds:
            self._pbx.clock.call_later(seconds, lambda: self._time_out(call))
        self._changed(call)
        return True

    def retrieve(self, call: Parked, retriever: Channel) -> None:
        """Somebody fetches *call*: it leaves its place."""
        call.retrieved = True
        self._tell("UnParkedCall", call, retriever.last.headers("Retriever"))

    def _leaving(self, channel: Channel) -> None:
        """The channel is about to leave its lot's bridge, whatever the reason."""
        call = self.of(channel)
        if call is None:
            return
        if call.timed_out:
            self._tell_comeback(call)
        self._pbx.music.stop(channel)
        if not call.retrieved and not call.timed_out:
            self._tell("ParkedCallGiveUp", call)
        call.lot.parked.remove(call)
        self._changed(call)

    def _left(self, channel: Channel) -> None:
        """The channel has left its lot's bridge."""
        call = self._late.pop(channel, None)
        if call is not None and not channel.hanging_up:
            self.come_back(call)

    def _time_out(self, call: Parked) -> None:
        if call not in call.lot.parked or call.lot.bridge is None or call.channel.hanging_up:
            return
        call.timed_out = True
        self._late[call.channel] = call
        call.lot.bridge.kick(call.channel)

    def _tell_comeback(self, call: Parked) -> None:
        """What the dialplan learns of a call that comes back. Asterisk: parking_set_duration ff., recorded."""
        flat = flattened(call.parker)
        variables = [("PARKING_SPACE", str(call.space))]
        if self._pbx.release.parking_slot:
            variables.append(("PARKINGSLOT", str(call.space)))
        variables += [("PARKEDLOT", call.lot.settings.name), ("PARKER", call.parker), ("PARKER_FLAT", flat)]
        for name, value in (*variables, ("BRIDGE_FEATURES", "")):
            call.channel.set_variable(name, value)

    def come_back(self, call: Parked) -> None:
        """A call that nobody fetched goes to who parked it, or where the lot says."""
        settings, channel = call.lot.settings, call.channel
        flat = flattened(call.parker)
        context = "park-dial" if settings.to_origin else settings.comeback_context
        if settings.to_origin:
            self._dial_back(call, flat)
        named = Position(context, flat, 1)
        there = self._pbx.dialplan.exists(named, channel.caller.number)
        channel.position = named if there else Position(context, "s", 1)
        channel.goto = channel.position
        channel.publish()
        self._tell("ParkedCallTimeOut", call)

    def _dial_back(self, call: Parked, flat: str) -> None:
        """The extension that calls who parked; it stays for the next time."""
        context = self._pbx.dialplan.contexts.setdefault("park-dial", Context("park-dial"))
        if all(extension.name != flat for extension in context.extensions):
            data = f"{call.parker},{call.lot.settings.dial_time},"
            context.extensions.append(
                Extension(flat, None, {1: Step("Dial", data, "", parking.FILE, 0, parking.REGISTRAR)})
            )

    def _tell(self, name: str, call: Parked, more: Headers = ()) -> None:
        headers = (*call.channel.last.headers("Parkee"), *more, *call.headers())
        self._pbx.events.publish(Event(name, ("call",), headers))

    def state(self, place: str) -> int:
        """The state of the device ``park:space@context``; a place that no lot has is free."""
        used = (f"{call.space}@{lot.settings.context}" for lot in self.lots.values() for call in lot.parked)
        return devices.INUSE if place in used else devices.NOT_INUSE

    def _changed(self, call: Parked) -> None:
        self._pbx.devices.changed(f"park:{call.space}@{call.lot.settings.context}")


def _arrived(channel: Channel) -> None:
    """The transfer that has brought the channel here is over."""
    if channel.variables.get("BLINDTRANSFER") is not None:
        channel.set_variable("BLINDTRANSFER", None)


def by_keys(channel: Channel, bridge: Bridge) -> None:
    """Park the other one of a call, with *channel* as who did it: the feature ``parkcall``."""
    parking = channel.pbx.parking
    lot = parking.lots.get(channel.variables.get("PARKINGLOT") or DEFAULT)
    others = [member for member in bridge.members if member is not channel]
    if lot is None or len(others) != 1:
        return
    (other,) = others
    other.set_variable("BLINDTRANSFER", channel.name)
    parking.park(lot, other, address(channel))


def address(channel: Channel) -> str:
    """How *channel* is called back: its name without its number."""
    return channel.name.rpartition("-")[0]


def flattened(parker: str) -> str:
    """A dial string as the name of an extension."""
    return parker.replace("/", "_")

"""Local channels: pairs whose halves are the two ends of one line. Asterisk: main/core_local.c.

Lives here: the pair, its call into the dialplan, what answer and hangup of one half do to the other. Does not live
here: the dialplan run that the second half begins (`execution`), a pair that is not needed any more (`optimization`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from astami_fake.pbx import causes, digits, execution
from astami_fake.pbx.channel import Channel, Control
from astami_fake.pbx.events import Event
from astami_fake.pbx.snapshots import Position

if TYPE_CHECKING:
    from astami_fake.pbx.pbx import Pbx


class Local:
    """The driver's side of a pair.

    Attributes:
        one: ``;1``, the half that whoever dials holds; None when it is gone. `first` is it for ever.
        two: ``;2``, the half that runs the dialplan.
        optimizes: the pair takes itself out of a call when it can.
    """

    name = "Local"
    call_id = ""
    format = "slin"
    identifies = False
    native = False
    sounds = True

    def __init__(self, pbx: Pbx, address: str, uniqueid: str, other_uniqueid: str, linkedid: str) -> None:
        target, *options = address.split("/")
        exten, _, context = target.partition("@")
        context = context or "default"
        self._pbx = pbx
        self.optimizes = "n" not in "".join(options)
        self.device = f"Local/{exten}@{context}"
        position = Position(context, exten, 1)
        name = f"{self.device}-{pbx.next_local():08x}"
        one = pbx.channels.create(self, f"{name};1", position, uniqueid=uniqueid, linkedid=linkedid)
        self.first = one
        self.one: Channel | None = one
        self.two: Channel | None = pbx.channels.create(
            self,
            f"{name};2",
            position,
            state=causes.RING,
            uniqueid=other_uniqueid or (f"{uniqueid};2" if uniqueid else ""),
            linkedid=one.linkedid,
        )

    def call(self, channel: Channel) -> bool:
        """Hand what ``;1`` knows to ``;2`` and let that run the dialplan; False where the extension does not exist."""
        one, two = self.one, self.two
        if one is None or two is None:
            return False
        two.caller, two.connected = one.connected, one.caller
        two.join_call(one.call_number)
        two.language, two.account = one.language, one.account
        for name, value in one.variables:
            two.copy_variable(name, value)
        two.publish()
        if not self._pbx.dialplan.exists(two.position, two.caller.number):
            self.one = self.two = None  # the halves end each on its own (recorded: originate.noexten)
            two.hangup()
            return False
        self._pbx.events.publish(
            Event(
                "LocalBridge",
                ("call",),
                (
                    *one.last.headers("LocalOne"),
                    *two.last.headers("LocalTwo"),
                    ("Context", two.position.context),
                    ("Exten", two.position.exten),
                    ("LocalOptimization", "Yes" if self.optimizes else "No"),
                ),
            )
        )
        self._pbx.spawn(execution.run(two))
        return True

    def answered(self, channel: Channel) -> None:
        if channel is self.two and self.one is not None:
            self.one.queue(Control.ANSWER)

    def indicated(self, channel: Channel, control: Control) -> None:
        other = self.other(channel)
        if other is None:
            return
        if control is Control.CONNECTED:
            other.caller = channel.connected  # told with the next thing that is told of it (recorded: bridge.callerid)
            other.queue(control)
        elif channel is self.two or control is Control.SOUND:
            if control is Control.RINGING and other.state == causes.DOWN:
                other.set_state(causes.RINGING)
            other.queue(control)

    def digit_begins(self, channel: Channel, digit: str) -> None:
        if (other := self.other(channel)) is not None:
            digits.begin(other, digit)

    def digit_ends(self, channel: Channel, digit: str, duration: int) -> None:
        if (other := self.other(channel)) is not None:
            digits.end(other, digit, duration)

    def other(self, channel: Channel) -> Channel | None:
        """The other half, while it exists."""
        return self.one if channel is self.two else self.two

    def moved(self, channel: Channel) -> None:
        if channel.name.endswith(";1"):
            self.one = self.first = channel
        else:
            self.two = channel

    def hung_up(self, channel: Channel) -> None:
        if channel is self.two:
            self.two = None
            status = channel.variables.get("DIALSTATUS")
            if self.one is not None and status and self._pbx.release.local_tells_dial_status:
                self.one.set_variable("CHANLOCALSTATUS", status)
            other = self.one
        else:
            self.one = None
            other = self.two
        if other is not None:
            other.queue_hangup(channel.cause)

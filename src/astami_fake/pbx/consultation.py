"""An attended transfer by keys: who transfers asks somebody while the other side of the call waits. Asterisk:
main/bridge_basic.c, feature_attended_transfer() and its states.

Lives here: the second call, its ways to end. Does not live here: asking for the number (`asking`), the transfer between
two calls of a phone (`transfers`). May import `bridging`, `dialing`, `features`, `technologies`, `transfers`.
Recorded: cases `transfer.attended.*`.
"""

from __future__ import annotations

from astami_fake.pbx import bridging, causes, dialing, technologies, transfers
from astami_fake.pbx.bridge import Bridge
from astami_fake.pbx.channel import Channel, Control
from astami_fake.pbx.events import Event
from astami_fake.pbx.features import Keypad
from astami_fake.pbx.snapshots import Position
from astami_fake.pbx.tasks import Until, Waiting

_ANSWERS = frozenset({Control.ANSWER, Control.BUSY, Control.CONGESTION})


def begin(channel: Channel, bridge: Bridge, target: Position) -> None:
    """*channel* asks whoever is at *target*, and the other side of *bridge* waits."""
    _Consultation(channel, bridge).call(target)


class _Consultation:
    """Two calls of the *transferer*: the *first* one, where the other side waits, and the one with who is asked."""

    def __init__(self, transferer: Channel, first: Bridge) -> None:
        self._pbx = transferer.pbx
        self._transferer = transferer
        self._first = first
        self._keypad = transferer.keypad

    def call(self, target: Position) -> None:
        """Call *target* into a bridge of its own."""
        transferer = self._transferer
        asked = technologies.request(
            self._pbx, "Local", f"{target.exten}@{target.context}", linkedid=transferer.linkedid
        )
        for name in ("TRANSFERERNAME", "ATTENDEDTRANSFER"):
            asked.set_variable(name, transferer.name)
        self._second = Bridge(self._pbx)
        self._second.on_left = self._left
        self._first.on_left = self._left
        self._first.waits = self._second.waits = True
        keys = {transfers.CANCEL: lambda channel, bridge: self._go_back()}
        transferer.keypad = Keypad(keys, self._pbx.features.digit_timeout)
        asked.tech.call(asked)
        self._second.enter(asked)
        asked.set_variable("ATTENDEDTRANSFER", None)
        self._pbx.spawn(self._serve(asked))

    def _serve(self, asked: Channel) -> Waiting[None]:
        """The thread of who is asked: at the first word from there, who transfers comes to hear it."""
        while self._second.holds(asked):
            heard = next((control for control in asked.controls if control in _ANSWERS), None)
            asked.controls.clear()
            if heard is not None:
                self._meet(asked, heard)
                break
            yield Until(asked.wakeup)
        yield from bridging.serve(self._second, asked)

    def _meet(self, asked: Channel, heard: Control) -> None:
        if heard is Control.ANSWER:
            asked.set_state(causes.UP)
        dialing.end(None, asked, heard.name)
        self._second.take(self._transferer)

    def _left(self, channel: Channel) -> None:
        """Somebody has hung up."""
        if channel is self._transferer:
            self._pbx.at_once(self._complete)
        elif not self._second.members or self._second.members == [self._transferer]:
            self._pbx.at_once(self._go_back)

    def _complete(self) -> None:
        """Who transfers has gone: the two others talk."""
        first, second = self._first, self._second
        if len(first.members) == len(second.members) == 1:
            (waiting,), (asked,) = first.members, second.members
            merged = transfers.prefixed("To", first) + transfers.prefixed("From", second)
            self._pbx.events.publish(Event("BridgeMerge", ("call",), merged))
            first.take(asked)
            who = self._transferer
            self._pbx.events.publish(transfers.attended_event((who, first), (who, second), waiting, asked, first))
        self._end()

    def _go_back(self) -> None:
        """The first call goes on; who was asked goes."""
        who = self._transferer
        who.keypad = self._keypad
        if who.bridge is self._second and self._first.members:
            self._first.take(who)
        who.tell("Unhold", "call")
        self._end()

    def _end(self) -> None:
        """There is one call again, with two in it, or none."""
        first, second = self._first, self._second
        first.waits = second.waits = False
        first.on_left = second.on_left = _nobody_cares
        second.dissolve()
        if len(first.members) == 2:
            first.introduce()
        else:
            first.dissolve()


def _nobody_cares(channel: Channel) -> None:
    """A call that is one call again."""

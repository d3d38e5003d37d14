"""PJSIP channels: one call of one phone, seen from both of its ends. Asterisk: channels/chan_pjsip.c.

Lives here: what the driver makes of what a phone does (rings, answers, refuses, holds, presses keys, hangs up), and
of what the PBX wants. Does not live here: its sound (`rtcp`), which phones there are and what they do with calls
(`phones`), endpoints and contacts (`pjsip`), transfers, picking up (`pickup`). May import `channel`, `digits`,
`execution`, `pickup`, `rtcp`, `transfers`.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from contextlib import suppress
from enum import Enum
from typing import TYPE_CHECKING

from astami_fake.clock import Timer
from astami_fake.pbx import causes, digits, execution, pickup, transfers
from astami_fake.pbx.behaviour import BUSY_HERE, DECLINE, DOMAIN, KEY, OK, Behaviour
from astami_fake.pbx.bridge import NATIVE
from astami_fake.pbx.channel import Channel, Control, HungUp
from astami_fake.pbx.rtcp import Media
from astami_fake.pbx.snapshots import Party, Position
from astami_fake.pbx.tasks import Sleep, Waiting

if TYPE_CHECKING:
    from astami_fake.pbx.pbx import Pbx
    from astami_fake.pbx.phones import Phone

CAUSES = {
    403: 21,
    404: causes.UNALLOCATED,
    408: 18,
    410: 22,
    480: causes.NO_ANSWER,
    484: 28,
    486: causes.USER_BUSY,
    488: 58,
    500: 38,
    502: 27,
    503: causes.CONGESTION,
    504: 102,
    600: causes.USER_BUSY,
    603: 21,
}
"""Hangup cause of a refusal by SIP code; `causes.INTERWORKING` for all others. Recorded: cases `calls.refused.*`."""

CODES = {
    causes.UNALLOCATED: 404,
    causes.NO_ROUTE: 404,
    causes.USER_BUSY: BUSY_HERE,
    18: 408,
    causes.NO_ANSWER: 480,
    21: 403,
    22: 410,
    27: 502,
    28: 484,
    causes.CONGESTION: 503,
    38: 500,
    58: 488,
    causes.INTERWORKING: 500,
}
"""What a phone is told that the PBX hangs up on with a cause; nothing for the others. Recorded: as above."""

UNAVAILABLE = 503
"""What a phone is told that calls while its endpoint is out of service. Recorded: case `pjsip.maintenance.calls`."""

GIVEN_UP = 487
"""What a phone is told that gives up its own call."""

REFUSALS = {Control.BUSY: BUSY_HERE, Control.CONGESTION: 503}
"""What a phone is told instead of an answer. Recorded: case `calls.inbound.busy`."""

PACKETS = 5
"""Packets that a key is told to a phone with; the model knows of no other sound. Recorded: case `calls.dtmf`."""


class State(Enum):
    """How far a call is, for its phone."""

    OFFERED = "offered"
    CALLING = "calling"
    UP = "up"
    OVER = "over"


class PhoneCall:
    """A call of a phone, and the driver's side of its channel.

    Attributes:
        phone: whose call it is.
        number: what the phone called, or what was called behind it.
        channel: its channel.
        state: how far it is.
        code: the SIP code with which it was refused, to the phone or by it; 0 for none.
        holds: the phone has put the other side on hold.
        held: the other side has put the phone on hold.
        sounds: the phone sends sound.
        media: the sound that goes each way.
        headers: what the INVITE says besides, by names in lower case: of the phone's own call, or of one that it gets.
    """

    name = "PJSIP"
    identifies = True
    native = True

    def __init__(self, phone: Phone, number: str, state: State) -> None:
        self.phone = phone
        self.number = number
        self.state = state
        self.code = 0
        self.holds = False
        self.held = False
        self.sounds = not phone.mute
        self.headers: dict[str, list[str]] = {}
        self.hears_ringing = False
        self.call_id = new_call_id(phone.pbx)
        self.channel: Channel
        self.on_change: Callable[[], None] = lambda: None
        self._told_media = False
        self._packets = 0
        self._silence: Timer | None = None
        self.media = Media(self)

    @property
    def device(self) -> str:
        return f"PJSIP/{self.phone.name}"

    @property
    def format(self) -> str:
        """The first codec that the endpoint allows."""
        allowed = [name for name in self.phone.endpoint.settings.names("allow") if not name.startswith("!")]
        return allowed[0] if allowed else "ulaw"

    def begin(self, position: Position, caller: Party, *, uniqueid: str = "", linkedid: str = "") -> Channel:
        """Make its channel."""
        pbx, calls = self.phone.pbx, self.state is State.CALLING
        self.channel = pbx.channels.create(
            self,
            f"PJSIP/{self.phone.name}-{pbx.phones.next_channel():08x}",
            position,
            state=causes.RING if calls else causes.DOWN,
            uniqueid=uniqueid,
            linkedid=linkedid,
            caller=caller,
            account=self.phone.account,
        )
        self.channel.call_groups = self.phone.call_groups
        self.channel.pickup_groups = self.phone.pickup_groups
        return self.channel

    # What the PBX does

    def call(self, channel: Channel) -> bool:
        """Offer the call to the phone, which does with it what it was told to."""
        pbx = self.phone.pbx
        behaviour = self.phone.offered(self)
        if behaviour.early_media:
            pbx.at_once(lambda: self._while_offered(lambda: channel.queue(Control.PROGRESS)))
        elif behaviour.ring:
            self._later(behaviour.ring_after, self._ring)
        if behaviour.code:
            self._later(behaviour.after, lambda: self._decide(behaviour))
        return True

    def answered(self, channel: Channel) -> None:
        self._become(State.UP)

    def indicated(self, channel: Channel, control: Control) -> None:
        if control is Control.RINGING:
            self.hears_ringing = True
            self.phone.pbx.devices.changed(self.device)  # not before: a call that fails at once is not seen (recorded)
            self.on_change()
        elif control in (Control.HOLD, Control.UNHOLD):
            self.held = control is Control.HOLD
            self.phone.pbx.devices.changed(self.device)
        elif control in REFUSALS and self.state is State.CALLING:
            self._refused(REFUSALS[control])

    def _refused(self, code: int) -> None:
        """The phone hears from the PBX why it is not answered, and the call is over."""
        self.code = code
        self._become(State.OVER)
        self._say_goodbye(code)

    def digit_begins(self, channel: Channel, digit: str) -> None:
        """The phone hears it."""

    def digit_ends(self, channel: Channel, digit: str, duration: int) -> None:
        self._packets += PACKETS * (self.state is State.UP)
        self.phone.heard(digit)

    def moved(self, channel: Channel) -> None:
        self.channel = channel

    def hung_up(self, channel: Channel) -> None:
        self._tell_media()
        if not channel.tech_cause:
            channel.tech_cause = self.code = CODES.get(channel.cause, 0)
        self._become(State.OVER)

    def refuse(self, code: int) -> None:
        """Refuse a call that the phone makes and nobody has answered; no other call is changed by it (recorded)."""
        if self.state is State.CALLING and self.channel.state != causes.UP:
            self.code = code
            self._become(State.OVER)
            self.channel.queue_hangup(CAUSES.get(code, causes.INTERWORKING), code)

    # What the phone does

    def _later(self, seconds: float, work: Callable[[], None]) -> None:
        pbx = self.phone.pbx
        if seconds > 0:
            pbx.clock.call_later(seconds, lambda: pbx.at_once(lambda: self._while_offered(work)))
        else:
            pbx.at_once(lambda: self._while_offered(work))

    def _while_offered(self, work: Callable[[], None]) -> None:
        if self.state is State.OFFERED:
            work()

    def _ring(self) -> None:
        self.channel.set_state(causes.RINGING)
        self.channel.queue(Control.RINGING)

    def _decide(self, behaviour: Behaviour) -> None:
        if behaviour.code != OK:
            self.reject(behaviour.code)
            return
        self.answer()
        if behaviour.hangs_up is not None:
            self.phone.pbx.clock.call_later(behaviour.hangs_up, lambda: self.phone.pbx.at_once(self.hangup))

    def answer(self) -> None:
        """Pick up.

        Raises:
            ValueError: it is no call that waits for that.
        """
        self._expect(State.OFFERED)
        self._become(State.UP)
        self.channel.queue(Control.ANSWER)

    def reject(self, code: int = 486) -> None:
        """Refuse with a SIP code.

        Raises:
            ValueError: it is no call that waits for its answer.
        """
        self._expect(State.OFFERED)
        self.code = code
        self._become(State.OVER)
        self.channel.queue_hangup(CAUSES.get(code, causes.INTERWORKING), code)

    def hangup(self) -> None:
        """End the call: hang up, give up while it rings there, or decline while it rings here."""
        match self.state:
            case State.OFFERED:
                self.reject(DECLINE)
            case State.CALLING:
                self._become(State.OVER)
                if self.channel.cause:
                    self._say_goodbye(GIVEN_UP)
                else:
                    self.channel.queue_hangup(causes.INTERWORKING, GIVEN_UP)
            case State.UP:
                self._become(State.OVER)
                self._tell_media()
                self._say_goodbye()

    def _say_goodbye(self, code: int = 0) -> None:
        """The phone has hung up; *code* is what it was told before."""
        channel = self.channel
        if self.phone.pbx.release.goodbye_tells_known_cause:
            channel.queue_hangup(channel.cause or None, code)
        else:
            channel.queue_hangup(None if channel.cause else causes.NORMAL_CLEARING, code)

    def hold(self) -> None:
        """Put the other side on hold.

        Raises:
            ValueError: nobody has answered, or it is on hold.
        """
        self._expect(State.UP)
        if self.holds:
            raise ValueError(f"{self.phone.name} holds the call already")
        self.holds = True
        self.media.review()
        self._tell_others(Control.HOLD)
        self.channel.tell("Hold", "call", ("MusicClass", "default"))

    def unhold(self) -> None:
        """Take the other side back.

        Raises:
            ValueError: it is not on hold.
        """
        if not self.holds:
            raise ValueError(f"{self.phone.name} does not hold the call")
        self.holds = False
        self.media.review()
        self._tell_others(Control.UNHOLD)
        self.channel.tell("Unhold", "call")

    def _tell_others(self, control: Control) -> None:
        """The others in the bridge hear it, and sound flows another way from now on."""
        if (bridge := self.channel.bridge) is not None:
            bridge.tell_peers()
            for other in bridge.members:
                if other is not self.channel:
                    other.tech.indicated(other, control)

    @property
    def is_open(self) -> bool:
        """Sound may go both ways."""
        return self.state is State.UP and not self.holds

    def talks(self, seconds: float | None = None) -> None:
        """Send sound from now on, or for so many *seconds*, where the phone is `mute` otherwise.

        Raises:
            ValueError: nobody has answered.
        """
        self._expect(State.UP)
        self.sounds = True
        if self._silence is not None:
            self._silence.cancel()
        self._silence = None if seconds is None else self.phone.pbx.clock.call_later(seconds, self._fall_silent)
        self._sound_changed()

    def _fall_silent(self) -> None:
        self.sounds = False
        self._sound_changed()

    def _sound_changed(self) -> None:
        bridge = self.channel.bridge
        self.phone.pbx.sound_changed([self.channel] if bridge is None else bridge.members)

    def reports(self) -> None:
        """Tell the PBX how the sound was, as a phone does each few seconds.

        Raises:
            ValueError: nobody has answered.
        """
        self._expect(State.UP)
        bridge = self.channel.bridge
        others = bridge.members if bridge is not None and bridge.technology == NATIVE else []
        calls = [other.tech for other in others if isinstance(other.tech, PhoneCall) and other.tech is not self]
        self.media.report(self.media.went.packets + sum(call.media.came.packets for call in calls))

    def dtmf(self, keys: str) -> None:
        """Press keys, one after the other, told by INFO: a key comes as a whole.

        Raises:
            ValueError: nobody has answered.
        """
        self._expect(State.UP)
        self.phone.pbx.spawn(self._press(keys))

    def _press(self, keys: str) -> Waiting[None]:
        for key in keys:
            digits.end(self.channel, key, int(KEY * 1000))
            yield Sleep(2 * KEY)

    def transfer(self, number: str) -> None:
        """Send the other one to *number* (blind); with a wrong number all stays as it is. Asterisk: res_pjsip_refer.c.

        Raises:
            ValueError: nobody has answered.
        """
        self._expect(State.UP)
        self.phone.pbx.at_once(lambda: self._refer(number))

    def _refer(self, number: str) -> None:
        channel, bridge, context = self.channel, self.channel.bridge, self.phone.context
        if bridge is None or not self.phone.pbx.dialplan.exists(Position(context, number, 1)):
            return
        others = [other for other in bridge.members if other is not channel]
        if not transfers.blind(channel, context, number):
            return
        bridge.technology = bridge.kind.technology  # from here on the PBX listens (recorded: calls.transfer.blind)
        for other in others:
            other.set_variable("SIPTRANSFER", "yes")
            bridge.tell_peers()
            other.set_variable("SIPREFERRINGCONTEXT", context)
            other.set_variable("__SIPREFERREDBYHDR", f"<sip:{self.phone.name}@{DOMAIN}>")
            other.set_variable("SIPREFERTOHDR", f"sip:{number}@{DOMAIN}")
            bridge.tell_peers()

    def transfer_to(self, other: PhoneCall) -> None:
        """Connect the far sides of this call and of *other* (attended). Asterisk: res_pjsip_refer.c.

        Raises:
            ValueError: it is a call of another phone, or nobody has answered one of them.
        """
        if other.phone is not self.phone or other is self:
            raise ValueError(f"{self.phone.name} can connect a call with another one of its own only")
        for call in (self, other):
            call._expect(State.UP)
        self.phone.pbx.at_once(lambda: self._connect(other))

    def _connect(self, other: PhoneCall) -> None:
        """With one of them in no call with anybody, all stays as it is."""
        transfers.attended(self.channel, other.channel)

    def _expect(self, state: State) -> None:
        if self.state is not state:
            raise ValueError(f"the call of {self.phone.name} is {self.state.value}, not {state.value}")

    def _become(self, state: State) -> None:
        self.state = state
        self.media.review()
        self.on_change()

    # What is told of its sound

    def _tell_media(self) -> None:
        """What there was of sound, once, as variables of the channel and of the other one in its bridge."""
        channel = self.channel
        if self._told_media or channel.state != causes.UP:
            return
        self._told_media = True
        bridge = channel.bridge
        others = [other for other in bridge.members if other is not channel] if bridge is not None else []
        measures = self.phone.pbx.release.media_variables if self.phone.pbx.noise.rtp else ()
        for name, value in measures:
            told = value.format(ssrc=self.media.source, sent=self._packets)
            channel.set_variable(name, told)
            for other in others:
                other.set_variable(f"{name}BRIDGED", told)
        if measures:
            channel.publish()


def new_call_id(pbx: Pbx) -> str:
    """What a phone names a call, or another request."""
    return str(uuid.UUID(bytes=pbx.random.randbytes(16), version=4))


def dial_in(phone: Phone, number: str, caller: Party, headers: Mapping[str, str]) -> PhoneCall:
    """The phone calls *number*: its channel runs the dialplan. Where there is no such extension, the phone gets 404."""
    pbx = phone.pbx
    call = PhoneCall(phone, number, State.CALLING)
    call.headers = {name.lower(): [value] for name, value in headers.items()}
    position = Position(phone.context, number, 1)
    if phone.out_of_service:
        call.state, call.code = State.OVER, UNAVAILABLE
        return call
    if phone.proves:
        pbx.pjsip.tell_proof(phone.name, call.call_id)
    picks_up = number == pbx.features.pickup
    if not picks_up and not pbx.dialplan.exists(position, caller.number):
        call.state, call.code = State.OVER, 404
        return call
    channel = call.begin(position, caller)
    channel.dialed = number
    channel.set_variable("SIPDOMAIN", DOMAIN)
    pbx.spawn(_pick_up(channel) if picks_up else execution.run(channel))
    return call


def _pick_up(channel: Channel) -> Waiting[None]:
    """The phone has dialled the number that takes what rings in its group. Asterisk: call_pickup_incoming_request()."""
    target = pickup.in_group(channel)
    channel.cause = CAUSES[403]
    with suppress(HungUp):
        if target is not None and (yield from pickup.pick_up(channel, target)):
            channel.cause = causes.NORMAL_CLEARING
    channel.hangup()

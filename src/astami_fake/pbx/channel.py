"""One channel: its state, the events that its changes make, and how its thread waits.

Lives here: `Channel` with `publish`, which writes the difference between the last snapshot (`snapshots`) and now, and
the interruptions that end an application. Does not live here: what a technology does on call and hangup (`local`), what
runs on a channel (`execution`, `applications`), the list of all channels (`channels`).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING, NoReturn, Protocol

from astami_fake.clock import Timer
from astami_fake.pbx import causes
from astami_fake.pbx.events import Event, Headers
from astami_fake.pbx.snapshots import PRESENTATION, Party, Position, Snapshot
from astami_fake.pbx.tasks import TIMED_OUT, Signal, Until, Waiting
from astami_fake.pbx.variables import Variables, escaped

if TYPE_CHECKING:
    from astami_fake.pbx.agi import Session
    from astami_fake.pbx.bridge import Bridge
    from astami_fake.pbx.features import Keypad
    from astami_fake.pbx.pbx import Pbx

SOFT_HANGUP_DEVICE = 1
SOFT_HANGUP_APP_UNLOAD = 16
SOFT_HANGUP_EXPLICIT = 32
"""``Cause`` of SoftHangupRequest is no hangup cause but who asks: driver, end of a PBX run, CLI. Recorded."""


class Control(Enum):
    """What comes to whoever reads a channel."""

    ANSWER = "answer"
    BUSY = "busy"
    CONGESTION = "congestion"
    RINGING = "ringing"
    PROGRESS = "progress"
    PROCEEDING = "proceeding"
    CONNECTED = "connected"
    SOUND = "sound"
    HOLD = "hold"
    UNHOLD = "unhold"


class HungUp(Exception):
    """The channel was asked to hang up while its thread waited."""


class Moved(Exception):
    """The channel was sent elsewhere in the dialplan while its thread waited."""


class Seized(Moved):
    """Something else serves the channel from now on: `Channel.seized`."""


class Follower(Protocol):
    """Who is told of each application on a channel, which events do not tell in full: records of calls."""

    def application_begins(self, channel: Channel) -> None: ...

    def application_ends(self, channel: Channel) -> None: ...


class Technology(Protocol):
    """The channel driver's side of a channel."""

    @property
    def name(self) -> str: ...

    @property
    def device(self) -> str:
        """The device behind it, as queue members and hints name it."""
        ...

    @property
    def call_id(self) -> str:
        """The driver's own name of the call (a SIP Call-ID); empty where it has none."""
        ...

    @property
    def format(self) -> str:
        """The format of its channels' sound."""
        ...

    @property
    def identifies(self) -> bool:
        """Its channels know who is called, so that the caller is told at once."""
        ...

    @property
    def sounds(self) -> bool:
        """Sound comes from the far side of its channels."""
        ...

    @property
    def native(self) -> bool:
        """Two of its channels exchange their sound without the PBX."""
        ...

    def call(self, channel: Channel) -> bool:
        """Begin to call; False where that is not possible."""
        ...

    def answered(self, channel: Channel) -> None: ...

    def indicated(self, channel: Channel, control: Control) -> None: ...

    def digit_begins(self, channel: Channel, digit: str) -> None: ...

    def digit_ends(self, channel: Channel, digit: str, duration: int) -> None: ...

    def moved(self, channel: Channel) -> None:
        """It serves *channel* from now on, in the place of the one that it served."""
        ...

    def hung_up(self, channel: Channel) -> None: ...


class Channel:
    """A channel. Attributes are set freely; `publish` then tells what has changed.

    Attributes:
        wakeup: fired when something happened to the channel; whoever serves several channels at once (Dial) lets them
            share one.
        controls: what came and was not read yet.
        digits: those that came and were not read yet; queued: those that are to come, with their duration in ms.
        keypad: the keys that mean something while it is in a call.
        errand: what its own thread does in its bridge instead of serving it there; the digits are for that.
        dialplan: a PBX runs on it.
        seized: what serves it instead, once its application has ended.
        answered: PBX time at which it came up.
        agi: commands that wait for it, while it is under AGI(agi:async).
        exception: reason and place of the last RaiseException.
        ending: its hangup handlers run.
        hangup_handlers: subroutines that run when it is hung up, the last one first.
        message: the parts of the text that it is to send, MESSAGE(…); message_data: what goes with it, MESSAGE_DATA(…).
        timeouts: what ``TIMEOUT(…)`` has set, by kind, in seconds.
        ends: PBX time at which the call is over.
        timed_out: that time has come.
        runs_h: behind its bridge it runs the extension ``h`` where it does not go on.
        onward: where it goes on behind its bridge, where nothing else sends it anywhere.
        goto: where a redirect sends it, once its application has ended.
        jump: where its own application sends it.
        dialed: the number that was dialled on it.
        hangup_source: who has hung it up, or its partner in a bridge: a channel, or ``dialplan/builtin``.
        tech_cause: the driver's own word for its cause (a SIP code); 0 for none.
        created: PBX time of its creation.
        monitored: it is recorded by Monitor, which releases before 21 had beside MixMonitor.
        call_groups, pickup_groups: where it rings for others, and whose calls it may pick up, by number or name.
        call_number: of the call identifier that all channels of a call share; 0 before there is one.
    """

    def __init__(self, pbx: Pbx, tech: Technology, name: str, uniqueid: str, linkedid: str, position: Position) -> None:
        self.pbx = pbx
        self.tech = tech
        self.name = name
        self.uniqueid = uniqueid
        self.linkedid = linkedid or uniqueid
        self.position = position
        self.state = causes.DOWN
        self.caller = Party()
        self.connected = Party()
        self.language = "en"
        self.account = ""
        self.application = ""
        self.data = ""
        self.variables = Variables()
        self.shared: dict[str, str] = {}
        self.groups: dict[str, str] = {}
        self.message: dict[str, str] = {}
        self.message_data: dict[str, str] = {}
        self.hangup_handlers: list[str] = []
        self.causes: dict[str, tuple[str, int]] = {}
        self.frames: list[tuple[Position, tuple[str, ...]]] = []
        self.cause = 0
        self.hangup_source = ""
        self.tech_cause = 0
        self.dialed = ""
        self.created = pbx.clock.now()
        self.monitored = False
        self.call_groups: frozenset[int | str] = frozenset()
        self.pickup_groups: frozenset[int | str] = frozenset()
        self.call_number = 0
        self.bridge: Bridge | None = None
        self.keypad: Keypad | None = None
        self.errand: Callable[[Channel, Bridge], Waiting[None]] | None = None
        self.dialplan = False
        self.goto: Position | None = None
        self.answered = self.created
        self.agi: Session | None = None
        self.exception: tuple[str, Position] | None = None
        self.timeouts: dict[str, float] = {}
        self.ends: float | None = None
        self.timed_out = False
        self.onward: Position | None = None
        self.runs_h = False
        self.seized: Callable[[Channel], Waiting[None]] | None = None
        self.jump: Position | None = None
        self.hanging_up = False
        self.ending = False
        self.gone = False
        self._limit: Timer | None = None
        self.wakeup = Signal()
        self.controls: deque[Control] = deque()
        self.digits: deque[str] = deque()
        self.queued: deque[tuple[str, int]] = deque()
        self.published: Snapshot | None = None

    # Snapshots and events

    def now(self) -> Snapshot:
        """The channel as it is."""
        return Snapshot(
            self.name,
            self.state,
            self.caller,
            self.connected,
            self.language,
            self.account,
            self.position,
            self.uniqueid,
            self.linkedid,
            self.application,
            self.data,
        )

    @property
    def last(self) -> Snapshot:
        """The channel as it was told last; events about it in passing (VarSet) show this one."""
        return self.published or self.now()

    def publish(self) -> None:
        """Tell what has changed since the last time. Asterisk: main/manager_channels.c."""
        old, new = self.published, self.now()
        self.published = new
        headers = new.headers()
        if old is None:
            self._tell("Newchannel", "call", headers)
            return
        if new.state != old.state:
            self._tell("Newstate", "call", headers)
        if new.application and (new.position != old.position or not old.application):
            step = (("Extension", new.position.exten), ("Application", new.application), ("AppData", new.data))
            self._tell("Newexten", "dialplan", headers + step)
        if new.caller != old.caller:
            self._tell("NewCallerid", "call", (*headers, PRESENTATION))
        if new.account != old.account:
            self._tell("NewAccountCode", "call", (*headers, ("OldAccountCode", old.account)))
        if new.connected != old.connected:
            self._tell("NewConnectedLine", "call", headers)

    def tell(self, name: str, privilege: str, *headers: tuple[str, str]) -> None:
        """An event about the channel as it was told last, with further *headers*."""
        self._tell(name, privilege, self.last.headers() + headers)

    def tell_fresh(self, name: str, privilege: str, *headers: tuple[str, str]) -> None:
        """An event about the end of the channel, as it is now or was told last: releases differ."""
        snapshot = self.now() if self.pbx.release.end_is_fresh else self.last
        self._tell(name, privilege, snapshot.headers() + headers)

    def _tell(self, name: str, privilege: str, headers: Headers) -> None:
        self.pbx.events.publish(Event(name, (privilege,), headers))

    def set_variable(self, name: str, value: str | None) -> None:
        """Set a variable (None takes it away) and tell it. Asterisk: pbx_builtin_setvar_helper()."""
        self.variables.set(name, value)
        self.tell_variable(name, value)

    def copy_variable(self, name: str, value: str) -> None:
        """A variable that comes from another channel."""
        self.variables.append(name, value)
        self.tell_variable(name, value)

    def tell_variable(self, name: str, value: str | None) -> None:
        self.tell("VarSet", "dialplan", ("Variable", name), ("Value", escaped(value or "")))

    # What happens to it

    @property
    def call_identifier(self) -> str:
        """``[C-0000004a]``, or ``(None)`` for a channel that no dialplan run has had a hand in."""
        return call_identifier(self.call_number) or "(None)"

    def join_call(self, number: int) -> None:
        """Be a part of the call whose identifier has that number; 0 for none."""
        before, self.call_number = self.call_number, number
        if number:
            self.pbx.noise.call_identified(self, before)

    def answer(self) -> None:
        """The channel's own side picks up; nothing where it is up already."""
        if self.state != causes.UP:
            self.set_state(causes.UP)
            self.tech.answered(self)

    def refuse(self, control: Control, cause: int) -> None:
        """Let the caller hear busy or congestion. The state is Busy for both (recorded)."""
        self.cause = cause
        if self.state != causes.UP:
            self.set_state(causes.BUSY)
        self.tech.indicated(self, control)

    def set_state(self, state: int) -> None:
        self.state = state
        if state == causes.UP:
            self.answered = self.pbx.clock.now()
        self.publish()
        self.pbx.devices.changed(self.tech.device)

    def queue(self, control: Control) -> None:
        """Something for whoever reads this channel."""
        self.controls.append(control)
        self.wakeup.fire()

    def queue_hangup(self, cause: int | None, tech_cause: int = 0) -> None:
        """The far side has hung up, with *cause*, or without one. Asterisk: ast_queue_hangup_with_cause(),
        ast_queue_hangup()."""
        self.cause = cause or self.cause
        self.tech_cause = tech_cause
        pair = self.bridge.members if self.bridge is not None and self.bridge.kind.pairs else [self]
        for one in pair:
            one.hangup_source = self.name
        told = (("Cause", str(cause)),) if cause is not None else ()
        self.tell_fresh("HangupRequest", "call", *told, *self._tech_cause())
        self.interrupt()

    def _tech_cause(self) -> Headers:
        if not self.tech_cause or not self.pbx.release.tells_tech_cause:
            return ()
        return (("TechCause", str(self.tech_cause)),)

    def interrupt(self) -> None:
        """Let the channel hang up as soon as its thread notices."""
        self.hanging_up = True
        self.wakeup.fire()

    def limit(self, seconds: float) -> None:
        """Let the channel hang up *seconds* from now, instead of when it was to before."""
        if self._limit is not None:
            self._limit.cancel()
        self._limit = self.pbx.clock.call_later(seconds, lambda: self.pbx.at_once(self.interrupt))

    def soft_hangup(self, flag: int) -> None:
        """Ask for a hangup and tell it. Asterisk: ast_softhangup()."""
        self.tell_fresh("SoftHangupRequest", "call", ("Cause", str(flag)), *self._tech_cause())
        self.interrupt()

    def move(self, position: Position) -> None:
        """Send the channel to another place in the dialplan. In a bridge it is there before it leaves."""
        self.goto = position
        if self.bridge is not None:
            self.position = position
        self.wakeup.fire()

    def end_after(self, seconds: float) -> None:
        """Let the call be over after *seconds*; 0 takes that back. Asterisk: ast_channel_setwhentohangup()."""
        ends = self.pbx.clock.now() + seconds if seconds else None
        self.ends = ends

        def over() -> None:
            if self.ends is ends and not self.gone:
                self.timed_out = True
                self.wakeup.fire()

        if seconds:
            self.pbx.clock.call_later(seconds, over)

    def seize(self, work: Callable[[Channel], Waiting[None]]) -> None:
        """Let *work* serve the channel instead of its dialplan or application. Asterisk: ast_channel_yank()."""
        self.seized = work
        self.wakeup.fire()

    def hangup(self) -> None:
        """The end of the channel, behind its hangup handlers. Asterisk: ast_hangup()."""
        if self.gone or self.ending:
            return
        self.hanging_up = True
        if self.hangup_handlers:
            self.ending = True
            self.pbx.run_hangup_handlers(self)
        else:
            self.end()

    def end(self) -> None:
        """The channel is no more."""
        self.gone = True
        if self._limit is not None:
            self._limit.cancel()
        self.tech.hung_up(self)
        snapshot = self.now()
        cause = (("Cause", str(self.cause)), ("Cause-txt", causes.text(self.cause)))
        self._tell("Hangup", "call", snapshot.headers() + cause + self._tech_cause())
        if snapshot.caller != self.last.caller:
            self._tell("NewCallerid", "call", (*snapshot.headers(), PRESENTATION))
        if snapshot.connected != self.last.connected:
            self._tell("NewConnectedLine", "call", snapshot.headers())
        self.pbx.channels.remove(self)
        self.pbx.at_once(lambda: self.pbx.devices.changed(self.tech.device))  # looked at by a thread of its own
        self.wakeup.fire()

    # How its thread waits

    def check(self) -> None:
        """End the present application where the channel is to hang up or to move.

        Raises:
            HungUp: it was asked to hang up.
            Seized: something else serves it.
            Moved: it was redirected.
        """
        if self.hanging_up or self.timed_out:
            raise HungUp
        if self.seized is not None:
            raise Seized
        if self.goto is not None:
            raise Moved

    @property
    def age(self) -> float:
        """Seconds since its creation."""
        return self.pbx.clock.now() - self.created

    def wait(self, seconds: float | None) -> Waiting[bool]:
        """Wait until something happens to the channel (True) or *seconds* have passed (False).

        Raises:
            HungUp, Moved: as `check`.
        """
        self.check()
        outcome = yield Until(self.wakeup, seconds)
        self.check()
        return outcome is not TIMED_OUT

    def sleep(self, seconds: float) -> Waiting[None]:
        """Wait *seconds*, whatever else comes.

        Raises:
            HungUp, Moved: as `check`.
        """
        end = self.pbx.clock.now() + seconds
        self.check()
        while (left := end - self.pbx.clock.now()) > 0 and (yield from self.wait(left)):
            self.controls.clear()

    def stay(self) -> Waiting[NoReturn]:
        """Wait for the hangup or the redirect, whatever else comes.

        Raises:
            HungUp, Moved: as `check`.
        """
        while True:
            yield from self.wait(None)
            self.controls.clear()


def call_identifier(number: int) -> str:
    """``[C-0000004a]``; empty for 0."""
    return f"[C-{number:08x}]" if number else ""

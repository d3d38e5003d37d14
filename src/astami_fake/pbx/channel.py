"""One channel: its state, its snapshot, the events that its changes make, and how its thread waits.

Lives here: `Snapshot` (the 14 headers of a channel), `Channel` with `publish`, which writes the difference between the
last snapshot and now, and the interruptions that end an application. Does not live here: what a technology does on call
and hangup (`local`), what runs on a channel (`execution`, `applications`), the list of all channels (`channels`).
"""

from __future__ import annotations

from collections import deque
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple, NoReturn, Protocol

from astami_fake.pbx import causes
from astami_fake.pbx.events import Event, Headers
from astami_fake.pbx.tasks import TIMED_OUT, Signal, Until, Waiting
from astami_fake.pbx.variables import Variables, escaped

if TYPE_CHECKING:
    from astami_fake.pbx.bridge import Bridge
    from astami_fake.pbx.pbx import Pbx

SOFT_HANGUP_APP_UNLOAD = 16
SOFT_HANGUP_EXPLICIT = 32
"""``Cause`` of SoftHangupRequest is no hangup cause but who asks: the end of a PBX run, and the CLI. Recorded."""


class Party(NamedTuple):
    """A number and a name; empty where unknown."""

    number: str = ""
    name: str = ""


NOBODY = Party()


class Position(NamedTuple):
    """A place in the dialplan."""

    context: str
    exten: str
    priority: int


class Snapshot(NamedTuple):
    """What an event tells of a channel."""

    name: str
    state: int
    caller: Party
    connected: Party
    language: str
    account: str
    position: Position
    uniqueid: str
    linkedid: str
    application: str
    data: str

    def headers(self, prefix: str = "") -> Headers:
        """The 14 headers of a channel, each behind *prefix* (``Dest``, ``LocalOne`` …)."""
        values = (
            ("Channel", self.name),
            ("ChannelState", str(self.state)),
            ("ChannelStateDesc", causes.STATES[self.state]),
            ("CallerIDNum", self.caller.number or "<unknown>"),
            ("CallerIDName", self.caller.name or "<unknown>"),
            ("ConnectedLineNum", self.connected.number or "<unknown>"),
            ("ConnectedLineName", self.connected.name or "<unknown>"),
            ("Language", self.language),
            ("AccountCode", self.account),
            ("Context", self.position.context),
            ("Exten", self.position.exten),
            ("Priority", str(self.position.priority)),
            ("Uniqueid", self.uniqueid),
            ("Linkedid", self.linkedid),
        )
        return tuple((prefix + name, value) for name, value in values) if prefix else values


class Control(Enum):
    """What comes to whoever reads a channel."""

    ANSWER = "answer"
    BUSY = "busy"
    CONGESTION = "congestion"


class HungUp(Exception):
    """The channel was asked to hang up while its thread waited."""


class Moved(Exception):
    """The channel was sent elsewhere in the dialplan while its thread waited."""


class Technology(Protocol):
    """The channel driver's side of a channel."""

    @property
    def name(self) -> str: ...

    @property
    def device(self) -> str:
        """The device behind it, as queue members and hints name it."""
        ...

    def call(self, channel: Channel) -> bool:
        """Begin to call; False where that is not possible."""
        ...

    def answered(self, channel: Channel) -> None: ...

    def indicated(self, channel: Channel, control: Control) -> None: ...

    def hung_up(self, channel: Channel) -> None: ...


class Channel:
    """A channel. Attributes are set freely; `publish` then tells what has changed.

    Attributes:
        wakeup: fired when something happened to the channel; whoever serves several channels at once (Dial) lets them
            share one.
        controls: what came and was not read yet.
        dialplan: a PBX runs on it.
        goto: where a redirect sends it, once its application has ended.
        jump: where its own application sends it.
        created: PBX time of its creation.
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
        self.frames: list[tuple[Position, tuple[str, ...]]] = []
        self.cause = 0
        self.created = pbx.clock.now()
        self.call_number = 0
        self.bridge: Bridge | None = None
        self.dialplan = False
        self.goto: Position | None = None
        self.jump: Position | None = None
        self.hanging_up = False
        self.gone = False
        self.wakeup = Signal()
        self.controls: deque[Control] = deque()
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
            presentation = ("CID-CallingPres", "0 (Presentation Allowed, Not Screened)")
            self._tell("NewCallerid", "call", (*headers, presentation))
        if new.account != old.account:
            self._tell("NewAccountCode", "call", (*headers, ("OldAccountCode", old.account)))
        if new.connected != old.connected:
            self._tell("NewConnectedLine", "call", headers)

    def tell(self, name: str, privilege: str, *headers: tuple[str, str]) -> None:
        """An event about the channel as it was told last, with further *headers*."""
        self._tell(name, privilege, self.last.headers() + headers)

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
        return f"[C-{self.call_number:08x}]" if self.call_number else "(None)"

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
        self.publish()
        self.pbx.devices.changed(self.tech.device)

    def queue(self, control: Control) -> None:
        """Something for whoever reads this channel."""
        self.controls.append(control)
        self.wakeup.fire()

    def queue_hangup(self, cause: int) -> None:
        """The far side has hung up, with *cause*. Asterisk: ast_queue_hangup_with_cause()."""
        self.cause = cause or self.cause
        self.tell("HangupRequest", "call", ("Cause", str(cause)))
        self.interrupt()

    def interrupt(self) -> None:
        """Let the channel hang up as soon as its thread notices."""
        self.hanging_up = True
        self.wakeup.fire()

    def soft_hangup(self, flag: int) -> None:
        """Ask for a hangup and tell it. Asterisk: ast_softhangup()."""
        snapshot = self.now() if self.pbx.release.soft_hangup_is_fresh else self.last
        self._tell("SoftHangupRequest", "call", (*snapshot.headers(), ("Cause", str(flag))))
        self.interrupt()

    def move(self, position: Position) -> None:
        """Send the channel to another place in the dialplan. In a bridge it is there before it leaves."""
        self.goto = position
        if self.bridge is not None:
            self.position = position
        self.wakeup.fire()

    def hangup(self) -> None:
        """The end of the channel. Asterisk: ast_hangup()."""
        if self.gone:
            return
        self.gone = True
        self.hanging_up = True
        self.tech.hung_up(self)
        snapshot = self.now()
        cause = (("Cause", str(self.cause)), ("Cause-txt", causes.text(self.cause)))
        self._tell("Hangup", "call", snapshot.headers() + cause)
        self.pbx.channels.remove(self)
        self.pbx.devices.changed(self.tech.device)
        self.wakeup.fire()

    # How its thread waits

    def check(self) -> None:
        """End the present application where the channel is to hang up or to move.

        Raises:
            HungUp: it was asked to hang up.
            Moved: it was redirected.
        """
        if self.hanging_up:
            raise HungUp
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

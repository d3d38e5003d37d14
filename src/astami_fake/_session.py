"""One manager session without I/O: bytes of a client in, bytes for it out.

Lives here: greeting, dispatch of actions, who may do and see what, the order of answers and events, blocking actions.
Does not live here: what an action does (`actions`), how bytes look (`_wire`), sockets and loops (`_listener`). Time is
the PBX's clock, passed in by way of the `Hub`.

Rules, as real Asterisk's session thread has them (recorded on 16.28.0 and 22.10.1): one action at a time; its answer
goes out before the events that came up meanwhile; while an action takes time (a synchronous Originate, the second after
a wrong secret), further input and events wait, and other sessions go on.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from types import GeneratorType
from typing import TYPE_CHECKING, cast

from astami_fake import _wire, privileges, security
from astami_fake.actions import recorded
from astami_fake.actions._registry import ACTIONS, Action, Reply, error
from astami_fake.config.manager import User
from astami_fake.filters import Filters
from astami_fake.pbx.managers import Connected
from astami_fake.pbx.tasks import Sleep, Task, Waiting

if TYPE_CHECKING:
    from astami_fake._hub import Hub
    from astami_fake.scripting import Step

_BEFORE_LOGIN = frozenset({"login", "logoff", "challenge"})

#: Seconds behind authtimeout at which a connection is closed. Asterisk counts whole seconds, so that it is up to one
#: (measured on 22.10.1 and 16.28.0: 0.3 to 1.0; case `manager.authtimeout`); the fake takes the middle.
AUTH_SLACK = 0.5


class Session:
    """A client's connection, from greeting to end. Also what handlers know of it (`actions._registry.Manager`).

    Args:
        hub: what all sessions of one fake share.
        number: tells this session from others.
        peer: the client's address and port.
        wake: called when there is something to send although nothing was received just now.
    """

    counts = True
    """While nobody has logged in, it is one of those that authlimit counts."""

    def __init__(self, hub: Hub, number: int, peer: tuple[str, int], wake: Callable[[], None]) -> None:
        self._hub = hub
        self._number = number
        self.peer = peer
        self.wake = wake
        self._reader = _wire.Reader()
        self._out: list[bytes] = [_wire.banner(hub.pbx.release.banner)]
        self._events: list[bytes] = []
        self._user: User | None = None
        self._since = 0.0
        self._event_mask = privileges.ALL
        self._connected: Connected | None = None
        self.busy = False
        self._running = False
        self._half_closed = False
        self._timer = hub.pbx.clock.call_for_client(hub.config.auth_timeout + AUTH_SLACK, self._auth_timeout)
        self.challenge = ""
        self.sees = privileges.NONE
        self.filters = Filters()
        self.closing = False
        self.aborted = False

    # What a listener calls

    def receive_data(self, data: bytes) -> None:
        """Take bytes from the client; answers are in `data_to_send` then, or later after a `wake`."""
        self._reader.receive_data(data)
        self._run()

    def receive_eof(self) -> None:
        """The client writes no more; what it has asked is still answered."""
        self._half_closed = True
        self._run()

    def data_to_send(self) -> bytes:
        """What the client is to get now; `closing` says that the connection ends behind it."""
        if self._hub.held:
            self._hub.settle()
        if not self._out:
            return b""
        data = b"".join(self._out)
        self._out.clear()
        self._hub.traffic.sent(self._number, data)
        return data

    @property
    def backlog(self) -> int:
        """Bytes of input that wait for the running action to end."""
        return self._reader.waiting

    def connection_lost(self) -> None:
        """The connection is gone. An action that runs goes on; its answer reaches nobody."""
        self.closing = True
        self._timer.cancel()
        if self._connected is not None:
            self._hub.pbx.managers.connected.remove(self._connected)
            self._connected = None
        self._hub.leave(self)

    @property
    def local_address(self) -> str:
        """Where it came in, as security events tell it."""
        return self._hub.local_address

    def passes(self, data: bytes) -> bool:
        """Whether the session's filters let the encoded event *data* through."""
        return not self.filters.filters or self.filters.passes(_wire.lines(data))

    def take_events(self) -> list[list[tuple[str, str]]]:
        """The events that wait for an action to end, as frames; they wait no longer."""
        taken, self._events[:] = [[("", line) for line in _wire.lines(data)] for data in self._events], []
        return taken

    @property
    def has_events(self) -> bool:
        """Whether events wait for an action to end."""
        return bool(self._events)

    def deliver(self, data: bytes) -> None:
        """Take an encoded event for the client, where its filters let it through."""
        if not self.passes(data):
            return
        if self.busy:
            self._events.append(data)
        else:
            self._out.append(data)
            self.wake()

    # What handlers know of a session

    @property
    def username(self) -> str:
        return self._user.name if self._user is not None else ""

    @property
    def authenticated(self) -> bool:
        return self._user is not None

    def may_write(self, *classes: str) -> bool:
        return self._user is not None and bool(self._user.write & privileges.bits_of(classes))

    def new_challenge(self) -> str:
        self.challenge = self._hub.new_challenge()
        return self.challenge

    def log_in(self, user: User, event_mask: int) -> None:
        self._timer.cancel()
        self._user = user
        self.filters = self._hub.filters_of(user)
        self._since = self._hub.pbx.clock.now()
        self._connected = Connected(user.name, self.peer[0], self._since, self._number, user.read, user.write)
        self._hub.pbx.managers.connected.append(self._connected)
        self.set_event_mask(event_mask)

    def set_event_mask(self, mask: int) -> None:
        self._event_mask = mask
        self.sees = self._user.read & mask if self._user is not None else privileges.NONE

    def report(self, report: security.Report) -> None:
        if not self._hub.pbx.noise.security:
            return
        subject = security.Subject(
            account=self.username,
            session=f"0x{self._hub.session_base + self._number * 0x400:x}",
            local=self.local_address,
            remote=security.address(*self.peer),
            since=self._since,
        )
        self._hub.pbx.events.publish(report(subject, self._hub.pbx.clock.now()))

    def violation(self, sentence: str) -> None:
        self._hub.script.violation(sentence)

    def end(self) -> None:
        self.closing = True

    # Messages

    def _run(self) -> None:
        self._running = True
        while not (self.busy or self.closing):
            message = self._reader.next_message()
            if message is None:
                self.closing = self._half_closed
                break
            self.busy = True
            self._hub.traffic.received(self._number, message.lines)
            action = Action(message.lines)
            answer = self._answer(action, message.fault)
            if isinstance(answer, GeneratorType):
                Task(self._hub.pbx.clock, self._watched(answer, action), self._answered)
            else:
                self._answered(cast(Reply, answer))
        self._running = False

    def _answered(self, reply: Reply | None) -> None:
        if reply:
            self._out.append(_wire.encode(*reply))
        if self._events:
            self._out.extend(self._events)
            self._events.clear()
        self.busy = False
        if not self._running:  # it took time; what has waited behind it comes now
            self._run()
            self.wake()

    def _answer(self, action: Action, fault: str | None) -> Reply | Waiting[Reply]:
        if fault is not None:
            return error(action, fault)
        if not action.name:
            self.report(security.bad_format(""))
            return error(action, "Missing action in request")
        if self._user is None and action.name.lower() not in _BEFORE_LOGIN:
            return self._refuse(action)
        step = self._hub.script.receive(action)
        if step is None:
            return self._model(action)
        return self._scripted(step, action)

    def _model(self, action: Action) -> Reply | Waiting[Reply]:
        name = action.name.lower()
        known = self._hub.pbx.modules.catalogue.actions.get(name)
        if known is None:
            self.report(security.bad_format(action.name))
            self._hub.script.unknown(action, (one.name for one in self._hub.pbx.modules.catalogue.actions.values()))
            return error(
                action,
                f"Invalid/unknown command: {action.name}. Use Action: ListCommands to show available commands.",
            )
        if known.privilege and not self.may_write(*known.privilege):
            return self._refuse(action)
        entry = ACTIONS.get(name)
        if entry is None:
            if (answer := recorded.answer(action, self._hub.pbx)) is not None:
                return answer
            self.violation(f"astami_fake does not model action {known.name} yet, and no rule answers it")
            return error(action, f"astami_fake does not model action {known.name}")
        try:
            return entry.handler(self, action, self._hub.pbx)
        except Exception as fault:
            return self._fault(action, fault)

    def _watched(self, work: Waiting[Reply], action: Action) -> Waiting[Reply]:
        try:
            return (yield from work)
        except Exception as fault:
            return self._fault(action, fault)

    def _fault(self, action: Action, fault: Exception) -> Reply:
        """A fault of the fake, or of a configuration broken since the start, reaches client and test as what it is."""
        sentence = f"astami_fake failed in action {action.name}: {type(fault).__name__}: {fault}"
        self.violation(sentence)
        return error(action, sentence)

    def _refuse(self, action: Action) -> Reply:
        self.report(security.not_allowed(action.name))
        return error(action, "Permission denied")

    def _scripted(self, step: Step, action: Action) -> Waiting[Reply]:
        if step.delay:
            yield Sleep(step.delay)
        if step.wait_for is not None:
            yield step.wait_for
        for event, after in step.events:
            tell = partial(self._hub.pbx.events.publish, event)
            if after:
                self._hub.pbx.clock.call_later(after, tell)
            else:
                tell()
        if step.drops:
            self.aborted = self.closing = True
            return ()
        if step.answer is not None:
            return step.answer(action)
        answer = self._model(action)
        return (yield from answer) if isinstance(answer, GeneratorType) else cast(Reply, answer)

    def _auth_timeout(self) -> None:
        self.closing = True
        self.wake()

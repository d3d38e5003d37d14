"""A case on stage: its connections, logged in; steps are sent, what comes is collected with its time.

What is expected is not looked at here (`player` checks, the recorder records). Log-ins that the case leaves to
the session are done and their frames consumed here, as are the events that are never part of a case. May
import: `template`, `case`, `matcher`, `streams`, `wire`.
"""

from __future__ import annotations

import hashlib
import itertools
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, Self

from astami_fake.transcript.case import CLOCK_EVENTS, Case, Login, Step
from astami_fake.transcript.format import Line
from astami_fake.transcript.matcher import Bindings, Observed
from astami_fake.transcript.phones import PhoneError, Phones, Scene
from astami_fake.transcript.template import SENT_TYPES, first_values
from astami_fake.transcript.wire import Wire, readable

#: Real seconds without an event after which a real server has told all of what was done before.
SILENCE = 0.2
#: A server that others use too may never be silent: so many seconds are waited at most.
LONGEST_WAIT = 2.0

#: Events that no case holds, with the reason.
IGNORED_EVENTS: Mapping[str, str] = {
    "TestEvent": "only builds with TEST_FRAMEWORK send it (Debian's do); it tells of lines in Asterisk's source files",
}


def left_out(case: Case) -> frozenset[str]:
    """The events that are no part of *case*."""
    return frozenset(IGNORED_EVENTS) | (frozenset() if case.tells_clock else CLOCK_EVENTS)


class StageError(Exception):
    """The session could not be prepared: no connection, or the log-in was refused."""


class StepError(Exception):
    """A step cannot be sent: a name in it is not bound."""

    def __init__(self, number: int, message: str) -> None:
        super().__init__(message)
        self.number = number


class Stage(Protocol):
    """What a session needs to know of a server."""

    @property
    def host(self) -> str: ...
    @property
    def port(self) -> int: ...
    @property
    def has_manual_clock(self) -> bool:
        """PBX time stands still until `elapse` is called."""
        ...

    @property
    def patience(self) -> float:
        """Seconds of real time within which an answer that will come has come."""
        ...

    @property
    def slack(self) -> float:
        """How late frames may be, in seconds, on a machine that others use too."""
        ...

    @property
    def phones(self) -> Phones | None:
        """The phones that a case may steer; None where there is no way to them."""
        ...

    def elapse(self, seconds: float) -> None:
        """Let PBX time pass; on a manual clock everything that is said by then has been sent when this returns."""
        ...

    def user(self, name: str) -> str:
        """The user name on this server of the user that cases call *name*."""
        ...

    def secret(self, name: str) -> str:
        """The secret of the user that cases call *name*."""
        ...


@dataclass(frozen=True)
class Said:
    """A line of the log of a session: what was sent (`>`) or came (`<`), after which line of the case, when."""

    mark: str
    connection: str
    lines: tuple[str, ...]
    number: int
    at: float


@dataclass
class _Connection:
    login: Login
    wire: Wire
    is_logged_in: bool = False
    is_half_closed: bool = False
    is_at_frame_end: bool = True
    tells_end: bool = True
    fences: set[str] = field(default_factory=set)


class Session:
    """The connections of one play of one case. A context manager: cleanup frames are sent at its end in any case.

    Args:
        ignored: events that are no part of the case, beside those that `left_out` names.

    Raises:
        StageError: when entering, a connection or automatic log-in fails.
    """

    def __init__(self, case: Case, stage: Stage, token: str, ignored: Collection[str] = ()) -> None:
        self._ignored = left_out(case).union(ignored)
        self.case = case
        self.stage = stage
        self.bindings = Bindings()
        self.received: list[Observed] = []
        #: All that the case sent and what came for it, secrets masked.
        self.log: list[Said] = []
        self._step = 0
        self._token = token
        self._numbers = itertools.count(1)
        self._connections: dict[str, _Connection] = {}
        self._to_consume: dict[str, list[str]] = {}
        self._zero = time.monotonic()
        self._clock = (0.0, 0.0)

    # -- life

    def __enter__(self) -> Self:
        try:
            self._run_apart(self.case.setup)
            self._cast()
            for login in self.case.logins:
                if login.is_automatic:
                    self._open(login)
            self._hear_out()
            for login in self.case.logins:
                if not login.is_automatic:
                    self._open(login)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for connection in self._connections.values():
            connection.wire.close()
        self._connections.clear()
        if self.case.phones and self.stage.phones is not None:
            self._dismiss(self.stage.phones)
        self._run_apart(self.case.cleanup)

    def _cast(self) -> None:
        """The case's phones register, and learn what they will do."""
        phones = self.stage.phones
        if not self.case.phones:
            return
        if phones is None:
            raise StageError("the case needs phones, and there is no way to them here")
        try:
            self._while_heard(lambda: phones.come(self.case.phones))
            for scene in self.case.cast:
                phones.act(scene)
        except PhoneError as error:
            raise StageError(str(error)) from error

    def _dismiss(self, phones: Phones) -> None:
        try:
            self._while_heard(phones.leave)
        except PhoneError as error:
            raise StageError(str(error)) from error

    def _while_heard(self, work: Callable[[], None]) -> None:
        """Do *work*, and wait until a real server has told what comes of it, so that no step hears of it."""
        if self.stage.has_manual_clock:
            work()
            return
        connection = self._connect(Login(events="on"))
        try:
            self._log_in(connection)
            work()
            while readable([connection.wire], SILENCE):
                connection.wire.receive()
        finally:
            connection.wire.close()

    def _hear_out(self) -> None:
        """Wait until a real server has told of the log-ins, and what was left to tell of an earlier play, so that no
        step hears of it."""
        if self.stage.has_manual_clock:
            return
        connections = {id(one.wire): one for one in self._connections.values()}
        if not connections:
            time.sleep(SILENCE)  # nobody listens yet: nothing can be waited on
        deadline = time.monotonic() + LONGEST_WAIT
        while time.monotonic() < deadline and (ready := readable([c.wire for c in connections.values()], SILENCE)):
            for wire in ready:
                for frame in wire.receive():
                    self._consume(connections[id(wire)], frame)

    def _run_apart(self, steps: Sequence[Step]) -> None:
        """Send setup or cleanup frames, each on its answer, on a connection of their own."""
        if not steps:
            return
        connection = self._connect(Login())
        try:
            self._log_in(connection)
            for step in steps:
                texts = self._render(step.lines)
                self._exchange(connection, [text for text in texts if not text.lower().startswith("actionid:")])
        finally:
            connection.wire.close()

    def _connect(self, login: Login) -> _Connection:
        host, port = self.stage.host, self.stage.port
        try:
            return _Connection(login, Wire(host, port, self.stage.patience))
        except OSError as error:
            raise StageError(f"no connection to {host}:{port}: {error}") from error

    def _open(self, login: Login) -> None:
        connection = self._connect(login)
        self._connections[login.connection] = connection
        if not login.is_automatic:
            return
        for name, other in self._connections.items():
            if other.login.is_automatic and other.login.events != "off":
                self._to_consume.setdefault(name, []).append("SuccessfulAuth")
        if login.events != "off":
            self._to_consume.setdefault(login.connection, []).append("FullyBooted")
        self._log_in(connection)

    def _log_in(self, connection: _Connection) -> None:
        login = connection.login
        user, secret = self.stage.user(login.user), self.stage.secret(login.user)
        answer = self._exchange(
            connection, ["Action: Login", f"Username: {user}", f"Secret: {secret}", f"Events: {login.events}"]
        )
        if answer.get("Response") != "Success":
            raise StageError(f"log-in of {user!r} was refused: {answer.get('Message', '')}")
        connection.is_logged_in = True
        self._exchange(connection, ["Action: Ping"])

    def _exchange(self, connection: _Connection, lines: list[str]) -> dict[str, str]:
        """Send a frame and wait for its answer; other frames meanwhile are not of the case."""
        action_id = self._next_id("own")
        connection.wire.send(_encode([*lines, f"ActionID: {action_id}"]))
        deadline = time.monotonic() + self.stage.patience
        while not connection.wire.is_closed and time.monotonic() < deadline:
            answer: dict[str, str] | None = None
            for wire in readable([connection.wire], deadline - time.monotonic()):
                for frame in wire.receive():
                    values = first_values(frame)
                    if values.get("ActionID") == action_id and "Response" in values:
                        answer = values
                    else:
                        self._consume(connection, frame)
            if answer is not None:
                return answer
        ended = "the server closed" if connection.wire.is_closed else f"nothing came in {self.stage.patience} s"
        raise StageError(f"no answer to '{lines[0]}' of {connection.login.user!r}: {ended}")

    def _next_id(self, purpose: str) -> str:
        return f"{self._token}-{purpose}-{next(self._numbers)}"

    # -- steps

    def perform(self, step: Step) -> None:
        """Do what the step says; PBX time counts from here.

        Raises:
            StepError: a frame needs a value that nothing has bound.
        """
        self.received = []
        self._step = step.number
        self._zero = time.monotonic()
        self._clock = (0.0, 0.0)
        if step.kind in ("start", "elapse", "end"):
            return
        if step.scene is not None:
            self._act(step.scene, step.number)
            return
        connection = self._connections[step.connection]
        if step.kind == "close":
            connection.tells_end = False
            connection.wire.close()
            connection.wire.is_closed = True
        elif step.kind == "half-close":
            connection.is_half_closed = True
            connection.wire.half_close()
        else:
            texts = self._render(step.lines)
            data = _encode(texts) if step.kind == "frame" else texts[0].encode("utf-8", "surrogateescape")
            ended = data.replace(b"\r\n", b"\n").endswith(b"\n\n")
            connection.is_at_frame_end = ended or (connection.is_at_frame_end and data == b"\r\n")
            connection.wire.send(data)
            self._log_sent(step, texts)

    def _log_sent(self, step: Step, texts: Sequence[str]) -> None:
        """Put a step's frame into the log: where the case writes a secret, so does the log."""
        hidden = [any(p.type in SENT_TYPES for p in line.template.placeholders) for line in step.lines]
        lines = (str(line) if hide else text for line, text, hide in zip(step.lines, texts, hidden, strict=True))
        self.log.append(Said(">", step.connection, tuple(lines), step.number, 0.0))

    def _act(self, scene: Scene, number: int) -> None:
        if (phones := self.stage.phones) is None:  # a case with phones does not begin without
            raise StepError(number, "there is no way to phones here")
        try:
            phones.act(scene)
        except PhoneError as error:
            raise StepError(number, str(error)) from error

    def _render(self, lines: Sequence[Line]) -> list[str]:
        return [self._fill(line, lines) for line in lines]

    def _fill(self, line: Line, frame: Sequence[Line]) -> str:
        parts = []
        for part in line.template.parts:
            if isinstance(part, str):
                parts.append(part)
            elif part.type == "secret":
                parts.append(self.stage.secret(part.name))
            elif part.type == "md5":
                username = first_values(map(str, frame)).get("Username", "")
                challenge = self._bound("int", part.name, line)
                digest = hashlib.md5((challenge + self.stage.secret(username)).encode(), usedforsecurity=False)
                parts.append(digest.hexdigest())
            elif part.type == "aid":
                parts.append(self._action_id(part.name, line.number))
            else:
                parts.append(self._bound(part.type, part.name, line))
        return "".join(parts)

    def _action_id(self, name: str, number: int) -> str:
        bound = self.bindings.get("aid", name) if name else None
        if bound:
            return bound.value
        value = self._next_id(name or "aid")
        if name:
            self.bindings = self.bindings.bind("aid", name, value, number) or self.bindings
        return value

    def _bound(self, kind: str, name: str, line: Line) -> str:
        bound = self.bindings.get(kind, name)
        if bound is None:
            raise StepError(line.number, f"{{{{{kind} {name}}}}} is sent, but no frame before has bound it")
        return bound.value

    # -- what comes

    def is_open(self, name: str) -> bool:
        """Whether the server has left the connection *name* open."""
        return not self._connections[name].wire.is_closed

    @property
    def now(self) -> float:
        """PBX seconds since the step."""
        return self._clock[1] if self.stage.has_manual_clock else time.monotonic() - self._zero

    def elapse_to(self, moment: float) -> None:
        """Let a manual clock pass until *moment* after the step; what comes then is stamped with that interval."""
        before = self._clock[1]
        self.stage.elapse(moment - before)
        self._clock = (before, moment)

    def pump(self, until: Callable[[], bool], seconds: float) -> bool:
        """Collect what comes until *until* holds or *seconds* of real time are over; returns what *until* says."""
        deadline = time.monotonic() + seconds
        while not until():
            left = deadline - time.monotonic()
            if left <= 0 or not self.collect(left):
                return until()
        return True

    def collect(self, seconds: float) -> bool:
        """Take what arrives in one go, waiting at most *seconds* for it; was there anything?"""
        open_ones = {id(c.wire): (name, c) for name, c in self._connections.items() if not c.wire.is_closed}
        arrived = readable([c.wire for _, c in open_ones.values()], seconds)
        for wire in arrived:
            name, connection = open_ones[id(wire)]
            for frame in wire.receive():
                if not self._consume(connection, frame):
                    self._add(name, "frame", frame)
                    if "Message: Authentication accepted" in frame:
                        connection.is_logged_in = True
            if wire.is_closed:
                connection.fences.clear()
                self.take_rest(name)
                if connection.tells_end:
                    self._add(name, "closed", ())
        return bool(arrived)

    def collect_all(self) -> None:
        """Take everything that a stage with a manual clock has to say at this moment."""
        self.stage.elapse(0.0)
        while self.collect(0.0):
            self.stage.elapse(0.0)  # a long answer is sent on as it is read

    def take_rest(self, name: str) -> None:
        """Collect bytes that make no frame."""
        rest = self._connections[name].wire.splitter.take_rest()
        if rest:
            self._add(name, "raw", (rest,))

    def take_rests(self) -> None:
        for name in self._connections:
            self.take_rest(name)

    def _add(self, name: str, kind: str, lines: tuple[str, ...]) -> None:
        since, at = self._clock if self.stage.has_manual_clock else (self.now, self.now)
        self.received.append(Observed(name, kind, lines, since, at, self.stage.slack))
        self.log.append(Said("<", name, lines or (kind,), self._step, at))

    def _consume(self, connection: _Connection, frame: tuple[str, ...]) -> bool:
        """Is the frame the session's own (a fence, an automatic log-in) or one that no case holds?"""
        values = first_values(frame)
        if values.get("ActionID") in connection.fences and "Response" in values:
            connection.fences.discard(values["ActionID"])
            return True
        event = values.get("Event", "")
        awaited = self._to_consume.get(connection.login.connection, [])
        if event in awaited:
            awaited.remove(event)
            return True
        return event in self._ignored

    # -- proof that nothing else comes

    def fence(self) -> None:
        """Ping on every connection that can answer: what comes before the answer has come before it."""
        for connection in self._connections.values():
            usable = connection.is_logged_in and connection.is_at_frame_end and not connection.is_half_closed
            if usable and not connection.wire.is_closed and not connection.fences:
                action_id = self._next_id("fence")
                connection.fences.add(action_id)
                connection.wire.send(_encode(["Action: Ping", f"ActionID: {action_id}"]))

    def is_fenced(self) -> bool:
        """Have all fences been answered?"""
        return not any(connection.fences for connection in self._connections.values())

    def finish(self) -> None:
        """End every connection and collect what the server still had to say."""
        self.received = []
        for connection in self._connections.values():
            connection.tells_end = False
            if not connection.wire.is_closed and not connection.is_half_closed:
                connection.is_half_closed = True
                connection.wire.half_close()
        self.pump(lambda: all(c.wire.is_closed for c in self._connections.values()), self.stage.patience)

    @property
    def hears_events(self) -> bool:
        """Does any connection take events?"""
        return any(c.login.events != "off" or not c.login.is_automatic for c in self._connections.values())


def _encode(lines: Sequence[str]) -> bytes:
    return "".join(f"{text}\r\n" for text in (*lines, "")).encode("utf-8", "surrogateescape")

"""What can go wrong between a server and its client, on purpose: `Faults`, the word ``pbx.faults`` of a test.

A fault has a place (a connection, the answer to an action, an event, a byte) and a kind. It strikes once, at the same
byte each time. It works on the bytes that the fake sends, behind the model: what the model thinks is not touched. It
strikes on manager connections, plain and by TLS; those by HTTP are out of its reach.
Lives here: places, kinds, and the `Line` that sends bytes through them. Does not live here: sockets (`_listener`), and
rules that answer otherwise (`scripting`). Imports nothing of the package.
"""

from __future__ import annotations

import asyncio
import fnmatch
import socket
import struct
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

_TERMINATOR: Final = b"\r\n\r\n"

End = Literal["close", "reset", "half-close", "silence"]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing a line does: wait, send, end.

    Attributes:
        after: seconds to wait; 0.0 for the next turn of the loop, None for not at all.
        beside: whether the line goes on meanwhile.
    """

    data: bytes = b""
    after: float | None = None
    end: End | None = None
    beside: bool = False


class Fault:
    """A place, and what happens there; without a kind nothing does. Made by `Faults`.

    Attributes:
        struck: whether it has happened.
        byte: connection and offset, if its place is a byte.
    """

    def __init__(
        self,
        matches: Callable[[Moment], bool],
        count: int,
        restart: Callable[[float], None],
        *,
        byte: tuple[int, int] | None = None,
    ) -> None:
        self.byte = byte
        self._matches = matches
        self._restart = restart
        self._left = count
        self._steps: Callable[[bytes], list[Step]] | None = None
        self.struck = False

    def take(self, moment: Moment) -> bool:
        """Whether it strikes at *moment*; only once."""
        if self.struck or self._steps is None or not self._matches(moment):
            return False
        self._left -= 1
        self.struck = self._left == 0
        return self.struck

    def steps(self, frame: bytes) -> list[Step]:
        """What happens instead of sending *frame*."""
        return [Step(frame)] if self._steps is None else self._steps(frame)

    def _is(self, steps: Callable[[bytes], list[Step]]) -> Fault:
        self._steps = steps
        return self

    # The connection

    def refuse(self) -> Fault:
        """Cut the connection before a byte is sent."""
        return self.reset()

    def reset(self) -> Fault:
        """Cut the connection with a TCP reset instead of sending."""
        return self._is(lambda frame: [Step(end="reset")])

    def close(self) -> Fault:
        """Close the connection in an orderly way instead of sending."""
        return self._is(lambda frame: [Step(end="close")])

    def half_close(self) -> Fault:
        """Send no more, and go on reading."""
        return self._is(lambda frame: [Step(end="half-close")])

    def silence(self) -> Fault:
        """Send nothing more, and leave the connection open."""
        return self._is(lambda frame: [Step(end="silence")])

    def truncate(self) -> Fault:
        """Send half of it and close."""
        return self._is(lambda frame: [Step(frame[: len(frame) // 2]), Step(end="close")])

    def restart(self, seconds: float = 0.0) -> Fault:
        """Do not send it: the server restarts, as with ``pbx.faults.restart(seconds)``."""

        def steps(frame: bytes) -> list[Step]:
            # Not at once: this line is just being written.
            asyncio.get_running_loop().call_soon(self._restart, seconds)
            return []

        return self._is(steps)

    # How bytes come

    def split(self, size: int = 1) -> Fault:
        """Send it in pieces of *size* bytes, each in a packet of its own."""
        return self._is(lambda frame: [Step(piece, after=0.0) for piece in _pieces(frame, size)])

    def slow(self, seconds: float = 0.01, size: int = 1) -> Fault:
        """Send it in pieces of *size* bytes, *seconds* apart."""
        return self._is(lambda frame: [Step(piece, after=seconds) for piece in _pieces(frame, size)])

    def late(self, seconds: float = 0.1) -> Fault:
        """Send it *seconds* later, behind what comes meanwhile."""
        return self._is(lambda frame: [Step(frame, after=seconds, beside=True)])

    # What comes

    def garbage(self, data: bytes = b"\x00\xfe\xff garbage\r\n\x01\r\n\r\n") -> Fault:
        """Send *data* before it."""
        return self._is(lambda frame: [Step(data + frame)])

    def oversize(self, size: int = 1 << 20) -> Fault:
        """Send a line of *size* bytes before it."""
        return self._is(lambda frame: [Step(b"X: " + b"x" * size + _TERMINATOR + frame)])

    def invalid_utf8(self) -> Fault:
        """Add a header whose value is no UTF-8, unless it is no message."""
        return self._is(lambda frame: [Step(_with_line(frame, b"Odd: \xe9\xff\x80"))])

    def double(self) -> Fault:
        """Send it twice."""
        return self._is(lambda frame: [Step(frame + frame)])

    def lose(self) -> Fault:
        """Do not send it."""
        return self._is(lambda frame: [])

    def foreign(self) -> Fault:
        """Send an answer that nobody here asked for before it."""
        stranger = b"Response: Success\r\nActionID: somebody-else\r\nMessage: not for you" + _TERMINATOR
        return self._is(lambda frame: [Step(stranger + frame)])

    def flood(self, count: int = 10_000) -> Fault:
        """Send *count* events before it."""
        event = b"Event: Flood\r\nPrivilege: call,all\r\nChannel: Flood/1\r\n\r\n"
        return self._is(lambda frame: [Step(event * count + frame)])


@dataclass(frozen=True, slots=True)
class Moment:
    """What is about to be sent: frame *frame* of the answer to *action*, or *event*, on connection *connection*."""

    connection: int
    action: str = ""
    frame: int = 0
    event: str = ""
    offset: int | None = None


class Faults:
    """All faults of one fake: ``pbx.faults.action("Ping").reset()``.

    Args:
        restart: takes the server down and up again, after so many seconds.

    Attributes:
        all: those that were asked for, also those that have struck.
    """

    def __init__(self, restart: Callable[[float], None]) -> None:
        self._restart = restart
        self.all: list[Fault] = []
        self._connections = 0

    def connection(self, number: int = 1) -> Fault:
        """When the *number*-th connection from now on is greeted."""
        return self._add(lambda moment: moment.offset == 0, number)

    def action(self, name: str, *, number: int = 1, frame: int = 1) -> Fault:
        """At frame *frame* of the answer to the *number*-th action *name* (a pattern, in any case) from now on."""
        pattern = name.lower()
        return self._add(
            lambda moment: moment.frame == frame and fnmatch.fnmatchcase(moment.action.lower(), pattern), number
        )

    def event(self, name: str, *, number: int = 1) -> Fault:
        """At the *number*-th event *name* (a pattern) that is sent to any connection from now on."""
        return self._add(lambda moment: bool(moment.event) and fnmatch.fnmatchcase(moment.event, name), number)

    def byte(self, offset: int, *, connection: int = 1) -> Fault:
        """When *offset* bytes, at least 1, were sent on the *connection*-th connection from now on."""
        if offset < 1:
            raise ValueError(f"byte({offset}): the first place inside a connection is behind byte 1")
        wanted = self._connections + connection
        place = (wanted, offset)
        fault = Fault(lambda moment: (moment.connection, moment.offset) == place, 1, self._restart, byte=place)
        self.all.append(fault)
        return fault

    def restart(self, seconds: float = 0.0) -> None:
        """Go down as Asterisk does for a restart, and listen again on the same port *seconds* later.

        Whoever sees events of the class system gets Shutdown (as 16.28 and 22.10 send it at ``core restart now``), then
        all connections are closed. The model goes on as it was.
        """
        self._restart(seconds)

    def clear(self) -> None:
        """Forget all faults."""
        self.all.clear()

    def _add(self, matches: Callable[[Moment], bool], count: int) -> Fault:
        fault = Fault(matches, count, self._restart)
        self.all.append(fault)
        return fault

    def open(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> Line:
        """The line of a new connection."""
        self._connections += 1
        return Line(self, self._connections, transport, loop)

    def next_byte(self, connection: int, behind: int, until: int) -> int | None:
        """The first offset behind *behind*, *until* at most, at which a fault waits on *connection*."""
        places = (fault.byte for fault in self.all if fault.byte is not None and not fault.struck)
        offsets = [offset for number, offset in places if number == connection and behind < offset <= until]
        return min(offsets, default=None)

    def find(self, moment: Moment) -> Fault | None:
        """The fault that strikes at *moment*."""
        return next((fault for fault in self.all if fault.take(moment)), None)


class Line:
    """Sends the bytes of one connection, through the faults."""

    def __init__(
        self, faults: Faults, number: int, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop
    ) -> None:
        self._faults = faults
        self._number = number
        self._transport = transport
        self._loop = loop
        self._sent = 0
        self._action = ""
        self._frame = 0
        self._asked: deque[str] = deque()
        self._input = b""
        self._steps: deque[Step] = deque()
        self._waiting = False
        self._silent = False

    def received(self, data: bytes) -> None:
        """Note which actions the client asks for."""
        *frames, self._input = (self._input + data).split(_TERMINATOR)
        for frame in frames:
            lines = (line.partition(b":") for line in frame.split(b"\r\n"))
            named = (value.strip() for name, _, value in lines if name.strip().lower() == b"action")
            self._asked.append(next(named, b"").decode("utf-8", "replace"))

    def write(self, data: bytes) -> None:
        """Send *data*, whole frames, or what the faults make of it."""
        if not (self._faults.all or self._steps or self._silent or self._waiting):
            self._sent += len(data)
            self._transport.write(data)
            return
        if self._silent:
            return
        for frame in _frames(data):
            fault = self._faults.find(self._moment(frame))
            self._steps.extend([Step(frame)] if fault is None else fault.steps(frame))
        self._go_on()

    @property
    def waiting(self) -> bool:
        """Whether it still has something to send."""
        return self._waiting

    def close(self) -> None:
        """Close the connection behind what is still to be sent. One that fell silent stays so until the client goes."""
        if not self._silent:
            self._steps.append(Step(end="close"))
            self._go_on()

    def _moment(self, frame: bytes) -> Moment:
        if not self._sent and not self._steps and not frame.endswith(_TERMINATOR):
            return Moment(self._number, offset=0)
        if frame.startswith(b"Response:"):
            self._action, self._frame = (self._asked.popleft() if self._asked else ""), 1
            return Moment(self._number, action=self._action, frame=1)
        self._frame += 1
        name = frame.partition(b"\r\n")[0].removeprefix(b"Event: ").decode("utf-8", "replace")
        return Moment(self._number, action=self._action, frame=self._frame, event=name)

    def _go_on(self) -> None:
        while self._steps and not self._waiting:
            step = self._steps.popleft()
            if step.beside:
                self._loop.call_later(step.after or 0.0, self._send, step.data)
            elif step.after is not None:
                self._waiting = True
                self._loop.call_later(step.after, self._resume, step)
            else:
                self._do(step)

    def _resume(self, step: Step) -> None:
        self._waiting = False
        self._do(step)
        self._go_on()

    def _do(self, step: Step) -> None:
        self._send(step.data)
        if step.end is None:
            return
        self._steps.clear()
        self._silent = True
        match step.end:
            case "reset":
                # Closed without lingering, a TCP connection ends with a reset.
                sock = self._transport.get_extra_info("socket")
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self._transport.abort()
            case "close":
                self._transport.close()
            case "half-close":
                self._transport.write_eof()
            case "silence":
                pass

    def _send(self, data: bytes) -> None:
        offset = self._faults.next_byte(self._number, self._sent, self._sent + len(data))
        fault = None if offset is None else self._faults.find(Moment(self._number, offset=offset))
        if offset is not None and fault is not None:
            before, behind = data[: offset - self._sent], data[offset - self._sent :]
            self._put(before)
            self._steps.extendleft(reversed([*fault.steps(b""), Step(behind)]))
            return
        self._put(data)

    def _put(self, data: bytes) -> None:
        if data and not self._silent and not self._transport.is_closing():
            self._sent += len(data)
            self._transport.write(data)


def _frames(data: bytes) -> Iterator[bytes]:
    """*data* as frames with their ends; a greeting is a frame of its own."""
    start = 0
    if data.startswith(b"Asterisk Call Manager"):
        start = data.find(b"\r\n") + 2
        yield data[:start]
    while start < len(data):
        end = data.find(_TERMINATOR, start)
        end = len(data) if end < 0 else end + len(_TERMINATOR)
        yield data[start:end]
        start = end


def _pieces(data: bytes, size: int) -> list[bytes]:
    return [data[start : start + size] for start in range(0, len(data), size)]


def _with_line(frame: bytes, line: bytes) -> bytes:
    if not frame.endswith(_TERMINATOR):
        return frame
    return frame[:-2] + line + _TERMINATOR

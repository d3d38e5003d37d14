"""What can go wrong between a server and its client, on purpose: `Faults`, the word ``pbx.faults`` of a test.

A fault has a place (a connection, the answer to an action, an event, a byte) and a kind. It strikes once, at the same
byte each time. It works on the bytes that the fake sends, behind the model: what the model thinks is not touched. It
strikes on every connection: to the manager, plain and by TLS, and by HTTP, where a whole HTTP answer is what it works
on. What a list or WaitEvent holds there is inside of one answer, so that only its first frame and no event is a place.
Lives here: places and kinds. Does not live here: the bytes that go through them (`_line`), sockets (`_listener`,
`_http`), and rules that answer otherwise (`scripting`). Imports nothing of the package.
"""

from __future__ import annotations

import asyncio
import fnmatch
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

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


class Manner(Protocol):
    """How what a fault puts in is said on a connection.

    Attributes:
        stranger: an answer that nobody here asked for.
        event: one of a flood; empty where no event comes by itself.
    """

    stranger: bytes
    event: bytes

    def with_line(self, frame: bytes, line: bytes) -> bytes:
        """*frame* with *line* as one header more."""
        ...

    def behind_line(self, frame: bytes, line: bytes) -> bytes:
        """*frame* behind *line*."""
        ...


Steps = Callable[[bytes, Manner], list[Step]]


class Fault:
    """A place, and what happens there; without a kind nothing does. Made by `Faults`.

    Attributes:
        struck: whether it has happened.
        byte: connection and offset, if its place is a byte.
        floods: it sends events.
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
        self._steps: Steps | None = None
        self.floods = False
        self.struck = False

    def take(self, moment: Moment) -> bool:
        """Whether it strikes at *moment*; only once."""
        if self.struck or self._steps is None or not self._matches(moment):
            return False
        self._left -= 1
        self.struck = self._left == 0
        return self.struck

    def steps(self, frame: bytes, manner: Manner) -> list[Step]:
        """What happens instead of sending *frame*."""
        return [Step(frame)] if self._steps is None else self._steps(frame, manner)

    def _is(self, steps: Steps) -> Fault:
        self._steps = steps
        return self

    # The connection

    def refuse(self) -> Fault:
        """Cut the connection before a byte is sent."""
        return self.reset()

    def reset(self) -> Fault:
        """Cut the connection with a TCP reset instead of sending."""
        return self._is(lambda frame, manner: [Step(end="reset")])

    def close(self) -> Fault:
        """Close the connection in an orderly way instead of sending."""
        return self._is(lambda frame, manner: [Step(end="close")])

    def half_close(self) -> Fault:
        """Send no more, and go on reading."""
        return self._is(lambda frame, manner: [Step(end="half-close")])

    def silence(self) -> Fault:
        """Send nothing more, and leave the connection open."""
        return self._is(lambda frame, manner: [Step(end="silence")])

    def truncate(self) -> Fault:
        """Send half of it and close."""
        return self._is(lambda frame, manner: [Step(frame[: len(frame) // 2]), Step(end="close")])

    def restart(self, seconds: float = 0.0) -> Fault:
        """Do not send it: the server restarts, as with ``pbx.faults.restart(seconds)``."""

        def steps(frame: bytes, manner: Manner) -> list[Step]:
            # Not at once: this line is just being written.
            asyncio.get_running_loop().call_soon(self._restart, seconds)
            return []

        return self._is(steps)

    # How bytes come

    def split(self, size: int = 1) -> Fault:
        """Send it in pieces of *size* bytes, each in a packet of its own."""
        return self._is(lambda frame, manner: [Step(piece, after=0.0) for piece in _pieces(frame, size)])

    def slow(self, seconds: float = 0.01, size: int = 1) -> Fault:
        """Send it in pieces of *size* bytes, *seconds* apart."""
        return self._is(lambda frame, manner: [Step(piece, after=seconds) for piece in _pieces(frame, size)])

    def late(self, seconds: float = 0.1) -> Fault:
        """Send it *seconds* later, behind what comes meanwhile."""
        return self._is(lambda frame, manner: [Step(frame, after=seconds, beside=True)])

    # What comes

    def garbage(self, data: bytes = b"\x00\xfe\xff garbage\r\n\x01\r\n\r\n") -> Fault:
        """Send *data* before it."""
        return self._is(lambda frame, manner: [Step(data + frame)])

    def oversize(self, size: int = 1 << 20) -> Fault:
        """Send a line of *size* bytes before it; by HTTP as a header of it."""
        return self._is(lambda frame, manner: [Step(manner.behind_line(frame, b"X: " + b"x" * size))])

    def invalid_utf8(self) -> Fault:
        """Add a header whose value is no UTF-8, unless it is no message."""
        return self._is(lambda frame, manner: [Step(manner.with_line(frame, b"Odd: \xe9\xff\x80"))])

    def double(self) -> Fault:
        """Send it twice."""
        return self._is(lambda frame, manner: [Step(frame + frame)])

    def lose(self) -> Fault:
        """Do not send it."""
        return self._is(lambda frame, manner: [])

    def foreign(self) -> Fault:
        """Send an answer that nobody here asked for before it."""
        return self._is(lambda frame, manner: [Step(manner.stranger + frame)])

    def flood(self, count: int = 10_000) -> Fault:
        """Send *count* events before it. By HTTP, where no event comes unasked, a strict fake complains instead."""
        self.floods = True
        return self._is(lambda frame, manner: [Step(manner.event * count + frame)])


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
        complain: told of a fault that has no meaning where it strikes.

    Attributes:
        all: those that were asked for, also those that have struck.
    """

    def __init__(self, restart: Callable[[float], None], complain: Callable[[str], None]) -> None:
        self._restart = restart
        self._complain = complain
        self.all: list[Fault] = []
        self._connections = 0

    def connection(self, number: int = 1) -> Fault:
        """When the *number*-th connection from now on is greeted; by HTTP: when its first request is answered."""
        return self._add(lambda moment: moment.offset == 0, number)

    def action(self, name: str, *, number: int = 1, frame: int = 1) -> Fault:
        """At frame *frame* of the answer to the *number*-th action *name* (a pattern, in any case) from now on. By HTTP
        an answer is one frame, with all that a list holds."""
        pattern = name.lower()
        return self._add(
            lambda moment: moment.frame == frame and fnmatch.fnmatchcase(moment.action.lower(), pattern), number
        )

    def event(self, name: str, *, number: int = 1) -> Fault:
        """At the *number*-th event *name* (a pattern) that is sent to any connection from now on. What WaitEvent gives
        by HTTP is inside of its answer: ``action("WaitEvent")``."""
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

    def next_connection(self) -> int:
        """The number of a new connection."""
        self._connections += 1
        return self._connections

    def next_byte(self, connection: int, behind: int, until: int) -> int | None:
        """The first offset behind *behind*, *until* at most, at which a fault waits on *connection*."""
        places = (fault.byte for fault in self.all if fault.byte is not None and not fault.struck)
        offsets = [offset for number, offset in places if number == connection and behind < offset <= until]
        return min(offsets, default=None)

    def find(self, moment: Moment, manner: Manner) -> Fault | None:
        """The fault that strikes at *moment*."""
        for fault in self.all:
            if fault.take(moment):
                if manner.event or not fault.floods:
                    return fault
                self._complain("a fault was to flood a client by HTTP, where events come only in answers to WaitEvent")
        return None


def _pieces(data: bytes, size: int) -> list[bytes]:
    return [data[start : start + size] for start in range(0, len(data), size)]

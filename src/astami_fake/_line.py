"""The bytes of one connection on their way to the client, through the faults: `ManagerLine`, `WebLine`.

Lives here: which moment each byte is, and sending, waiting and ending as a fault says. Does not live here: places and
kinds of faults (`faults`), sockets (`_listener`, `_http`). May import `faults`.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from collections import deque
from collections.abc import Iterator
from typing import Final

from astami_fake.faults import Faults, Moment, Step

_TERMINATOR: Final = b"\r\n\r\n"


class Line:
    """Sends the bytes of one connection, through the faults."""

    stranger = b"Response: Success\r\nActionID: somebody-else\r\nMessage: not for you" + _TERMINATOR
    event = b"Event: Flood\r\nPrivilege: call,all\r\nChannel: Flood/1" + _TERMINATOR

    def __init__(self, faults: Faults, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._faults = faults
        self._number = faults.next_connection()
        self._transport = transport
        self._loop = loop
        self._sent = 0
        self._steps: deque[Step] = deque()
        self._waiting = False
        self._silent = False

    def with_line(self, frame: bytes, line: bytes) -> bytes:
        """*frame* with *line* as one header more, unless it is no message."""
        return frame[:-2] + line + _TERMINATOR if frame.endswith(_TERMINATOR) else frame

    def behind_line(self, frame: bytes, line: bytes) -> bytes:
        """*frame* behind *line*."""
        return line + _TERMINATOR + frame

    @property
    def waiting(self) -> bool:
        """Whether it still has something to send."""
        return self._waiting

    def close(self) -> None:
        """Close the connection behind what is still to be sent. One that fell silent stays so until the client goes."""
        if not self._silent:
            self._steps.append(Step(end="close"))
            self._go_on()

    @property
    def _untouched(self) -> bool:
        """Whether no fault waits, and none is at work."""
        return not (self._faults.all or self._steps or self._silent or self._waiting)

    def _say(self, frame: bytes, moment: Moment) -> None:
        """Send *frame*, or what the fault makes of it that strikes at *moment*."""
        fault = self._faults.find(moment, self)
        self._steps.extend([Step(frame)] if fault is None else fault.steps(frame, self))

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
        fault = None if offset is None else self._faults.find(Moment(self._number, offset=offset), self)
        if offset is not None and fault is not None:
            before, behind = data[: offset - self._sent], data[offset - self._sent :]
            self._put(before)
            self._steps.extendleft(reversed([*fault.steps(b"", self), Step(behind)]))
            return
        self._put(data)

    def _put(self, data: bytes) -> None:
        if data and not self._silent and not self._transport.is_closing():
            self._sent += len(data)
            self._transport.write(data)


class ManagerLine(Line):
    """The line of a manager connection: frames, the greeting first."""

    def __init__(self, faults: Faults, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(faults, transport, loop)
        self._action = ""
        self._frame = 0
        self._asked: deque[str] = deque()
        self._input = b""

    def received(self, data: bytes) -> None:
        """Note which actions the client asks for."""
        *frames, self._input = (self._input + data).split(_TERMINATOR)
        for frame in frames:
            lines = (line.partition(b":") for line in frame.split(b"\r\n"))
            named = (value.strip() for name, _, value in lines if name.strip().lower() == b"action")
            self._asked.append(next(named, b"").decode("utf-8", "replace"))

    def write(self, data: bytes) -> None:
        """Send *data*, whole frames, or what the faults make of it."""
        if self._untouched:
            self._sent += len(data)
            self._transport.write(data)
            return
        if self._silent:
            return
        for frame in _frames(data):
            self._say(frame, self._moment(frame))
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


class WebLine(Line):
    """The line of a connection by HTTP: answers, each with a head and a body."""

    stranger = b"HTTP/1.1 200 OK\r\nContent-type: text/plain\r\nContent-Length: %d\r\n\r\n%b" % (
        len(Line.stranger),
        Line.stranger,
    )
    event = b""

    def write(self, answer: bytes, action: str) -> None:
        """Send a whole answer to *action*, or what the faults make of it; empty: to a request that is no action."""
        if self._untouched:
            self._sent += len(answer)
            self._transport.write(answer)
        elif not self._silent:
            begins = not self._sent and not self._steps
            self._say(answer, Moment(self._number, action, 1 if action else 0, offset=0 if begins else None))
            self._go_on()

    def with_line(self, frame: bytes, line: bytes) -> bytes:
        """*frame* with *line* at the end of its head."""
        head, end, body = frame.partition(_TERMINATOR)
        return head + b"\r\n" + line + end + body if end else frame

    def behind_line(self, frame: bytes, line: bytes) -> bytes:
        """*frame* with *line* in its head: what stands before an answer is none of its lines."""
        return self.with_line(frame, line)


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

"""A blocking AMI connection of bare bytes, as a transcript needs it: odd input can be sent, nothing is interpreted.

Frames end in CRLF CRLF and nothing else; the greeting is the first line. May import: the standard library only.
"""

from __future__ import annotations

import select
import socket
from collections.abc import Sequence


class FrameSplitter:
    """Cuts what arrives into the greeting, which clients do not send, and frames. Text is UTF-8 with surrogates for
    other bytes.

    Some frames of real servers end in an empty line too many (TestEvent, SIPshowpeer on 16.28, IAXnetstats is nothing
    else): it belongs to none, and is passed over.
    """

    def __init__(self, *, greeting: bool = True) -> None:
        self._buffer = bytearray()
        self._searched = 0
        self._greeted = not greeting

    def receive_data(self, data: bytes) -> list[tuple[str, ...]]:
        """The frames that *data* completes, each as its lines."""
        self._buffer += data
        frames: list[tuple[str, ...]] = []
        while True:
            while self._greeted and self._buffer.startswith(b"\r\n"):
                del self._buffer[:2]
                self._searched = 0
            end = b"\r\n\r\n" if self._greeted else b"\r\n"
            at = self._buffer.find(end, max(0, self._searched - len(end)))
            if at < 0:
                self._searched = len(self._buffer)
                return frames
            self._searched = 0
            self._greeted = True
            frames.append(tuple(_text(self._buffer[:at]).split("\r\n")))
            del self._buffer[: at + len(end)]

    def take_rest(self) -> str:
        """The bytes that make no frame; they are forgotten here."""
        rest = _text(self._buffer)
        self._buffer.clear()
        self._searched = 0
        return rest


def _text(data: bytes | bytearray) -> str:
    return data.decode("utf-8", "surrogateescape")


class Wire:
    """One connection. After the server closed it, `is_closed` is true and sending is in vain."""

    def __init__(self, host: str, port: int, timeout: float) -> None:
        self._socket = socket.create_connection((host, port), timeout)
        self._socket.settimeout(timeout)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.splitter = FrameSplitter()
        self.is_closed = False

    def fileno(self) -> int:
        return self._socket.fileno()

    def send(self, data: bytes) -> None:
        """Send all of *data*; a server that has closed shows in what is received."""
        try:
            self._socket.sendall(data)
        except OSError:  # reset or closed by the server: `receive` tells, in the order of the wire
            return

    def receive(self) -> list[tuple[str, ...]]:
        """What has arrived, as frames; call it when the wire is readable."""
        try:
            data = self._socket.recv(1 << 20)
        except OSError:  # a reset ends the connection as an orderly close does
            data = b""
        if not data:
            self.is_closed = True
        return self.splitter.receive_data(data)

    def half_close(self) -> None:
        """Say that nothing more will be sent."""
        try:
            self._socket.shutdown(socket.SHUT_WR)
        except OSError:  # the server was faster
            return

    def close(self) -> None:
        self._socket.close()


def readable(wires: Sequence[Wire], timeout: float) -> list[Wire]:
    """The open wires on which something has arrived, within *timeout* seconds."""
    live = [wire for wire in wires if not wire.is_closed]
    if not live:
        return []
    poll = select.poll()
    by_number = {wire.fileno(): wire for wire in live}
    for number in by_number:
        poll.register(number, select.POLLIN)
    return [by_number[number] for number, _ in poll.poll(max(0.0, timeout) * 1000)]

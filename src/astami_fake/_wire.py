"""The server's side of the wire: bytes into messages, frames into bytes.

Lives here: what a line and a message are, and the limits that Asterisk sets to both. Does not live here: what a message
means (`_session`). Imports nothing of the package, least of all the client's codec: a fault that both shared would
cancel itself out.

How Asterisk takes input (recorded on 16.28.0 and 22.10.1): lines end with LF, a CR before it belongs to the end; a NUL
cuts its line; a line that is empty then ends the message. A message holds 128 lines. Lines are looked for in a buffer
of 1,024 bytes: when it is full and holds no line end, all but its last byte is thrown away and the message is marked.
That mark survives a message that fails for another reason.

Text is UTF-8; bytes that are none come back as they came (surrogateescape).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

MAX_LINE = 1024
"""Bytes of a line with its end (main/manager.c, recorded in cases `framing.line.*`)."""
MAX_LINES = 128
"""Lines of a message (recorded in cases `framing.lines.*`)."""

_BLANKS = "".join(map(chr, range(1, 33)))
_LINE_END = "\r\n"
_USUAL = re.compile(rb"([^\0\r\n]++(?:\r\n[^\0\r\n]++){0,%d}+)\r\n\r\n" % (MAX_LINES - 1))

TOO_MANY_LINES = "Too many lines in message or allocation failure"
LINE_TOO_LONG = "Failed to parse message: line too long"


class Message:
    """One message as it came.

    Attributes:
        lines: its lines without their ends, also those that are no headers.
        fault: the text of the error that answers it, None for a message in order.
    """

    __slots__ = ("fault", "lines")

    def __init__(self, lines: Sequence[str], fault: str | None = None) -> None:
        self.lines = tuple(lines)
        self.fault = fault


def headers(lines: Iterable[str]) -> list[tuple[str, str]]:
    """Lines of a message as headers: name before the first colon, value without leading blanks; others left out."""
    parts = (line.partition(":") for line in lines)
    return [(name, value.lstrip(_BLANKS)) for name, colon, value in parts if colon]


def first_values(lines: Iterable[str]) -> dict[str, str]:
    """Of the headers in *lines*, by their names in small letters, the value that comes first."""
    found: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if colon and (name := name.lower()) not in found:
            found[name] = value.lstrip(_BLANKS)
    return found


class Reader:
    """Bytes in, messages out, one by one."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._start = 0
        self._lines: list[str] = []
        self._lost_lines = False
        self._long_line = False

    def receive_data(self, data: bytes) -> None:
        """Take what came from the client."""
        self._buffer += data

    @property
    def waiting(self) -> int:
        """How many bytes have come that no message has taken yet."""
        return len(self._buffer) - self._start

    def next_message(self) -> Message | None:
        """The next message, None until more has come."""
        buffer = self._buffer
        if self._start == len(buffer):
            buffer.clear()
            self._start = 0
            return None
        if not (self._lines or self._long_line) and (usual := self._usual_lines()) is not None:
            return Message(usual)
        while True:
            end = buffer.find(b"\n", self._start, self._start + MAX_LINE)
            if end < 0:
                if len(buffer) - self._start < MAX_LINE:
                    break
                self._long_line = True
                self._start += MAX_LINE - 1
                continue
            line = buffer[self._start : end]
            self._start = end + 1
            if line.endswith(b"\r"):
                del line[-1]
            if b"\0" in line:
                line = line[: line.index(b"\0")]
            if not line:
                return self._end_message()
            if len(self._lines) < MAX_LINES:
                self._lines.append(line.decode("utf-8", "surrogateescape"))
            else:
                self._lost_lines = True
        del buffer[: self._start]
        self._start = 0
        return None

    def _usual_lines(self) -> list[str] | None:
        """The lines of the next message if it is as clients send it: all there, ended by CRLF, far from every limit."""
        usual = _USUAL.match(self._buffer, self._start, self._start + MAX_LINE)
        if usual is None:
            return None
        self._start = usual.end()
        return usual[1].decode("utf-8", "surrogateescape").split(_LINE_END)

    def _end_message(self) -> Message:
        lines, self._lines = self._lines, []
        if self._lost_lines:
            self._lost_lines = False
            return Message(lines, TOO_MANY_LINES)
        if self._long_line:
            self._long_line = False
            return Message(lines, LINE_TOO_LONG)
        return Message(lines)


def banner(version: str) -> bytes:
    """The line that greets a client; *version* is AMI's, ``11.0.0``."""
    return f"Asterisk Call Manager/{version}\r\n".encode()


def encode(*frames: Iterable[tuple[str, str]]) -> bytes:
    """Frames, one behind the other. A header without a name is a line that is no header (UserEvent sends such back)."""
    lines: list[str] = []
    for frame in frames:
        lines += [f"{name}: {value}\r\n" if name else f"{value}\r\n" for name, value in frame]
        lines.append("\r\n")
    return "".join(lines).encode("utf-8", "surrogateescape")


def lines(data: bytes) -> list[str]:
    """The header lines of one encoded frame."""
    return data.decode("utf-8", "surrogateescape").split("\r\n")[:-2]

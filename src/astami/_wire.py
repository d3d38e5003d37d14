"""The client's side of the wire: bytes to the texts of messages, actions to bytes.

What a message means is not known here, nor which answer belongs to whom. Imports ``exceptions`` and ``messages``.

Reading costs one search from the end, one decoding and one split per chunk, and is linear in the number of bytes
however they are cut: what has been searched is not searched again.
"""

from __future__ import annotations

import functools
from typing import Final

from .exceptions import AMIProtocolError, AMIUsageError
from .messages import END_OF_COMMAND, END_OF_FRAME, OLD_COMMAND, Action, Secret, is_old_command, shortened

__all__ = ["MAX_LINES", "MAX_LINE_BYTES", "Decoder", "check_encoding", "encode_action"]

GREETING: Final = b"Asterisk Call Manager/"
#: Longest first line that is waited for; real greetings have 30 bytes.
MAX_GREETING: Final = 256
#: Asterisk refuses an action of more header lines (measured on 16 and 22: 128 pass, 129 do not).
MAX_LINES: Final = 128
#: Asterisk refuses a longer line, without its CR LF (measured on 16 and 22: 1022 pass, 1023 do not).
MAX_LINE_BYTES: Final = 1022

#: Longest ActionID of which nothing but its characters has to be looked at.
_SHORT_ID: Final = 100

_TERMINATOR: Final = END_OF_FRAME.encode()
#: Three line ends: of them the first two end the message, not the last two.
_LONG_END: Final = b"\r\n" + _TERMINATOR
_OLD_COMMAND: Final = OLD_COMMAND.encode()


class Decoder:
    """Bytes of one connection in, texts of complete messages out.

    Three steps: ``receive_data`` takes bytes and returns the messages they complete; ``greeting`` is the first line
    once it has come; ``error`` is set when the peer's bytes can no longer be understood, and from then on nothing
    is returned.

    Args:
        max_frame: the most bytes that one message may have, the blank line that ends it not counted.
        encoding: how text is encoded; bytes that do not fit it become lone surrogates and lose nothing.
    """

    def __init__(self, *, max_frame: int, encoding: str) -> None:
        self._max_frame = max_frame
        self._encoding = encoding
        self._buffer = bytearray()
        # Pieces of Command output in the form before Asterisk 14, which may itself hold an empty line.
        self._old_command: list[str] = []
        self._old_command_size = 0
        self.greeting: str | None = None
        self.error: AMIProtocolError | None = None

    @property
    def unfinished(self) -> bool:
        """Whether a message has begun and not ended."""
        return bool(self._buffer.strip() or self._old_command)

    def receive_data(self, data: bytes) -> list[str]:
        """Take the next bytes; return the text of every message that they complete, in order."""
        if self.error is not None:
            return []
        buffer = self._buffer
        if (
            not buffer
            and data.endswith(_TERMINATOR)
            and len(data) <= self._max_frame
            and self.greeting is not None
            and not (self._old_command or data.endswith(_LONG_END) or _OLD_COMMAND in data)
        ):
            # Most reads end where a message does, and begin where one begins: nothing has to be kept.
            return data[: -len(_TERMINATOR)].decode(self._encoding, "surrogateescape").split(END_OF_FRAME)
        searched = max(0, len(buffer) - len(_TERMINATOR) + 1)
        buffer += data
        if self.greeting is None:
            if not self._read_greeting():
                return []
            searched = 0
        end = buffer.rfind(_TERMINATOR, searched)
        if end < 0:
            frames = []
        else:
            text = buffer[:end].decode(self._encoding, "surrogateescape")
            del buffer[: end + len(_TERMINATOR)]
            frames = text.split(END_OF_FRAME)
            if frames[-1].endswith("\r\n"):
                # Of three line ends in a row the first two end the message, not the last two.
                frames[-1] = frames[-1][:-2]
                buffer[:0] = b"\r\n"
            if end > self._max_frame:
                frames = self._within_limit(frames)
            if self._old_command or OLD_COMMAND in text:
                frames = self._join_old_commands(frames)
        # Up to three bytes of the buffer may belong to the blank line.
        if self.error is None and self._old_command_size + len(buffer) >= self._max_frame + len(_TERMINATOR):
            self._fail_over_limit()
        return frames

    def _read_greeting(self) -> bool:
        buffer = self._buffer
        head = bytes(buffer[:MAX_GREETING])
        line, newline, _ = head.partition(b"\n")
        if not GREETING.startswith(head[: len(GREETING)]) or (len(head) == MAX_GREETING and not newline):
            self.error = AMIProtocolError(
                "this is no Asterisk Manager Interface: instead of its greeting came "
                + shortened(line.rstrip(b"\r").decode("ascii", "backslashreplace"))
            )
            buffer.clear()
            return False
        if not newline:
            return False
        self.greeting = line.rstrip(b"\r").decode("ascii", "backslashreplace")
        del buffer[: len(line) + 1]
        return True

    def _within_limit(self, frames: list[str]) -> list[str]:
        """The frames up to the first one over the limit. A chunk over the limit often holds none."""
        for number, frame in enumerate(frames):
            if len(frame.encode(self._encoding, "surrogateescape")) > self._max_frame:
                self._fail_over_limit()
                return frames[:number]
        return frames

    def _join_old_commands(self, pieces: list[str]) -> list[str]:
        frames = []
        for piece in pieces:
            if not self._old_command and not is_old_command(piece):
                frames.append(piece)
                continue
            self._old_command.append(piece)
            self._old_command_size += len(piece.encode(self._encoding, "surrogateescape"))
            if self._old_command_size > self._max_frame:
                self._fail_over_limit()
                break
            if piece.endswith(END_OF_COMMAND):
                frames.append(END_OF_FRAME.join(self._old_command))
                self._old_command, self._old_command_size = [], 0
            else:
                self._old_command_size += len(_TERMINATOR)
        return frames

    def _fail_over_limit(self) -> None:
        self._buffer.clear()
        self.error = AMIProtocolError(
            f"a message of more than max_frame={self._max_frame} bytes came; raise max_frame if it was expected"
        )


def encode_action(action: Action, action_id: str, *, encoding: str) -> bytes:
    """The bytes of *action*, ended by its blank line.

    Raises:
        AMIUsageError: a name or value would be read as something else by Asterisk, or is over its limits.
    """
    if not action.headers and len(action_id) < _SHORT_ID and action_id.isascii() and action_id.isprintable():
        # Only the name has to be looked at, and only once.
        beginning = _beginning(action.name, encoding)
        if beginning is not None:
            return b"%b%b\r\n\r\n" % (beginning, action_id.encode())
    headers = (("Action", action.name), ("ActionID", action_id), *action.headers)
    data = _encoded(headers, encoding)
    if data is None:
        problem = _problem(headers, encoding)
        raise AMIUsageError(f"{action.name or 'action'} was not sent: {problem}", action=action.masked())
    return data


@functools.lru_cache(maxsize=256)
def _beginning(name: str, encoding: str) -> bytes | None:
    """An action called *name* up to the value of its ActionID, if the name is fit to be sent."""
    data = _encoded((("Action", name), ("ActionID", "")), encoding)
    return None if data is None else data.removesuffix(_TERMINATOR)


def _encoded(headers: tuple[tuple[str, str | Secret], ...], encoding: str) -> bytes | None:
    """The bytes of *headers* if all are fit to be sent. Secrets are text only here, where nothing is raised."""
    lines = [f"{name}: {value.reveal() if isinstance(value, Secret) else value}\r\n" for name, value in headers]
    try:
        data = "".join([*lines, "\r\n"]).encode(encoding, "surrogateescape")
    except UnicodeEncodeError:
        return None
    # Judged as bytes: what counts is what Asterisk will see, whatever the encoding.
    ends = len(headers) + 1
    if ends - 1 > MAX_LINES or data.count(b"\n") != ends or data.count(b"\r") != ends or b"\0" in data:
        return None
    if len(data) > MAX_LINE_BYTES and max(map(len, data.split(b"\r\n"))) > MAX_LINE_BYTES:
        return None
    for name, _ in headers:
        if not _is_name(name):
            return None
    return data


@functools.lru_cache(maxsize=1024)
def _is_name(name: str) -> bool:
    return bool(name) and name == name.strip() and ":" not in name


def _line(name: str, value: str | Secret, encoding: str) -> bytes:
    text = value.reveal() if isinstance(value, Secret) else value
    return f"{name}: {text}".encode(encoding, "surrogateescape")


def _problem(headers: tuple[tuple[str, str | Secret], ...], encoding: str) -> str:
    """Why these *headers* cannot be sent."""
    if len(headers) > MAX_LINES:
        return f"it has {len(headers)} header lines, Asterisk takes at most {MAX_LINES} (with ActionID)"
    return next(problem for name, value in headers if (problem := _header_problem(name, value, encoding)))


def _header_problem(name: str, value: str | Secret, encoding: str) -> str | None:
    if not _is_name(name):
        return f"{name!r} is no header name: it must not be empty, hold a colon or have blanks around it"
    try:
        line = _line(name, value, encoding)
    except UnicodeEncodeError as error:
        found = "a character" if isinstance(value, Secret) else repr(error.object[error.start : error.end])
        return f"header {name!r} holds {found} that {encoding} cannot encode"
    for byte, meaning in ((b"\r", "CR"), (b"\n", "LF"), (b"\0", "NUL")):
        if byte in line:
            return f"header {name!r} holds a {meaning}; Asterisk would end the line or the value there"
    if len(line) > MAX_LINE_BYTES:
        return f"the line of header {name!r} has {len(line)} bytes, Asterisk takes at most {MAX_LINE_BYTES}"
    return None


def check_encoding(encoding: str) -> None:
    """Refuse an encoding that does not exist or in which ASCII is not ASCII (the protocol's own words are).

    Raises:
        AMIUsageError: it cannot be used.
    """
    ascii_bytes = bytes(range(128))
    try:
        usable = ascii_bytes.decode("ascii").encode(encoding) == ascii_bytes and all(
            byte.decode(encoding, "surrogateescape").encode(encoding, "surrogateescape") == byte
            for byte in (bytes([number]) for number in range(256))
        )
    except (LookupError, UnicodeError):
        usable = False
    if not usable:
        raise AMIUsageError(f"encoding {encoding!r} is unknown or does not contain ASCII; utf-8 and latin-1 do")

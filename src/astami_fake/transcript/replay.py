"""A server that plays a transcript back: a program that says what was recorded hears what was recorded.

Lives here: `Replay`. What it says comes from the file alone; the fake's model has no part in it. Connections take the
transcript's names in the order in which they are made; what the server said is sent once all has come that stands
before it in the file. May import: `format`, `case`, `template`, `wire`, the fake's `traffic`.
"""

from __future__ import annotations

import difflib
import select
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from astami_fake.traffic import Traffic
from astami_fake.transcript.case import recordings_of
from astami_fake.transcript.format import Directive, Frame, Item, Line, Raw, Shut, read
from astami_fake.transcript.template import SENT_TYPES, Placeholder, first_values
from astami_fake.transcript.wire import FrameSplitter

#: What is said for a number that the transcript leaves open: a challenge.
_NUMBER = "100000001"


@dataclass
class _Connection:
    name: str
    number: int
    socket: socket.socket
    splitter: FrameSplitter = field(default_factory=lambda: FrameSplitter(greeting=False))


class Replay:
    """Plays the transcript *path* on loopback, once. A context manager.

    Attributes:
        host, port: where it listens.
        username, secret: for the log-in; the user is the recorded one, its secret stands in no file.
        version: the Asterisk that was recorded.
        violations: what was said otherwise than recorded, or not at all.

    Raises:
        FormatError: the file is no transcript.
        OSError: it cannot be read.
        ValueError: it is none that can be replayed: `Tap` writes those.
    """

    strict = True

    def __init__(self, path: Path) -> None:
        document = read(path)
        self._path = path
        self._items = [item for item in document.items if isinstance(item, Frame | Raw | Shut)]
        self._check(document.items)
        self.version = recordings_of(document)[0].version
        logins = (first_values(map(str, item.lines)) for item in self._items if isinstance(item, Frame))
        self.username = next((one["Username"] for one in logins if "Username" in one), "")
        self.secret = "replayed"  # noqa: S105 - nothing checks it
        self._names = list(dict.fromkeys(item.connection for item in self._items))
        self._done = [False] * len(self._items)
        self._bound: dict[tuple[str, str], str] = {}
        self._wrong: list[str] = []
        self._traffic = Traffic()
        self._count = 0
        self._connections: list[_Connection] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.host, self.port = self._listening.getsockname()[:2]
        self._wake, self._woken = socket.socketpair()
        self._thread = threading.Thread(target=self._run, name="astami-replay", daemon=True)
        self._thread.start()

    def _check(self, items: tuple[Item, ...]) -> None:
        for item in items:
            if isinstance(item, Directive) and item.name in ("streams", "optional", "phone", "elapse", "setup"):
                raise ValueError(f"{self._path}:{item.number}: a transcript with @{item.name} is a case, not one play")
            for line in item.lines if isinstance(item, Frame) and item.mark == "<" else ():
                for one in line.template.placeholders:
                    if one.type not in ("aid", "int"):
                        raise ValueError(f"{self._path}:{line.number}: what is said for {one}? Write the value itself")

    @property
    def traffic(self) -> bool:
        """Whether anything has come or gone."""
        return bool(self._traffic)

    def transcript(self) -> str:
        """What came and went, for people to read, secrets hidden."""
        return str(self._traffic)

    def __repr__(self) -> str:
        return f"<Replay of {self._path}, Asterisk {self.version}>"

    def close(self) -> None:
        """End all connections."""
        self._wake.close()
        self._thread.join()

    def __enter__(self) -> Replay:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def violations(self) -> list[str]:
        """What was said otherwise than recorded; of what did not come, the first (a Logoff may still come)."""
        if self._wrong:
            return list(self._wrong)
        open_ones = [item for item, done in zip(self._items, self._done, strict=True) if not done and item.mark == ">"]
        missing = [item for item in open_ones if "Action: Logoff" not in _texts(item)]
        return [self._sentence(missing[0], "was recorded, and the test did not send it")] if missing else []

    def _sentence(self, item: Frame | Raw | Shut, what: str) -> str:
        head = _texts(item)[0] if _texts(item) else f"the connection {item.how}" if isinstance(item, Shut) else "bytes"
        return f"{self._path}:{item.number}: '{head}' {what}"

    # -- the thread

    def _run(self) -> None:
        while True:
            by_socket = {one.socket: one for one in self._connections}
            ready, _, _ = select.select([self._woken, self._listening, *by_socket], [], [])
            if self._woken in ready:
                break
            if self._listening in ready:
                self._accept()
            for one in ready:
                if one in by_socket:
                    self._receive(by_socket[one])
            self._say()
        for connection in tuple(self._connections):
            self._end(connection)
        self._listening.close()
        self._woken.close()

    def _accept(self) -> None:
        accepted, _ = self._listening.accept()
        if not self._names:
            self._wrong.append(f"{self._path}: a further connection was made; the transcript has no more of them")
            accepted.close()
            return
        self._count += 1
        self._connections.append(_Connection(self._names.pop(0), self._count, accepted))

    def _receive(self, connection: _Connection) -> None:
        try:
            data = connection.socket.recv(1 << 16)
        except OSError:  # a reset ends it, as an orderly close does
            data = b""
        for frame in connection.splitter.receive_data(data):
            if connection in self._connections:
                self._take(connection, frame)
                self._say()
        if not data and connection in self._connections:
            self._end(connection)

    def _end(self, connection: _Connection) -> None:
        self._connections.remove(connection)
        connection.socket.close()

    def _take(self, connection: _Connection, frame: tuple[str, ...]) -> None:
        """A frame came: it is the next one that was recorded of the connection, or the test is wrong."""
        self._traffic.received(connection.number, frame)
        at = next(
            (at for at in self._open() if (i := self._items[at]).mark == ">" and i.connection == connection.name), -1
        )
        if at < 0:
            self._wrong.append(f"{self._path}: '{frame[0]}' was sent after all that was recorded")
            self._end(connection)
            return
        item = self._items[at]
        if isinstance(item, Frame) and self._fits(item, frame):
            self._done[at] = True
            return
        shown = [line if not _is_secret(line) else line.partition(":")[0] + ": ***" for line in frame]
        lines = "\n".join(f"    {text}" for text in difflib.ndiff(_texts(item), shown) if text[0] != "?")
        self._wrong.append(f"{self._sentence(item, 'was recorded (-), the test sent (+)')}\n{lines}")
        self._end(connection)

    def _fits(self, item: Frame, frame: tuple[str, ...]) -> bool:
        if len(item.lines) != len(frame):
            return False
        bound = dict(self._bound)
        for line, text in zip(item.lines, frame, strict=True):
            if any(one.type in SENT_TYPES for one in line.template.placeholders):
                if text.partition(":")[0] != line.name:
                    return False
                continue
            values = line.template.fits(text)
            if values is None:
                return False
            for one, value in zip(line.template.placeholders, values, strict=True):
                if one.name and bound.setdefault((one.type, one.name), value) != value:
                    return False
        self._bound = bound
        return True

    def _open(self) -> Iterator[int]:
        return (at for at, done in enumerate(self._done) if not done)

    def _say(self) -> None:
        """Send what has its turn: all that was said before the next frame that has to come."""
        by_name = {one.name: one for one in self._connections}
        for at in self._open():
            item = self._items[at]
            if item.mark == ">" or item.connection not in by_name:
                return
            connection = by_name[item.connection]
            self._done[at] = True
            if isinstance(item, Shut):
                self._end(connection)
                del by_name[item.connection]
                continue
            data = self._bytes(item)
            self._traffic.sent(connection.number, data)
            try:
                connection.socket.sendall(data)
            except OSError:  # the test is gone; what it does not hear is its own business
                self._end(connection)
                del by_name[item.connection]

    def _bytes(self, item: Frame | Raw) -> bytes:
        if isinstance(item, Raw):
            return self._filled(Line(item.template)).encode("utf-8", "surrogateescape")
        lines = [self._filled(line) for line in item.lines]
        greeting = len(lines) == 1 and lines[0].startswith("Asterisk Call Manager/")
        return ("\r\n".join(lines) + ("\r\n" if greeting else "\r\n\r\n")).encode("utf-8", "surrogateescape")

    def _filled(self, line: Line) -> str:
        return "".join(part if isinstance(part, str) else self._value(part) for part in line.template.parts)

    def _value(self, one: Placeholder) -> str:
        return self._bound.get((one.type, one.name), _NUMBER if one.type == "int" else "")


def _texts(item: Frame | Raw | Shut) -> list[str]:
    return [str(line) for line in item.lines] if isinstance(item, Frame) else []


def _is_secret(line: str) -> bool:
    return line.partition(":")[0].strip().lower() in ("secret", "key")

"""A listening post between a program and a real Asterisk: what both say becomes a transcript that can be replayed.

Lives here: `Tap`. Playing its transcripts back is `replay`. Unlike a recorded case it is one play, with the values of
that play: only ActionIDs, which a program makes anew each time, are placeholders, and secrets are not in it.
May import: `format`, `template`, `wire`, the fake's list of what is secret.
"""

from __future__ import annotations

import select
import socket
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from astami_fake.actions._registry import masked
from astami_fake.transcript.format import Directive, Document, Frame, Item, Line, Note, Raw, Shut
from astami_fake.transcript.template import Placeholder, Template, first_values, literal
from astami_fake.transcript.wire import FrameSplitter

#: A secret shorter than this is hidden only where a secret stands: it could be a part of any word.
_LONG_ENOUGH = 4
_CHUNK = 1 << 16


@dataclass(frozen=True)
class _Said:
    connection: int
    mark: str
    lines: tuple[str, ...]


@dataclass
class _Pair:
    """A program's connection and that to the server behind it."""

    number: int
    program: socket.socket
    server: socket.socket
    sent: FrameSplitter = field(default_factory=lambda: FrameSplitter(greeting=False))
    came: FrameSplitter = field(default_factory=FrameSplitter)


class Tap:
    """Listens on loopback and passes on what is said to and by the server at *host*:*port*. A context manager.

    Attributes:
        host, port: where programs connect.
    """

    def __init__(self, host: str, port: int, secrets: Sequence[str]) -> None:
        self._server = (host, port)
        self._secrets = [secret for secret in secrets if len(secret) >= _LONG_ENOUGH]
        self._said: list[_Said] = []
        self._pairs: list[_Pair] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.host, self.port = self._listening.getsockname()[:2]
        self._wake, self._woken = socket.socketpair()
        self._thread = threading.Thread(target=self._run, name="astami-tap", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End all connections."""
        self._wake.close()
        self._thread.join()

    def __enter__(self) -> Tap:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _run(self) -> None:
        count = 0
        while True:
            ends = {end: pair for pair in self._pairs for end in (pair.program, pair.server)}
            ready, _, _ = select.select([self._woken, self._listening, *ends], [], [])
            if self._woken in ready:
                break
            if self._listening in ready:
                program, _ = self._listening.accept()
                try:
                    server = socket.create_connection(self._server, 5.0)
                except OSError:  # what the program would have seen of a server that is gone
                    program.close()
                else:
                    count += 1
                    self._pairs.append(_Pair(count, program, server))
            for end, pair in ends.items():
                if end in ready and pair in self._pairs:
                    self._pass_on(pair, end)
        for pair in tuple(self._pairs):
            self._end(pair)
        self._listening.close()
        self._woken.close()

    def _pass_on(self, pair: _Pair, end: socket.socket) -> None:
        try:
            data = end.recv(_CHUNK)
            (pair.server if end is pair.program else pair.program).sendall(data)
        except OSError:  # a reset ends both, as an orderly close does
            data = b""
        mark, splitter = (">", pair.sent) if end is pair.program else ("<", pair.came)
        self._said += [_Said(pair.number, mark, frame) for frame in splitter.receive_data(data)]
        if not data:
            self._end(pair)
            if end is pair.server:
                self._said.append(_Said(pair.number, "<closed", ()))

    def _end(self, pair: _Pair) -> None:
        self._pairs.remove(pair)
        pair.program.close()
        pair.server.close()
        for mark, splitter in ((">", pair.sent), ("<", pair.came)):
            if rest := splitter.take_rest():
                self._said.append(_Said(pair.number, f"{mark}raw", (rest,)))

    def document(self, name: str, title: str, version: str, distribution: str) -> Document:
        """All that was said, as the transcript *name*. After `close`."""
        names = {number: _name(at) for at, number in enumerate(sorted({one.connection for one in self._said}))}
        today = datetime.now(UTC).date().isoformat()
        head = [
            ("ami", "1"),
            ("case", name),
            ("title", title),
            ("recorded", f"{version} {distribution} {today} runs=1"),
            ("login", "none"),
            *(("connection", f"{connection} none") for connection in names.values() if connection),
        ]
        items: list[Item] = [Directive(*one) for one in head]
        ids: dict[str, str] = {}
        for one in self._said:
            if one.mark == ">":
                items.append(Note(""))
            items.append(self._item(one, names[one.connection], ids))
        return Document(tuple(items))

    def _item(self, one: _Said, connection: str, ids: dict[str, str]) -> Item:
        mark = one.mark[0]
        if one.mark == "<closed":
            return Shut(connection, mark, "closed")
        if one.mark.endswith("raw"):
            return Raw(connection, mark, literal(self._hide(one.lines[0])))
        return Frame(connection, mark, tuple(Line(text) for text in self._lines(one, ids)))

    def _lines(self, one: _Said, ids: dict[str, str]) -> Iterator[Template]:
        values = first_values(one.lines)
        hidden = _hidden(one.lines) if one.mark == ">" else {}
        for at, text in enumerate(one.lines):
            name, _, value = text.partition(": ")
            if at in hidden:
                kind = ("md5", "challenge") if hidden[at] == "key" else ("secret", _word(values.get("Username", "")))
                yield Template((f"{name}: ", Placeholder(*kind)))
            elif name.lower() == "actionid" and value and (one.mark == ">" or value in ids):
                yield Template((f"{name}: ", Placeholder("aid", ids.setdefault(value, f"a{len(ids) + 1}"))))
            elif name == "Challenge" and one.mark == "<":
                yield Template((f"{name}: ", Placeholder("int", "challenge")))
            else:
                yield literal(self._hide(text))

    def _hide(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return text


def _name(at: int) -> str:
    """The first connection has no name, the others are b, c … and so on with numbers."""
    return "" if at == 0 else chr(ord("a") + at) if at < 26 else f"c{at}"


def _word(user: str) -> str:
    """A placeholder's name for *user*, which may be any text."""
    return "".join(c for c in user if c.isascii() and c.isalnum()).lstrip("0123456789") or "user"


def _hidden(lines: Sequence[str]) -> Mapping[int, str]:
    """Which of *lines* hold a secret: number → the header's name in small letters."""
    headers = [(name.strip(), value.strip()) for name, _, value in (text.partition(":") for text in lines)]
    return {at: headers[at][0].lower() for at, shown in enumerate(masked(headers)) if shown != headers[at]}

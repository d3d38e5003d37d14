"""HTTP's own bytes for the manager: requests out of a socket, responses into it. What is asked and answered: `_web`.

Lives here: one asyncio connection, kept open between requests as Asterisk keeps it. May import `_line`, `_web`.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import cast

from astami_fake._line import WebLine
from astami_fake._web import Request, Response, Web
from astami_fake.clock import Clock
from astami_fake.faults import Faults


class HttpConnections:
    """All open HTTP connections of one fake."""

    def __init__(self) -> None:
        self.open: set[HttpConnection] = set()

    def abort(self) -> None:
        """End them all at once."""
        for connection in tuple(self.open):
            connection.abort()

    def close(self) -> None:
        """End them in an orderly way: what was sent still arrives."""
        for connection in tuple(self.open):
            connection.close()


class HttpConnection(asyncio.Protocol):
    """One client's socket.

    Args:
        web: answers the requests.
        clock: PBX time, for the header Date.
        server: the header Server.
        connections: all open ones; it enters and leaves.
        faults: what goes wrong on the way to the client.
    """

    def __init__(self, web: Web, clock: Clock, server: str, connections: HttpConnections, faults: Faults) -> None:
        self._web = web
        self._clock = clock
        self._server = server
        self._connections = connections
        self._faults = faults
        self._transport: asyncio.Transport | None = None
        self._line: WebLine | None = None
        self._peer = ("", 0)
        self._buffer = bytearray()
        self._busy = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        peer = transport.get_extra_info("peername")
        if peer is None:  # it was reset before this turn of the loop
            cast(asyncio.Transport, transport).abort()
            return
        self._transport = cast(asyncio.Transport, transport)
        self._line = WebLine(self._faults, self._transport, asyncio.get_running_loop())
        self._peer = peer[:2]
        self._connections.open.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._connections.open.discard(self)
        self._transport = self._line = None

    def eof_received(self) -> bool:
        """The client writes no more; what is still to be sent comes before the end."""
        if self._line is None or not self._line.waiting:
            return False
        self._line.close()
        return True

    def abort(self) -> None:
        """End the connection at once."""
        if self._transport is not None:
            self._transport.abort()

    def close(self) -> None:
        """End the connection; what was sent still arrives."""
        if self._transport is not None:
            self._transport.close()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        self._next()

    def _next(self) -> None:
        """Take the next whole request, unless one is being answered."""
        end = self._buffer.find(b"\r\n\r\n")
        if self._busy or end < 0:
            return
        first, *rest = self._buffer[:end].decode("utf-8", "surrogateescape").split("\r\n")
        headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in rest)}
        words = first.split(" ")
        length = headers.get("content-length", "0")
        if len(words) != 3 or not length.isdigit():
            self._buffer.clear()
            self._send(self._web.bad_request(), closes=True)
            return
        begin, stop = end + 4, end + 4 + int(length)
        if len(self._buffer) < stop:
            return
        body = self._buffer[begin:stop].decode("utf-8", "surrogateescape")
        del self._buffer[:stop]
        request = Request(words[0], words[1], headers, body)
        closes = headers.get("connection", "").lower() == "close"
        self._busy = True
        self._web.request(request, self._peer, lambda response: self._answer(request, response, closes=closes))

    def _answer(self, request: Request, response: Response, *, closes: bool) -> None:
        self._busy = False
        self._send(response, closes=closes, with_body=request.method != "HEAD")
        self._next()

    def _send(self, response: Response, *, closes: bool, with_body: bool = True) -> None:
        if self._line is None:
            return
        body = response.body.encode("utf-8", "surrogateescape")
        now = datetime.fromtimestamp(self._clock.now(), UTC)
        lines = [
            f"HTTP/1.1 {response.status}",
            f"Server: {self._server}",
            f"Date: {now:%a, %d %b %Y %H:%M:%S} GMT",
            *(["Connection: close"] if closes else []),
            "Cache-Control: no-cache, no-store",
            *(f"{name}: {value}" for name, value in response.headers),
            f"Content-Length: {len(body)}",
        ]
        head = "".join(f"{line}\r\n" for line in lines).encode("utf-8", "surrogateescape") + b"\r\n"
        self._line.write(head + (body if with_body else b""), response.action)
        if closes:
            self._line.close()

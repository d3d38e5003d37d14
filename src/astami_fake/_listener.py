"""Sockets for manager sessions on an asyncio loop: `Connection`, `Connections`. What is said on them: `_session`."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from typing import cast

from astami_fake._hub import Hub
from astami_fake._line import ManagerLine
from astami_fake._session import Session
from astami_fake.faults import Faults

MAX_UNSENT = 4 * 1024 * 1024
"""Bytes that may wait for a client that does not read before it is dropped (real Asterisk: 4-6 MB, measured)."""
MAX_BACKLOG = 256 * 1024
"""Bytes of input that may wait behind a running action before the socket is no longer read."""
MAX_READ = 64 * 1024
"""Bytes that are read from a socket at a time."""


class Connections:
    """All open connections of one fake.

    Attributes:
        buffer: where they read to, one at a time; it holds nothing between two reads.
    """

    def __init__(self) -> None:
        self.buffer = memoryview(bytearray(MAX_READ))
        self._open: set[Connection] = set()
        self._empty: asyncio.Event | None = None

    def add(self, connection: Connection) -> None:
        self._open.add(connection)

    def discard(self, connection: Connection) -> None:
        self._open.discard(connection)
        if self._empty is not None and not self._open:
            self._empty.set()

    def flush(self) -> None:
        """Send what all sessions have for their clients."""
        for connection in tuple(self._open):
            connection.flush()

    def close(self) -> None:
        """Close them in an orderly way: what was sent still arrives."""
        for connection in tuple(self._open):
            connection.close()

    async def abort(self) -> None:
        """End them all at once."""
        await asyncio.sleep(0)  # one that was refused or given up just now is closed in the next turn of the loop
        self._empty = asyncio.Event()
        for connection in tuple(self._open):
            connection.abort()
        if self._open:
            await self._empty.wait()
        self._empty = None


class Connection(asyncio.BufferedProtocol):
    """One client's socket and its session. It reads into a buffer that is there already.

    Args:
        hub: where sessions come from.
        connections: all open ones of the server; it enters and leaves.
        received: called for all input, before it is taken.
        faults: what goes wrong on the way to the client.
    """

    def __init__(self, hub: Hub, connections: Connections, received: Callable[[], None], faults: Faults) -> None:
        self._hub = hub
        self._connections = connections
        self._received = received
        self._session: Session | None = None
        self._transport: asyncio.Transport | None = None
        self._faults = faults
        self._line: ManagerLine | None = None
        self._loop = asyncio.get_running_loop()
        self._receiving = False
        self._scheduled = False
        self._paused = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        peer = transport.get_extra_info("peername")
        if peer is None:  # it was reset before this turn of the loop
            cast(asyncio.Transport, transport).abort()
            return
        self._transport = cast(asyncio.Transport, transport)
        self._line = ManagerLine(self._faults, self._transport, self._loop)
        # asyncio does it only for sockets whose protocol number is set; an accepted one has 0, and small frames would
        # wait for the client's delayed ACK.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._session = self._hub.connect(peer[:2], self._wake)
        if self._session is None:
            transport.close()
            return
        self._connections.add(self)
        self.flush()

    def get_buffer(self, sizehint: int) -> memoryview:
        return self._connections.buffer

    def buffer_updated(self, nbytes: int) -> None:
        if self._session is None:
            return
        data = bytes(self._connections.buffer[:nbytes])
        self._received()
        if self._line is not None and self._faults.all:
            self._line.received(data)
        self._receiving = True
        self._session.receive_data(data)
        self._receiving = False
        self.flush()

    def eof_received(self) -> bool:
        if self._session is None or self._transport is None or self._line is None:
            return False
        encrypted = self._transport.get_extra_info("sslcontext") is not None  # TLS knows no half-close here
        self._session.receive_eof()
        self.flush()
        return self._line.waiting or not (self._session.closing or encrypted)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._session is not None:
            self._session.connection_lost()
            self._connections.discard(self)
        self._session = None
        self._transport = None

    def abort(self) -> None:
        """End the connection at once, unsent bytes included."""
        if self._transport is not None:
            self._transport.abort()

    def close(self) -> None:
        """End the connection; what was sent still arrives."""
        if self._transport is not None:
            self._transport.close()

    def flush(self) -> None:
        """Send what the session has for the client."""
        self._scheduled = False
        session, transport, line = self._session, self._transport, self._line
        if session is None or transport is None or line is None:
            return
        if data := session.data_to_send():
            line.write(data)
        if session.aborted or transport.get_write_buffer_size() > MAX_UNSENT:
            transport.abort()
        elif session.closing:
            line.close()
        elif (self._paused or session.busy) and self._paused != (session.backlog > MAX_BACKLOG):
            self._paused = not self._paused
            if self._paused:
                transport.pause_reading()
            else:
                transport.resume_reading()

    def _wake(self) -> None:
        if not (self._receiving or self._scheduled):
            self._scheduled = True
            self._loop.call_soon(self.flush)

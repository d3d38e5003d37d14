"""Where clients come in: listening sockets, and whoever is still on the way in.

Lives here: `Door`. It accepts by itself, for a server of asyncio's does not tell of connections that it has taken and
not made yet (a TLS handshake takes its time), and these must end with the fake too. Does not live here: what is said
behind the door (`_listener`, `_http`).
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from collections.abc import Callable
from typing import Any

BACKLOG = 128
RETRY = 1.0
"""Seconds until the next try to accept when this process has no descriptor left, as asyncio's own servers wait."""


class Door:
    """A port where clients come in: by plain AMI, by TLS, by HTTP. It listens at once; `open` lets them in.

    Args:
        factory: makes the protocol of each connection.
        context: for TLS.
        host, port: where; 0 takes a free port.

    Attributes:
        port: where it listens; behind a restart it is the same.

    Raises:
        OSError: the port is taken.
    """

    def __init__(
        self, factory: Callable[[], asyncio.BaseProtocol], context: ssl.SSLContext | None, host: str, port: int
    ) -> None:
        self._factory = factory
        self._context = context
        self._host = host
        self._socket = _listen(host, port)
        self.port: int = self._socket.getsockname()[1]
        self._accepting: asyncio.Task[None] | None = None
        self._coming: dict[asyncio.Task[None], socket.socket] = {}

    def open(self) -> None:
        """Let clients in, on the running loop; they could be accepted by the kernel already."""
        if self._socket.fileno() < 0:
            self._socket = _listen(self._host, self.port)
        self._accepting = asyncio.get_running_loop().create_task(self._accept(self._socket))
        # not before the loop has forgotten its descriptor, which the next socket gets
        self._accepting.add_done_callback(self._socket.leave)

    def shut(self) -> None:
        """Listen no more, and give up whoever is on the way in; it takes some turns of the loop."""
        if self._accepting is None:
            self._socket.close()
            return
        self._accepting.cancel()
        # Whoever is on the way in is not cancelled: a loop may then never tell the protocol that its connection is
        # lost. Whoever comes now is refused at once, where the system can do that to a listening socket (Linux can).
        for one in (self._socket, *self._coming.values()):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    async def close(self) -> None:
        """As `shut`; when this returns, the port is free, and nobody is on the way in."""
        self.shut()
        tasks = [*self._coming, *filter(None, [self._accepting])]
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _accept(self, listening: _Listening) -> None:
        loop = asyncio.get_running_loop()
        while True:
            try:
                accepted, _ = await loop.sock_accept(listening)
            except ConnectionAbortedError:
                continue
            except OSError:
                await asyncio.sleep(RETRY)
                continue
            listening.accepted = None
            task = loop.create_task(self._let_in(accepted))
            self._coming[task] = accepted
            task.add_done_callback(self._coming.pop)

    async def _let_in(self, accepted: socket.socket) -> None:
        with contextlib.suppress(OSError):  # a handshake that failed, or took too long
            await asyncio.get_running_loop().connect_accepted_socket(self._factory, accepted, ssl=self._context)


class _Listening(socket.socket):
    """A listening socket that holds whom it accepted until he is taken from it.

    An accept that is cancelled in the turn of the loop in which it has come to its end would lose him.
    """

    accepted: socket.socket | None = None

    def accept(self) -> tuple[socket.socket, Any]:
        self.accepted, address = super().accept()
        return self.accepted, address

    def leave(self, task: asyncio.Task[None]) -> None:
        """Close it: the *task* that accepted is at its end."""
        self.close()
        if self.accepted is not None:
            self.accepted.close()


def _listen(host: str, port: int) -> _Listening:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.create_server((host, port), family=family, backlog=BACKLOG)
    listening = _Listening(family, socket.SOCK_STREAM, fileno=made.detach())
    listening.setblocking(False)
    return listening

"""What exists of a fake only while it runs: its loop and clock, the PBX, the sockets it listens on.

Lives here: `Running`, from the first socket to the last. Does not live here: the words a test has for the fake, and its
thread (`server`). May import `_http`, `_hub`, `_listener`, `_web`, `clock`, `faults`, `order`, `pbx`.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from astami_fake import scripting
from astami_fake._http import HttpConnection, HttpConnections
from astami_fake._hub import Hub
from astami_fake._listener import Connection, Connections
from astami_fake._web import Web
from astami_fake.clock import JumpClock, ManualClock, RealClock
from astami_fake.config.manager import tls_context
from astami_fake.faults import Faults
from astami_fake.order import Shuffle
from astami_fake.pbx.pbx import Pbx
from astami_fake.releases import Release
from astami_fake.scripting import Script
from astami_fake.traffic import Traffic

BACKLOG = 128
SHUTDOWN = {"Event": "Shutdown", "Privilege": "system,all", "Shutdown": "Cleanly", "Restart": "True"}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a fake is to be when it runs; `server.FakeAsterisk` says what each means."""

    release: Release
    etc: Path | None
    clock: str
    shuffled: bool
    seed: int
    boots_after: float
    tls: ssl.SSLContext | None
    host: str
    port: int


class Running:
    """A fake that runs on *loop*.

    Attributes:
        port: where the manager is; http_port and tls_port: where it is by HTTP and by TLS, None for nowhere.
        stopping: set when its thread is to end.
        thread: its own, None where it runs on somebody's loop.

    Raises:
        ConfigError: a file has a mistake; nothing listens.
        OSError: the port is taken.
    """

    def __init__(
        self, loop: asyncio.AbstractEventLoop, wish: Wish, script: Script, traffic: Traffic, faults: Faults
    ) -> None:
        self.loop = loop
        self.clock = _clock(wish.clock, loop)
        self.pbx = Pbx(wish.release, self.clock, wish.etc, wish.boots_after)
        self.connections = Connections()
        self.stopping = asyncio.Event()
        self.thread: threading.Thread | None = None
        self.http_port: int | None = None
        self.tls_port: int | None = None
        self._wish = wish
        self._open = True
        self._web = HttpConnections()
        self._server: asyncio.Server | None = None
        self._coming_back: asyncio.Task[None] | None = None
        self._further: list[tuple[socket.socket, Callable[[], asyncio.BaseProtocol], ssl.SSLContext | None]] = []
        self._servers: list[asyncio.Server] = []
        hub = Hub(self.pbx, script, traffic, wish.seed, Shuffle(wish.seed) if wish.shuffled else None)
        self._connection = lambda: Connection(hub, self.connections, self.clock.touch, faults)
        self._socket = _listening(wish.host, wish.port)
        self.port: int = self._socket.getsockname()[1]
        hub.port = self.port
        try:
            self._add_listeners(hub)
        except BaseException:
            for listening in (self._socket, *(one for one, _, _ in self._further)):
                listening.close()
            raise

    def _add_listeners(self, hub: Hub) -> None:
        """What http.conf and manager.conf want beside plain AMI: the manager by HTTP, and by TLS."""
        if hub.web.enabled:
            web, server = Web(hub, hub.web), f"Asterisk/{self.pbx.release.build}"
            self.http_port = self._add_listener(lambda: HttpConnection(web, self.clock, server, self._web))
        if hub.config.tls.enabled and self.pbx.etc is not None:
            self.tls_port = self._add_listener(self._connection, tls_context(hub.config.tls, self.pbx.etc))

    def _add_listener(self, factory: Callable[[], asyncio.BaseProtocol], context: ssl.SSLContext | None = None) -> int:
        listening = _listening(self._wish.host, 0)
        self._further.append((listening, factory, context))
        port: int = listening.getsockname()[1]
        return port

    async def listen(self) -> None:
        """Let clients come; they could be accepted by the kernel already."""
        self._server = await self.loop.create_server(self._connection, sock=self._socket, ssl=self._wish.tls)
        while self._further:
            listening, factory, context = self._further.pop()
            self._servers.append(await self.loop.create_server(factory, sock=listening, ssl=context))

    def restart(self, seconds: float) -> None:
        """Go down, and listen again on the same port *seconds* later; from its own thread."""
        self.pbx.events.publish(scripting.event(SHUTDOWN, self.pbx.release))
        self.connections.flush()
        if self._server is not None:
            self._server.close()
        self.connections.close()
        self.loop.call_later(seconds, self._come_back)

    def _come_back(self) -> None:
        if self._open:
            self._socket = _listening(self._wish.host, self.port)
            self._coming_back = self.loop.create_task(self.listen())

    async def close(self) -> None:
        """End all connections and listen no more; nothing becomes due any more."""
        self._open = False
        for server in (self._server, *self._servers):
            if server is not None:
                server.close()
        self._web.abort()
        self.clock.close()
        await self.connections.abort()
        self.pbx.files.close()


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=BACKLOG)


def _clock(kind: str, loop: asyncio.AbstractEventLoop) -> RealClock | ManualClock:
    match kind:
        case "manual":
            return ManualClock()
        case "jump":
            return JumpClock(loop)
        case _:
            return RealClock(loop)

"""What exists of a fake only while it runs: its loop and clock, the PBX, the sockets it listens on.

Lives here: `Running`, from the first socket to the last. Does not live here: the words a test has for the fake, and its
thread (`server`). May import `_doors`, `_http`, `_hub`, `_listener`, `_web`, `clock`, `faults`, `order`, `pbx`.
"""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from astami_fake import scripting
from astami_fake._doors import Door
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

SHUTDOWN = {"Event": "Shutdown", "Privilege": "system,all", "Shutdown": "Cleanly", "Restart": "True"}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a fake is to be when it runs; `server.FakeAsterisk` says what each means."""

    release: Release
    etc: Path | None
    documentation: Path | None
    clock: str
    shuffled: bool
    seed: int
    boots_after: float
    passes_unknown_applications: bool
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
        self.pbx = Pbx(wish.release, self.clock, wish.etc, wish.boots_after, wish.documentation)
        self.pbx.passes_unknown_applications = wish.passes_unknown_applications
        self.connections = Connections()
        self.stopping = asyncio.Event()
        self.thread: threading.Thread | None = None
        self.http_port: int | None = None
        self.tls_port: int | None = None
        self._wish = wish
        self._open = True
        self._web = HttpConnections()
        self._coming_back: asyncio.Task[None] | None = None
        self._doors: list[Door] = []
        hub = Hub(self.pbx, script, traffic, wish.seed, Shuffle(wish.seed) if wish.shuffled else None)
        try:
            self.port = hub.port = self._add_doors(hub, faults)
        except BaseException:
            for door in self._doors:
                door.shut()
            raise

    def _add_doors(self, hub: Hub, faults: Faults) -> int:
        """Plain AMI, whose port it gives, and what http.conf and manager.conf want beside: by HTTP, and by TLS."""

        def connection() -> Connection:
            return Connection(hub, self.connections, self.clock.touch, faults)

        port = self._add_door(connection, self._wish.tls, self._wish.port)
        if hub.web.enabled:
            web, server = Web(hub, hub.web), f"Asterisk/{self.pbx.release.build}"
            self.http_port = self._add_door(lambda: HttpConnection(web, self.clock, server, self._web, faults))
        if hub.config.tls.enabled and self.pbx.etc is not None:
            self.tls_port = self._add_door(connection, tls_context(hub.config.tls, self.pbx.etc))
        return port

    def _add_door(
        self, factory: Callable[[], asyncio.BaseProtocol], context: ssl.SSLContext | None = None, port: int = 0
    ) -> int:
        door = Door(factory, context, self._wish.host, port)
        self._doors.append(door)
        return door.port

    def listen(self) -> None:
        """Let clients come; they could be accepted by the kernel already."""
        for door in self._doors:
            door.open()

    def restart(self, seconds: float) -> None:
        """Go down, and listen again on the same ports *seconds* later; from its own thread."""
        self.pbx.events.publish(scripting.event(SHUTDOWN, self.pbx.release))
        self.connections.flush()
        for door in self._doors:
            door.shut()
        self.connections.close()
        self._web.close()
        self.loop.call_later(seconds, self._come_back)

    def _come_back(self) -> None:
        self._coming_back = self.loop.create_task(self._listen_again())

    async def _listen_again(self) -> None:
        for door in self._doors:
            await door.close()
        if self._open:
            self.listen()

    async def close(self) -> None:
        """End all connections and listen no more; nothing becomes due any more."""
        self._open = False
        if self._coming_back is not None:
            await asyncio.wait([self._coming_back])  # also where it could not: the port was taken meanwhile
        for door in self._doors:
            await door.close()
        self._web.abort()
        self.clock.close()
        await self.connections.abort()
        self.pbx.files.close()


def _clock(kind: str, loop: asyncio.AbstractEventLoop) -> RealClock | ManualClock:
    match kind:
        case "manual":
            return ManualClock()
        case "jump":
            return JumpClock(loop)
        case _:
            return RealClock(loop)

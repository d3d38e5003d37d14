"""What several test modules of the client share: recorded sessions, and peers that speak prepared bytes."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import os
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from astami import AMIClient, AsyncAMIClient

# The same examples each time; a loaded machine is slow for reasons that are not the test's.
settings.register_profile("astami", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("astami")

GOLDEN = Path(__file__).parent / "golden"
#: Seconds after which a test that hangs gives up; slow machines stretch it.
PATIENCE = 10.0 * float(os.environ.get("ASTAMI_TEST_PATIENCE", "1"))


@pytest.fixture(params=["22.10", "16.28"])
def golden(request: pytest.FixtureRequest) -> bytes:
    """All bytes that this release of Asterisk sent in one recorded session."""
    return (GOLDEN / f"session-{request.param}.bytes").read_bytes()


class Line:
    """The peer's end of one connection."""

    GREETING = b"Asterisk Call Manager/11.0.0\r\n"

    def __init__(self, sock: socket.socket) -> None:
        self.socket = sock
        self._received = b""

    def greet(self) -> None:
        """Send a greeting as Asterisk 22 does."""
        self.send(self.GREETING)

    def send(self, data: bytes | str) -> None:
        """Send bytes as they are."""
        self.socket.sendall(data.encode() if isinstance(data, str) else data)

    def action(self) -> dict[str, str]:
        """The next action of the client; EOFError if it closes instead."""
        while b"\r\n\r\n" not in self._received:
            data = self.socket.recv(65536)
            if not data:
                raise EOFError
            self._received += data
        text, _, self._received = self._received.partition(b"\r\n\r\n")
        return dict(line.split(": ", 1) for line in text.decode("utf-8", "surrogateescape").split("\r\n"))

    def answer(
        self, *lines: str, response: str = "Success", seen: list[dict[str, str]] | None = None
    ) -> dict[str, str]:
        """Take an action, note it in *seen*, and answer it with these lines."""
        action = self.action()
        if seen is not None:
            seen.append(action)
        self.reply(action, *lines, response=response)
        return action

    def reply(self, action: dict[str, str], *lines: str, response: str = "Success") -> None:
        """Answer an action that was taken before."""
        self.send("\r\n".join((f"Response: {response}", f"ActionID: {action['ActionID']}", *lines, "", "")))

    def accept_login(self, seen: list[dict[str, str]] | None = None) -> dict[str, str]:
        """Greet and let the client in; return its Login."""
        self.greet()
        return self.answer("Message: Authentication accepted", seen=seen)

    def closed(self) -> bool:
        """Whether the client has closed its end; waits for it."""
        try:
            while self.socket.recv(65536):
                pass
        except ConnectionError:
            pass
        return True

    def reset(self) -> None:
        """End the connection with a TCP reset."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()


class Peer:
    """A server whose every connection runs one function, in a thread of its own."""

    def __init__(self, script: Callable[[Line], None], context: ssl.SSLContext | None = None) -> None:
        self._script = script
        self._context = context
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.errors: list[BaseException] = []
        self._connections: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            sock.settimeout(PATIENCE)
            self._connections.append(sock)
            thread = threading.Thread(target=self._serve, args=(sock,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, sock: socket.socket) -> None:
        try:
            if self._context is not None:
                sock = self._context.wrap_socket(sock, server_side=True)
            self._script(Line(sock))
        except (EOFError, OSError):
            pass  # the client went away, as many tests want it
        except BaseException as error:
            self.errors.append(error)
        finally:
            sock.close()

    def stop(self) -> None:
        """Stop, and raise what a script raised."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for sock in self._connections:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(PATIENCE)
            assert not thread.is_alive(), "a peer's script hangs"
        for sock in self._connections:
            sock.close()
        for error in self.errors:
            raise error


@pytest.fixture
def peer() -> Iterator[Callable[..., int]]:
    """Start a peer that runs a script per connection; returns its port."""
    peers: list[Peer] = []

    def start(script: Callable[[Line], None], context: ssl.SSLContext | None = None) -> int:
        peers.append(Peer(script, context))
        return peers[-1].port

    yield start
    for one in peers:
        one.stop()


@pytest.fixture
def free_port() -> int:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


class Driver:
    """Makes clients of one kind and calls their methods, so that one test asks both kinds the same."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._runner = asyncio.Runner() if kind == "async" else None
        if self._runner is not None:
            self._runner.get_loop()
        self._clients: list[Any] = []

    def client(self, port: int, **options: Any) -> Any:
        """A client of this kind for a peer on this machine."""
        options = {"host": "127.0.0.1", "username": "admin", "secret": "s3cret-word", "timeout": PATIENCE, **options}
        kind = AMIClient if self._runner is None else AsyncAMIClient
        client = kind(port=port, **options)
        self._clients.append(client)
        return client

    def call(self, method: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Call a method of a client, on its loop if it has one, and return what it returns in the end."""
        if self._runner is None:
            return method(*args, **kwargs)

        async def run() -> Any:
            result = method(*args, **kwargs)
            return await result if inspect.isawaitable(result) else result

        return self._runner.run(run())

    def meanwhile(self, method: Callable[..., Any], *args: Any) -> Any:
        """The same from another thread, while `call` waits for something else."""
        if self._runner is None:
            return method(*args)

        async def run() -> Any:
            return method(*args)

        return asyncio.run_coroutine_threadsafe(run(), self._runner.get_loop()).result(PATIENCE)

    def logged_in(self, port: int, **options: Any) -> Any:
        """A client that is connected and logged in."""
        client = self.client(port, **options)
        self.call(client.connect)
        self.call(client.login)
        return client

    def block(self, client: Any, body: Callable[[Any], None] = lambda client: None) -> None:
        """Use the client as a context manager around *body*."""
        if self._runner is None:
            with client:
                body(client)
            return

        async def run() -> None:
            async with client:
                body(client)

        self._runner.run(run())

    def close(self) -> None:
        """Close the clients and the loop."""
        for client in self._clients:
            self.call(client.disconnect)
        if self._runner is not None:
            self._runner.close()


@pytest.fixture(params=["async", "sync"])
def drive(request: pytest.FixtureRequest) -> Iterator[Driver]:
    """Drives the asyncio client, then the blocking one, through the same test."""
    driver = Driver(request.param)
    yield driver
    driver.close()

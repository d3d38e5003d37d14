"""Where clients come in: nobody is lost on the way, and nobody is left behind."""

from __future__ import annotations

import asyncio
import errno
import gc
import os
import socket
import ssl
import struct
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import trustme

from astami_fake import FakeAsterisk, _doors
from astami_fake._doors import Door

LOOPS = ["asyncio", "uvloop"]


@pytest.fixture(scope="module")
def tls() -> ssl.SSLContext:
    """A server's side of TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("localhost").configure_cert(context)
    return context


def open_files() -> int:
    """How many files and sockets this process has open."""
    gc.collect()  # an unclosed socket warns, and warnings are errors
    return len(os.listdir("/proc/self/fd"))


def to_the_end(client: socket.socket) -> None:
    """Read until the other side has closed or reset the connection."""
    client.settimeout(20)
    try:
        while client.recv(4096):
            pass
    except ConnectionResetError:
        pass
    client.close()


@pytest.fixture(params=LOOPS)
def run(request: pytest.FixtureRequest) -> Iterator[Callable[[Any], Any]]:
    """Run a coroutine on a loop of this kind."""
    factory = None
    if request.param == "uvloop":
        factory = pytest.importorskip("uvloop").new_event_loop  # is not there on Windows
    with asyncio.Runner(loop_factory=factory) as runner:
        yield runner.run


@pytest.mark.skipif(not os.path.exists("/proc/self/fd"), reason="only Linux tells what is open")
@pytest.mark.parametrize("encrypted", [False, True])
def test_nobody_is_left_on_the_way_in(run: Callable[[Any], Any], tls: ssl.SSLContext, encrypted: bool) -> None:
    """A fake may end at each step of an accept, and in the middle of a TLS handshake: no socket and no task is left."""

    async def come(turns: int) -> socket.socket:
        async with FakeAsterisk(tls=tls if encrypted else None) as pbx:
            for _ in range(turns % 3):
                await asyncio.sleep(0)
            client = socket.create_connection((pbx.host, pbx.port))
            for _ in range(turns):
                await asyncio.sleep(0)
        return client

    async def main() -> None:
        tasks = len(asyncio.all_tasks())
        for turns in range(12):
            to_the_end(await come(turns))
            assert len(asyncio.all_tasks()) == tasks

    run(main())  # what the loop opens for itself
    before = open_files()
    run(main())
    assert open_files() == before


def test_restart_gives_up_whoever_is_on_the_way_in(run: Callable[[Any], Any], tls: ssl.SSLContext) -> None:
    """A handshake that was under way does not go on behind a restart; the port is the same."""

    async def main() -> None:
        async with FakeAsterisk(tls=tls) as pbx:
            with socket.create_connection((pbx.host, pbx.port)) as early:
                for _ in range(5):
                    await asyncio.sleep(0)
                pbx.faults.restart(0)
                assert await asyncio.to_thread(early.recv, 1) == b""
            trust = ssl.create_default_context()
            trust.check_hostname, trust.verify_mode = False, ssl.CERT_NONE
            while True:
                try:
                    reader, writer = await asyncio.open_connection(pbx.host, pbx.port, ssl=trust)
                except ConnectionRefusedError:
                    continue
                break
            assert (await reader.readline()).startswith(b"Asterisk Call Manager")
            writer.close()

    run(main())


@pytest.mark.parametrize("door", ["port", "http_port"])
def test_whoever_is_gone_already_does_no_harm(
    run: Callable[[Any], Any], overlay: Callable[[str], Path], door: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A client that has reset its connection before it is made has no address any more."""

    async def main() -> None:
        async with FakeAsterisk(etc=overlay("manager"), strict=False) as pbx:
            for _ in range(5):
                client = socket.create_connection((pbx.host, getattr(pbx, door)))
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                client.close()
                for _ in range(5):
                    await asyncio.sleep(0)
            assert pbx.pbx.managers.connected == []

    run(main())
    assert not caplog.records


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux takes back that a socket listens")
def test_shut_door_refuses_at_once(run: Callable[[Any], Any]) -> None:
    """Not some turns of the loop later: who came in between would be reset, as if somebody were there."""

    async def main() -> None:
        for turns in range(4):
            door = Door(Greeter, None, "127.0.0.1", 0)
            door.open()
            for _ in range(turns):
                await asyncio.sleep(0)
            door.shut()
            with pytest.raises(ConnectionRefusedError):
                socket.create_connection(("127.0.0.1", door.port))
            await door.close()

    run(main())


class Greeter(asyncio.Protocol):
    """Says hello."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.write(b"hello")
        transport.close()


@pytest.mark.parametrize("number", [errno.EMFILE, errno.ECONNABORTED])
def test_accept_that_failed_is_tried_again(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """No descriptor was left, or the client had gone: whoever waits is let in all the same."""
    accept, failures = _doors._Listening.accept, [OSError(number, os.strerror(number))]

    def fails_once(self: Any) -> Any:
        if failures:
            raise failures.pop()
        return accept(self)

    monkeypatch.setattr(_doors._Listening, "accept", fails_once)
    monkeypatch.setattr(_doors, "RETRY", 0)

    async def main() -> None:
        door = Door(Greeter, None, "127.0.0.1", 0)
        door.open()
        reader, writer = await asyncio.open_connection("127.0.0.1", door.port)
        assert await reader.read() == b"hello"
        writer.close()
        await door.close()

    asyncio.run(main())
    assert not failures


def test_handshake_that_fails_keeps_nobody_out(tls: ssl.SSLContext) -> None:
    """Who speaks no TLS is let go, without a word in a log or a warning; the next one comes in."""

    async def main() -> None:
        door = Door(Greeter, tls, "127.0.0.1", 0)
        door.open()
        reader, writer = await asyncio.open_connection("127.0.0.1", door.port)
        writer.write(b"Action: Login\r\n\r\n")
        await reader.read()
        writer.close()
        trust = ssl.create_default_context()
        trust.check_hostname, trust.verify_mode = False, ssl.CERT_NONE
        reader, writer = await asyncio.open_connection("127.0.0.1", door.port, ssl=trust)
        assert await reader.read() == b"hello"
        writer.close()
        await door.close()

    asyncio.run(main())


def test_door_that_was_never_open() -> None:
    """It is closed all the same, and its port is free."""
    door = Door(Greeter, None, "127.0.0.1", 0)
    door.shut()
    asyncio.run(door.close())
    with socket.create_server(("127.0.0.1", door.port)):
        pass

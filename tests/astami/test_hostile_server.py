"""A hostile server: every fault at every point of a session, and a break at every byte, with both clients."""

from __future__ import annotations

import contextlib
import importlib.util
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from astami import AMIConnectionError, AMIConnectionLost, AMITimeoutError, Backoff
from astami_fake import FakeAsterisk

ROOT = Path(__file__).parents[2]
Drive = Any  # the Driver of conftest.py


def _tool() -> ModuleType:
    """tools/hostile_server.py as a module."""
    spec = importlib.util.spec_from_file_location("hostile_server", ROOT / "tools" / "hostile_server.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look themselves up
    spec.loader.exec_module(module)
    return module


TOOL = _tool()


@pytest.mark.parametrize("kind", TOOL.KINDS, ids=lambda kind: kind.title)
def test_outcomes_are_those_of_the_page(kind: Any) -> None:
    """docs/hostile-server.md says what comes of this fault at each point, for both clients."""
    assert TOOL.row(kind) in (ROOT / "docs" / "hostile-server.md").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("how", ["reset", "close"])
def test_break_at_any_byte(drive: Drive, how: str) -> None:
    """Each call has its answer before it, or a typed error after it; the next connection works."""
    with FakeAsterisk(strict=False) as pbx:
        whole = 0
        for offset in range(1, 200):
            getattr(pbx.faults.byte(offset), how)()
            ami = drive.client(pbx.port, username=pbx.username, secret=pbx.secret)
            answered = 0
            # Any other error would leave this test.
            with contextlib.suppress(AMIConnectionError):
                for call in (ami.connect, ami.login, ami.ping):
                    drive.call(call)
                    answered += 1
            assert answered == 3 or not ami.connected
            # A reset may destroy what came before it, but nothing is made up.
            assert answered <= (offset >= 30) + (offset >= 90) + (offset >= 130), offset
            drive.call(ami.disconnect)
            pbx.faults.clear()
            whole += answered == 3
        assert 0 < whole < 199


def test_restart_of_the_server(drive: Drive) -> None:
    """The connection comes back when the server does, and consumers are told."""
    with FakeAsterisk() as pbx:
        options = {"username": pbx.username, "secret": pbx.secret, "reconnect": Backoff(first=0.02, longest=0.1)}
        ami = drive.logged_in(pbx.port, **options)
        stream = drive.call(ami.events)
        drive.call(ami.ping)
        pbx.faults.restart(0.1)
        names = []
        while "ClientReconnected" not in names:
            event = drive.call(stream.get, timeout=20)
            names.append(event.name)
            if event.name == "ClientDisconnected":
                assert "Asterisk closed the connection to restart" in event["Reason"]
        assert names[:2] == ["Shutdown", "ClientDisconnected"]
        assert drive.call(ami.ping).success
        drive.call(stream.close)


def test_flood_is_bounded(drive: Drive) -> None:
    """More events than a consumer wants to keep: memory holds so many, the count is told, answers come."""
    with FakeAsterisk() as pbx:
        ami = drive.logged_in(pbx.port, username=pbx.username, secret=pbx.secret)
        stream = drive.call(ami.events, "Flood", queue=100)
        pbx.faults.action("Ping", number=2).flood(50_000)
        drive.call(ami.ping)
        drive.call(ami.ping)
        assert (stream.waiting, stream.dropped) == (100, 49_900)
        drive.call(stream.close)


def test_server_that_dies_while_actions_are_under_way(drive: Drive) -> None:
    """Those that were sent may have been executed; the next one was not sent."""
    with FakeAsterisk() as pbx:
        pbx.on("Ping").hang()
        ami = drive.logged_in(pbx.port, username=pbx.username, secret=pbx.secret)
        pbx.faults.event("Shutdown").reset()
        begun = time.monotonic()
        with pytest.raises(AMITimeoutError) as caught:
            drive.call(ami.ping, timeout=1)
        assert caught.value.sent
        pbx.faults.restart(60)
        with pytest.raises(AMIConnectionLost):
            drive.call(ami.command, "core show version")
        with pytest.raises(AMIConnectionLost, match="was not sent"):
            drive.call(ami.command, "core show version")
        assert time.monotonic() - begun < 10

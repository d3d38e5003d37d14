"""What becomes of a client that does not read: manager.conf's writetimeout, as a server of each kind has it."""

import contextlib
import socket
import time
from pathlib import Path

import pytest

from astami import AMIClient
from astami_fake import FakeAsterisk
from astami_fake.conformance.targets import open_target

ETC = Path(__file__).parents[1] / "etc"
PATIENCE = 60
#: 150 events of 100 kB: more than any server keeps for a client.
EVENTS, LINES, WIDTH = 150, 100, 1000


@pytest.fixture
def settings(pytestconfig):
    """How one connects to a server that no other test floods."""
    spec = pytestconfig.getoption("astami_target") or pytestconfig.getini("astami_target")
    if spec.startswith("ami:"):
        pytest.skip("a server of somebody's own is not flooded")  # it is not the suite's
    with contextlib.ExitStack() as stack:
        if spec.startswith("fake"):
            one = stack.enter_context(FakeAsterisk(spec.partition(":")[2] or "22.10", etc=ETC))
            secret = one.secret
        else:
            one = stack.enter_context(open_target(spec, etc=ETC))
            secret = one.secret("admin")
        yield {"host": one.host, "port": one.port, "username": "admin", "secret": secret}


def log_in(settings, events):
    """A connection of which nothing more is read than the answer to its login."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)  # so that what waits for it waits at the server
    connection.settimeout(PATIENCE)
    connection.connect((settings["host"], settings["port"]))
    login = ("Action: Login", "Username: admin", f"Secret: {settings['secret']}", f"Events: {events}", "", "")
    connection.sendall("\r\n".join(login).encode())
    read_until(connection, b"Authentication accepted\r\n\r\n")
    return connection


def read_until(connection, end):
    """Read until *end* has come, in however many pieces."""
    read = b""
    while end not in read:
        data = connection.recv(4096)
        assert data, f"closed after {read!r}"
        read += data


def read_all(connection):
    """How many bytes come until the server closes the connection."""
    count = 0
    try:
        while data := connection.recv(1 << 20):
            count += len(data)
    except ConnectionResetError:
        pass  # with bytes unread on the way it may end like this
    return count


def connected(ami):
    """How many sessions there are."""
    return sum(line.split()[:1] == ["admin"] for line in ami.command("manager show connected").output)


def test_a_client_that_does_not_read_is_dropped(settings):
    """Events wait for it up to some megabytes, then it is disconnected; one that wants no events stays, and so does one
    that reads."""
    body = [("Action", "UserEvent"), ("UserEvent", "Flood"), *((f"H{n}", "x" * WIDTH) for n in range(LINES))]
    with log_in(settings, "user") as slow, log_in(settings, "off") as quiet:
        with AMIClient(**settings, timeout=PATIENCE) as ami:
            there = connected(ami)
            for _ in range(EVENTS):  # a real server may hold the others up too, for 5 to 10 seconds, until it is gone
                ami.send_action(body)
            end = time.monotonic() + PATIENCE
            while connected(ami) == there and time.monotonic() < end:
                time.sleep(0.5)  # a real server lists it for some seconds more, without a file descriptor
            assert connected(ami) == there - 1, "the slow one is gone"
        assert 500_000 < (read := read_all(slow)) < EVENTS * LINES * WIDTH, f"{read} bytes had been kept for it"
        quiet.sendall(b"Action: Ping\r\n\r\n")
        read_until(quiet, b"Ping: Pong\r\n")

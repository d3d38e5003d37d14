"""Faults of answers by HTTP, as a plain socket sees them."""

from __future__ import annotations

import contextlib
import hashlib
import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from astami_fake import FakeAsterisk

MANAGER = "[general]\nenabled = yes\nwebenabled = yes\n[admin]\nsecret = x\nread = all\nwrite = all\n"
HTTP = "[general]\nenabled = yes\nbindaddr = 127.0.0.1\n"
STRANGER = (
    b"HTTP/1.1 200 OK\r\nContent-type: text/plain\r\nContent-Length: 68\r\n\r\n"
    b"Response: Success\r\nActionID: somebody-else\r\nMessage: not for you\r\n\r\n"
)


@pytest.fixture
def pbx(tmp_path: Path) -> Iterator[FakeAsterisk]:
    """A fake with the manager by HTTP; its time stands still, so that the same answer is the same bytes."""
    (tmp_path / "manager.conf").write_text(MANAGER)
    (tmp_path / "http.conf").write_text(HTTP)
    (tmp_path / "extensions.conf").write_text("[default]\n")
    with FakeAsterisk(etc=tmp_path, clock="manual") as fake:
        yield fake


def connected(pbx: FakeAsterisk) -> socket.socket:
    assert pbx.http_port is not None
    return socket.create_connection((pbx.host, pbx.http_port), timeout=10)


def everything(sock: socket.socket) -> bytes:
    """What comes until the server closes; ends with b"RESET" where it does not do so in an orderly way."""
    data = b""
    try:
        while piece := sock.recv(65536):
            data += piece
    except ConnectionResetError:
        data += b"RESET"
    return data


def ask(pbx: FakeAsterisk, path: str, more: str = "", *, closes: bool = True) -> bytes:
    """The bytes of the answer to one request, on a connection of its own."""
    close = "Connection: close\r\n" if closes else ""
    with connected(pbx) as sock:
        with contextlib.suppress(OSError):  # the server may have closed already
            sock.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n{close}{more}\r\n".encode())
        return everything(sock)


@pytest.fixture
def cookie(pbx: FakeAsterisk) -> str:
    """The header of a session that has logged in."""
    answer = ask(pbx, "/rawman?action=Login&username=admin&secret=x")
    found = re.search(rb'mansession_id="(\w+)"', answer)
    assert found is not None
    return f'Cookie: mansession_id="{found[1].decode()}"\r\n'


@pytest.fixture
def whole(pbx: FakeAsterisk, cookie: str) -> bytes:
    """The answer to a Ping as it is without a fault."""
    answer = ask(pbx, "/rawman?action=Ping", cookie)
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"Ping: Pong" in answer
    return answer


def with_header(answer: bytes, line: bytes) -> bytes:
    return answer.replace(b"\r\n\r\n", b"\r\n" + line + b"\r\n\r\n", 1)


@pytest.mark.parametrize(
    ("kind", "argument"),
    [
        ("refuse", ()),
        ("reset", ()),
        ("close", ()),
        ("half_close", ()),
        ("truncate", ()),
        ("split", (3,)),
        ("slow", (0.001, 50)),
        ("garbage", (b"\0?!",)),
        ("oversize", (5,)),
        ("invalid_utf8", ()),
        ("double", ()),
        ("lose", ()),
        ("foreign", ()),
    ],
)
def test_kinds(pbx: FakeAsterisk, cookie: str, whole: bytes, kind: str, argument: tuple[object, ...]) -> None:
    """Each does to the answer what it says, and the next answer is whole."""
    expected = {
        "refuse": b"RESET",
        "reset": b"RESET",
        "truncate": whole[: len(whole) // 2],
        "split": whole,
        "slow": whole,
        "garbage": b"\0?!" + whole,
        "oversize": with_header(whole, b"X: xxxxx"),
        "invalid_utf8": with_header(whole, b"Odd: \xe9\xff\x80"),
        "double": whole * 2,
        "foreign": STRANGER + whole,
    }
    fault = getattr(pbx.faults.action("ping"), kind)(*argument)
    assert ask(pbx, "/rawman?action=Ping", cookie) == expected.get(kind, b"")
    assert fault.struck
    assert ask(pbx, "/rawman?action=Ping", cookie) == whole


@pytest.mark.parametrize("path", ["/mxml", "/manager", "/rawman"])
def test_each_form(pbx: FakeAsterisk, cookie: str, path: str) -> None:
    """The same in each form of an answer."""
    answer = ask(pbx, f"{path}?action=Ping", cookie)
    pbx.faults.action("Ping").truncate()
    assert ask(pbx, f"{path}?action=Ping", cookie) == answer[: len(answer) // 2]


def test_digest(pbx: FakeAsterisk) -> None:
    """The demand for a proof answers no action; what comes with the proof does."""
    fault = pbx.faults.action("Ping").lose()
    demand = ask(pbx, "/arawman?action=Ping")
    assert demand.startswith(b"HTTP/1.1 401 ")
    assert not fault.struck
    found = re.search(rb'nonce="(\w+)"', demand)
    assert found is not None
    nonce = found[1].decode()
    who, what = (hashlib.md5(text.encode()).hexdigest() for text in ("admin:asterisk:x", "GET:/arawman?action=Ping"))
    proof = hashlib.md5(f"{who}:{nonce}:{what}".encode()).hexdigest()
    header = (
        f'Authorization: Digest username="admin", realm="asterisk", nonce="{nonce}", uri="/arawman?action=Ping", '
        f'response="{proof}"\r\n'
    )
    assert ask(pbx, "/arawman?action=Ping", header) == b""
    assert fault.struck
    assert b"Ping: Pong" in ask(pbx, "/arawman?action=Ping", header)


def test_silence_leaves_the_connection_open(pbx: FakeAsterisk, cookie: str, whole: bytes) -> None:
    """Nothing comes, though the client asked for the end of the connection too."""
    pbx.faults.action("Ping").silence()
    with connected(pbx) as sock:
        sock.sendall(f"GET /rawman?action=Ping HTTP/1.1\r\nConnection: close\r\n{cookie}\r\n".encode())
        sock.settimeout(0.2)
        with pytest.raises(TimeoutError):
            sock.recv(65536)


def test_late_answer_lets_others_pass(pbx: FakeAsterisk, cookie: str) -> None:
    """It comes behind one that was asked for later on the same connection."""
    pbx.faults.action("Ping").late(0.05)
    with connected(pbx) as sock:
        for name in ("Ping", "ListCommands"):
            sock.sendall(f"GET /rawman?action={name} HTTP/1.1\r\n{cookie}\r\n".encode())
        data = b""
        while data.count(b"HTTP/1.1 200 OK") < 2 or b"Ping: Pong" not in data:
            data += sock.recv(65536)
    assert data.index(b"WaitEvent:") < data.index(b"Ping: Pong")


def test_connections_of_all_kinds_are_counted(pbx: FakeAsterisk) -> None:
    """The second from now on comes by HTTP; it is not answered at all."""
    fault = pbx.faults.connection(2).refuse()
    with pbx.client() as client:
        assert client.ping().success
        assert ask(pbx, "/rawman") == b"RESET"
    assert fault.struck
    assert ask(pbx, "/rawman").startswith(b"HTTP/1.1 200 OK")


@pytest.mark.parametrize("behind", [1, 20, -1, 0])
def test_any_byte_can_be_the_last(pbx: FakeAsterisk, cookie: str, whole: bytes, behind: int) -> None:
    """Exactly so many come, of the head or of the body."""
    offset = behind if behind > 0 else len(whole) + behind
    pbx.faults.byte(offset).close()
    assert ask(pbx, "/rawman?action=Ping", cookie) == whole[:offset]
    assert ask(pbx, "/rawman?action=Ping", cookie) == whole


def test_a_page_can_be_cut(pbx: FakeAsterisk) -> None:
    """Also the answer to what is no action has bytes."""
    pbx.faults.byte(9).close()
    assert ask(pbx, "/nothing") == b"HTTP/1.1 "
    assert ask(pbx, "/nothing").startswith(b"HTTP/1.1 404 ")


def test_the_rest_comes_before_the_end(pbx: FakeAsterisk, cookie: str, whole: bytes) -> None:
    """A client that writes no more still gets a slow answer as a whole."""
    pbx.faults.action("Ping").slow(0.001, 20)
    with connected(pbx) as sock:
        sock.sendall(f"GET /rawman?action=Ping HTTP/1.1\r\n{cookie}\r\n".encode())
        sock.shutdown(socket.SHUT_WR)
        assert everything(sock) == whole.replace(b"Connection: close\r\n", b"")


def test_a_flood_has_no_meaning(pbx: FakeAsterisk, cookie: str, whole: bytes) -> None:
    """The fake complains, and the answer comes as it is; events and frames inside of an answer are no places."""
    event, frame = pbx.faults.event("*").lose(), pbx.faults.action("Ping", frame=2).lose()
    pbx.faults.action("Ping").flood()
    assert ask(pbx, "/rawman?action=Ping", cookie) == whole
    assert ask(pbx, "/rawman?action=WaitEvent&timeout=0", cookie).startswith(b"HTTP/1.1 200 OK")
    assert not event.struck
    assert not frame.struck
    assert pbx.violations == ["a fault was to flood a client by HTTP, where events come only in answers to WaitEvent"]
    pbx.strict = False


@pytest.mark.parametrize("at_a_place", [True, False])
def test_restart(pbx: FakeAsterisk, cookie: str, whole: bytes, at_a_place: bool) -> None:
    """Nobody listens for a while, open connections are closed, then the same port is there again."""
    if at_a_place:
        pbx.faults.action("Ping").restart(0.2)
        assert ask(pbx, "/rawman?action=Ping", cookie) == b""
    else:
        with connected(pbx) as sock:
            sock.sendall(b"GET /nothing HTTP/1.1\r\n\r\n")
            assert b"</html>" in sock.recv(65536)
            pbx.faults.restart(0.2)
            assert everything(sock) == b""
    with pytest.raises(ConnectionRefusedError):
        connected(pbx)
    end = time.monotonic() + 20
    while True:
        with contextlib.suppress(ConnectionRefusedError):
            assert ask(pbx, "/rawman?action=Ping", cookie) == whole
            break
        assert time.monotonic() < end

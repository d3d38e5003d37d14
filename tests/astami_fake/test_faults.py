"""Faults, as a plain socket sees them: the same bytes each time, at the place that was named, once."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Callable, Iterator

import pytest

from astami_fake import FakeAsterisk
from astami_fake.faults import Fault, Faults

GREETING = b"Asterisk Call Manager/11.0.0\r\n"
LOGIN = b"Action: Login\r\nUsername: admin\r\nSecret: %s\r\nEvents: off\r\nActionID: 1\r\n\r\n"
LOGGED_IN = b"Response: Success\r\nActionID: 1\r\nMessage: Authentication accepted\r\n\r\n"
VARIABLE = b"Action: Getvar\r\nVariable: NONE\r\nActionID: 2\r\n\r\n"
VALUE = b"Response: Success\r\nActionID: 2\r\nVariable: NONE\r\nValue: \r\n\r\n"


@pytest.fixture
def pbx() -> Iterator[FakeAsterisk]:
    """A fake Asterisk in a thread of its own."""
    with FakeAsterisk() as fake:
        yield fake


def connected(pbx: FakeAsterisk) -> socket.socket:
    sock = socket.create_connection((pbx.host, pbx.port))
    sock.settimeout(10)
    return sock


def everything(sock: socket.socket) -> bytes:
    """What comes until the server closes; ends with b"RESET" where it does not do so in an orderly way."""
    data = b""
    try:
        while piece := sock.recv(65536):
            data += piece
    except ConnectionResetError:
        data += b"RESET"
    return data


def session(pbx: FakeAsterisk) -> bytes:
    """All bytes of a session that logs in, reads a variable and says that it will write no more."""
    with connected(pbx) as sock:
        with contextlib.suppress(OSError):  # the server may have closed already
            sock.sendall(LOGIN % pbx.secret.encode() + VARIABLE)
            sock.shutdown(socket.SHUT_WR)
        return everything(sock)


WHOLE = GREETING + LOGGED_IN + VALUE


def test_without_a_fault_nothing_is_changed(pbx: FakeAsterisk) -> None:
    """The bytes are the model's."""
    assert session(pbx) == WHOLE


@pytest.mark.parametrize(
    ("kind", "argument", "received"),
    [
        ("close", (), GREETING + LOGGED_IN),
        ("half_close", (), GREETING + LOGGED_IN),
        ("truncate", (), GREETING + LOGGED_IN + VALUE[: len(VALUE) // 2]),
        ("split", (3,), WHOLE),
        ("slow", (0.001, 20), WHOLE),
        ("garbage", (b"\0?!\r\n\r\n",), GREETING + LOGGED_IN + b"\0?!\r\n\r\n" + VALUE),
        ("oversize", (5,), GREETING + LOGGED_IN + b"X: xxxxx\r\n\r\n" + VALUE),
        ("invalid_utf8", (), GREETING + LOGGED_IN + VALUE[:-2] + b"Odd: \xe9\xff\x80\r\n\r\n"),
        ("double", (), WHOLE + VALUE),
        ("lose", (), GREETING + LOGGED_IN),
        (
            "foreign",
            (),
            GREETING
            + LOGGED_IN
            + b"Response: Success\r\nActionID: somebody-else\r\nMessage: not for you\r\n\r\n"
            + VALUE,
        ),
        (
            "flood",
            (2,),
            GREETING + LOGGED_IN + b"Event: Flood\r\nPrivilege: call,all\r\nChannel: Flood/1\r\n\r\n" * 2 + VALUE,
        ),
    ],
)
def test_kinds(pbx: FakeAsterisk, kind: str, argument: tuple[object, ...], received: bytes) -> None:
    """Each does to the answer what it says, and the second session is whole."""
    fault = getattr(pbx.faults.action("getvar"), kind)(*argument)
    assert session(pbx) == received
    assert fault.struck
    assert session(pbx) == WHOLE


PLACES: dict[str, Callable[[Faults], Fault]] = {
    "connection": lambda faults: faults.connection(),
    "action": lambda faults: faults.action("Getvar"),
    "event": lambda faults: faults.event("FullyBooted"),
    "byte": lambda faults: faults.byte(len(GREETING) + 7),
}
KINDS: dict[str, tuple[object, ...]] = {
    "refuse": (),
    "reset": (),
    "close": (),
    "half_close": (),
    "silence": (),
    "truncate": (),
    "restart": (),
    "split": (3,),
    "slow": (0.001, 20),
    "late": (0.01,),
    "garbage": (),
    "oversize": (),
    "invalid_utf8": (),
    "double": (),
    "lose": (),
    "foreign": (),
    "flood": (100,),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", KINDS)
def test_survives(pbx: FakeAsterisk, place: str, kind: str) -> None:
    """Each kind strikes at each place, and whoever comes next is served as ever."""
    fault = getattr(PLACES[place](pbx.faults), kind)(*KINDS[kind])
    with connected(pbx) as sock, contextlib.suppress(OSError):
        sock.sendall(LOGIN.replace(b"off", b"on") % pbx.secret.encode() + VARIABLE)
        while not fault.struck and sock.recv(65536):
            pass
        if kind == "restart":
            everything(sock)  # it comes behind what it strikes
    assert fault.struck
    while True:
        with contextlib.suppress(ConnectionRefusedError):  # it restarts
            assert session(pbx) == WHOLE
            break


def test_reset_is_a_reset(pbx: FakeAsterisk) -> None:
    """The client sees the difference from an orderly close."""
    pbx.faults.action("Getvar").reset()
    assert session(pbx).endswith(b"RESET")


def test_refused_connection_gets_no_byte(pbx: FakeAsterisk) -> None:
    """Of the second one, as asked."""
    pbx.faults.connection(2).refuse()
    assert session(pbx) == WHOLE
    with connected(pbx) as sock:
        assert everything(sock) == b"RESET"
    assert session(pbx) == WHOLE


def test_silence_leaves_the_connection_open(pbx: FakeAsterisk) -> None:
    """Nothing comes; not even the close that the server would owe."""
    pbx.faults.action("Getvar").silence()
    with connected(pbx) as sock:
        sock.sendall(LOGIN % pbx.secret.encode() + VARIABLE + b"Action: Logoff\r\n\r\n")
        pbx.wait_for("Logoff")
        sock.settimeout(0.2)
        data = b""
        with contextlib.suppress(TimeoutError):
            while piece := sock.recv(65536):
                data += piece
            pytest.fail("the connection was closed")
        assert data == GREETING + LOGGED_IN


def test_late_answer_lets_others_pass(pbx: FakeAsterisk) -> None:
    """It comes behind those that were asked for later."""
    pbx.faults.action("Getvar").late(0.05)
    with connected(pbx) as sock:
        sock.sendall(LOGIN % pbx.secret.encode() + VARIABLE + b"Action: Getvar\r\nVariable: B\r\nActionID: 3\r\n\r\n")
        data = b""
        while data.count(b"\r\n\r\n") < 3:
            data += sock.recv(65536)
        assert data.index(b"ActionID: 3") < data.index(b"ActionID: 2")


@pytest.mark.parametrize("offset", [1, len(GREETING), len(GREETING) + 40, len(WHOLE) - 1, len(WHOLE)])
def test_any_byte_can_be_the_last(pbx: FakeAsterisk, offset: int) -> None:
    """Exactly so many come."""
    pbx.faults.byte(offset).close()
    # Whoever closes before it has read all is answered for by its system, with a reset.
    assert session(pbx).removesuffix(b"RESET") == WHOLE[:offset]
    assert session(pbx) == WHOLE


def test_byte_in_which_something_is_put(pbx: FakeAsterisk) -> None:
    """The rest follows."""
    pbx.faults.byte(10).garbage(b"???")
    assert session(pbx) == WHOLE[:10] + b"???" + WHOLE[10:]
    with pytest.raises(ValueError, match="behind byte 1"):
        pbx.faults.byte(0)


def test_events_are_a_place(pbx: FakeAsterisk) -> None:
    """The second of that name."""
    pbx.faults.event("Mark*", number=2).lose()
    with connected(pbx) as sock:
        sock.sendall(LOGIN.replace(b"off", b"on") % pbx.secret.encode() + b"Action: Ping\r\n\r\n")
        pbx.wait_for("Ping")
        for number in range(3):
            pbx.emit("Marked", N=number)
        sock.sendall(b"Action: Logoff\r\n\r\n")
        data = everything(sock)
    assert [b"N: %d\r\n" % number in data for number in range(3)] == [True, False, True]


def test_frames_of_an_answer_are_places(pbx: FakeAsterisk) -> None:
    """The second frame of a list, of the second list."""
    pbx.faults.action("CoreShowChannels", number=2, frame=2).lose()
    with connected(pbx) as sock:
        sock.sendall(LOGIN % pbx.secret.encode() + b"Action: CoreShowChannels\r\n\r\n" * 3 + b"Action: Logoff\r\n\r\n")
        data = everything(sock)
    assert data.count(b"EventList: start") == 3
    assert data.count(b"EventList: Complete") == 2


def test_faults_can_be_forgotten(pbx: FakeAsterisk) -> None:
    """One without a kind does nothing either."""
    pbx.faults.action("Getvar").reset()
    pbx.faults.clear()
    pbx.faults.action("Getvar")
    assert session(pbx) == WHOLE


def test_restart(pbx: FakeAsterisk) -> None:
    """Shutdown is told, connections are closed, nobody listens for a while, then the same port does."""
    with connected(pbx) as sock:
        sock.sendall(LOGIN.replace(b"off", b"on") % pbx.secret.encode() + b"Action: Ping\r\n\r\n")
        pbx.wait_for("Ping")
        pbx.faults.restart(0.2)
        assert everything(sock).endswith(
            b"Event: Shutdown\r\nPrivilege: system,all\r\nShutdown: Cleanly\r\nRestart: True\r\n\r\n"
        )
    refused = 0
    while True:
        try:
            assert session(pbx) == WHOLE
            break
        except ConnectionRefusedError:
            refused += 1
    assert refused


def test_restart_at_a_place(pbx: FakeAsterisk) -> None:
    """The answer that it comes instead of is lost; the next connection is as ever."""
    pbx.faults.action("Getvar").restart()
    cut = session(pbx)
    assert WHOLE.startswith(cut)
    assert b"Value" not in cut
    end = time.monotonic() + 20
    while True:
        try:
            assert session(pbx) == WHOLE
            break
        except ConnectionRefusedError:
            assert time.monotonic() < end


def test_stopped_while_down(pbx: FakeAsterisk) -> None:
    """It stays down."""
    with FakeAsterisk() as other:
        other.faults.restart(0.01)
    with pytest.raises(ConnectionRefusedError):
        connected(other)

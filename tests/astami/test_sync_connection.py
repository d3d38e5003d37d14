"""What only the blocking connection does: threads that share a socket, signals, waiting without a loop."""

from __future__ import annotations

import asyncio
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

import pytest

from astami import AMIClient, AMIConnectError, AMIConnectionLost, AMITimeoutError
from astami._session import Session
from astami._settings import Settings
from astami._sync import stream
from astami._sync.connection import Connection
from astami._sync.stream import DeadlinePassed, Stream
from astami.messages import Action, Secret

StartPeer = Callable[..., int]
Line = Any  # the Line of conftest.py


def logged_in(port: int, **options: Any) -> AMIClient:
    ami = AMIClient("127.0.0.1", port, "admin", "s3cret-word", **options)
    ami.connect()
    ami.login()
    return ami


def settings(port: int, **changes: Any) -> Settings:
    good: dict[str, Any] = {
        "host": "127.0.0.1", "port": port, "username": "u", "secret": Secret("s"), "timeout": 5, "tls": False,
        "auth": "plain", "events": "off", "max_frame": 1000, "encoding": "utf-8", "retries": 0, "retry_delay": 0,
    }  # fmt: skip
    return Settings(**{**good, **changes})


def test_many_threads_get_their_own_answers(peer: StartPeer) -> None:
    """Which of them reads changes nothing; answers come in reverse order in each round."""
    threads, rounds = 20, 20

    def script(line: Line) -> None:
        line.accept_login()
        for _ in range(rounds):
            for action in reversed([line.action() for _ in range(threads)]):
                line.reply(action, f"Value: {action['Variable']}")

    ami = logged_in(peer(script))
    barrier = threading.Barrier(threads)

    def work(number: int) -> list[str]:
        values = []
        for turn in range(rounds):
            barrier.wait(10)
            values.append(ami.get_var("", f"V{number}-{turn}").data["Value"])
        return values

    with ThreadPoolExecutor(threads) as pool:
        results = list(pool.map(work, range(threads)))
    assert results == [[f"V{number}-{turn}" for turn in range(rounds)] for number in range(threads)]
    ami.disconnect()


def test_lead_is_handed_on_when_the_reader_times_out(peer: StartPeer) -> None:
    """The thread that waits longer takes over reading and gets its answer."""
    both, late = threading.Event(), threading.Event()

    def script(line: Line) -> None:
        line.accept_login()
        line.action()
        second = line.action()
        both.set()
        assert late.wait(10)
        line.reply(second, "Ping: second")

    ami = logged_in(peer(script))
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(ami.ping, timeout=0.2)
        second = pool.submit(ami.ping)
        assert both.wait(10)
        with pytest.raises(AMITimeoutError):
            first.result()
        late.set()
        assert second.result().data["Ping"] == "second"
    ami.disconnect()


def test_waiting_thread_times_out_on_its_own(peer: StartPeer) -> None:
    """While another one reads."""
    taken = threading.Event()

    def script(line: Line) -> None:
        line.accept_login()
        action = line.action()
        taken.set()
        line.action()
        assert line.action()["Action"] == "Ping"
        line.reply(action, "Ping: first")
        line.closed()

    ami = logged_in(peer(script))
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(ami.ping)
        assert taken.wait(10)
        for _ in range(2):
            with pytest.raises(AMITimeoutError):
                ami.ping(timeout=0.05)
        assert first.result().data["Ping"] == "first"
    ami.disconnect()


def test_disconnect_wakes_every_thread(peer: StartPeer) -> None:
    """Readers and waiters end at once, with the reason."""
    count = 5
    taken = threading.Event()

    def script(line: Line) -> None:
        line.accept_login()
        for _ in range(count):
            line.action()
        taken.set()
        line.closed()

    ami = logged_in(peer(script))
    with ThreadPoolExecutor(count) as pool:
        calls = [pool.submit(ami.ping) for _ in range(count)]
        assert taken.wait(10)
        ami.disconnect()
        done, _ = wait(calls, timeout=10)
    assert len(done) == count
    for call in calls:
        with pytest.raises(AMIConnectionLost, match="closed by this client; Ping may have been executed"):
            call.result()


def test_interrupt_after_reading_loses_no_byte(peer: StartPeer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next one who reads finds what was read already."""

    def script(line: Line) -> None:
        line.accept_login()
        line.answer("Ping: late")
        line.answer("Ping: Pong")

    ami = logged_in(peer(script))
    receive = Stream.receive

    def interrupted(self: Stream, deadline: float) -> None:
        receive(self, deadline)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Stream, "receive", interrupted)
        with pytest.raises(KeyboardInterrupt):
            ami.ping()
    assert ami.ping().data["Ping"] == "Pong"
    assert ami.unmatched == 1
    ami.disconnect()


@pytest.mark.parametrize("where", ["in the middle of an action", "in the middle of a message"])
def test_interrupt_that_tears_something_ends_the_connection(
    peer: StartPeer, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    """Whatever came next would be misunderstood, here or there; the client can connect again."""

    def script(line: Line) -> None:
        line.accept_login()
        line.answer("Ping: Pong")

    ami = logged_in(peer(script))

    def write_a_part(self: Stream, data: bytes, deadline: float) -> int:
        self.torn = True
        raise KeyboardInterrupt

    def understand_a_part(self: Session, data: bytes) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        if where == "in the middle of an action":
            patch.setattr(Stream, "send", write_a_part)
        else:
            patch.setattr(Session, "receive_data", understand_a_part)
        with pytest.raises(KeyboardInterrupt):
            ami.ping()
    assert not ami.connected
    with pytest.raises(AMIConnectionLost, match="Ping was not sent"):
        ami.ping()
    ami.connect()
    ami.login()
    assert ami.ping().data["Ping"] == "Pong"
    ami.disconnect()


def test_leader_that_could_not_say_goodbye_is_replaced(peer: StartPeer) -> None:
    """An interrupt may strike when its answer is there already."""

    def script(line: Line) -> None:
        line.accept_login()
        line.answer("Ping: one")
        line.answer("Ping: two")

    ami = logged_in(peer(script))
    connection = ami._connection
    assert connection is not None
    ami.ping()
    gone = connection.session.start(Action("Ping"))
    gone.done = True
    connection._leader = gone
    assert ami.ping().data["Ping"] == "two"
    ami.disconnect()


def test_writers_wait_for_each_other(peer: StartPeer, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that cannot write in time was not sent; one whose connection is lost meanwhile neither."""
    ami = logged_in(peer(lambda line: line.accept_login() and line.closed()))
    writing, release = threading.Event(), threading.Event()

    def slow(self: Stream, data: bytes, deadline: float) -> int:
        writing.set()
        assert release.wait(10)
        raise BrokenPipeError(32, "Broken pipe")

    monkeypatch.setattr(Stream, "send", slow)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(ami.ping)
        assert writing.wait(10)
        with pytest.raises(AMITimeoutError, match="Ping was not sent"):
            ami.ping(timeout=0.02)
        second = pool.submit(ami.ping)
        release.set()
        for call in (first, second):
            with pytest.raises(AMIConnectionLost, match="Ping was not sent"):
                call.result()
    ami.disconnect()


def test_action_whose_connection_is_closed_while_it_is_written_may_have_been_executed(
    peer: StartPeer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The thread that closes cannot know how far the one that writes has come."""
    ami = logged_in(peer(lambda line: line.accept_login() and line.closed()))

    def closed_meanwhile(self: Stream, data: bytes, deadline: float) -> int:
        ami.disconnect()
        return len(data)

    monkeypatch.setattr(Stream, "send", closed_meanwhile)
    with pytest.raises(AMIConnectionLost, match="closed by this client; Ping may have been executed"):
        ami.ping()


def test_half_written_action_closes_the_connection(peer: StartPeer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever came next would be taken for its rest."""
    ami = logged_in(peer(lambda line: line.accept_login() and line.closed()))

    def write_a_part(self: Stream, data: bytes, deadline: float) -> int:
        self.torn = True
        return 5

    monkeypatch.setattr(Stream, "send", write_a_part)
    with pytest.raises(AMITimeoutError, match="Ping was not sent"):
        ami.ping()
    assert not ami.connected
    ami.disconnect()


def test_action_of_which_nothing_was_written_leaves_the_connection_usable(
    peer: StartPeer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of it is on the wire."""

    def script(line: Line) -> None:
        line.accept_login()
        line.answer("Ping: Pong")

    ami = logged_in(peer(script))
    with monkeypatch.context() as patch:
        patch.setattr(Stream, "send", lambda self, data, deadline: 0)
        with pytest.raises(AMITimeoutError, match="Ping was not sent"):
            ami.ping(timeout=0.01)
    assert ami.ping().data["Ping"] == "Pong"
    ami.disconnect()


def test_part_of_many_actions_is_written(peer: StartPeer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whole ones may have been executed, the torn one and those behind it were not sent."""
    ami = logged_in(peer(lambda line: line.accept_login() and line.closed()))

    def write_a_part(self: Stream, data: memoryview, deadline: float) -> int:
        self.torn = True
        return bytes(data).index(b"CoreStatus")

    monkeypatch.setattr(Stream, "send", write_a_part)
    outcomes = ami.send_actions(["Ping", "CoreStatus", "CoreSettings"], return_exceptions=True)
    assert [(type(outcome), getattr(outcome, "sent", None)) for outcome in outcomes] == [
        (AMIConnectionLost, True),
        (AMITimeoutError, False),
        (AMIConnectionLost, False),
    ]
    assert not ami.connected
    with pytest.raises(AMIConnectionLost, match="one of 3 actions was written only in part"):
        ami.ping()
    ami.disconnect()


def test_connection_that_breaks_under_many_actions(peer: StartPeer, monkeypatch: pytest.MonkeyPatch) -> None:
    """How many of them the system took is not known; the last one is certainly not whole."""
    ami = logged_in(peer(lambda line: line.accept_login() and line.closed()))

    def broken(self: Stream, data: bytes, deadline: float) -> int:
        raise BrokenPipeError

    monkeypatch.setattr(Stream, "send", broken)
    outcomes = ami.send_actions(["Ping", "CoreStatus", "CoreSettings"], return_exceptions=True)
    assert [getattr(outcome, "sent", None) for outcome in outcomes] == [True, True, False]
    ami.disconnect()


def test_many_actions_are_written_in_pieces(peer: StartPeer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of what any socket holds unread; what the time does not suffice for is not sent."""
    sizes: list[int] = []
    send = Stream.send

    def noted(self: Stream, data: bytes, deadline: float) -> int:
        sizes.append(len(data))
        return send(self, data, deadline)

    def script(line: Line) -> None:
        line.accept_login()
        for _ in range(60):
            line.answer()
        line.closed()

    ami = logged_in(peer(script))
    monkeypatch.setattr(Stream, "send", noted)
    wanted = [{"Action": "Ping", **{f"Filler{n}": "f" * 1000 for n in range(number % 3)}} for number in range(60)]
    assert len(ami.send_actions(wanted)) == 60
    assert len(sizes) > 3
    assert max(sizes) <= 8 * 1024
    sizes.clear()
    outcomes = ami.send_actions(wanted, timeout=0.5, return_exceptions=True)
    assert len(sizes) == 2
    assert {getattr(outcome, "sent", None) for outcome in outcomes} == {True, False}
    ami.disconnect()


def test_interrupt_among_many_actions(peer: StartPeer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for them any longer; the connection goes on."""

    def script(line: Line) -> None:
        line.accept_login()
        for _ in range(3):
            line.answer("Ping: Pong")
        line.closed()

    ami = logged_in(peer(script))
    receive = Stream.receive

    def interrupted(self: Stream, deadline: float) -> None:
        receive(self, deadline)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Stream, "receive", interrupted)
        with pytest.raises(KeyboardInterrupt):
            ami.send_actions(["Ping", "Ping"])
    assert ami.ping().data["Ping"] == "Pong"
    assert ami.unmatched == 2
    ami.disconnect()


def test_thread_whose_answer_was_read_by_another_does_not_wait(peer: StartPeer) -> None:
    """It may come between its look and its turn."""
    connection = Connection.open(settings(peer(lambda line: line.greet() or line.closed())), prefix="p-", timeout=5)
    pending = connection.session.start(Action("Login"))
    connection.session.receive_data(b"Response: Success\r\nActionID: p-1\r\n\r\n")
    connection._wait(pending, time.monotonic() + 60)
    assert pending.result().success
    connection.close()


def test_events_go_to_the_sink(peer: StartPeer) -> None:
    """In order; the place where subscriptions connect."""

    def script(line: Line) -> None:
        line.accept_login()
        line.send("Event: A\r\n\r\nEvent: B\r\n\r\n")
        line.answer("Ping: Pong")

    events: list[str] = []
    connection = Connection.open(settings(peer(script)), prefix="p-", timeout=5, on_event=events.append)
    connection.send(Action("Login"), 5)
    connection.send(Action("Ping"), 5)
    assert events == ["Event: A", "Event: B"]
    connection.close()
    connection.close()


def test_slow_name_server_does_not_hold_the_client(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is asked in another thread."""
    release = threading.Event()
    real = socket.getaddrinfo

    def slow(host: str, port: int, *args: Any, **kwargs: Any) -> Any:
        if kwargs.get("flags"):
            return real(host, port, *args, **kwargs)
        release.wait(10)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    start = time.monotonic()
    with pytest.raises(AMITimeoutError, match=r"no connection within 0\.1 s"):
        AMIClient("slow.invalid", timeout=0.1).connect()
    assert time.monotonic() - start < 5
    release.set()


def test_every_address_of_a_name_is_tried(peer: StartPeer, free_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first that answers is taken; a name without addresses is an error."""
    port = peer(lambda line: line.accept_login() and line.closed())
    addresses: list[Any] = []

    def resolve(host: str, number: int, *args: Any, **kwargs: Any) -> Any:
        if kwargs.get("flags"):
            raise socket.gaierror(socket.EAI_NONAME, "no number")
        return addresses

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    ami = AMIClient("pbx.invalid", port, "u", "s")
    with pytest.raises(AMIConnectError, match="the name has no address"):
        ami.connect()
    addresses[:] = [(socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", number)) for number in (free_port, port)]
    ami.connect()
    ami.login()
    ami.disconnect()


@pytest.mark.parametrize("has_poll", [True, False])
def test_waiting_with_poll_and_with_select(monkeypatch: pytest.MonkeyPatch, has_poll: bool) -> None:
    """Windows has no poll; both say the same."""
    monkeypatch.setattr(stream, "_HAS_POLL", has_poll)
    one, two = socket.socketpair()
    with one, two:
        assert not stream._ready(one, 0.01, to_write=False)
        assert stream._ready(one, 0.01, to_write=True)
        two.send(b"x")
        assert stream._ready(one, 5, to_write=False)


def test_stream_deadlines() -> None:
    """Nothing to read, no room to write: the deadline ends it, and what was written is told."""
    one, two = socket.socketpair()
    with one, two:
        one.setblocking(False)
        line = Stream(one, private=True)
        with pytest.raises(DeadlinePassed):
            line.receive(time.monotonic() - 1)
        with pytest.raises(DeadlinePassed):
            line.receive(time.monotonic() + 0.01)
        written = line.send(b"x" * 10_000_000, time.monotonic() + 0.05)
        assert 0 < written < 10_000_000
        line.shutdown()
        with pytest.raises(OSError, match="Broken pipe"):
            line.send(b"x", time.monotonic() + 1)
        line.close()
        line.shutdown()


class Wanting:
    """A TLS socket that says what it waits for, once each."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._wants = [ssl.SSLWantWriteError(), ssl.SSLWantReadError()]

    def recv(self, size: int) -> bytes:
        if self._wants:
            raise self._wants.pop(0)
        return self._sock.recv(size)

    def fileno(self) -> int:
        return self._sock.fileno()


def test_tls_may_wait_for_the_other_direction() -> None:
    """Reading can need room to write first (a change of keys)."""
    one, two = socket.socketpair()
    with one, two:
        one.setblocking(False)
        line = Stream(one, private=True)
        line._socket = Wanting(one)  # type: ignore[assignment] - as much of a socket as is needed
        line._tls = threading.Lock()
        two.send(b"x")
        line.receive(time.monotonic() + 5)
        assert line.received == [b"x"]


def test_works_inside_a_running_loop(peer: StartPeer) -> None:
    """It blocks the loop and needs none of its own."""

    def script(line: Line) -> None:
        line.accept_login()
        line.answer("Ping: Pong")

    async def main() -> str:
        ami = logged_in(peer(script))
        try:
            return ami.ping().data["Ping"]
        finally:
            ami.disconnect()

    assert asyncio.run(main()) == "Pong"


GEVENT = """
from gevent import monkey
monkey.patch_all()
import sys, gevent, time
from astami import AMIClient, AMITimeoutError
with AMIClient("127.0.0.1", int(sys.argv[1]), "admin", "s3cret-word", timeout=20) as ami, ami.events("Mark") as events:
    ticks = []
    ticker = gevent.spawn(lambda: [ticks.append(gevent.sleep(0.001)) for _ in range(10)])
    jobs = [gevent.spawn(ami.get_var, "", f"V{number}") for number in range(20)]
    gevent.joinall(jobs, raise_error=True)
    assert [job.value.data["Value"] for job in jobs] == [f"V{number}" for number in range(20)]
    assert events.get(timeout=20)["N"] == "1"
    try:
        events.get(timeout=0.05)
    except AMITimeoutError:
        pass
    ticker.join()
    assert len(ticks) == 10
print("fine")
"""


def test_greenlets_share_one_client(peer: StartPeer) -> None:
    """Under gevent's monkey patches: answers, events and timeouts, and other greenlets run meanwhile."""

    def script(line: Line) -> None:
        line.accept_login()
        line.answer("Events: On")
        for action in reversed([line.action() for _ in range(20)]):
            line.reply(action, f"Value: {action['Variable']}")
        line.send("Event: Mark\r\nN: 1\r\n\r\n")
        line.answer("Events: Off")
        line.answer(response="Goodbye")

    command = [sys.executable, "-W", "error", "-W", "ignore::DeprecationWarning", "-c", GEVENT, str(peer(script))]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("fine\n", "")


def test_no_event_loop_and_no_thread_under_the_client(peer: StartPeer) -> None:
    """So nothing dies in a fork."""
    before = threading.active_count()
    ami = logged_in(peer(lambda line: line.accept_login() and line.closed()))
    names = {thread.name for thread in threading.enumerate()}
    assert not any(name.startswith("astami") for name in names)
    assert threading.active_count() <= before + 2, "the peer's own threads"
    ami.disconnect()
    assert sys.modules["astami._sync.connection"].__dict__.get("asyncio") is None


def test_stream_says_that_it_wrote_only_a_part() -> None:
    """A peer that does not read takes what its buffers hold; the deadline ends the rest, and nothing hides that."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.setblocking(False)
        one = Stream(ours, private=True)
        written = one.send(bytes(50_000_000), time.monotonic() + 0.02)
        assert 0 < written < 50_000_000
        assert one.torn
        assert one.send(b"x", time.monotonic() + 0.02) == 0
        assert not one.torn

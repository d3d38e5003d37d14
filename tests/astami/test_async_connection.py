"""What only the asyncio connection does: tasks, cancellation, one timer, loops."""

from __future__ import annotations

import asyncio
import ssl
import sys
import threading
from collections.abc import Callable
from typing import Any

import pytest
import trustme

from astami import AMIConnectError, AMIConnectionLost, AMITimeoutError, AMIUsageError, AsyncAMIClient, Backoff
from astami._async.connection import AsyncConnection
from astami._settings import Settings
from astami.messages import Action, Secret
from astami_fake import FakeAsterisk

StartPeer = Callable[..., int]
Line = Any  # the Line of conftest.py


def client(port: int, **options: Any) -> AsyncAMIClient:
    return AsyncAMIClient("127.0.0.1", port, "admin", "s3cret-word", **options)


@pytest.mark.asyncio
async def test_many_actions_in_flight(peer: StartPeer) -> None:
    """A thousand tasks get their own answers, which come in reverse order."""
    count = 1000

    def script(line: Line) -> None:
        line.accept_login()
        for action in reversed([line.action() for _ in range(count)]):
            line.reply(action, f"Value: {action['Variable']}")
        line.answer(response="Goodbye")

    async with client(peer(script)) as ami:
        answers = await asyncio.gather(*(ami.get_var("", f"V{n}") for n in range(count)))
        assert [answer.data["Value"] for answer in answers] == [f"V{n}" for n in range(count)]
        assert ami.unmatched == 0


@pytest.mark.asyncio
async def test_cancelled_action_leaves_the_connection_usable(peer: StartPeer) -> None:
    """Its late answer reaches nobody."""
    taken, cancelled = threading.Event(), threading.Event()

    def script(line: Line) -> None:
        line.accept_login()
        first = line.action()
        taken.set()
        assert cancelled.wait(10)
        line.reply(first, "Ping: late")
        line.answer("Ping: second")
        line.answer(response="Goodbye")

    async with client(peer(script)) as ami:
        task = asyncio.create_task(ami.ping())
        await asyncio.to_thread(taken.wait)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        cancelled.set()
        assert (await ami.ping()).data["Ping"] == "second"
        assert ami.unmatched == 1


@pytest.mark.asyncio
async def test_cancelled_connect_leaves_nothing(peer: StartPeer) -> None:
    """The peer sees the close."""
    reached, closed = threading.Event(), threading.Event()

    def script(line: Line) -> None:
        reached.set()
        line.closed()
        closed.set()

    task = asyncio.create_task(client(peer(script)).connect())
    await asyncio.to_thread(reached.wait)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await asyncio.to_thread(closed.wait, 10)


@pytest.mark.asyncio
async def test_lost_link_ends_every_waiter_at_once(peer: StartPeer) -> None:
    """Each with an error of its own."""

    def script(line: Line) -> None:
        line.accept_login()
        for _ in range(50):
            line.action()
        line.reset()

    ami = client(peer(script))
    await ami.connect()
    await ami.login()
    errors = await asyncio.gather(*(ami.ping() for _ in range(50)), return_exceptions=True)
    assert {type(error) for error in errors} == {AMIConnectionLost}
    assert len({id(error) for error in errors}) == 50
    await ami.disconnect()


@pytest.mark.asyncio
async def test_disconnect_ends_every_waiter(peer: StartPeer) -> None:
    """With the reason."""
    taken = threading.Event()

    def script(line: Line) -> None:
        line.accept_login()
        line.action()
        taken.set()
        line.closed()

    ami = client(peer(script))
    await ami.connect()
    await ami.login()
    task = asyncio.create_task(ami.ping())
    await asyncio.to_thread(taken.wait)
    await ami.disconnect()
    with pytest.raises(AMIConnectionLost, match="closed by this client; Ping may have been executed"):
        await task


@pytest.mark.asyncio
async def test_timeouts_of_any_order_share_one_timer(peer: StartPeer) -> None:
    """A shorter one that comes later moves the timer forward, a longer one does not."""
    timers: list[float] = []
    loop = asyncio.get_running_loop()
    call_at = loop.call_at

    def counting(when: float, *args: Any, **kwargs: Any) -> asyncio.TimerHandle:
        timers.append(when)
        return call_at(when, *args, **kwargs)

    def script(line: Line) -> None:
        line.accept_login()
        line.closed()

    ami = client(peer(script))
    await ami.connect()
    await ami.login()
    loop.call_at = counting  # type: ignore[method-assign] - watched, not changed
    try:
        limits = (5, 0.2, 0.1, 0.15, 0.1, 4)
        tasks = [asyncio.create_task(ami.ping(timeout=limit)) for limit in limits]
        done, _ = await asyncio.wait(tasks[1:5])
    finally:
        del loop.call_at
    assert all(isinstance(task.exception(), AMITimeoutError) for task in done)
    assert [tasks[0].done(), tasks[5].done()] == [False, False]
    # The login's timer is still far away: 5, 0.2 and 0.1 s move it forward; then it fires and looks for the next.
    assert len(timers) <= 7
    await ami.disconnect()
    await asyncio.gather(tasks[0], tasks[5], return_exceptions=True)


def test_client_of_another_loop_is_refused(peer: StartPeer) -> None:
    """asyncio's own errors would be far less clear."""

    def script(line: Line) -> None:
        line.accept_login()
        line.closed()

    ami = client(peer(script))

    async def start() -> None:
        await ami.connect()
        await ami.login()

    async def other() -> None:
        with pytest.raises(AMIUsageError, match="on another event loop"):
            await ami.ping()
        await ami.disconnect()

    with asyncio.Runner() as first:
        first.run(start())
        with asyncio.Runner() as second:
            second.run(other())
        assert not ami.connected
        first.run(asyncio.sleep(0))


@pytest.mark.asyncio
async def test_no_warning_of_clear_text_to_nobody(peer: StartPeer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A peer that has reset the connection already has no address any more; that is no network to warn of."""

    class Nameless:
        def __init__(self, transport: asyncio.BaseTransport) -> None:
            self._transport = transport

        def __getattr__(self, name: str) -> Any:
            return getattr(self._transport, name)

        def get_extra_info(self, name: str) -> Any:
            return None if name == "peername" else self._transport.get_extra_info(name)

    made = AsyncConnection.connection_made
    monkeypatch.setattr(AsyncConnection, "connection_made", lambda self, transport: made(self, Nameless(transport)))

    def script(line: Line) -> None:
        line.greet()
        line.action()
        line.reset()

    ami = client(peer(script))
    await ami.connect()
    with pytest.raises(AMIConnectionLost):
        await ami.login()


def settings(port: int) -> Settings:
    return Settings(
        host="127.0.0.1", port=port, username="u", secret=Secret("s"), timeout=5, tls=False, auth="plain", events="off",
        max_frame=1000, encoding="utf-8", retries=0, retry_delay=0,
    )  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="there is no uvloop for Windows")
@pytest.mark.parametrize("secured", [False, True])
def test_works_on_uvloop(secured: bool) -> None:
    """Another event loop, with transports of its own: actions, events, timeouts, cancellation, loss and return."""
    import uvloop  # not for Windows

    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)

    async def life(pbx: FakeAsterisk) -> None:
        options: dict[str, Any] = {"reconnect": Backoff(0.01)}
        if secured:
            options["tls"] = trusting
        async with pbx.async_client(**options) as ami:
            stream = ami.events("Mark")
            answers = await ami.send_actions(["Ping"] * 300)
            assert {answer.data["Ping"] for answer in answers} == {"Pong"}
            assert len({answer.action_id for answer in answers}) == 300
            pbx.emit("Mark", N=1)
            assert (await stream.get(20))["N"] == "1"
            pbx.faults.action("Ping").lose()
            with pytest.raises(AMITimeoutError):
                await ami.ping(timeout=0.05)
            pbx.faults.action("Ping").lose()
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(ami.ping(), 0.05)
            assert (await ami.ping()).success
            pbx.faults.action("Ping").reset()
            with pytest.raises(AMIConnectionLost):
                await ami.ping()
            await ami.wait_connected(20)
            assert (await ami.ping()).success
            assert stream.gaps == 1

    tls = context if secured else None
    with FakeAsterisk(tls=tls, strict=False) as pbx, asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(life(pbx))


@pytest.mark.asyncio
async def test_events_go_to_the_sink(peer: StartPeer) -> None:
    """In order; the place where subscriptions connect."""

    def script(line: Line) -> None:
        line.accept_login()
        line.send("Event: A\r\n\r\nEvent: B\r\n\r\n")
        line.answer("Ping: Pong")

    events: list[str] = []
    connection = await AsyncConnection.open(settings(peer(script)), prefix="p-", timeout=5, on_event=events.append)
    await connection.send(Action("Login"), 5)
    await connection.send(Action("Ping"), 5)
    assert events == ["Event: A", "Event: B"]
    await connection.close()
    await connection.close()


@pytest.mark.asyncio
async def test_actions_kept_for_a_slow_reader_are_written_when_it_reads(peer: StartPeer) -> None:
    """Except those that were given up meanwhile: these are never sent."""
    read = threading.Event()
    seen: list[str] = []

    def script(line: Line) -> None:
        line.accept_login()
        assert read.wait(10)
        try:
            while True:
                action = line.action()
                seen.append(action["N"])
                line.reply(action)
        except EOFError:
            pass

    ami = client(peer(script))
    await ami.connect()
    await ami.login()
    connection = ami._connection
    assert connection is not None
    connection.pause_writing()
    kept = asyncio.create_task(ami.send_action({"Action": "X", "N": "kept"}))
    with pytest.raises(AMITimeoutError, match="X was not sent"):
        await ami.send_action({"Action": "X", "N": "given up"}, timeout=0.01)
    connection.resume_writing()
    read.set()
    assert (await kept).success
    await ami.disconnect()
    assert seen == ["kept"]


@pytest.mark.asyncio
async def test_answer_and_cancellation_at_once(peer: StartPeer) -> None:
    """The task is cancelled, and the answer that came in the same moment hurts nobody."""

    def script(line: Line) -> None:
        line.accept_login()
        line.closed()

    ami = client(peer(script))
    await ami.connect()
    await ami.login()
    connection = ami._connection
    assert connection is not None
    task = asyncio.create_task(ami.ping())
    await asyncio.sleep(0)
    task.cancel()
    connection.session.receive_data(f"Response: Success\r\nActionID: {connection.session._prefix}2\r\n\r\n".encode())
    with pytest.raises(asyncio.CancelledError):
        await task
    assert ami.unmatched == 0
    await ami.disconnect()


@pytest.mark.asyncio
async def test_close_is_bounded_when_the_peer_does_not_read(peer: StartPeer, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be written is given up."""
    monkeypatch.setattr("astami._async.connection._FLUSH_TIME", 0.05)
    done = threading.Event()

    def script(line: Line) -> None:
        line.accept_login()
        done.wait(10)

    ami = client(peer(script))
    await ami.connect()
    await ami.login()
    big = [("Action", "X"), *(("Variable", "x" * 1000) for _ in range(120))]
    tasks = [asyncio.create_task(ami.send_action(big)) for _ in range(100)]
    await asyncio.sleep(0)
    await asyncio.wait_for(ami.disconnect(), 5)
    assert {type(error) for error in await asyncio.gather(*tasks, return_exceptions=True)} == {AMIConnectionLost}
    done.set()


@pytest.mark.asyncio
async def test_connect_error_of_the_loop_is_mapped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever kind of OSError or ValueError it is."""
    loop = asyncio.get_running_loop()
    for cause in (OSError(113, "No route to host"), ValueError("embedded null character"), TimeoutError("ETIMEDOUT")):

        async def fail(*args: Any, cause: Exception = cause, **kwargs: Any) -> None:
            raise cause

        monkeypatch.setattr(loop, "create_connection", fail)
        with pytest.raises(AMIConnectError, match="cannot connect") as caught:
            await client(5038).connect()
        assert caught.value.__cause__ is cause


@pytest.mark.asyncio
async def test_actions_of_one_turn_are_written_together(peer: StartPeer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A write each is what many actions would cost most."""

    def script(line: Line) -> None:
        line.accept_login()
        for _ in range(50):
            line.answer("Ping: Pong")
        assert line.answer(response="Goodbye")["Action"] == "Logoff"

    async with client(peer(script)) as ami:
        connection = ami._connection
        assert connection is not None
        transport = connection._opened
        writes: list[int] = []
        write = transport.write

        def counted(data: bytes) -> None:
            writes.append(len(data))
            write(data)

        class Counting:
            """The transport, its writes counted."""

            def __getattr__(self, name: str) -> Any:
                return counted if name == "write" else getattr(transport, name)

        monkeypatch.setattr(connection, "_transport", Counting())
        answers = await asyncio.gather(*(ami.ping() for _ in range(50)))
        assert all(answer.success for answer in answers)
        assert len(writes) == 2, "the first at once, the others together"

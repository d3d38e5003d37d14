"""Events with both clients: iterators, handlers, waiting, the mask that Asterisk is told. The server is the fake."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from astami import (
    AMIClient,
    AMIConnectionLost,
    AMIEvent,
    AMIOverflowError,
    AMITimeoutError,
    AMIUsageError,
    AsyncAMIClient,
)
from astami_fake import FakeAsterisk

StartPeer = Callable[..., int]
Drive = Any  # the Driver of conftest.py
Line = Any  # the Line of conftest.py


@pytest.fixture
def pbx() -> Iterator[FakeAsterisk]:
    """A fake Asterisk in a thread of its own."""
    with FakeAsterisk() as fake:
        yield fake


@pytest.fixture
def ami(drive: Drive, pbx: FakeAsterisk) -> Any:
    """A client of either kind, logged in to the fake."""
    return drive.logged_in(pbx.port, username=pbx.username, secret=pbx.secret)


def next_of(drive: Drive, stream: Any) -> AMIEvent:
    return drive.call(stream.get, timeout=10)  # type: ignore[no-any-return] - drives either client


def masks(pbx: FakeAsterisk) -> list[str]:
    """The event masks that the server was told, in order."""
    found = []
    for action in pbx.received:
        name = {"login": "Events", "events": "EventMask"}.get(action.name.lower())
        if name:
            found.append(action.get(name))
    return found


def settled(drive: Drive, ami: Any) -> None:
    """Wait until the server has taken all that was sent before."""
    drive.call(ami.ping)


def test_a_subscription_made_while_the_login_is_answered(drive: Drive, peer: StartPeer) -> None:
    """Login has asked for no events by then: they are asked for when it is accepted."""
    made: dict[str, Any] = {}
    seen: list[dict[str, str]] = []

    def serve(line: Line) -> None:
        line.greet()
        seen.append(line.action())
        made["stream"] = drive.meanwhile(made["ami"].events, "Mark")
        line.reply(seen[0], "Message: Authentication accepted")
        line.answer("Events: On", seen=seen)
        line.send("Event: Mark\r\nN: 7\r\n\r\n")
        line.closed()

    made["ami"] = drive.client(peer(serve))
    drive.call(made["ami"].connect)
    drive.call(made["ami"].login)
    assert next_of(drive, made["stream"])["N"] == "7"
    assert (seen[0]["Events"], seen[1]["EventMask"]) == ("off", "on")
    drive.call(made["stream"].close)


# Iterators


def test_events_come_in_order_and_as_asked_for(drive: Drive, pbx: FakeAsterisk, ami: Any) -> None:
    """By pattern and header, from the call on."""
    with_headers = drive.call(ami.events, "Queue*", Queue="support")
    everything = drive.call(ami.events)
    settled(drive, ami)
    pbx.emit("QueueMemberPause", Queue="sales")
    pbx.emit("QueueMemberPause", Queue="support")
    pbx.emit("Newchannel", Channel="x")
    assert [next_of(drive, everything).name for _ in range(3)] == ["QueueMemberPause"] * 2 + ["Newchannel"]
    assert next_of(drive, with_headers)["Queue"] == "support"
    assert with_headers.waiting == 0
    drive.call(everything.close)
    drive.call(with_headers.close)


def test_iterating(pbx: FakeAsterisk) -> None:
    """``for`` and ``async for``; the block of the context manager ends the subscription."""

    async def main() -> list[str]:
        async with pbx.async_client() as ami:
            async with ami.events("Hangup") as events:
                await ami.ping()
                for number in range(3):
                    pbx.emit("Hangup", Cause=number)
                found = []
                async for event in events:
                    found.append(event["Cause"])
                    if len(found) == 3:
                        break
            with pytest.raises(AMIUsageError, match="closed"):
                await events.get(timeout=5)
        return found

    assert asyncio.run(main()) == ["0", "1", "2"]
    with pbx.client() as ami:
        with ami.events("Hangup") as events:
            ami.ping()
            for number in range(3):
                pbx.emit("Hangup", Cause=number)
            found = []
            for event in events:
                found.append(event["Cause"])
                if len(found) == 3:
                    break
        assert list(events) == []
    assert found == ["0", "1", "2"]


def test_nothing_in_time(drive: Drive, ami: Any) -> None:
    """A typed error; the stream goes on."""
    stream = drive.call(ami.events, "Hangup")
    for _ in range(2):
        with pytest.raises(AMITimeoutError, match=r"no such event within 0\.02 s"):
            drive.call(stream.get, timeout=0.02)
    drive.call(stream.close)


@pytest.mark.parametrize("timeout", [-1, float("nan"), 1e10, "1"])
def test_times_that_nobody_can_wait(drive: Drive, ami: Any, timeout: Any) -> None:
    """Are refused, by both clients alike."""
    stream = drive.call(ami.events)
    with pytest.raises(AMIUsageError, match="timeout"):
        drive.call(stream.get, timeout)
    with pytest.raises(AMIUsageError, match="timeout"):
        drive.call(ami.wait_for, "Mark", timeout=timeout)
    with pytest.raises(AMIUsageError, match="timeout"):
        drive.call(ami.ping, timeout=timeout)


def test_longest_time_and_none(drive: Drive, pbx: FakeAsterisk, ami: Any) -> None:
    """A wait of eleven days is none of a system call's business; one of no time only looks."""
    with pytest.raises(AMITimeoutError):
        drive.call(drive.call(ami.events).get, 0)
    stream = drive.call(ami.events, "Mark")
    assert drive.call(ami.ping, timeout=1_000_000).success
    pbx.emit("Mark")
    assert drive.call(stream.get, 1_000_000).name == "Mark"
    pbx.emit("Mark")
    assert drive.call(ami.ping).success
    assert drive.call(stream.get, 0).name == "Mark"


def wait_until(holds: Callable[[], object]) -> None:
    """Give others time until it is so."""
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.001)


def test_repr_says_what_of_and_how_it_stands(drive: Drive, pbx: FakeAsterisk, ami: Any) -> None:
    """For logs and debuggers."""
    stream = drive.call(ami.events, "Mark", "Queue*", queue=1)
    drive.call(ami.ping)
    for _ in range(2):
        pbx.emit("Mark")
    drive.call(ami.ping)
    name = type(stream).__name__
    assert repr(stream) == f"<{name} of Mark, Queue*: 1 waiting, 1 dropped, 0 gaps>"
    drive.call(stream.close)
    assert repr(stream) == f"<{name} of Mark, Queue*: ended>"
    assert repr(drive.call(ami.events)) == f"<{name} of all: 0 waiting, 0 dropped, 0 gaps>"


def test_slow_consumer_loses_the_oldest_and_sees_it(drive: Drive, pbx: FakeAsterisk, ami: Any) -> None:
    """Answers and other consumers are not held up; the counter stays in the statistics."""
    slow, other = drive.call(ami.events, "E", queue=5), drive.call(ami.events, "E")
    settled(drive, ami)
    for number in range(20):
        pbx.emit("E", N=number)
    assert [next_of(drive, other)["N"] for _ in range(20)] == [str(number) for number in range(20)]
    settled(drive, ami)
    assert (slow.dropped, slow.waiting, ami.stats.dropped) == (15, 5, 15)
    assert next_of(drive, slow)["N"] == "15"
    drive.call(slow.close)
    drive.call(other.close)
    assert ami.stats.dropped == 15


def test_consumer_that_must_not_lose_any_gets_an_error(drive: Drive, pbx: FakeAsterisk, ami: Any) -> None:
    """After those that waited."""
    stream = drive.call(ami.events, "E", queue=2, overflow="raise")
    settled(drive, ami)
    for number in range(5):
        pbx.emit("E", N=number)
    settled(drive, ami)
    assert [next_of(drive, stream)["N"] for _ in range(2)] == ["0", "1"]
    with pytest.raises(AMIOverflowError):
        next_of(drive, stream)


def test_lists_and_events_do_not_mix(drive: Drive, pbx: FakeAsterisk, ami: Any) -> None:
    """The items of an action's list are its answer's, not the subscribers'."""
    stream = drive.call(ami.events)
    drive.call(ami.send_action, {"Action": "CoreShowChannels"})
    pbx.emit("Mark")
    assert next_of(drive, stream).name == "Mark"
    drive.call(stream.close)


# The mask


def test_events_are_asked_for_only_while_somebody_wants_them(drive: Drive, pbx: FakeAsterisk, ami: Any) -> None:
    """On with the first, off after the last."""
    settled(drive, ami)
    assert masks(pbx) == ["off"]
    first = drive.call(ami.events, "A")
    second = drive.call(ami.events, "B")
    settled(drive, ami)
    assert masks(pbx) == ["off", "on"]
    drive.call(first.close)
    settled(drive, ami)
    assert masks(pbx) == ["off", "on"]
    drive.call(second.close)
    drive.call(second.close)
    settled(drive, ami)
    assert masks(pbx) == ["off", "on", "off"]


def test_classes_are_asked_for(drive: Drive, pbx: FakeAsterisk) -> None:
    """``events=`` says which; events of others do not come."""
    ami = drive.logged_in(pbx.port, username=pbx.username, secret=pbx.secret, events="user,call")
    stream = drive.call(ami.events)
    settled(drive, ami)
    pbx.emit("FullyBooted", Privilege="system,all")
    pbx.emit("UserEvent", UserEvent="mine", Privilege="user,all")
    assert next_of(drive, stream).name == "UserEvent"
    assert masks(pbx) == ["off", "user,call"]
    drive.call(stream.close)


def test_dropped_stream_is_forgotten_with_the_next_action(drive: Drive, pbx: FakeAsterisk, ami: Any) -> None:
    """Whoever leaves a loop need not clean up."""
    drive.call(ami.events, "A")
    gc.collect()
    settled(drive, ami)
    settled(drive, ami)
    assert masks(pbx) == ["off", "on", "off"]


def test_own_events_action_is_respected(drive: Drive, pbx: FakeAsterisk, ami: Any) -> None:
    """Whoever sets the mask by an action has it, also with subscriptions."""
    drive.call(ami.send_action, {"Action": "Events", "EventMask": "call"})
    stream = drive.call(ami.events)
    settled(drive, ami)
    assert masks(pbx) == ["off", "call"]
    drive.call(stream.close)
    settled(drive, ami)
    assert masks(pbx) == ["off", "call"]


def test_handler_from_before_the_login_is_in_its_mask(drive: Drive, pbx: FakeAsterisk) -> None:
    """No action more."""
    ami = drive.client(pbx.port, username=pbx.username, secret=pbx.secret)
    got = threading.Event()
    drive.call(ami.on("Mark"), lambda event: got.set())
    drive.call(ami.connect)
    drive.call(ami.login)
    assert masks(pbx) == ["on"]
    pbx.emit("Mark")
    settled(drive, ami)
    assert got.wait(10)


def test_no_events_are_wanted(drive: Drive, pbx: FakeAsterisk) -> None:
    """A client that was told so says so."""
    ami = drive.logged_in(pbx.port, username=pbx.username, secret=pbx.secret, events="off")
    with pytest.raises(AMIUsageError, match="events='off'"):
        drive.call(ami.events)


def test_events_need_a_connection(drive: Drive, free_port: int) -> None:
    """Waiting for what cannot come would be for ever."""
    ami = drive.client(free_port)
    with pytest.raises(AMIUsageError, match=r"events\(\) needs a connection"):
        drive.call(ami.events)
    with pytest.raises(AMIUsageError, match=r"wait_for\(\) needs a connection"):
        drive.call(ami.wait_for, "Hangup")


def test_refused_mask_is_logged(drive: Drive, pbx: FakeAsterisk, ami: Any, caplog: pytest.LogCaptureFixture) -> None:
    """Nobody waits for its answer."""
    with pbx.on("Events").error("Invalid event mask"):
        stream = drive.call(ami.events)
        settled(drive, ami)
        settled(drive, ami)
    assert "refused the event mask: Invalid event mask" in caplog.text
    drive.call(stream.close)


# Handlers


def test_handler_is_called_in_order(drive: Drive, pbx: FakeAsterisk, ami: Any) -> None:
    """With what fits, until it is taken off; the function itself stays what it was."""
    seen: list[str] = []
    got = threading.Event()

    def handler(event: AMIEvent) -> None:
        seen.append(event["N"])
        if event["N"] == "4":
            got.set()

    assert drive.call(ami.on("Mark", predicate=lambda event: event["N"] != "2"), handler) is handler
    settled(drive, ami)
    for number in range(5):
        pbx.emit("Mark", N=number)
    settled(drive, ami)
    assert got.wait(10)
    assert seen == ["0", "1", "3", "4"]
    drive.call(ami.off, handler)
    settled(drive, ami)
    pbx.emit("Mark", N=5)
    settled(drive, ami)
    assert seen == ["0", "1", "3", "4"]
    assert masks(pbx) == ["off", "on", "off"]


def test_handler_that_raises_is_logged_and_harms_nobody(
    drive: Drive, pbx: FakeAsterisk, ami: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """It is called again, and others are called."""
    calls, got = threading.Semaphore(0), threading.Event()

    def bad(event: AMIEvent) -> None:
        calls.release()
        raise LookupError("of the handler")

    def good(event: AMIEvent) -> None:
        got.set()

    drive.call(ami.on("Mark"), bad)
    drive.call(ami.on("Mark", N="2"), good)
    settled(drive, ami)
    pbx.emit("Mark", N=1)
    pbx.emit("Mark", N=2)
    settled(drive, ami)
    assert got.wait(10)
    for _ in range(2):
        assert calls.acquire(timeout=10)
    assert "LookupError: of the handler" in caplog.text


def test_handler_that_must_not_lose_any_is_told_of_in_the_log(
    drive: Drive, pbx: FakeAsterisk, ami: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """It gets what came before, then no more, and does not end in silence."""
    seen: list[str] = []
    stuck, gone = threading.Event(), threading.Event()

    def slow(event: AMIEvent) -> None:
        seen.append(event["N"])
        stuck.set()
        assert gone.wait(20)

    async def slow_too(event: AMIEvent) -> None:
        seen.append(event["N"])
        stuck.set()
        await asyncio.to_thread(gone.wait, 20)

    function = slow if drive.kind == "sync" else slow_too
    drive.call(lambda: ami.on("Mark", queue=2, overflow="raise")(function))
    drive.call(ami.ping)
    pbx.emit("Mark", N=0)
    wait_until(lambda: drive.call(ami.ping) and stuck.is_set())
    for number in range(1, 6):
        pbx.emit("Mark", N=number)
    drive.call(ami.ping)
    gone.set()
    wait_until(lambda: drive.call(ami.ping) and "is called no more: more than 2 events waited" in caplog.text)
    assert seen == ["0", "1", "2"]


def test_first_loss_is_logged(drive: Drive, pbx: FakeAsterisk, ami: Any, caplog: pytest.LogCaptureFixture) -> None:
    """Once for each consumer; the counter goes on."""
    stream = drive.call(ami.events, "Mark", queue=2)
    drive.call(ami.ping)
    for _ in range(10):
        pbx.emit("Mark")
    drive.call(ami.ping)
    assert stream.dropped == 8
    assert [one.message for one in caplog.records if one.name == "astami" and one.levelname == "WARNING"] == [
        "a consumer is too slow, and the oldest events are dropped (of Mark: 2 waiting, 0 dropped, 0 gaps)"
    ]


def test_handler_may_use_the_client(pbx: FakeAsterisk) -> None:
    """A blocking one has a thread, a coroutine a task of its own."""
    answered = threading.Event()
    with pbx.client() as ami:

        @ami.on("Mark")
        def handler(event: AMIEvent) -> None:
            if ami.ping().success:
                answered.set()

        ami.ping()
        pbx.emit("Mark")
        assert answered.wait(10)

    async def main() -> str:
        async with pbx.async_client() as ami:
            said: asyncio.Future[str] = asyncio.get_running_loop().create_future()

            @ami.on("Mark")
            async def handler(event: AMIEvent) -> None:
                said.set_result((await ami.ping()).data["Ping"])

            await ami.ping()
            pbx.emit("Mark")
            return await asyncio.wait_for(said, 10)

    assert asyncio.run(main()) == "Pong"


def test_coroutine_handler_takes_one_event_after_the_other(pbx: FakeAsterisk, caplog: pytest.LogCaptureFixture) -> None:
    """Also where it waits, and where it raises; it may close the client."""

    async def main() -> list[str]:
        seen: list[str] = []
        ended = asyncio.Event()
        async with pbx.async_client() as ami:

            @ami.on("Mark", predicate=lambda event: event["N"] != "1")
            async def handler(event: AMIEvent) -> None:
                seen.append(f"begin {event['N']}")
                await asyncio.sleep(0)
                seen.append(f"end {event['N']}")
                if event["N"] == "2":
                    raise LookupError("of the handler")
                if event["N"] == "3":
                    await ami.disconnect()
                    ended.set()

            await ami.ping()
            for number in range(4):
                pbx.emit("Mark", N=number)
            await asyncio.wait_for(ended.wait(), 10)
            assert not ami.connected
        return seen

    assert asyncio.run(main()) == ["begin 0", "end 0", "begin 2", "end 2", "begin 3", "end 3"]
    assert "LookupError: of the handler" in caplog.text


def test_coroutine_needs_the_asyncio_client(pbx: FakeAsterisk) -> None:
    """The blocking one would never run it."""

    async def handler(event: AMIEvent) -> None:
        """Never called."""

    with pytest.raises(AMIUsageError, match="coroutine"):
        AMIClient().on("Hangup")(handler)


def test_handlers_survive_close_and_reopen(drive: Drive, pbx: FakeAsterisk, ami: Any) -> None:
    """They are called again after the next login; iterators end with their connection."""
    got = threading.Semaphore(0)
    drive.call(ami.on("Mark"), lambda event: got.release())
    stream = drive.call(ami.events, "Mark")
    for _ in range(2):
        settled(drive, ami)
        pbx.emit("Mark")
        settled(drive, ami)
        assert got.acquire(timeout=10)
        drive.call(ami.disconnect)
        drive.call(ami.connect)
        drive.call(ami.login)
    assert next_of(drive, stream).name == "Mark"
    with pytest.raises(AMIUsageError, match="closed"):
        next_of(drive, stream)
    assert masks(pbx) == ["off", "on", "on", "on"]


# Waiting for one event


def test_wait_for_returns_the_event(pbx: FakeAsterisk) -> None:
    """The first that fits."""

    async def main() -> str:
        async with pbx.async_client() as ami:
            task = asyncio.create_task(ami.wait_for("OriginateResponse", ActionID="2", timeout=10))
            while "Events" not in [action.name for action in pbx.received]:
                await ami.ping()
            pbx.emit("OriginateResponse", ActionID="1", Reason="busy")
            pbx.emit("OriginateResponse", ActionID="2", Reason="answered")
            return (await task)["Reason"]

    assert asyncio.run(main()) == "answered"
    with pbx.client() as ami:
        pbx.on("Events", EventMask="on").events({"Event": "Mark", "N": 7}, after=0.05).once()
        assert ami.wait_for("Mark", timeout=10, predicate=lambda event: event["N"] == "7")["N"] == "7"


def test_wait_for_ends_in_time(drive: Drive, pbx: FakeAsterisk, ami: Any) -> None:
    """And asks for no more events."""
    with pytest.raises(AMITimeoutError):
        drive.call(ami.wait_for, "Hangup", timeout=0.02)
    settled(drive, ami)
    assert masks(pbx) == ["off", "on", "off"]


def test_wait_for_ends_with_the_connection(drive: Drive, peer: StartPeer) -> None:
    """The event may have been missed."""

    def script(line: Line) -> None:
        line.accept_login()
        line.action()
        line.reset()

    ami = drive.logged_in(peer(script))
    with pytest.raises(AMIConnectionLost):
        drive.call(ami.wait_for, "Hangup", timeout=10)
    with pytest.raises(AMIConnectionLost, match="no events can come"):
        drive.call(ami.wait_for, "Hangup", timeout=10)


# The end


def test_lost_connection_ends_iteration_with_the_error(drive: Drive, peer: StartPeer) -> None:
    """After the events that came before."""

    def script(line: Line) -> None:
        line.accept_login()
        line.action()
        line.send("Event: A\r\n\r\nEvent: Shutdown\r\nRestart: True\r\n\r\n")

    ami = drive.logged_in(peer(script))
    stream = drive.call(ami.events)
    assert next_of(drive, stream).name == "A"
    assert next_of(drive, stream).name == "Shutdown"
    with pytest.raises(AMIConnectionLost, match="Asterisk closed the connection to restart"):
        next_of(drive, stream)


def test_closing_wakes_who_waits(pbx: FakeAsterisk) -> None:
    """In another thread or task; iteration just ends."""

    async def main() -> list[AMIEvent]:
        ami = pbx.async_client()
        await ami.connect()
        await ami.login()

        async def consume(events: Any) -> list[AMIEvent]:
            return [event async for event in events]

        task = asyncio.create_task(consume(ami.events("Nothing")))
        await ami.ping()
        await ami.disconnect()
        return await asyncio.wait_for(task, 10)

    assert asyncio.run(main()) == []
    ami = pbx.client()
    ami.connect()
    ami.login()
    found: list[Any] = []
    stream = ami.events("Nothing")
    threads = [threading.Thread(target=lambda: found.append(list(stream)), daemon=True) for _ in range(3)]
    for thread in threads:
        thread.start()
    ami.ping()
    ami.disconnect()
    for thread in threads:
        thread.join(10)
    assert found == [[], [], []]


def test_reader_thread_only_while_somebody_subscribes(pbx: FakeAsterisk) -> None:
    """None before, one during, none after."""

    def readers() -> list[threading.Thread]:
        return [thread for thread in threading.enumerate() if thread.name.startswith("astami-reader")]

    with pbx.client() as ami:
        ami.ping()
        assert readers() == []
        with ami.events() as first, ami.events() as second:
            assert len(readers()) == 1
            reader = readers()[0]
            ami.ping()
            pbx.emit("Mark")
            assert [first.get(timeout=10).name, second.get(timeout=10).name] == ["Mark", "Mark"]
        reader.join(10)
        assert readers() == []
        assert ami.ping().success
        with ami.events() as again:
            ami.ping()
            pbx.emit("Mark")
            assert again.get(timeout=10).name == "Mark"


def test_many_threads_act_and_consume(pbx: FakeAsterisk) -> None:
    """Answers and events go where they belong, with streams that come and go."""
    wrong: list[Any] = []
    with pbx.client() as ami, ami.events("Mark", queue=100_000) as stream:

        def act(number: int) -> None:
            for turn in range(30):
                with ami.events(f"Mark{number}") as mine:
                    value = f"{number}-{turn}"
                    ami.set_var("", f"V{number}", value)  # behind it the server knows the mask
                    if ami.get_var("", f"V{number}").data["Value"] != value:
                        wrong.append(value)
                    pbx.emit(f"Mark{number}", N=value)
                    if mine.get(timeout=10)["N"] != value:
                        wrong.append(value)
                pbx.emit("Mark")

        threads = [threading.Thread(target=act, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for _ in range(120):
            stream.get(timeout=10)
        for thread in threads:
            thread.join(30)
        assert (wrong, ami.unmatched) == ([], 0)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork on Windows")
def test_events_after_a_fork(pbx: FakeAsterisk) -> None:
    """A clear error, where otherwise nothing would ever come; also while the parent's threads hold each lock."""
    ami = pbx.client()
    ami.connect()
    ami.login()
    stream = ami.events("Mark")
    ami.ping()
    assert ami._connection is not None
    attempts: list[Callable[[], object]] = [
        lambda: stream.get(timeout=20),
        lambda: next(stream),
        lambda: ami.events("Hangup"),
        lambda: ami.wait_for("Hangup"),
        lambda: ami.on("Hangup")(print),
        lambda: ami.off(print),
        stream.close,
        ami.disconnect,
        lambda: pbx.client().disconnect(),
        ami.connect,
    ]
    reading, writing = os.pipe()
    with warnings.catch_warnings(), ami._lock, ami._losing, ami._connection._lock:
        # Python 3.12 warns of forks in processes with threads.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
        if child == 0:
            signal.alarm(20)  # ends a child that waits for a lock
            for attempt in attempts:
                try:
                    attempt()
                except BaseException as error:
                    os.write(writing, f"{type(error).__name__}: {error}\n".encode())
                else:
                    os.write(writing, b"done\n")
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        said = pipe.read().splitlines()
    os.waitpid(child, 0)
    made = "AMIUsageError: this stream of events was made before fork(); no event can come here"
    refused = f"AMIUsageError: 127.0.0.1:{pbx.port}: this client was connected before fork(); make a new one here"
    assert said == [made, made, refused, refused, refused, "done", "done", "done", "done", "done"]
    pbx.emit("Mark")
    assert stream.get(timeout=20).name == "Mark"
    ami.disconnect()


def test_stream_of_another_loop_is_refused(pbx: FakeAsterisk) -> None:
    """Nobody would wake who waits there."""
    ami = pbx.async_client()
    with asyncio.Runner() as one, asyncio.Runner() as other:

        async def begin() -> Any:
            await ami.connect()
            await ami.login()
            return ami.events("Mark")

        async def more() -> None:
            ami.events("Hangup")

        stream = one.run(begin())
        with pytest.raises(AMIUsageError, match="made on another event loop"):
            other.run(stream.get(20))
        with pytest.raises(AMIUsageError, match="connected on another event loop"):
            other.run(more())
        one.run(ami.disconnect())


@pytest.mark.asyncio
async def test_cancelled_consumer_loses_nothing(pbx: FakeAsterisk) -> None:
    """What came meanwhile is for the next one who asks."""
    async with pbx.async_client() as ami, ami.events("Mark") as events:
        await ami.ping()
        task = asyncio.create_task(events.get())
        await ami.ping()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        pbx.emit("Mark")
        assert (await events.get(timeout=10)).name == "Mark"


@pytest.mark.asyncio
async def test_own_timeout_of_the_caller_is_not_ours(pbx: FakeAsterisk) -> None:
    """``asyncio.timeout`` around ``get`` raises what it always raises."""
    async with pbx.async_client() as ami, ami.events("Mark") as events:
        with pytest.raises(TimeoutError) as caught:
            async with asyncio.timeout(0.02):
                await events.get(timeout=10)
        assert not isinstance(caught.value, AMITimeoutError)


def test_log_shows_no_secret(pbx: FakeAsterisk, drive: Drive, caplog: pytest.LogCaptureFixture) -> None:
    """At no level; that something happened, it shows."""
    caplog.set_level(logging.DEBUG, logger="astami")
    for auth in ("plain", "md5"):
        ami = drive.logged_in(pbx.port, username=pbx.username, secret=pbx.secret, auth=auth)
        stream = drive.call(ami.events)
        settled(drive, ami)
        drive.call(stream.close)
    assert "logged in as" in caplog.text
    assert "sent Login" in caplog.text
    assert pbx.secret not in caplog.text


def test_the_kinds_of_client() -> None:
    """Both have the same words for events."""
    for name in ("events", "on", "off", "wait_for", "stats", "trace", "wait_connected"):
        assert hasattr(AMIClient, name)
        assert hasattr(AsyncAMIClient, name)

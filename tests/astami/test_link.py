"""The life of a client: coming back after a loss, keeping alive, waiting for the server; both clients."""

from __future__ import annotations

import asyncio
import gc
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from astami import (
    AMIActionError,
    AMIAuthenticationError,
    AMIConnectionLost,
    AMIEvent,
    AMITimeoutError,
    AMIUsageError,
    AsyncAMIClient,
    Backoff,
)
from astami_fake import FakeAsterisk

StartPeer = Callable[..., int]
Drive = Any  # the Driver of conftest.py
Line = Any  # the Line of conftest.py

FAST = Backoff(first=0.01, longest=0.05)


@pytest.fixture
def pbx() -> Iterator[FakeAsterisk]:
    """A fake Asterisk in a thread of its own."""
    with FakeAsterisk() as fake:
        yield fake


class Server:
    """A peer whose connections are handed out one by one, each after its login was accepted."""

    def __init__(self, peer: StartPeer) -> None:
        self.logins: list[dict[str, str]] = []
        self.scripts: list[Callable[[Line], None]] = []
        self.seen: list[dict[str, str]] = []
        self.port = peer(self._serve)
        self._number = 0

    def _serve(self, line: Line) -> None:
        number = self._number
        self._number += 1
        script = self.scripts[number] if number < len(self.scripts) else _stay
        line.greet()
        if script is _refuse:
            line.answer("Message: Authentication failed", response="Error", seen=self.logins)
            return
        line.answer("Message: Authentication accepted", seen=self.logins)
        line.seen = self.seen
        script(line)

    @property
    def actions(self) -> list[str]:
        """Name of every action after the logins, in order."""
        return [action["Action"] for action in self.seen]


def _stay(line: Line) -> None:
    """Answer whatever comes, as long as it comes."""
    while True:
        line.answer("Ping: Pong", seen=line.seen)


def _drop(line: Line) -> None:
    """Take one action and cut the connection."""
    line.seen.append(line.action())
    line.reset()


def _refuse(line: Line) -> None:
    """Refuse the login."""


@pytest.fixture
def server(peer: StartPeer) -> Server:
    """A server whose connections are scripted one by one."""
    return Server(peer)


def lose(drive: Drive, ami: Any) -> None:
    """Have the server cut the connection during an action."""
    with pytest.raises(AMIConnectionLost, match="DBPut may have been executed") as caught:
        drive.call(ami.send_action, {"Action": "DBPut", "Family": "f", "Key": "k", "Val": "v"})
    assert caught.value.sent


def test_lost_connection_comes_back(drive: Drive, server: Server) -> None:
    """With a login, and without sending any action again."""
    server.scripts = [_drop]
    ami = drive.logged_in(server.port, reconnect=FAST)
    lose(drive, ami)
    drive.call(ami.wait_connected, timeout=10)
    assert ami.authenticated
    assert drive.call(ami.ping).data["Ping"] == "Pong"
    assert server.actions == ["DBPut", "Ping"]
    assert (ami.stats.connections, ami.stats.reconnects, len(server.logins)) == (2, 1, 2)
    drive.call(ami.wait_connected)


def test_without_being_asked_it_does_not_come_back(drive: Drive, server: Server) -> None:
    """And says so."""
    server.scripts = [_drop]
    ami = drive.logged_in(server.port)
    lose(drive, ami)
    with pytest.raises(AMIConnectionLost, match="not connecting again"):
        drive.call(ami.wait_connected)
    assert len(server.logins) == 1


def test_tries_go_on(drive: Drive, server: Server) -> None:
    """Until the server is there: a connection that is cut during login is one more try."""

    server.scripts = [_drop]
    ami = drive.logged_in(server.port, reconnect=FAST)
    greetings: list[int] = []
    serve = server._serve

    def not_yet(line: Line) -> None:
        greetings.append(1)
        if len(greetings) == 1:
            return  # closed without a greeting
        if len(greetings) == 2:
            line.greet()
            line.action()
            line.reset()
            return
        serve(line)

    server._serve = not_yet  # type: ignore[method-assign] - the peer asks for it at each connection
    lose(drive, ami)
    drive.call(ami.wait_connected, timeout=10)
    assert drive.call(ami.ping).success


def test_action_during_the_gap_is_not_sent(drive: Drive, peer: StartPeer) -> None:
    """It fails at once and is not kept for later."""
    once = threading.Event()

    def script(line: Line) -> None:
        if once.is_set():
            return
        once.set()
        line.accept_login()
        line.action()
        line.reset()

    ami = drive.logged_in(peer(script), reconnect=Backoff(first=60, longest=60))
    lose(drive, ami)
    with pytest.raises(AMIConnectionLost, match="Ping was not sent") as caught:
        drive.call(ami.ping)
    assert caught.value.sent is False
    with pytest.raises(AMITimeoutError, match="not connected again"):
        drive.call(ami.wait_connected, timeout=0.02)


def test_mask_filters_and_consumers_are_restored(drive: Drive, server: Server) -> None:
    """The login asks for events again, filters are set again, and consumers see the gap."""

    def after(line: Line) -> None:
        line.answer(seen=line.seen)  # the filter
        line.send("Event: Hangup\r\nCause: 16\r\n\r\n")
        _stay(line)

    def before(line: Line) -> None:
        for _ in range(2):
            line.answer(seen=line.seen)
        _drop(line)

    server.scripts = [before, after]
    ami = drive.logged_in(server.port, reconnect=FAST)
    stream = drive.call(ami.events, "Hangup", "Client*")
    drive.call(ami.send_action, {"Action": "Filter", "Operation": "Add", "Filter": "!Event: Newexten"})
    handled: list[str] = []
    got = threading.Event()

    def handler(event: AMIEvent) -> None:
        handled.append(event["Cause"])
        got.set()

    drive.call(ami.on("Hangup"), handler)
    lose(drive, ami)
    events = [drive.call(stream.get, timeout=10) for _ in range(3)]
    assert [event.name for event in events] == ["ClientDisconnected", "ClientReconnected", "Hangup"]
    assert "may have" not in events[0]["Reason"]
    assert "was lost" in events[0]["Reason"]
    assert float(events[1]["Seconds"]) > 0
    assert stream.gaps == 1
    drive.call(ami.ping)
    assert got.wait(10)
    assert handled == ["16"]
    assert [login["Events"] for login in server.logins] == ["off", "on"]
    assert server.actions == ["Events", "Filter", "DBPut", "Filter", "Ping"]
    drive.call(stream.close)


@pytest.mark.parametrize(
    "action", [{"Action": "Events", "EventMask": "call"}, {"ACTION": "events", "eventmask": "call"}]
)
def test_own_mask_is_restored(drive: Drive, server: Server, action: dict[str, str]) -> None:
    """The one that the caller's own action set, however it is spelled."""

    def before(line: Line) -> None:
        line.answer(seen=line.seen)
        _drop(line)

    server.scripts = [before]
    ami = drive.logged_in(server.port, reconnect=FAST)
    drive.call(ami.send_action, action)
    lose(drive, ami)
    drive.call(ami.wait_connected, timeout=10)
    assert [login["Events"] for login in server.logins] == ["off", "call"]


def test_connection_of_the_callers_own_begins_anew(drive: Drive) -> None:
    """What was asked of the one before is not asked of it, not even when it is lost and comes back."""
    with FakeAsterisk(strict=False) as pbx:
        ami = drive.logged_in(pbx.port, username=pbx.username, secret=pbx.secret, reconnect=FAST)
        drive.call(ami.set_event_mask, "call")
        drive.call(ami.filter, "Event: Nothing")
        drive.call(ami.disconnect)
        before = len(pbx.received)
        drive.call(ami.connect)
        drive.call(ami.login)
        pbx.faults.action("Ping").reset()
        with pytest.raises(AMIConnectionLost):
            drive.call(ami.ping)
        drive.call(ami.wait_connected, timeout=10)
        drive.call(ami.ping)
        said = [(action.name, action.get("Events")) for action in pbx.received[before:]]
        assert said == [("Login", "off"), ("Ping", ""), ("Login", "off"), ("Ping", "")]


def test_refused_login_ends_the_tries(drive: Drive, server: Server, caplog: pytest.LogCaptureFixture) -> None:
    """Going on would look like an attack. Consumers hear why."""

    def before(line: Line) -> None:
        line.answer(seen=line.seen)
        _drop(line)

    server.scripts = [before, _refuse]
    ami = drive.logged_in(server.port, reconnect=FAST)
    stream = drive.call(ami.events, "Hangup")
    lose(drive, ami)
    with pytest.raises(AMIAuthenticationError):
        drive.call(stream.get, timeout=10)
    with pytest.raises(AMIConnectionLost):
        drive.call(ami.wait_connected, timeout=10)
    assert "not trying again" in caplog.text
    assert len(server.logins) == 2


def test_disconnect_ends_the_tries(drive: Drive, server: Server) -> None:
    """Nothing goes on in the background."""
    server.scripts = [_drop]
    ami = drive.logged_in(server.port, reconnect=Backoff(first=0.2, longest=0.2, jitter=0))
    lose(drive, ami)
    drive.call(ami.disconnect)
    drive.call(asyncio.sleep if drive.kind == "async" else time.sleep, 0.3)
    assert len(server.logins) == 1
    assert not ami.connected


def test_logoff_is_no_loss(drive: Drive, pbx: FakeAsterisk) -> None:
    """The server closes then."""
    for leave in ("logoff", "block"):
        ami = drive.client(pbx.port, username=pbx.username, secret=pbx.secret, reconnect=FAST)
        if leave == "block":
            drive.block(ami)
        else:
            drive.call(ami.connect)
            drive.call(ami.login)
            drive.call(ami.logoff)
        assert ami._reconnecting is None
        assert not ami.connected
        assert ami.stats.reconnects == 0


def test_logoff_is_no_loss_to_consumers_either(
    drive: Drive, pbx: FakeAsterisk, caplog: pytest.LogCaptureFixture
) -> None:
    """However soon the server closes: who waits for events sees the end that the caller wanted, and no warning."""
    for leave in ["logoff", "block"] * 20:
        ami = drive.client(pbx.port, username=pbx.username, secret=pbx.secret, reconnect=FAST)
        streams = []

        def subscribe(ami: Any, streams: list[Any] = streams) -> None:
            streams.append(ami.events())

        if leave == "block":
            drive.block(ami, subscribe)
        else:
            drive.call(ami.connect)
            drive.call(ami.login)
            drive.call(subscribe, ami)
            drive.call(ami.logoff)
        # What had come before the end is still there.
        while streams[0].waiting:
            drive.call(streams[0].get, timeout=5)
        with pytest.raises(AMIUsageError, match="closed"):
            drive.call(streams[0].get, timeout=5)
    assert [record for record in caplog.records if record.levelname == "WARNING"] == []


def test_loss_before_a_login_is_not_repaired(drive: Drive, peer: StartPeer) -> None:
    """Whoever connects by hand hears of it."""

    def script(line: Line) -> None:
        line.greet()
        line.action()

    ami = drive.client(peer(script), reconnect=FAST)
    drive.call(ami.connect)
    with pytest.raises(AMIConnectionLost):
        drive.call(ami.login)
    assert ami._reconnecting is None


def test_lost_again_while_coming_back(drive: Drive, server: Server) -> None:
    """As often as it takes."""
    server.scripts = [_drop] * 4
    ami = drive.logged_in(server.port, reconnect=FAST)
    for _ in range(4):
        lose(drive, ami)
        drive.call(ami.wait_connected, timeout=10)
    assert drive.call(ami.ping).success
    assert ami.stats.reconnects == 4


def test_waits_grow_and_differ() -> None:
    """By the factor, up to the longest, of which chance takes a part."""
    backoff = Backoff(first=1, factor=3, longest=10, jitter=0.5)
    delays = backoff.delays(lambda: 0.0)
    assert [next(delays) for _ in range(4)] == [1, 3, 9, 10]
    delays = backoff.delays(lambda: 1.0)
    assert [next(delays) for _ in range(4)] == [0.5, 1.5, 4.5, 5]


@pytest.mark.parametrize(
    "bad", [{"first": 0}, {"first": 5, "longest": 1}, {"factor": 0.5}, {"jitter": 2}, {"longest": 1e7}]
)
def test_backoff_that_makes_no_sense(bad: dict[str, float]) -> None:
    """Is refused."""
    with pytest.raises(AMIUsageError, match="makes no sense"):
        Backoff(**bad)


@pytest.mark.parametrize("bad", [{"reconnect": "yes"}, {"ping_interval": 0}, {"ping_interval": "1"}])
def test_settings_that_make_no_sense(bad: dict[str, Any]) -> None:
    """Are refused when the client is made."""
    with pytest.raises(AMIUsageError, match=next(iter(bad))):
        AsyncAMIClient(**bad)


# Keepalive


def test_silent_link_is_pinged_and_lost(drive: Drive, server: Server) -> None:
    """A server that does not even answer a Ping is not there; who waits hears it."""

    def mute(line: Line) -> None:
        line.answer(seen=line.seen)  # the mask
        line.answer("Ping: Pong", seen=line.seen)
        line.seen.append(line.action())
        assert line.closed()

    server.scripts = [mute]
    ami = drive.logged_in(server.port, ping_interval=0.05, timeout=2)
    stream = drive.call(ami.events)
    with pytest.raises(AMIConnectionLost, match=r"no answer to a keepalive ping within 2 s"):
        drive.call(stream.get, timeout=10)
    assert server.actions == ["Events", "Ping", "Ping"]
    assert not ami.connected


def test_busy_link_is_not_pinged(drive: Drive, server: Server) -> None:
    """A synchronous Originate blocks its connection, a Ping on it too: that is no loss."""
    answered = threading.Event()

    def slow(line: Line) -> None:
        action = line.action()
        assert not answered.wait(0.4)
        line.reply(action)
        _stay(line)

    server.scripts = [slow]
    ami = drive.logged_in(server.port, ping_interval=0.05, timeout=5)
    assert drive.call(ami.originate, "Local/1@x", application="Wait", data="1").success
    assert "Ping" not in server.actions[:1]
    assert drive.call(ami.ping).success


# Boot


def test_wait_booted(drive: Drive, peer: StartPeer) -> None:
    """``login`` returns when Asterisk has said so; then no more events are asked for."""
    seen: list[dict[str, str]] = []
    told = threading.Event()

    def script(line: Line) -> None:
        line.accept_login(seen)
        assert not told.wait(0.05)
        told.set()
        line.send("Event: FullyBooted\r\nPrivilege: system,all\r\n\r\n")
        line.answer(seen=seen)
        line.answer("Ping: Pong", seen=seen)

    ami = drive.client(peer(script), wait_booted=True, events="call")
    drive.call(ami.connect)
    drive.call(ami.login)
    assert told.is_set()
    drive.call(ami.ping)
    assert [seen[0]["Events"], seen[1].get("EventMask")] == ["call,system", "off"]


def test_boot_takes_too_long(drive: Drive, peer: StartPeer) -> None:
    """The timeout of the login holds; with ``with`` nothing stays open."""
    closed = threading.Event()

    def script(line: Line) -> None:
        line.accept_login()
        line.closed()
        closed.set()

    with pytest.raises(AMITimeoutError):
        drive.block(drive.client(peer(script), wait_booted=True, timeout=2))
    assert closed.wait(10)


# Originate


def test_three_calls_are_answered_out_of_order(pbx: FakeAsterisk) -> None:
    """Each handle gets its own OriginateResponse; the events of others are not its."""

    def answer(asked: list[Any]) -> None:
        for number, action in reversed(list(enumerate(asked))):
            pbx.emit(
                "OriginateResponse",
                ActionID=action.get("ActionID"),
                Response="Success",
                Uniqueid=f"1700000000.{number}",
            )

    async def main() -> list[Any]:
        async with pbx.async_client() as ami:
            calls = [await ami.originate(f"Local/{n}@x", application="Wait", data="1", async_=True) for n in range(3)]
            assert [call.uniqueid for call in calls] == [None] * 3
            answer(pbx.assert_received("Originate", times=3))
            outcomes = await asyncio.gather(*calls)
            assert [call.outcome for call in calls] == outcomes
            assert await calls[0].wait(timeout=1) is outcomes[0]
            return [
                (call.success, call.uniqueid, event["Uniqueid"]) for call, event in zip(calls, outcomes, strict=True)
            ]

    with pbx.on("Originate").reply(Message="Originate successfully queued"):
        wanted = [(True, f"1700000000.{n}", f"1700000000.{n}") for n in range(3)]
        assert asyncio.run(main()) == wanted
        before = len(pbx.assert_received("Originate"))
        with pbx.client() as ami:
            calls = [ami.originate(f"Local/{n}@x", application="Wait", data="1", async_=True) for n in range(3)]
            answer(pbx.assert_received("Originate", times=before + 3)[before:])
            for call in calls:
                call.wait(timeout=10)
            assert [(call.success, call.uniqueid, call.uniqueid) for call in calls] == wanted


def test_call_that_was_dropped_asks_for_no_events(drive: Drive, pbx: FakeAsterisk) -> None:
    """Whoever does not wait pays for it only until the next action."""
    with pbx.on("Originate").reply(Message="Originate successfully queued"):
        ami = drive.logged_in(pbx.port, username=pbx.username, secret=pbx.secret)
        assert drive.call(ami.originate, "Local/1@x", application="Wait", data="1", async_=True).success
        gc.collect()
        drive.call(ami.ping)
        drive.call(ami.ping)
        assert [a.get("EventMask") for a in pbx.assert_received("Events")] == ["on", "off"]


def test_call_that_failed(drive: Drive, pbx: FakeAsterisk) -> None:
    """The outcome says so; a call that was not queued has none."""
    ami = drive.logged_in(pbx.port, username=pbx.username, secret=pbx.secret)
    with pbx.on("Originate").reply(Message="Originate successfully queued"):
        call = drive.call(ami.originate, "Local/1@x", application="Wait", data="1", async_=True, channel_id="mine")
        assert call.uniqueid == "mine"
        with pytest.raises(AMITimeoutError):
            drive.call(call.wait, timeout=0.02)
        pbx.emit("OriginateResponse", ActionID=call.action_id, Response="Failure", Reason="0", Uniqueid="<unknown>")
        assert drive.call(call.wait, timeout=10)["Response"] == "Failure"
        other = drive.call(ami.originate, "Local/1@x", application="Wait", data="1", async_=True)
        pbx.emit("OriginateResponse", ActionID=other.action_id, Response="Failure", Reason="0", Uniqueid="<unknown>")
        drive.call(other.wait, timeout=10)
        assert other.uniqueid is None
    with pbx.on("Originate").error("Extension does not exist."):
        refused = drive.call(ami.originate, "Local/1@x", application="Wait", data="1", async_=True, check=False)
        assert not refused.success
        with pytest.raises(AMIUsageError, match="the call was not queued"):
            drive.call(refused.wait)
    quiet = drive.logged_in(pbx.port, username=pbx.username, secret=pbx.secret, events="off")
    with pbx.on("Originate").reply(Message="Originate successfully queued"):
        unheard = drive.call(quiet.originate, "Local/1@x", application="Wait", data="1", async_=True)
    with pytest.raises(AMIUsageError, match="events='off'"):
        drive.call(unheard.wait)


def test_refused_call_leaves_nothing(drive: Drive, pbx: FakeAsterisk) -> None:
    """The refusal is raised, and no more events are asked for."""
    ami = drive.logged_in(pbx.port, username=pbx.username, secret=pbx.secret)
    with pbx.on("Originate").error("Extension does not exist."), pytest.raises(AMIActionError):
        drive.call(ami.originate, "Local/1@x", application="Wait", data="1", async_=True)
    drive.call(ami.ping)
    assert [action.get("EventMask") for action in pbx.assert_received("Events")] == ["on", "off"]


def test_many_may_wait_for_one_call(pbx: FakeAsterisk) -> None:
    """All get the outcome."""

    async def main() -> set[str]:
        async with pbx.async_client() as ami:
            call = await ami.originate("Local/1@x", application="Wait", data="1", async_=True)
            waiters = [asyncio.create_task(call.wait(timeout=10)) for _ in range(3)]
            await ami.ping()
            pbx.emit("OriginateResponse", ActionID=call.action_id, Response="Success", Uniqueid="1.1")
            return {event["Uniqueid"] for event in await asyncio.gather(*waiters)}

    with pbx.on("Originate").reply(Message="Originate successfully queued"):
        assert asyncio.run(main()) == {"1.1"}
        with pbx.client() as ami:
            call = ami.originate("Local/1@x", application="Wait", data="1", async_=True)
            found: list[str] = []
            threads = [
                threading.Thread(target=lambda: found.append(call.wait(timeout=10)["Uniqueid"])) for _ in range(3)
            ]
            for thread in threads:
                thread.start()
            pbx.emit("OriginateResponse", ActionID=call.action_id, Response="Success", Uniqueid="1.2")
            for thread in threads:
                thread.join(10)
            assert found == ["1.2"] * 3
            assert call.wait()["Uniqueid"] == "1.2"


def test_call_whose_connection_is_lost(drive: Drive, server: Server) -> None:
    """Nobody knows what became of it, also where the connection comes back."""

    def queue(line: Line) -> None:
        line.answer(seen=line.seen)
        line.answer(seen=line.seen)
        _drop(line)

    server.scripts = [queue]
    ami = drive.logged_in(server.port, reconnect=FAST)
    call = drive.call(ami.originate, "Local/1@x", application="Wait", data="1", async_=True)
    lose(drive, ami)
    with pytest.raises(AMIConnectionLost):
        drive.call(call.wait, timeout=10)

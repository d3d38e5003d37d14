"""Many actions at a time, with both clients."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest

from astami import (
    AMIActionError,
    AMIConnectionLost,
    AMIPermissionError,
    AMIResponse,
    AMITimeoutError,
    AMIUsageError,
    AsyncAMIClient,
)

StartPeer = Callable[..., int]
Drive = Any  # the Driver of conftest.py
Line = Any  # the Line of conftest.py

SHORT = 0.15  # seconds of a timeout that is meant to pass


def gets(count: int, **headers: object) -> list[dict[str, object]]:
    """As many actions, each about a variable of its own."""
    return [{"Action": "Getvar", "Variable": f"V{number}", **headers} for number in range(count)]


def test_answers_come_in_the_order_of_the_actions(drive: Drive, peer: StartPeer) -> None:
    """Also where Asterisk answers in another one, and where lists are among them."""

    def script(line: Line) -> None:
        line.accept_login()
        taken = [line.action() for _ in range(3)]
        for action in reversed(taken):
            if action["Action"] == "CoreShowChannels":
                line.reply(action, "EventList: start")
                line.send(f"Event: CoreShowChannel\r\nActionID: {action['ActionID']}\r\nChannel: A\r\n\r\n")
                line.send(f"Event: Done\r\nEventList: Complete\r\nActionID: {action['ActionID']}\r\n\r\n")
            else:
                line.reply(action, f"Value: of {action['Variable']}")
        line.answer("Ping: Pong")

    ami = drive.logged_in(peer(script))
    wanted = ["CoreShowChannels", *([("Action", "Getvar"), ("Variable", name)] for name in "AB")]
    listed, first, second = drive.call(ami.send_actions, iter(wanted))
    assert [event["Channel"] for event in listed.events] == ["A"]
    assert [first.data["Value"], second.data["Value"]] == ["of A", "of B"]
    assert drive.call(ami.ping).success
    assert (ami.unmatched, ami.stats.actions) == (0, 5)


def test_no_actions_no_answers(drive: Drive, peer: StartPeer) -> None:
    """Nothing is sent, and nothing waited for."""
    ami = drive.logged_in(peer(lambda line: line.accept_login() and line.closed()))
    assert drive.call(ami.send_actions, []) == []
    assert ami.stats.actions == 1


def test_more_than_fits_into_buffers(drive: Drive, peer: StartPeer) -> None:
    """A server that reads no further action before its answer is read, as Asterisk does, answers all."""
    value = "v" * 9000

    def script(line: Line) -> None:
        line.accept_login()
        for _ in range(2000):
            line.reply(line.action(), f"Value: {value}")

    ami = drive.logged_in(peer(script))
    answers = drive.call(ami.send_actions, gets(2000, **{f"Filler{number}": "f" * 1000 for number in range(6)}))
    assert len(answers) == 2000
    assert {answer.data["Value"] for answer in answers} == {value}


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"Action": "Getvar", "Variable": "A\r\nAction: Logoff"}, "CR"),
        ({"Action": "Getvar", "ActionID": "mine"}, "was used"),
        ({"Variable": "A"}, "needs the header Action"),
    ],
)
def test_one_that_cannot_be_sent_stops_all(
    drive: Drive, peer: StartPeer, wrong: dict[str, object], reason: str
) -> None:
    """Nothing is sent; the ActionIDs of those before it are still free."""

    def script(line: Line) -> None:
        line.accept_login()
        assert line.action()["ActionID"] == "mine"
        line.closed()

    ami = drive.logged_in(peer(script))
    first = {"Action": "Ping", "ActionID": "mine"}
    with pytest.raises(AMIUsageError, match=reason):
        drive.call(ami.send_actions, [first, wrong])
    assert ami.stats.actions == 1
    with pytest.raises(AMITimeoutError):
        drive.call(ami.send_actions, [first], timeout=SHORT)


def test_not_connected(drive: Drive, free_port: int) -> None:
    """The error names the first of them."""
    with pytest.raises(AMIUsageError, match="not connected, Ping was not sent"):
        drive.call(drive.client(free_port).send_actions, ["Ping", "CoreStatus"])


def refuses(line: Line) -> None:
    """Refuses the second and third action."""
    line.accept_login()
    line.answer("Ping: Pong")
    line.answer("Message: Permission denied", response="Error")
    line.answer("Message: No such channel", response="Error")
    line.closed()


def test_refusals_are_answers(drive: Drive, peer: StartPeer) -> None:
    """Unless they are to be checked."""
    ami = drive.logged_in(peer(refuses))
    answers = drive.call(ami.send_actions, ["Ping", "CoreStatus", "Hangup"])
    assert [answer.message for answer in answers] == ["", "Permission denied", "No such channel"]


def test_first_refusal_is_raised(drive: Drive, peer: StartPeer) -> None:
    """With ``check=True``, when all have ended."""
    ami = drive.logged_in(peer(refuses))
    with pytest.raises(AMIPermissionError, match="refused CoreStatus: Permission denied"):
        drive.call(ami.send_actions, ["Ping", "CoreStatus", "Hangup"], check=True)
    assert ami.stats.responses == 4


def test_errors_in_the_place_of_answers(drive: Drive, peer: StartPeer) -> None:
    """With ``return_exceptions=True`` nothing is lost."""
    ami = drive.logged_in(peer(refuses))
    pong, denied, refused = drive.call(
        ami.send_actions, ["Ping", "CoreStatus", "Hangup"], check=True, return_exceptions=True
    )
    assert pong.success
    assert (type(denied), type(refused)) == (AMIPermissionError, AMIActionError)
    assert refused.response.message == "No such channel"


def test_time_is_for_all_of_them(drive: Drive, peer: StartPeer) -> None:
    """What was answered in time is an answer; the connection stays usable, late answers are dropped."""
    late = threading.Event()

    def script(line: Line) -> None:
        line.accept_login()
        line.answer("Ping: Pong")
        missed = line.action()
        assert late.wait(10)
        line.reply(missed)
        line.answer("Ping: again")

    ami = drive.logged_in(peer(script))
    outcomes = drive.call(ami.send_actions, ["Ping", "CoreStatus"], timeout=SHORT, return_exceptions=True)
    assert isinstance(outcomes[0], AMIResponse)
    assert isinstance(outcomes[1], AMITimeoutError)
    assert outcomes[1].sent
    late.set()
    assert drive.call(ami.ping).data["Ping"] == "again"
    assert ami.unmatched == 1


def test_lost_connection_tells_each_its_fate(drive: Drive, peer: StartPeer) -> None:
    """Answered, or perhaps executed."""

    def script(line: Line) -> None:
        line.accept_login()
        first = line.action()
        line.action()
        line.reply(first, "Ping: Pong")

    ami = drive.logged_in(peer(script))
    pong, lost = drive.call(ami.send_actions, ["Ping", "CoreStatus"], return_exceptions=True)
    assert pong.success
    assert isinstance(lost, AMIConnectionLost)
    assert lost.sent
    with pytest.raises(AMIConnectionLost, match="Ping was not sent"):
        drive.call(ami.send_actions, ["Ping"])


def test_mask_asked_for_among_others_is_remembered(drive: Drive, peer: StartPeer) -> None:
    """As with ``send_action``: a later connection asks for it again."""

    def script(line: Line) -> None:
        line.accept_login()
        line.answer()
        line.answer()
        line.closed()

    ami = drive.logged_in(peer(script))
    drive.call(ami.send_actions, [{"Action": "Events", "EventMask": "call"}, "Ping"])
    assert ami._mask == "call"


# asyncio alone


@pytest.mark.asyncio
async def test_one_write(peer: StartPeer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred actions at a time; those that other tasks asked for in the same turn go with the first of them."""
    written: list[int] = []

    def script(line: Line) -> None:
        line.accept_login()
        for _ in range(253):
            line.answer()
        line.closed()

    ami = AsyncAMIClient("127.0.0.1", peer(script), "admin", "s3cret-word")
    await ami.connect()
    await ami.login()
    assert ami._connection is not None
    transport = ami._connection._opened
    write = transport.write

    def noted(data: memoryview) -> None:
        written.append(bytes(data).count(b"Action: "))
        write(data)

    monkeypatch.setattr(transport, "write", noted)
    await ami.send_actions(["Ping"] * 250)
    assert written == [100, 100, 50]
    await asyncio.gather(ami.ping(), ami.ping(), ami.send_actions(["Ping"]))
    assert written == [100, 100, 50, 1, 2]
    await ami.disconnect()


@pytest.mark.asyncio
async def test_peer_that_stops_reading_is_not_given_the_rest(peer: StartPeer) -> None:
    """So that it is known that these were not sent; they are when it reads again."""
    reads = threading.Event()

    def script(line: Line) -> None:
        line.accept_login()
        assert reads.wait(10)
        for _ in range(400):
            line.answer()

    ami = AsyncAMIClient("127.0.0.1", peer(script), "admin", "s3cret-word")
    await ami.connect()
    await ami.login()
    connection = ami._connection
    assert connection is not None
    connection.pause_writing()
    task = asyncio.create_task(ami.send_actions(["Ping"] * 100))
    outcomes = await ami.send_actions(["Ping"] * 100, timeout=0.01, return_exceptions=True)
    assert {getattr(outcome, "sent", None) for outcome in outcomes} == {False}
    connection.resume_writing()
    reads.set()
    assert len(await task) == 100
    assert ami.stats.actions == 101
    await ami.disconnect()


@pytest.mark.asyncio
async def test_cancelled(peer: StartPeer) -> None:
    """Late answers reach nobody, the connection stays usable."""
    taken, cancelled = threading.Event(), threading.Event()

    def script(line: Line) -> None:
        line.accept_login()
        line.answer()
        late = line.action()
        taken.set()
        assert cancelled.wait(10)
        line.reply(late)
        line.answer("Ping: again")
        line.closed()

    ami = AsyncAMIClient("127.0.0.1", peer(script), "admin", "s3cret-word")
    await ami.connect()
    await ami.login()
    task = asyncio.create_task(ami.send_actions(["CoreStatus", "CoreStatus"]))
    await asyncio.to_thread(taken.wait)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    cancelled.set()
    assert (await ami.ping()).data["Ping"] == "again"
    assert ami.unmatched == 1
    await ami.disconnect()

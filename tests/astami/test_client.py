"""Both clients against peers of prepared bytes: each test runs with the asyncio one and the blocking one."""

from __future__ import annotations

import hashlib
import io
import logging
import os
import signal
import socket
import ssl
import threading
import time
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import trustme

from astami import (
    AMIActionError,
    AMIAuthenticationError,
    AMIClient,
    AMIConnectError,
    AMIConnectionLost,
    AMIError,
    AMIProtocolError,
    AMISecurityWarning,
    AMITimeoutError,
    AMIUsageError,
    AsyncAMIClient,
)

SECRET = "s3cret-word"
StartPeer = Callable[..., int]
Drive = Any  # the Driver of conftest.py
Line = Any  # the Line of conftest.py

SHORT = 0.15  # seconds of a timeout that is meant to pass


def open_sockets() -> int:
    """How many sockets this process has open."""
    count = 0
    for entry in Path("/proc/self/fd").iterdir():
        try:
            count += os.readlink(entry).startswith("socket:")
        except OSError:
            continue
    return count


# Session


def test_context_manager_logs_in_and_off(drive: Drive, peer: StartPeer) -> None:
    """It connects, logs in with events off, logs off and closes."""
    seen: list[dict[str, str]] = []

    def script(line: Line) -> None:
        line.accept_login(seen)
        line.answer("Message: Thanks for all the fish.", response="Goodbye", seen=seen)
        assert line.closed()

    client = drive.client(peer(script))
    states: list[Any] = [(client.connected, client.authenticated, client.greeting)]
    drive.block(client, lambda ami: states.append((ami.connected, ami.authenticated, ami.greeting)))
    states.append((client.connected, client.authenticated, client.unmatched))
    assert states == [(False, False, ""), (True, True, "Asterisk Call Manager/11.0.0"), (False, False, 0)]
    login, logoff = seen
    assert (login["Action"], login["Username"], login["Secret"], login["Events"]) == ("Login", "admin", SECRET, "off")
    assert logoff["Action"] == "Logoff"


def test_steps_one_by_one(drive: Drive, peer: StartPeer) -> None:
    """connect, login, logoff and disconnect can be called; disconnect again and again."""

    def script(line: Line) -> None:
        line.accept_login()
        line.answer("Message: Thanks for all the fish.", response="Goodbye")

    client = drive.client(peer(script), events="call,system")
    drive.call(client.connect)
    assert (client.connected, client.authenticated) == (True, False)
    assert drive.call(client.login).success
    assert drive.call(client.logoff).message == "Thanks for all the fish."
    assert not client.connected
    drive.call(client.disconnect)
    drive.call(client.disconnect)


def test_end_of_a_block_whose_link_is_lost(drive: Drive, peer: StartPeer) -> None:
    """There is nobody to say goodbye to."""

    def script(line: Line) -> None:
        line.accept_login()
        line.socket.close()

    client = drive.client(peer(script))

    def lose(ami: Any) -> None:
        ami._connection.session.connection_lost(None)

    drive.block(client, lose)
    assert not client.connected


def test_md5_login_sends_no_secret(drive: Drive, peer: StartPeer) -> None:
    """Only the digest of challenge and secret."""
    seen: list[dict[str, str]] = []

    def script(line: Line) -> None:
        line.greet()
        line.answer("Challenge: 515380888", seen=seen)
        line.answer("Message: Authentication accepted", seen=seen)

    drive.logged_in(peer(script), auth="md5")
    challenge, login = seen
    assert (challenge["Action"], challenge["AuthType"]) == ("Challenge", "MD5")
    assert login["Key"] == hashlib.md5(f"515380888{SECRET}".encode()).hexdigest()
    assert SECRET not in str(seen)


def test_refused_challenge_is_a_refused_login(drive: Drive, peer: StartPeer) -> None:
    """No secret and no digest is sent after it."""

    def script(line: Line) -> None:
        line.greet()
        line.answer("Message: Must specify AuthType", response="Error")
        assert line.closed()

    client = drive.client(peer(script), auth="md5")
    with pytest.raises(AMIAuthenticationError, match="refused Challenge: Must specify AuthType"):
        drive.block(client)


@pytest.mark.parametrize("check", [True, False])
def test_wrong_password(drive: Drive, peer: StartPeer, check: bool) -> None:
    """A typed error with the response (or the response itself), and nothing stays open."""

    def script(line: Line) -> None:
        line.greet()
        line.answer("Message: Authentication failed", response="Error")
        assert line.closed()

    client = drive.client(peer(script))
    drive.call(client.connect)
    if check:
        with pytest.raises(
            AMIAuthenticationError, match=r"127\.0\.0\.1:\d+: .* Login: Authentication failed"
        ) as caught:
            drive.call(client.login)
        assert caught.value.response.message == "Authentication failed"
        assert SECRET not in f"{caught.value!r}{caught.value.action!r}"
    else:
        assert drive.call(client.login, check=False).message == "Authentication failed"
    assert not client.connected


def test_secret_is_not_sent_before_a_greeting(drive: Drive, peer: StartPeer) -> None:
    """A peer that says something else never sees it."""

    def script(line: Line) -> None:
        line.send("220 mail.example ESMTP\r\n")
        received = b""
        while data := line.socket.recv(1000):
            received += data
        assert received == b""

    with pytest.raises(AMIProtocolError, match=r"instead of its greeting came '220 mail\.example ESMTP'"):
        drive.block(drive.client(peer(script)))


# Connecting goes wrong


def test_refused_connection(drive: Drive, free_port: int) -> None:
    """The error says where and what to look at, and leaves no socket."""
    before = open_sockets()
    with pytest.raises(AMIConnectError, match=rf"127\.0\.0\.1:{free_port}: cannot connect: .*is Asterisk running"):
        drive.block(drive.client(free_port))
    assert open_sockets() == before


def test_unknown_host(drive: Drive) -> None:
    """A name without an address, and one that cannot be a name."""
    for host in ("name.invalid", "a..b", "x" * 70):
        with pytest.raises(AMIConnectError, match="cannot connect"):
            drive.block(drive.client(5038, host=host))


def test_closed_before_the_greeting(drive: Drive, peer: StartPeer) -> None:
    """Asterisk does so with too many unauthenticated clients."""
    with pytest.raises(AMIConnectError, match="before any greeting"):
        drive.block(drive.client(peer(lambda line: None)))


def test_reset_before_the_greeting(drive: Drive, peer: StartPeer) -> None:
    """The cause is named. (The reset can be faster than the end of connecting.)"""
    with pytest.raises(AMIConnectError, match=r"before any greeting|cannot connect: Connection reset"):
        drive.block(drive.client(peer(lambda line: line.reset())))


def test_silent_server(drive: Drive, peer: StartPeer) -> None:
    """The timeout covers the whole call, also when single bytes come."""

    def script(line: Line) -> None:
        line.send("Aster")
        assert line.closed()

    start = time.monotonic()
    with pytest.raises(AMITimeoutError, match=f"no greeting within {SHORT} s"):
        drive.block(drive.client(peer(script), timeout=SHORT))
    assert time.monotonic() - start < 5


def test_server_that_never_accepts(drive: Drive) -> None:
    """A full backlog does not hang the client."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        fillers = []
        for _ in range(8):
            filler = socket.socket()
            filler.setblocking(False)
            filler.connect_ex(listener.getsockname())
            fillers.append(filler)
        with pytest.raises(AMITimeoutError, match=r"no (connection|greeting) within"):
            drive.block(drive.client(listener.getsockname()[1], timeout=SHORT))
        for filler in fillers:
            filler.close()


def test_retries_share_the_timeout(drive: Drive, peer: StartPeer) -> None:
    """The third try succeeds; a client without retries fails at the first."""
    tries: list[int] = []

    def script(line: Line) -> None:
        tries.append(1)
        if len(tries) < 3:
            return
        line.accept_login()

    port = peer(script)
    drive.logged_in(port, retries=2, retry_delay=0)
    assert len(tries) == 3


def test_retries_end_with_the_last_error(drive: Drive, free_port: int) -> None:
    """After so many tries, or where the next one would come too late."""
    for options in ({"retries": 2, "retry_delay": 0.001}, {"retries": 5, "retry_delay": 60}):
        with pytest.raises(AMIConnectError, match="cannot connect"):
            drive.call(drive.client(free_port, **options).connect)


def test_connecting_twice_is_an_error(drive: Drive, peer: StartPeer) -> None:
    """The first connection stays."""
    client = drive.logged_in(peer(lambda line: line.accept_login() and line.closed()))
    with pytest.raises(AMIUsageError, match="connected already"):
        drive.call(client.connect)
    assert client.authenticated


def test_reconnect_by_hand_after_a_lost_link(drive: Drive, peer: StartPeer) -> None:
    """connect() and login() work again on the same client."""

    def script(line: Line) -> None:
        line.accept_login()
        if line.action()["Action"] == "Ping":
            line.reset()

    client = drive.logged_in(peer(script))
    with pytest.raises(AMIConnectionLost):
        drive.call(client.ping)
    assert not client.connected
    drive.call(client.connect)
    drive.call(client.login)
    assert client.authenticated


# Actions


def test_answer_and_refusal(drive: Drive, peer: StartPeer) -> None:
    """Helpers raise on Error unless check=False; send_action returns it unless check=True."""

    def script(line: Line) -> None:
        line.accept_login()
        line.answer("Ping: Pong")
        for _ in range(4):
            line.answer("Message: No such channel", response="Error")

    client = drive.logged_in(peer(script))
    assert drive.call(client.ping).data["Ping"] == "Pong"
    with pytest.raises(AMIActionError, match="No such channel") as caught:
        drive.call(client.hangup, "SIP/1")
    assert caught.value.action["Channel"] == "SIP/1"
    assert drive.call(client.hangup, "SIP/1", check=False).message == "No such channel"
    assert drive.call(client.send_action, {"Action": "Hangup"}).response == "Error"
    with pytest.raises(AMIActionError):
        drive.call(client.send_action, {"Action": "Hangup"}, check=True)


CALLS: list[tuple[str, tuple[Any, ...], dict[str, Any], dict[str, str]]] = [
    ("ping", (), {}, {"Action": "Ping"}),
    ("command", ("core show version",), {}, {"Action": "Command", "Command": "core show version"}),
    ("database_put", ("f", "k", "v"), {}, {"Action": "DBPut", "Family": "f", "Key": "k", "Val": "v"}),
    ("database_get", ("f", "k"), {}, {"Action": "DBGet", "Family": "f", "Key": "k"}),
    ("database_del", ("f", "k"), {}, {"Action": "DBDel", "Family": "f", "Key": "k"}),
    ("database_deltree", ("f",), {}, {"Action": "DBDelTree", "Family": "f"}),
    ("get_var", ("", "V"), {}, {"Action": "Getvar", "Variable": "V"}),
    ("set_var", ("c", "V", "x"), {}, {"Action": "Setvar", "Channel": "c", "Variable": "V", "Value": "x"}),
    ("reload", ("pjsip",), {}, {"Action": "Reload", "Module": "res_pjsip.so"}),
    ("reload", (), {}, {"Action": "Reload"}),
    ("hangup", ("c", 16), {}, {"Action": "Hangup", "Channel": "c", "Cause": "16"}),
    (
        "redirect",
        (),
        {"channel": "a", "context": "c", "exten": "e", "priority": 1},
        {"Action": "Redirect", "Channel": "a", "Context": "c", "Exten": "e", "Priority": "1"},
    ),
    (
        "originate",
        (),
        {"channel": "a", "application": "Wait", "data": "1", "async_": True},
        {"Action": "Originate", "Channel": "a", "Application": "Wait", "Data": "1", "Async": "true"},
    ),
]


@pytest.mark.parametrize(("name", "args", "kwargs", "wanted"), CALLS, ids=[call[0] for call in CALLS])
def test_helpers_send_their_action(
    drive: Drive, peer: StartPeer, name: str, args: Any, kwargs: Any, wanted: dict[str, str]
) -> None:
    """Exactly these headers, and the response comes back."""
    seen: list[dict[str, str]] = []

    def script(line: Line) -> None:
        line.accept_login()
        line.answer("Message: done", seen=seen)

    # A call that is not waited for asks for events otherwise.
    client = drive.logged_in(peer(script), events="off")
    assert drive.call(getattr(client, name), *args, **kwargs).message == "done"
    del seen[0]["ActionID"]
    assert seen == [wanted]


def test_database_value_comes_with_its_event(drive: Drive, peer: StartPeer) -> None:
    """DBGet answers with a list of one event, as Asterisk 16 and later send it."""

    def script(line: Line) -> None:
        line.accept_login()
        action = line.answer("EventList: start", "Message: Result will follow")
        line.send(f"Event: DBGetResponse\r\nFamily: f\r\nKey: k\r\nVal: a  \r\nActionID: {action['ActionID']}\r\n\r\n")
        line.send(
            f"Event: DBGetComplete\r\nActionID: {action['ActionID']}\r\nEventList: Complete\r\nListItems: 1\r\n\r\n"
        )

    response = drive.call(drive.logged_in(peer(script)).database_get, "f", "k")
    assert response.data["Val"] == "a  "


def test_synchronous_originate_waits_as_long_as_the_phone_may_ring(drive: Drive, peer: StartPeer) -> None:
    """The client's timeout begins after the ringing; response_timeout says otherwise."""

    def script(line: Line) -> None:
        line.accept_login()
        line.answer("Message: Originate successfully queued")
        line.action()
        assert line.closed()

    client = drive.logged_in(peer(script), timeout=5)
    drive.call(client.originate, "Local/1", application="Wait", timeout=100)
    with pytest.raises(AMITimeoutError, match=r"within 0\.05 s; Originate may have been executed"):
        drive.call(client.originate, "Local/1", application="Wait", response_timeout=0.05)


def test_encoding_is_used_both_ways(drive: Drive, peer: StartPeer) -> None:
    """Latin-1 in, Latin-1 out."""

    def script(line: Line) -> None:
        line.accept_login()
        action = line.action()
        assert action["Value"] == "\udce9", "the byte 0xE9 alone is no UTF-8"
        line.send(b"Response: Success\r\nActionID: " + action["ActionID"].encode() + b"\r\nValue: \xe9\r\n\r\n")

    client = drive.logged_in(peer(script), encoding="latin-1")
    assert drive.call(client.set_var, "", "V", "é").data["Value"] == "é"


def test_nothing_is_sent_for_a_bad_header(drive: Drive, peer: StartPeer) -> None:
    """The refused action leaves no byte on the wire; the next one works."""

    def script(line: Line) -> None:
        line.accept_login()
        assert line.answer("Ping: Pong")["Action"] == "Ping"

    client = drive.logged_in(peer(script))
    for bad in ("a\r\nAction: Logoff", "a\nb", "a\0b"):
        with pytest.raises(AMIUsageError):
            drive.call(client.set_var, "", "V", bad)
    drive.call(client.ping)


def test_unconnected_client_says_so(drive: Drive, free_port: int) -> None:
    """And what to call."""
    client = drive.client(free_port)
    with pytest.raises(AMIUsageError, match=r"not connected, Ping was not sent; connect\(\) and login\(\) first"):
        drive.call(client.ping)


def test_bad_timeout_is_refused(drive: Drive, peer: StartPeer) -> None:
    """On each call."""
    client = drive.logged_in(peer(lambda line: line.accept_login() and line.closed()))
    with pytest.raises(AMIUsageError, match="timeout=0"):
        drive.call(client.ping, timeout=0)


# Timeouts and lost links


def test_timeout_leaves_the_connection_usable(drive: Drive, peer: StartPeer) -> None:
    """The late answer reaches nobody and is counted."""
    late = threading.Event()

    def script(line: Line) -> None:
        line.accept_login()
        first = line.action()
        assert late.wait(10)
        second = line.action()
        line.reply(first, "Ping: late")
        line.reply(second, "Ping: second")
        line.reply(second, "Ping: twice")
        line.answer("Ping: third")

    client = drive.logged_in(peer(script))
    with pytest.raises(AMITimeoutError, match=f"no answer within {SHORT} s; Ping may have been executed") as caught:
        drive.call(client.ping, timeout=SHORT)
    assert caught.value.sent
    late.set()
    assert drive.call(client.ping).data["Ping"] == "second"
    assert drive.call(client.ping).data["Ping"] == "third"
    assert client.unmatched == 2


def test_timeout_is_total(drive: Drive, peer: StartPeer) -> None:
    """Bytes and events that keep coming do not extend it."""
    stop = threading.Event()

    def script(line: Line) -> None:
        line.accept_login()
        action = line.answer("EventList: start")
        while not stop.wait(0.005):
            line.send(f"Event: Status\r\nActionID: {action['ActionID']}\r\n\r\n")

    client = drive.logged_in(peer(script))
    start = time.monotonic()
    with pytest.raises(AMITimeoutError):
        drive.call(client.send_action, {"Action": "Status"}, timeout=SHORT)
    assert time.monotonic() - start < 5
    stop.set()


@pytest.mark.parametrize("how", ["close", "reset"])
@pytest.mark.parametrize("what", ["nothing", "half an answer", "half a list"])
def test_link_lost_during_an_action(drive: Drive, peer: StartPeer, how: str, what: str) -> None:
    """The action ends at once, with an error that says it may have been executed; a cut answer is no success."""

    def script(line: Line) -> None:
        line.accept_login()
        action = line.action()
        if what == "half an answer":
            line.send(f"Response: Success\r\nActionID: {action['ActionID']}\r\nMess")
        elif what == "half a list":
            line.reply(action, "EventList: start")
            line.send(f"Event: Status\r\nActionID: {action['ActionID']}\r\n\r\n")
        if how == "reset":
            line.reset()

    client = drive.logged_in(peer(script))
    with pytest.raises(AMIConnectionLost, match="Status may have been executed") as caught:
        drive.call(client.send_action, {"Action": "Status"})
    assert caught.value.sent
    assert caught.value.response is None
    assert not client.connected
    with pytest.raises(AMIConnectionLost, match="Ping was not sent"):
        drive.call(client.ping)


def test_link_lost_during_login(drive: Drive, peer: StartPeer) -> None:
    """Also before anything was answered."""

    def script(line: Line) -> None:
        line.greet()
        line.action()
        line.socket.shutdown(socket.SHUT_WR)
        assert line.closed()

    with pytest.raises(AMIConnectionLost, match="Login may have been executed"):
        drive.block(drive.client(peer(script)))


def test_message_over_the_limit(drive: Drive, peer: StartPeer) -> None:
    """A typed error, and the connection is closed."""

    def script(line: Line) -> None:
        line.accept_login()
        line.action()
        line.send("x" * 3000)
        assert line.closed()

    client = drive.logged_in(peer(script), max_frame=1000)
    with pytest.raises(AMIProtocolError, match="more than max_frame=1000 bytes"):
        drive.call(client.ping)
    assert not client.connected


def test_large_output_has_no_cliff(drive: Drive, peer: StartPeer) -> None:
    """Megabytes of Command output arrive whole."""
    lines = [f"  line {number} " for number in range(100_000)]

    def script(line: Line) -> None:
        line.accept_login()
        line.answer("Message: Command output follows", *(f"Output: {text}" for text in lines))

    assert drive.call(drive.logged_in(peer(script)).command, "x").output == lines


def test_peer_that_does_not_read(drive: Drive, peer: StartPeer) -> None:
    """An action that cannot be written ends in time."""
    done = threading.Event()

    def script(line: Line) -> None:
        line.accept_login()
        assert done.wait(10)

    client = drive.logged_in(peer(script))
    big = [("Action", "X"), *(("Variable", "x" * 1000) for _ in range(120))]
    caught: list[AMITimeoutError] = []
    start = time.monotonic()
    while not any(error.sent is False for error in caught):
        try:
            drive.call(client.send_action, big, timeout=0.02)
        except AMITimeoutError as error:
            caught.append(error)
        assert time.monotonic() - start < 30
    assert "X was not sent" in str(caught[-1])
    done.set()


def test_closing_never_hides_what_the_body_raised(drive: Drive, peer: StartPeer) -> None:
    """Whatever the server does at the end."""

    def reset_at_logoff(line: Line) -> None:
        line.accept_login()
        line.action()
        line.reset()

    def silent_at_logoff(line: Line) -> None:
        line.accept_login()
        line.action()
        assert line.closed()

    def body(client: Any) -> None:
        raise LookupError("of the body")

    for script in (reset_at_logoff, silent_at_logoff):
        with pytest.raises(LookupError, match="of the body"):
            drive.block(drive.client(peer(script), timeout=2), body)


def test_refused_logoff_closes_all_the_same(drive: Drive, peer: StartPeer) -> None:
    """After logoff() nothing is open."""

    def script(line: Line) -> None:
        line.accept_login()
        line.answer("Message: no", response="Error")

    client = drive.logged_in(peer(script))
    with pytest.raises(AMIActionError):
        drive.call(client.logoff)
    assert not client.connected


# TLS


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """A certificate authority for tests."""
    return trustme.CA()


@pytest.fixture
def server_context(authority: trustme.CA) -> ssl.SSLContext:
    """The server's side of TLS with a certificate for 127.0.0.1."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


@pytest.fixture
def trusting(authority: trustme.CA) -> ssl.SSLContext:
    """A client context that trusts this authority."""
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


def test_tls(drive: Drive, peer: StartPeer, server_context: ssl.SSLContext, trusting: ssl.SSLContext) -> None:
    """Login and a large answer through TLS."""

    def script(line: Line) -> None:
        line.accept_login()
        line.answer("Message: Command output follows", *(["Output: x"] * 50_000))
        line.answer("Message: bye", response="Goodbye")

    client = drive.logged_in(peer(script, server_context), tls=trusting)
    assert len(drive.call(client.command, "x").output) == 50_000
    drive.call(client.logoff)


def test_tls_with_a_certificate_nobody_trusts(drive: Drive, peer: StartPeer, server_context: ssl.SSLContext) -> None:
    """tls=True checks; the error says what to do."""
    with pytest.raises(AMIConnectError, match=r"certificate.*give tls= an ssl\.SSLContext"):
        drive.block(drive.client(peer(lambda line: line.greet(), server_context), tls=True))


def test_tls_against_a_clear_text_port(drive: Drive, peer: StartPeer, trusting: ssl.SSLContext) -> None:
    """The greeting is no TLS."""

    def script(line: Line) -> None:
        line.greet()
        assert line.closed()

    with pytest.raises(AMIConnectError, match="does this port speak TLS"):
        drive.block(drive.client(peer(script), tls=trusting))


def test_clear_text_against_a_tls_port(drive: Drive, peer: StartPeer, server_context: ssl.SSLContext) -> None:
    """No greeting comes, in time or at all."""
    with pytest.raises((AMITimeoutError, AMIConnectError)):
        drive.block(drive.client(peer(lambda line: line.greet(), server_context), timeout=SHORT))


@pytest.mark.parametrize("how", ["close", "reset"])
def test_tls_closed_without_farewell(
    drive: Drive, peer: StartPeer, server_context: ssl.SSLContext, trusting: ssl.SSLContext, how: str
) -> None:
    """It counts as a lost link."""

    def script(line: Line) -> None:
        line.accept_login()
        line.action()
        if how == "reset":
            line.reset()
        else:
            socket.socket.shutdown(line.socket, socket.SHUT_RDWR)

    client = drive.logged_in(peer(script, server_context), tls=trusting)
    with pytest.raises(AMIConnectionLost):
        drive.call(client.ping)


# Secrets


def test_secret_is_shown_nowhere(
    drive: Drive, peer: StartPeer, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not in repr, log, output or an error at any stage of the login, not even where tracebacks show locals."""
    caplog.set_level(logging.DEBUG)

    def refuse(line: Line) -> None:
        line.greet()
        line.answer("Message: Authentication failed", response="Error")

    def lose(line: Line) -> None:
        line.greet()
        line.action()
        line.reset()

    def silent(line: Line) -> None:
        line.greet()
        line.action()
        assert line.closed()

    shown = io.StringIO()
    for script in (refuse, lose, silent):
        port = peer(script)
        # Made elsewhere: the caller's own variables are not ours to hide.
        client = drive.client(port, timeout=2)
        try:
            drive.block(client)
        except AMIError as error:
            for one in traceback.TracebackException.from_exception(error, capture_locals=True).format():
                shown.write(one)
        print(client, repr(client), vars(client), file=shown)
    assert "AMIConnectionLost" in shown.getvalue()
    assert SECRET not in shown.getvalue() + caplog.text + "".join(capsys.readouterr())


@pytest.mark.parametrize("kind", [AMIClient, AsyncAMIClient])
def test_secret_is_not_shown_by_a_refused_argument(kind: type) -> None:
    """Nor by one that cannot be sent."""
    options = {"secret": SECRET, "port": 0}
    try:
        kind(**options)
    except AMIUsageError as error:
        frames = [
            f
            for f, _ in traceback.walk_tb(error.__traceback__)
            if f.f_code.co_name != "test_secret_is_not_shown_by_a_refused_argument"
        ]
        assert frames
        assert SECRET not in repr([frame.f_locals for frame in frames])
    else:
        pytest.fail("port 0 was taken")


def test_secret_with_a_line_end_is_refused_unseen(drive: Drive, peer: StartPeer) -> None:
    """The refusal does not show it."""
    client = drive.client(peer(lambda line: line.greet() or line.closed()), secret="s3cret\r\nword")
    drive.call(client.connect)
    with pytest.raises(AMIUsageError, match="'Secret' holds a CR") as caught:
        drive.call(client.login)
    lines = traceback.TracebackException.from_exception(caught.value, capture_locals=True).format()
    assert "s3cret" not in "".join(lines)


def test_clear_text_login_over_a_network_warns(drive: Drive, peer: StartPeer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not to this machine, not with a digest."""
    for module in ("astami._async.connection", "astami._sync.stream"):
        monkeypatch.setattr(f"{module}.is_loopback", lambda address: False)
    port = peer(lambda line: line.accept_login() and line.closed())
    with pytest.warns(AMISecurityWarning, match="in clear text; use tls= or auth='md5'"):
        drive.logged_in(port)
    with warnings.catch_warnings():
        warnings.simplefilter("error")

        def script(line: Line) -> None:
            line.greet()
            line.answer("Challenge: 1")
            line.answer()

        drive.logged_in(peer(script), auth="md5")


# Life of a client


def test_unclosed_client_warns(drive: Drive, peer: StartPeer) -> None:
    """And its connection is closed."""

    def script(line: Line) -> None:
        line.accept_login()
        assert line.closed()

    client = drive.logged_in(peer(script))
    drive._clients.clear()
    names = [client]
    del client
    with pytest.warns(ResourceWarning, match="unclosed <A.*MIClient admin@127"):
        names.clear()


def test_interrupt_leaves_the_connection_usable(drive: Drive, peer: StartPeer) -> None:
    """After Ctrl-C the next action is answered, and the late answer to the first reaches nobody."""
    main = threading.main_thread()

    def script(line: Line) -> None:
        line.accept_login()
        first = line.action()
        signal.pthread_kill(main.ident or 0, signal.SIGINT)
        second = line.action()
        line.reply(first, "Ping: late")
        line.reply(second, "Ping: Pong")

    client = drive.logged_in(peer(script))
    with pytest.raises(KeyboardInterrupt):
        drive.call(client.ping)
    assert drive.call(client.ping).data["Ping"] == "Pong"
    assert client.unmatched == 1


def test_client_of_the_parent_is_refused_after_fork(drive: Drive, peer: StartPeer) -> None:
    """With a clear error; and the child's end does not disturb the parent's connection."""

    def script(line: Line) -> None:
        line.accept_login()
        line.answer("Ping: Pong")

    client = drive.logged_in(peer(script))
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        # Python 3.12 warns of forks in processes with threads; the peer is one.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        text = "nothing"
        try:
            if drive.kind == "sync":
                client.ping()
            else:
                coroutine = client.ping()
                coroutine.send(None)
        except BaseException as error:
            text = f"{type(error).__name__}: {error}"
        os.write(writing, text.encode())
        if drive.kind == "sync":
            client.disconnect()
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    assert "AMIUsageError" in said
    assert "fork" in said
    assert drive.call(client.ping).data["Ping"] == "Pong"


def test_use_after_fork_is_refused_and_touches_nothing(
    drive: Drive, peer: StartPeer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same without a fork, so that it is seen from inside: closing sends nothing either."""
    seen: list[str] = []

    def script(line: Line) -> None:
        line.accept_login()
        while True:
            seen.append(line.action()["Action"])

    client = drive.logged_in(peer(script))
    connection = client._connection
    with monkeypatch.context() as patch:
        patch.setattr(os, "getpid", lambda: -1)
        with pytest.raises(AMIUsageError, match=r"connected before fork\(\)"):
            drive.call(client.ping)
        drive.call(client.disconnect)
    assert not client.connected
    drive.call(connection.close)
    assert seen == []

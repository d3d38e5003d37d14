"""Tests of `astami_fake.transcript.session`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from astami_fake.transcript.case import Case
from astami_fake.transcript.phones import PhoneError, Scene
from astami_fake.transcript.session import Session, StageError, StepError

GREETING = b"Asterisk Call Manager/11.0.0\r\n"
ACCEPTED = b"Response: Success\r\nActionID: %AID%\r\nMessage: Authentication accepted\r\n\r\n"
BOOTED = b"Event: FullyBooted\r\nPrivilege: system,all\r\nStatus: Fully Booted\r\n\r\n"
AUTH = b"Event: SuccessfulAuth\r\nPrivilege: security,all\r\nService: AMI\r\n\r\n"
PONG = b"Response: Success\r\nActionID: %AID%\r\nPing: Pong\r\n\r\n"


def test_automatic_login_is_consumed(case_of: Callable[..., Case], peer: Any, stage: Any) -> None:
    """The session logs in with the stage's secret, and keeps greeting, answer and log-in events to itself."""
    case = case_of(">  Action: A\n   ActionID: {{aid a}}", "@login admin events=on")
    answers = [(b"Action: Login", ACCEPTED + BOOTED), (b"Action: Ping", PONG + AUTH + b"Event: TestEvent\r\n\r\n")]
    answers.append((b"Action: A", b"Event: B\r\n\r\n"))
    with peer(GREETING, *answers) as server, Session(case, stage(server), "t") as session:
        session.perform(case.steps[0])
        session.pump(lambda: bool(session.received), 2)
        assert [one.lines for one in session.received] == [("Event: B",)]
        sent = bytes(server.received)
    assert b"Username: admin\r\nSecret: secret of admin\r\nEvents: on\r\n" in sent


def test_what_an_earlier_play_left_is_no_part_of_the_case(case_of: Callable[..., Case], peer: Any, stage: Any) -> None:
    """What a real server still tells when the session has logged in is heard out before the first step."""
    case = case_of(">  Action: A\n   ActionID: {{aid a}}", "@login admin events=on")
    answers = [(b"Action: Login", ACCEPTED + BOOTED), (b"Action: Ping", PONG + AUTH)]
    late = b"Event: BridgeDestroy\r\n\r\n"
    with peer(GREETING, *answers, late=late) as server, Session(case, stage(server), "t") as session:
        session.perform(case.steps[0])
        session.pump(lambda: bool(session.received), 0.3)
        assert session.received == []


def test_refused_login(case_of: Callable[..., Case], peer: Any, stage: Any) -> None:
    """A refused log-in is told with the server's words, and without the secret."""
    refused = b"Response: Error\r\nActionID: %AID%\r\nMessage: Authentication failed\r\n\r\n"
    with peer(GREETING, (b"Action: Login", refused)) as server, pytest.raises(StageError) as caught:
        Session(case_of(""), stage(server), "t").__enter__()
    assert str(caught.value) == "log-in of 'admin' was refused: Authentication failed"


def test_no_server(case_of: Callable[..., Case], peer: Any, stage: Any) -> None:
    """Nobody there: said with the address."""
    with peer(GREETING) as server, Session(case_of("", "@login none"), stage(server), "t"):
        pass
    with pytest.raises(StageError, match=f"no connection to 127.0.0.1:{server.port}"):
        Session(case_of("", "@login none"), stage(server), "t").__enter__()


def test_silent_server(case_of: Callable[..., Case], peer: Any, stage: Any) -> None:
    """A server that does not answer the log-in is not waited for for ever."""
    with peer(GREETING) as server, pytest.raises(StageError, match=r"no answer to 'Action: Login'.*0\.5 s"):
        Session(case_of(""), stage(server), "t").__enter__()


def test_computed_values(case_of: Callable[..., Case], peer: Any, stage: Any) -> None:
    """ActionIDs are made up once per name; a secret and the answer to a challenge are filled in."""
    body = (
        ">  Action: A\n   ActionID: {{aid x}}\n   Again: {{aid x}}\n   Secret: {{secret watcher}}\n"
        ">  Action: B\n   Username: admin\n   Key: {{md5 c}}"
    )
    case = case_of(body, "@login none")
    with peer(GREETING) as server, Session(case, stage(server), "t") as session:
        session.perform(case.steps[0])
        session.bindings = session.bindings.bind("int", "c", "4711", 9) or session.bindings
        session.perform(case.steps[1])
        session.finish()
        lines = bytes(server.received).decode().split("\r\n")
    assert lines[1].removeprefix("ActionID: ") == lines[2].removeprefix("Again: ")
    assert lines[3] == "Secret: secret of watcher"
    assert lines[7] == f"Key: {hashlib.md5(b'4711secret of admin').hexdigest()}"


def test_unbound_name(case_of: Callable[..., Case], peer: Any, stage: Any) -> None:
    """A name that nothing has bound cannot be sent."""
    case = case_of(">  Action: Hangup\n   Channel: Local/1-{{hex8 l}};1", "@login none")
    says = r"\{\{hex8 l\}\} is sent, but no frame before has bound it"
    with (
        peer(GREETING) as server,
        Session(case, stage(server), "t") as session,
        pytest.raises(StepError, match=says) as caught,
    ):
        session.perform(case.steps[0])
    assert caught.value.number == 7


def test_end_of_connection_and_rest(case_of: Callable[..., Case], peer: Any, stage: Any) -> None:
    """Bytes that make no frame and the end of the connection are observed, in this order."""
    case = case_of('>raw "bye"', "@login none")
    answers = ((b"bye", b"A: 1\r\n\r\nhalf"), (b"bye", None))
    with peer(GREETING, *answers) as server, Session(case, stage(server), "t") as session:
        session.perform(case.steps[0])
        session.pump(lambda: any(one.kind == "closed" for one in session.received), 2)
        kinds = [(one.kind, one.lines) for one in session.received]
    assert kinds[-3:] == [("frame", ("A: 1",)), ("raw", ("half",)), ("closed", ())]


def test_setup_and_cleanup(case_of: Callable[..., Case], peer: Any, stage: Any) -> None:
    """Setup frames are sent before the case on a connection of their own, each with an ActionID of the session."""
    answers = [(b"Action: Login", ACCEPTED), (b"Action: Ping", PONG), (b"Action: DBDelTree", PONG)]
    body = "@setup\n>  Action: DBDelTree\n   Family: conformance\n   ActionID: 7\n@end"
    with peer(GREETING, *answers) as server, pytest.raises(StageError, match=r"no (connection|answer)"):
        # the peer takes one connection only: that of the setup
        Session(case_of(body), stage(server), "t").__enter__()
    assert b"Action: DBDelTree\r\nFamily: conformance\r\nActionID: t-own-" in server.received


class _Phones:
    """Notes what a session wants of phones."""

    def __init__(self) -> None:
        self.done: list[object] = []

    def come(self, names: tuple[str, ...]) -> None:
        self.done.append(names)

    def act(self, scene: Scene) -> None:
        if scene.phone == "1002":
            raise PhoneError("it has had 0 calls")
        self.done.append(scene.verbs[0].name)

    def leave(self) -> None:
        self.done.append("gone")


def test_phones_come_before_a_case_and_go_after_it(case_of: Callable[..., Case], peer: Any, stage: Any) -> None:
    """What they will do is said before the first step; what one cannot do is told with the line."""
    case = case_of("@phone 1001 rings\n@phone 1001 answer\n@phone 1002 hangup", "@login none", "@phones 1001 1002")
    phones = _Phones()
    with peer(GREETING) as server:
        on_clock = stage(server)
        on_clock.phones, on_clock.has_manual_clock = phones, True
        with Session(case, on_clock, "t") as session:
            assert phones.done == [("1001", "1002"), "rings"]
            session.perform(case.steps[0])
            with pytest.raises(StepError, match="it has had 0 calls") as caught:
                session.perform(case.steps[1])
        assert caught.value.number == case.steps[1].number
    assert phones.done == [("1001", "1002"), "rings", "answer", "gone"]


def test_a_case_with_phones_needs_them(case_of: Callable[..., Case], peer: Any, stage: Any) -> None:
    """It does not begin where there are none."""
    with peer(GREETING) as server, pytest.raises(StageError, match="no way to them"):
        Session(case_of("", "@login none", "@phones 1001"), stage(server), "t").__enter__()
    with peer(GREETING) as server, Session(case_of("", "@login none"), stage(server), "t"):
        pass

"""A manager session: order of answers and events, blocking, classes, limits. Without sockets, on a manual clock."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from astami_fake import scripting
from astami_fake.actions import _registry
from astami_fake.actions._registry import Action, Reply, success
from astami_fake.pbx.events import Event
from astami_fake.pbx.pbx import Pbx
from astami_fake.pbx.tasks import Sleep, Waiting

DENIED = "Response: Error\nMessage: Permission denied"


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """The action WaitEvent takes ten seconds."""

    def handler(session: Any, action: Action, pbx: Pbx) -> Waiting[Reply]:
        yield Sleep(10)
        return success(action, "late")

    monkeypatch.setitem(_registry.ACTIONS, "waitevent", _registry.Entry("WaitEvent", (), handler))


def test_greeting(bench: Any) -> None:
    """The greeting names AMI's version of the release."""
    assert bench.client().greeting == f"Asterisk Call Manager/{bench.pbx.release.banner}\r\n".encode()


def test_before_login(bench: Any) -> None:
    """Before the login all actions are denied, known or not, and the session lives on."""
    client = bench.client()
    assert client.do("Action: Ping") == [DENIED]
    assert client.do("Action: Frobnicate") == [DENIED]
    assert client.login().do("Action: Ping")[0].startswith("Response: Success\nPing: Pong")


def test_authtimeout(bench: Any) -> None:
    """A session without a login ends after 30 seconds of PBX time and half a one; a login stops the clock."""
    idle, busy = bench.client(), bench.client().login()
    bench.clock.advance(30.4)
    idle.send(b"A")
    assert not idle.session.closing
    bench.clock.advance(0.1)
    assert (idle.session.closing, idle.wakes) == (True, 1)
    assert not busy.session.closing


def test_authlimit(bench: Any) -> None:
    """50 sessions may wait for their login; logged-in ones do not count, ended ones make room."""
    bench.client().login()
    waiting = [bench.client() for _ in range(50)]
    assert bench.hub.connect(("10.0.0.1", 1), lambda: None) is None
    waiting[0].session.connection_lost()
    assert bench.hub.connect(("10.0.0.1", 1), lambda: None) is not None


def test_answer_comes_before_the_events_it_caused(bench: Any) -> None:
    """With actions sent at once, each answer is followed by its own events."""
    client = bench.client().login(events="user")
    frames = client.send(b"".join(b"Action: UserEvent\r\nUserEvent: %d\r\n\r\n" % number for number in (1, 2)))
    assert [frame.splitlines()[-1] for frame in frames] == [
        "Message: Event Sent",
        "UserEvent: 1",
        "Message: Event Sent",
        "UserEvent: 2",
    ]


def test_events_of_others_wake(bench: Any) -> None:
    """An event that another session caused is there to be sent, and the listener is told so."""
    asker, listener, caller = bench.client().login(), bench.client().login("listener", "on"), bench.client()
    caller.login("caller", "on")
    listener.frames()
    asker.do("Action: UserEvent", "UserEvent: X", "ActionID: 9")
    assert listener.wakes == 1
    assert listener.frames() == ["Event: UserEvent\nPrivilege: user,all\nUserEvent: X\nActionID: 9"]
    assert (caller.wakes, caller.frames()) == (0, [])


@pytest.mark.usefixtures("slow")
def test_an_action_that_takes_time_blocks_its_own_session_only(bench: Any) -> None:
    """Input and events wait behind it; then come its answer, the events, and the answers to what waited."""
    client, other = bench.client().login(events="user"), bench.client().login()
    assert client.send(b"Action: WaitEvent\r\n\r\nAction: Ping\r\n\r\n") == []
    assert other.do("Action: UserEvent", "UserEvent: X")[0] == "Response: Success\nMessage: Event Sent"
    assert client.frames() == []
    assert client.session.backlog > 0
    bench.clock.advance(10)
    assert client.wakes == 1
    assert [frame.splitlines()[0] for frame in client.frames()] == [
        "Response: Success",
        "Event: UserEvent",
        "Response: Success",
    ]
    assert client.session.backlog == 0


@pytest.mark.usefixtures("slow")
def test_a_rule_may_only_delay_what_takes_time_itself(bench: Any) -> None:
    """A rule without an answer of its own waits first; then the model takes its own time."""
    bench.script.add(scripting.matcher("WaitEvent", {})).delay(5)
    client = bench.client().login()
    assert client.do("Action: WaitEvent") == []
    bench.clock.advance(14.9)
    assert client.frames() == []
    bench.clock.advance(0.1)
    assert client.frames() == ["Response: Success\nMessage: late"]


def test_a_message_that_is_none(bench: Any) -> None:
    """No action in it, or a line over the limit: an error, and the session lives on (cases framing.line)."""
    client = bench.client().login()
    assert client.do("ActionID: 1") == ["Response: Error\nActionID: 1\nMessage: Missing action in request"]
    assert client.do("Action: Ping", f"X: {'x' * 1100}") == [
        "Response: Error\nMessage: Failed to parse message: line too long"
    ]
    assert client.do("Action: Ping")[0].startswith("Response: Success")


@pytest.mark.usefixtures("slow")
def test_half_closed_session_ends_behind_its_answers(bench: Any) -> None:
    """A client that writes no more gets what it asked for, then the end."""
    client = bench.client().login()
    client.do("Action: WaitEvent")
    client.session.receive_eof()
    assert not client.session.closing
    bench.clock.advance(10)
    assert client.frames() == ["Response: Success\nMessage: late"]
    assert client.session.closing


@pytest.mark.usefixtures("slow")
def test_a_lost_connection_does_not_stop_its_action(bench: Any) -> None:
    """What an action does goes on without the client; the answer reaches nobody."""
    client = bench.client().login()
    client.do("Action: WaitEvent")
    client.session.connection_lost()
    bench.clock.advance(10)
    assert bench.pbx.managers.connected == []


def test_events_need_all_their_classes(bench: Any) -> None:
    """An event with two classes reaches only who reads both."""
    caller, admin = bench.client().login("caller", "on"), bench.client().login("admin", "call,user")
    bench.pbx.events.publish(Event("Both", ("call", "user"), ()))
    assert caller.frames() == []
    assert admin.frames() == ["Event: Both\nPrivilege: call,user,all"]


@pytest.mark.parametrize(("user", "allowed"), [("operator", True), ("caller", False), ("watcher", False)])
def test_one_of_the_write_classes_is_enough(bench: Any, user: str, allowed: bool) -> None:
    """CoreStatus wants system or reporting."""
    frame = bench.client().login(user).do("Action: CoreStatus")[0]
    assert frame.startswith("Response: Success") is allowed
    assert allowed or frame == DENIED


def test_an_action_not_modelled_says_so(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """An action of the release that has no handler is an error that names the fake, and a violation."""
    monkeypatch.delitem(_registry.ACTIONS, "ping")
    frame = bench.client().login().do("Action: pING")[0]
    assert frame == "Response: Error\nMessage: astami_fake does not model action Ping"
    assert bench.script.violations == ["astami_fake does not model action Ping yet, and no rule answers it"]


def test_an_unknown_action_is_a_violation(bench: Any) -> None:
    """An action that the release does not have is answered as Asterisk does, and a violation."""
    frame = bench.client().login().do("Action: Frob")[0]
    assert frame == (
        "Response: Error\nMessage: Invalid/unknown command: Frob. Use Action: ListCommands to show available commands."
    )
    assert bench.script.violations == [f"Asterisk {bench.pbx.release.name} has no action Frob, and no rule answers it"]


def test_an_action_that_was_misspelt(bench: Any) -> None:
    """The violation names the action that was probably meant."""
    bench.client().login().do("Action: orginate")
    assert bench.script.violations == [
        f"Asterisk {bench.pbx.release.name} has no action orginate (is it Originate?), and no rule answers it"
    ]


def test_a_fault_of_the_fake_is_told(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A handler that raises gives an error to the client and a violation to the test; the session lives on."""

    def at_once(session: Any, action: Action, pbx: Pbx) -> Reply:
        raise RuntimeError("boom")

    def later(session: Any, action: Action, pbx: Pbx) -> Waiting[Reply]:
        yield Sleep(1)
        raise RuntimeError("bang")

    monkeypatch.setitem(_registry.ACTIONS, "ping", _registry.Entry("Ping", (), at_once))
    monkeypatch.setitem(_registry.ACTIONS, "events", _registry.Entry("Events", (), later))
    client = bench.client().login()
    assert "RuntimeError: boom" in client.do("Action: Ping")[0]
    client.do("Action: Events")
    bench.clock.advance(1)
    assert "RuntimeError: bang" in client.frames()[0]
    assert len(bench.script.violations) == 2
    assert client.do("Action: Logoff") == ["Response: Goodbye\nMessage: Thanks for all the fish."]


def test_reload_of_a_broken_configuration_is_told(make_bench: Callable[..., Any], tmp_path: Path) -> None:
    """A manager.conf broken since the start is named with its line; the old users stay."""
    conf = tmp_path / "manager.conf"
    (tmp_path / "extensions.conf").write_text("[default]\n", encoding="utf-8")
    conf.write_text("[general]\nenabled=yes\n[admin]\nsecret=x\nread=all\nwrite=all\n", encoding="utf-8")
    bench = make_bench(etc=tmp_path)
    client = bench.client().login()
    conf.write_text("[general]\nenabled=perhaps\n", encoding="utf-8")
    assert "manager.conf:2: enabled is 'perhaps'" in client.do("Action: Reload", "Module: manager")[0]
    assert list(bench.pbx.managers.config.users) == ["admin"]


def test_traffic_hides_secrets(bench: Any) -> None:
    """The transcript for people shows what came and went, without secrets."""
    client = bench.client()
    client.do("Action: Login", "Username: admin", "Secret: amp111", "Events: off")
    assert str(bench.traffic) == (
        f"1<  Asterisk Call Manager/{bench.pbx.release.banner}\n"
        "1>  Action: Login\n    Username: admin\n    Secret: ***\n    Events: off\n"
        "1<  Response: Success\n    Message: Authentication accepted"
    )
    assert "amp111" not in repr(bench.script.received)


def test_one_session_per_user(make_bench: Callable[..., Any]) -> None:
    """A user who may be logged in once is refused the second time, even with a wrong secret, until the first leaves."""
    bench = make_bench()
    bench.pbx.managers.config.users["caller"].allow_multiple_login = False
    watcher, first, second = bench.client().login("watcher", "security"), bench.client().login("caller"), bench.client()
    watcher.frames()
    assert second.do("Action: Login", "Username: caller", "Secret: wrong") == []
    assert watcher.frames()[0].startswith("Event: SessionLimit\nPrivilege: security,all\n")
    bench.clock.advance(1)
    assert second.frames() == ["Response: Error\nMessage: Login Already In Use"]
    assert second.session.closing
    first.session.connection_lost()
    third = bench.client().login("caller")
    assert third.session.authenticated


def test_a_filter_holds_events_back(bench: Any) -> None:
    """An event that the session's filters do not let through is not sent, others are (recorded: cases `filter.*`)."""
    client = bench.client().login(events="user")
    assert "Response: Success" in client.do("Action: Filter", "Operation: Add", "Filter: !UserEvent: Mine")[0]
    for name in ("Mine", "Other"):
        bench.pbx.events.publish(Event("UserEvent", ("user",), (("UserEvent", name),)))
    assert client.frames() == ["Event: UserEvent\nPrivilege: user,all\nUserEvent: Other"]

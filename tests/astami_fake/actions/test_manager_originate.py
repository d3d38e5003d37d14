"""Originate as an action. Frames recorded: cases originate.*."""

from __future__ import annotations

from typing import Any

import pytest

WAIT = ("Application: Wait", "Data: 1")


def test_a_synchronous_call_is_answered_with_its_outcome(bench: Any) -> None:
    """Until then nothing else is answered on that connection, on others it is."""
    client, other = bench.client().login(), bench.client().login()
    assert client.do("Action: Originate", "ActionID: 1", "Channel: Local/1003@default", *WAIT, "Timeout: 1500") == []
    assert client.do("Action: Ping") == []
    assert len(other.do("Action: Ping")) == 1
    bench.clock.advance(1.5)
    failed, pong = client.frames()
    assert failed == "Response: Error\nActionID: 1\nMessage: Originate failed"
    assert pong.startswith("Response: Success\nPing: Pong")


def test_its_events_come_behind_the_answer(bench: Any) -> None:
    """On the connection that asked."""
    client = bench.client().login(events="call")
    frames = client.do("Action: Originate", "Channel: Local/1001@default", *WAIT)
    assert frames[0] == "Response: Success\nMessage: Originate successfully queued"
    assert frames[1].startswith("Event: Newchannel\n")


def test_an_asynchronous_call_tells_its_outcome_to_all(bench: Any) -> None:
    """With the ActionID of the one that asked."""
    client, other = bench.client().login(), bench.client().login(events="call")
    lines = ("Channel: Local/1001@default", *WAIT, "Async: true", "CallerID: Ann <12>")
    assert client.do("Action: Originate", "ActionID: 1", *lines) == [
        "Response: Success\nActionID: 1\nMessage: Originate successfully queued"
    ]
    (told,) = [frame for frame in other.frames() if "OriginateResponse" in frame]
    assert told == (
        "Event: OriginateResponse\nPrivilege: call,all\nActionID: 1\nResponse: Success\n"
        "Channel: Local/1001@default-00000000;1\nApplication: Wait\nData: 1\nReason: 4\n"
        f"Uniqueid: {int(bench.clock.now())}.0\nCallerIDNum: 12\nCallerIDName: Ann"
    )


def test_a_failure_names_what_was_asked_for(bench: Any) -> None:
    """And has no Uniqueid."""
    client = bench.client().login(events="call")
    lines = ("Context: default", "Exten: 1001", "Priority: 1", "Async: yes")
    client.do("Action: Originate", "Channel: Foo/1", *lines)
    assert client.do("Action: Originate", "Channel: Foo/1", *lines)[1] == (
        "Event: OriginateResponse\nPrivilege: call,all\nResponse: Failure\nChannel: Foo/1\nContext: default\n"
        "Exten: 1001\nReason: 0\nUniqueid: <unknown>\nCallerIDNum: <unknown>\nCallerIDName: <unknown>"
    )


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ((), "Channel not specified"),
        (("Channel: foo", *WAIT), "Invalid channel"),
        (("Channel: Local/", *WAIT), "Invalid channel"),
        (("Channel: Local/1001@default",), "Originate with 'Exten' requires 'Context' and 'Priority'"),
        (
            ("Channel: Local/1", "Context: default", "Exten: 1001"),
            "Originate with 'Exten' requires 'Context' and 'Priority'",
        ),
        (("Channel: Local/1", "Priority: 1", *WAIT), "Extension does not exist."),
        (("Channel: Local/1", "Context: default", "Exten: 1", "Priority: 1"), "Extension does not exist."),
        (("Channel: foo", "Context: default", "Exten: 1", "Priority: x"), "Invalid priority"),
        (("Channel: foo", "Context: default", "Exten: 1", "Priority: 1", "Timeout: x"), "Invalid timeout"),
    ],
)
def test_errors(bench: Any, lines: tuple[str, ...], message: str) -> None:
    """In the order in which Asterisk looks; nothing is called."""
    assert bench.client().login().do("Action: Originate", *lines) == [f"Response: Error\nMessage: {message}"]
    assert len(bench.pbx.channels) == 0


def test_a_label_is_a_priority(bench: Any) -> None:
    """Of the extension named."""
    client = bench.client().login(events="dialplan")
    lines = ("Context: flows", "Exten: expr", "Priority: big", "Async: true")
    frames = client.do("Action: Originate", "Channel: Local/1001@default", *lines)
    assert any("Application: ExecIf" in frame for frame in frames)


@pytest.mark.parametrize(
    "lines",
    [
        ("Application: System", "Data: ls"),
        ("Application: TryExec", "Data: x"),
        ("Application: Wait", "Data: ${SHELL(ls)}"),
    ],
)
def test_what_reaches_the_system_needs_its_class(bench: Any, lines: tuple[str, ...]) -> None:
    """The user with it may."""
    action = ("Action: Originate", "Channel: Local/none@default", *lines)
    assert bench.client().login("caller").do(*action) == [
        "Response: Error\nMessage: Originate Access Forbidden: app or data blacklisted"
    ]
    assert bench.client().login().do(*action) == ["Response: Error\nMessage: Originate failed"]


def test_variables_of_all_headers(bench: Any) -> None:
    """Several in one, protected commas, nameless ones left out."""
    client = bench.client().login()
    lines = ('Variable: A=1,B="x,y"', "Variable: NOVALUE", "Variable: =x", "Variable: C=a\\,b", "Variable: D=")
    client.do("Action: Originate", "Channel: Local/1002@default", *WAIT, *lines)
    one, _ = bench.pbx.channels
    assert list(one.variables) == [("A", "1"), ("B", "x,y"), ("C", "a,b"), ("D", "")]

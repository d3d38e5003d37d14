"""Hangup, Redirect, Status, CoreShowChannels. Frames recorded: cases hangup.*, redirect.*, status.*."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def client(bench: Any) -> Any:
    client = bench.client().login()
    client.do(
        "Action: Originate",
        "Channel: Local/1002@default",
        "Application: Wait",
        "Data: 20",
        "CallerID: Ann <12>",
        "Variable: __FOO=bar",
    )
    return client


NAME = "Local/1002@default-00000000"


def test_hangup_of_a_channel(bench: Any, client: Any) -> None:
    """With a cause, which one that is none does not change."""
    one, two = bench.pbx.channels
    assert client.do("Action: Hangup", f"Channel: {NAME};1", "Cause: 17") == [
        "Response: Success\nMessage: Channel Hungup"
    ]
    assert (one.cause, two.cause) == (17, 17)
    assert len(bench.pbx.channels) == 0


@pytest.mark.parametrize("cause", ["999", "abc", "-1", ""])
def test_a_cause_that_is_none_is_ignored(bench: Any, client: Any, cause: str) -> None:
    """The channel ends all the same."""
    one, _ = bench.pbx.channels
    client.do("Action: Hangup", f"Channel: {NAME};1", f"Cause: {cause}")
    assert one.cause == 0
    assert len(bench.pbx.channels) == 0


def test_hangup_by_pattern_lists_what_it_ends(bench: Any, client: Any) -> None:
    """Both halves notice at once."""
    assert client.do("Action: Hangup", "ActionID: 1", "Channel: /^Local.*1002/") == [
        "Response: Success\nActionID: 1\nEventList: start\nMessage: Channels hung up will follow",
        f"Event: ChannelHungup\nChannel: {NAME};1\nActionID: 1",
        f"Event: ChannelHungup\nChannel: {NAME};2\nActionID: 1",
        "Event: ChannelsHungupListComplete\nActionID: 1\nEventList: Complete\nListItems: 2",
    ]
    assert len(bench.pbx.channels) == 0


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (("Action: Hangup",), "No channel specified"),
        (("Action: Hangup", "Channel: x"), "No such channel"),
        (("Action: Hangup", "Channel: /a(/"), "Regex compile failed on: /a(/"),
        (("Action: Redirect",), "Channel not specified"),
        (("Action: Redirect", "Channel: x"), "Context not specified"),
        (("Action: Redirect", "Channel: x", "Context: default"), "Exten not specified"),
        (("Action: Redirect", "Channel: x", "Context: default", "Exten: 1001"), "Priority not specified"),
        (("Action: Redirect", "Channel: x", "Context: c", "Exten: 1", "Priority: l"), "Priority is invalid"),
        (("Action: Redirect", "Channel: x", "Context: c", "Exten: 1", "Priority: 1"), "Channel does not exist: x"),
        (("Action: Status", "Channel: x"), "No such channel"),
    ],
)
def test_errors(client: Any, lines: tuple[str, ...], message: str) -> None:
    """In the order in which Asterisk looks."""
    assert client.do(*lines) == [f"Response: Error\nMessage: {message}"]


def test_redirect(bench: Any, client: Any) -> None:
    """By number or label."""
    _, two = bench.pbx.channels
    assert client.do("Action: Redirect", f"Channel: {NAME};2", "Context: default", "Exten: 1003", "Priority: 1") == [
        "Response: Success\nMessage: Redirect successful"
    ]
    assert two.position == ("default", "1003", 1)
    client.do("Action: Redirect", f"Channel: {NAME};2", "Context: flows", "Exten: expr", "Priority: big")
    assert len(bench.pbx.channels) == 0


def test_redirect_of_two(bench: Any, client: Any) -> None:
    """To one place or to two; both must be there."""
    one, two = bench.pbx.channels
    target = ("Context: default", "Exten: 1002", "Priority: 1")
    assert client.do("Action: Redirect", f"Channel: {NAME};1", "ExtraChannel: x", *target) == [
        "Response: Error\nMessage: ExtraChannel does not exist: x"
    ]
    assert client.do("Action: Redirect", f"Channel: {NAME};1", f"ExtraChannel: {NAME};2", *target) == [
        "Response: Success\nMessage: Dual Redirect successful"
    ]
    assert (one.position, two.position) == (("default", "1002", 3), ("default", "1002", 3))
    extra = ("ExtraContext: default", "ExtraExten: 1003", "ExtraPriority: 1")
    client.do("Action: Redirect", f"Channel: {NAME};1", f"ExtraChannel: {NAME};2", *target, *extra)
    assert (one.position, two.position) == (("default", "1002", 3), ("default", "1003", 1))


def test_the_second_place_of_two_is_looked_at(client: Any) -> None:
    """As the first one."""
    lines = ("Context: default", "Exten: 1002", "Priority: 1", "ExtraChannel: x", "ExtraExten: 1")
    assert client.do("Action: Redirect", "Channel: x", *lines) == [
        "Response: Error\nMessage: ExtraContext not specified"
    ]


def test_status_of_one(bench: Any, client: Any) -> None:
    """With variables, absent ones as (null), and all of them."""
    bench.clock.advance(2)
    lines = (f"Channel: {NAME};1", "Variables: FOO,CALLERID(num),NIX", "AllVariables: true")
    start, item, end = client.do("Action: Status", "ActionID: 1", *lines)
    assert start == "Response: Success\nActionID: 1\nEventList: start\nMessage: Channel status will follow"
    assert item.splitlines()[16:] == [
        "Type: Local",
        "DNID: ",
        "EffectiveConnectedLineNum: 12",
        "EffectiveConnectedLineName: Ann",
        "TimeToHangup: 0",
        "BridgeID: ",
        "Application: Wait",
        "Data: 20",
        "Nativeformats: (slin)",
        "Readformat: slin",
        "Readtrans: ",
        "Writeformat: slin",
        "Writetrans: ",
        "Callgroup: 0",
        "Pickupgroup: 0",
        "Seconds: 2",
        "Variable: FOO=bar",
        "Variable: CALLERID(num)=12",
        "Variable: NIX=(null)",
        "Variable: FOO=bar",
        "ActionID: 1",
    ]
    assert end == "Event: StatusComplete\nActionID: 1\nEventList: Complete\nListItems: 1\nItems: 1"


def test_lists_of_all(bench: Any, client: Any) -> None:
    """Status and CoreShowChannels."""
    bench.clock.advance(3725)
    client.do("Action: Originate", "Channel: Local/1002@default", "Application: Wait", "Data: 20")
    bench.clock.advance(2)
    assert len(client.do("Action: Status")) == 4
    frames = client.do("Action: CoreShowChannels", "ActionID: 1")
    assert len(frames) == 4
    assert frames[1].splitlines()[-4:] == [
        "Application: Wait",
        "ApplicationData: 20",
        "Duration: 00:00:02",
        "BridgeId: ",
    ]
    assert frames[-1] == "Event: CoreShowChannelsComplete\nActionID: 1\nEventList: Complete\nListItems: 2"


def test_status_may_not_ask_for_the_shell(bench: Any) -> None:
    """Without the class system."""
    assert bench.client().login("caller").do("Action: Status", "Variables: A,SHELL(ls)") == [
        "Response: Error\nMessage: Status Access Forbidden: Variables"
    ]

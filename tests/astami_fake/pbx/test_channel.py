"""Channels: what their changes tell, and what interrupts their waiting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from astami_fake.pbx import causes, technologies
from astami_fake.pbx.channel import Channel, Control, HungUp, Moved
from astami_fake.pbx.snapshots import Party, Position
from astami_fake.pbx.tasks import Task, Waiting

PLAN = "[default]\nexten => 1,1,Answer()\n same => n,Wait(60)\n"


@pytest.fixture
def lab(make_lab: Callable[..., Any]) -> Any:
    return make_lab(PLAN)


@pytest.fixture
def channel(lab: Any) -> Channel:
    """A channel that is up, runs an application for the looks, and is served by nobody."""
    made = technologies.request(lab.pbx, "Local", "1@default")
    assert made is not None
    made.state, made.application = causes.UP, "Wait"
    made.publish()
    lab.events.clear()
    return made


def test_a_channel_has_fourteen_headers(channel: Channel) -> None:
    """In the order of every channel event (recorded: originate.sync)."""
    assert channel.now().headers() == (
        ("Channel", "Local/1@default-00000000;1"),
        ("ChannelState", "6"),
        ("ChannelStateDesc", "Up"),
        ("CallerIDNum", "<unknown>"),
        ("CallerIDName", "<unknown>"),
        ("ConnectedLineNum", "<unknown>"),
        ("ConnectedLineName", "<unknown>"),
        ("Language", "en"),
        ("AccountCode", ""),
        ("Context", "default"),
        ("Exten", "1"),
        ("Priority", "1"),
        ("Uniqueid", "1700000000.0"),
        ("Linkedid", "1700000000.0"),
    )
    assert channel.now().headers("Dest")[0] == ("DestChannel", "Local/1@default-00000000;1")


def test_one_publish_tells_all_differences_in_one_order(lab: Any, channel: Channel) -> None:
    """Newexten, NewCallerid, NewAccountCode, NewConnectedLine (recorded: dialplan.dial.identity)."""
    channel.caller = Party("12", "Ann")
    channel.connected = Party("13", "Bob")
    channel.account = "acc"
    channel.position = Position("default", "2", 1)
    channel.publish()
    assert [event.name for event in lab.events] == ["Newexten", "NewCallerid", "NewAccountCode", "NewConnectedLine"]
    assert lab.told("NewCallerid")[0]["CallerIDName"] == "Ann"
    assert lab.told("NewCallerid")[0]["AccountCode"] == "acc"
    assert lab.told("NewAccountCode")[0]["OldAccountCode"] == ""


def test_nothing_changed_tells_nothing(lab: Any, channel: Channel) -> None:
    """Nor does another application at the same place (recorded: an Application of Originate has no Newexten)."""
    channel.publish()
    channel.application = "Other"
    channel.publish()
    assert lab.events == []


def test_varset_shows_the_channel_as_told_last(lab: Any, channel: Channel) -> None:
    """A change that is not yet published is not in it."""
    channel.caller = Party("12", "")
    channel.set_variable("__A", "b")
    (event,) = lab.told("VarSet")
    assert event["CallerIDNum"] == "<unknown>"
    assert (event["Variable"], event["Value"]) == ("__A", "b")


def test_answer_tells_once(lab: Any, channel: Channel) -> None:
    """A channel that is up stays as it is."""
    channel.answer()
    assert lab.events == []


def test_a_hangup_ends_a_wait(lab: Any, channel: Channel) -> None:
    """With HungUp; a redirect with Moved; other things are let pass."""
    seen: list[str] = []

    def serve() -> Waiting[None]:
        for _ in range(2):
            try:
                yield from channel.sleep(10)
                seen.append("slept")
            except Moved:
                seen.append("moved")
                channel.goto = None
            except HungUp:
                seen.append("hung up")

    Task(lab.clock, serve())
    channel.queue(Control.BUSY)
    channel.move(Position("default", "1", 1))
    channel.interrupt()
    assert seen == ["moved", "hung up"]


def test_a_sleep_ends_in_time_whatever_comes(lab: Any, channel: Channel) -> None:
    """What comes in between does not make it longer."""
    seen: list[float] = []

    def serve() -> Waiting[None]:
        yield from channel.sleep(2)
        seen.append(lab.clock.now())

    begun = lab.clock.now()
    Task(lab.clock, serve())
    lab.clock.advance(1.5)
    channel.queue(Control.BUSY)
    lab.clock.advance(0.5)
    assert seen == [begun + 2]


def test_a_second_hangup_tells_nothing(lab: Any, channel: Channel) -> None:
    """A channel ends once."""
    channel.hangup()
    channel.hangup()
    assert len(lab.told("Hangup")) == 1
    assert len(lab.told("HangupRequest")) == 1  # of the other half


def test_age_is_pbx_time(lab: Any, channel: Channel) -> None:
    """Seconds since its creation."""
    lab.clock.advance(3)
    assert channel.age == 3


@pytest.mark.parametrize(("release", "priority"), [("22.10", "2"), ("16.28", "3")])
def test_softhanguprequest_shows_now_or_what_was_told_last(
    make_lab: Callable[..., Any], release: str, priority: str
) -> None:
    """16 shows where the channel stands, 22 where it was told to be (recorded: dialplan.falls)."""
    lab = make_lab("[default]\nexten => 1,1,NoOp()\n same => n,NoOp()\n", release)
    lab.call("1@default")
    (event,) = lab.told("SoftHangupRequest")
    assert event["Priority"] == priority
    assert event["Cause"] == "16"
    assert lab.told("Hangup")[0]["Priority"] == "3"

"""Originate: the outcome, and what becomes of the channel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from astami_fake.pbx.originate import ANSWERED, BUSY, CONGESTION, FAILURE, TIMEOUT, Outcome, Request, originate
from astami_fake.pbx.snapshots import Party, Position
from astami_fake.pbx.tasks import Promise, Task

PLAN = """[default]
exten => answers,1,Answer()
 same => n,Wait(60)
exten => waits,1,Wait(60)
exten => busy,1,Busy()
exten => congested,1,Congestion(2)
exten => ends,1,Hangup(17)
exten => target,1,NoOp(here)
 same => n,Wait(60)
"""


@pytest.fixture(params=["22.10", "16.28"])
def lab(request: pytest.FixtureRequest, make_lab: Callable[..., Any]) -> Any:
    return make_lab(PLAN, request.param)


def outcome(lab: Any, promise: Promise[Outcome]) -> Outcome | None:
    """The outcome if it has come."""
    return Task(lab.clock, promise.wait()).result


def test_an_answer_is_an_outcome_with_a_channel(lab: Any) -> None:
    """The application runs behind it, and the call ends with it."""
    promise = lab.call("answers@default", "Wait", "1")
    found = outcome(lab, promise)
    assert found is not None
    assert found.reason == ANSWERED
    assert found.channel is not None
    assert found.channel.application == "Wait"
    lab.clock.advance(1)
    assert len(lab.pbx.channels) == 0
    assert [event["DialStatus"] for event in lab.told("DialEnd")] == ["ANSWER"]


@pytest.mark.parametrize(
    ("exten", "reason", "status"),
    [("busy", BUSY, "BUSY"), ("congested", CONGESTION, "CONGESTION"), ("ends", FAILURE, "BUSY")],
)
def test_a_refusal_is_an_outcome_without_a_channel(lab: Any, exten: str, reason: int, status: str) -> None:
    """Reason 5 and 8 for what the caller hears, 0 for a hangup, whatever its cause."""
    assert outcome(lab, lab.call(f"{exten}@default")) == Outcome(reason)
    assert [event["DialStatus"] for event in lab.told("DialEnd")] == [status]
    lab.clock.advance(2)
    assert len(lab.pbx.channels) == 0


def test_no_answer_in_time(lab: Any) -> None:
    """Reason 3 and no DialEnd; 22 hangs up with cause 19, 16 with none (recorded: originate.timeout)."""
    promise = originate(lab.pbx, Request("Local", "waits@default", 1.5, "Wait", "1"))
    lab.clock.advance(1.4)
    assert outcome(lab, promise) is None
    lab.clock.advance(0.1)
    assert outcome(lab, promise) == Outcome(TIMEOUT)
    assert lab.told("DialEnd") == []
    cause = "19" if lab.pbx.release.name == "22.10" else "0"
    assert [event["Cause"] for event in lab.told("Hangup")] == [cause, cause]


def test_an_extension_that_is_not_there_is_never_dialled(lab: Any) -> None:
    """Two channels, and no DialBegin (recorded: originate.noexten)."""
    assert outcome(lab, lab.call("nobody@default")) == Outcome(FAILURE)
    assert [event["Event"] for event in lab.told("Newchannel", "DialBegin", "Hangup")] == ["Newchannel"] * 2 + [
        "Hangup"
    ] * 2


def test_an_unknown_technology_makes_no_channel(lab: Any) -> None:
    """Nothing is told (recorded: originate.notech)."""
    assert outcome(lab, originate(lab.pbx, Request("Foo", "1", 30.0, "Wait", "1"))) == Outcome(FAILURE)
    assert lab.events == []


def test_the_channel_goes_to_its_target(lab: Any) -> None:
    """With its own first step told."""
    lab.call("answers@default", "", "", target=Position("default", "target", 1))
    assert lab.steps(";1") == ["AppDial2((Outgoing Line))", "NoOp(here)", "Wait(60)"]


def test_variables_account_and_caller_reach_both_halves(lab: Any) -> None:
    """The last variable given is set first (recorded: originate.exten)."""
    lab.call(
        "answers@default",
        caller=Party("12", "Ann"),
        account="acc",
        variables=(("A", "1"), ("__B", "2"), ("CALLERID(name)", "Zed")),
    )
    told = [(event["Channel"][-2:], event["Variable"]) for event in lab.told("VarSet")]
    assert told == [(";1", "__B"), (";1", "A"), (";2", "A"), (";2", "__B")]
    assert [(event["Channel"][-2:], event["CallerIDName"]) for event in lab.told("NewCallerid")] == [
        (";1", "Zed"),
        (";1", "Ann"),
        (";2", "Ann"),
    ]
    assert {channel.account for channel in lab.pbx.channels} == {"acc"}


def test_an_application_may_be_left_by_redirect(lab: Any) -> None:
    """From then on a PBX runs on the channel (recorded: redirect.application)."""
    found = outcome(lab, lab.call("answers@default"))
    assert found is not None
    assert found.channel is not None
    found.channel.move(Position("default", "target", 1))
    assert lab.steps(";1")[1:] == ["NoOp(here)", "Wait(60)"]
    found.channel.interrupt()
    assert "SoftHangupRequest" in [event.name for event in lab.events]


def test_ids_may_be_given(lab: Any) -> None:
    """The second half's follows from the first where only that is given (recorded: originate.ids)."""
    lab.call("answers@default", uniqueid="mine")
    lab.call("answers@default", uniqueid="one", other_uniqueid="two")
    assert [channel.uniqueid for channel in lab.pbx.channels] == ["mine", "mine;2", "one", "two"]
    assert [channel.linkedid for channel in lab.pbx.channels] == ["mine", "mine", "one", "one"]

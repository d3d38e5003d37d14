"""Attended transfers by keys. The flows as a whole are the cases `transfer.attended.*`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from astami_fake.pbx import transfers

PLAN = """[default]
exten => 1,1,Dial(Local/2@default/n,20,T)
exten => 2,1,Answer()
 same => n,Wait(60)
exten => 42,1,Answer()
 same => n,Wait(60)
exten => 43,1,Busy()
exten => 44,1,Wait(60)
"""
FEATURES = "[general]\nfeaturedigittimeout = 500\ntransferdigittimeout = 2\n[featuremap]\natxfer = *2\n"


@pytest.fixture
def lab(make_lab: Callable[..., Any]) -> Any:
    made = make_lab(PLAN, features=FEATURES)
    made.call("1@default/n")
    made.clock.advance(1)
    return made


def transferer(lab: Any) -> Any:
    return lab.pbx.channels.find("Local/1@default-00000000;2")


def ask(lab: Any, number: str) -> None:
    transfers.press(transferer(lab), "default", number)
    lab.clock.advance(2)


def rooms(lab: Any) -> list[list[str]]:
    """Who is together, by the number that each was called by."""
    return [[member.name.split("@")[0] for member in bridge.members] for bridge in lab.pbx.bridges]


def test_who_is_asked_talks_with_who_transfers(lab: Any) -> None:
    """The other side of the first call waits alone."""
    ask(lab, "42")
    assert rooms(lab) == [["Local/2"], ["Local/42", "Local/1"]]
    assert [event["Channel"] for event in lab.told("Hold")] == [transferer(lab).name]


def test_who_transfers_leaves_the_two_others_together(lab: Any) -> None:
    """Their call is over when one of them goes."""
    ask(lab, "42")
    transferer(lab).soft_hangup(16)
    lab.clock.advance(0.1)
    assert rooms(lab) == [["Local/2", "Local/42"]]
    assert [event["Result"] for event in lab.told("AttendedTransfer")] == ["Success"]
    lab.pbx.channels.find("Local/42@default-00000002;2").soft_hangup(16)
    lab.clock.advance(0.1)
    assert not list(lab.pbx.bridges)
    assert not list(lab.pbx.channels)


def test_cancel_takes_who_transfers_back(lab: Any) -> None:
    """Who was asked goes, and the first call is a call as before."""
    ask(lab, "42")
    transfers.cancel(transferer(lab))
    lab.clock.advance(1)
    assert rooms(lab) == [["Local/2", "Local/1"]]
    assert [event["Channel"] for event in lab.told("Unhold")] == [transferer(lab).name]
    ask(lab, "42")
    assert rooms(lab) == [["Local/2"], ["Local/42", "Local/1"]]


@pytest.mark.parametrize(("number", "status"), [("42", "ANSWER"), ("43", "BUSY")])
def test_how_the_one_who_is_asked_answers_is_told(lab: Any, number: str, status: str) -> None:
    """Who transfers hears that she is busy."""
    ask(lab, number)
    assert lab.told("DialEnd")[-1]["DialStatus"] == status
    assert rooms(lab)[1] == [f"Local/{number}", "Local/1"]


def test_until_there_is_an_answer_the_first_call_goes_on(lab: Any) -> None:
    """Who transfers comes to the other one with her answer."""
    ask(lab, "44")
    assert rooms(lab) == [["Local/2", "Local/1"], ["Local/44"]]


def test_nobody_left_in_the_first_call(lab: Any) -> None:
    """With who waited gone there is nobody to connect: all end."""
    ask(lab, "42")
    lab.pbx.channels.find("Local/2@default-00000001;2").soft_hangup(16)
    lab.clock.advance(0.1)
    transferer(lab).soft_hangup(16)
    lab.clock.advance(0.1)
    assert not lab.told("AttendedTransfer")
    assert not list(lab.pbx.bridges)
    assert not list(lab.pbx.channels)


def test_who_was_asked_hangs_up(lab: Any) -> None:
    """The first call goes on."""
    ask(lab, "42")
    lab.pbx.channels.find("Local/42@default-00000002;2").soft_hangup(16)
    lab.clock.advance(0.1)
    assert rooms(lab) == [["Local/2", "Local/1"]]


def test_a_number_that_nobody_has_is_asked_again(lab: Any) -> None:
    """Another one may follow; the first call goes on where none does."""
    ask(lab, "99")
    assert not lab.told("Unhold")
    lab.clock.advance(6)
    assert lab.told("Unhold")
    assert rooms(lab) == [["Local/2", "Local/1"]]

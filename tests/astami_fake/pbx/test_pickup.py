"""Picking calls up. The flows as a whole are the cases `pickup.*`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from astami_fake.pbx.pickup import groups

PLAN = """[calls]
exten => 1000,1,Dial(PJSIP/1000,20)
exten => group,1,Dial(PJSIP/1001&PJSIP/1000,20)
exten => line,1,Dial(Local/far@calls,20)
exten => far,1,Ringing()
 same => n,Wait(60)
exten => red,1,Set(__PICKUPMARK=red)
 same => n,Dial(PJSIP/1000,20)
exten => take-any,1,Pickup()
 same => n,NoOp(nothing)
exten => take-exten,1,Pickup(none@calls&1000@calls)
 same => n,NoOp(nothing)
exten => take-line,1,Pickup(line)
 same => n,NoOp(nothing)
exten => take-red,1,Pickup(red@PICKUPMARK)
 same => n,NoOp(nothing)
exten => take-channel,1,PickupChan(PJSIP/none&pjsip/1000,p)
 same => n,NoOp(nothing)
"""
PHONE = """[{0}]
type = endpoint
context = calls
aors = {0}
callerid = Phone <{0}>
{1}
[{0}]
type = aor
max_contacts = 1
"""
GROUP = "call_group = 1-2\npickup_group = 2,7"


@pytest.fixture(params=["22.10", "16.28"])
def lab(request: pytest.FixtureRequest, make_lab: Callable[..., Any]) -> Any:
    phones = "".join(PHONE.format(name, GROUP if name != "1003" else "") for name in ("1000", "1001", "1002", "1003"))
    made = make_lab(PLAN, request.param, pjsip=phones, modules="")
    for name in ("1000", "1001", "1002", "1003"):
        made.pbx.phones.find(name).register()
        made.pbx.phones.find(name).rings()
    made.events.clear()
    return made


def calls(lab: Any, name: str, number: str) -> Any:
    call = lab.pbx.phones.find(name).calls(number)
    lab.clock.advance(0.6)
    return call


def rooms(lab: Any) -> list[set[str]]:
    """Who is together, by phone."""
    return [{member.name.rpartition("-")[0] for member in bridge.members} for bridge in lab.pbx.bridges]


@pytest.mark.parametrize(
    ("number", "dialled"),
    [("*8", "1000"), ("take-any", "1000"), ("take-exten", "1000"), ("take-channel", "1000"), ("take-red", "red")],
)
def test_each_way_to_pick_up(lab: Any, number: str, dialled: str) -> None:
    """Who picks up talks with who called; the phone that rang is free, and nothing is left when they end."""
    calls(lab, "1002", dialled)
    taken = calls(lab, "1001", number)
    assert rooms(lab) == [{"PJSIP/1002", "PJSIP/1001"}]
    [told] = lab.told("Pickup")
    assert (told["Channel"], told["TargetChannel"]) == ("PJSIP/1001-00000002", "PJSIP/1000-00000001")
    assert [event["Channel"] for event in lab.told("Hangup")] == ["PJSIP/1000-00000001"]
    assert lab.pbx.phones.find("1000").present_call().state.value == "over"
    taken.hangup()
    lab.clock.advance(0.1)
    assert not list(lab.pbx.channels)
    assert not list(lab.pbx.bridges)
    assert lab.pbx.current_calls == 0


def test_the_oldest_of_several_is_picked_up(lab: Any) -> None:
    """The other phones of the ring group stop ringing."""
    calls(lab, "1003", "group")
    calls(lab, "1002", "*8")
    assert rooms(lab) == [{"PJSIP/1003", "PJSIP/1002"}]
    [told] = lab.told("Pickup")
    assert told["TargetChannel"].startswith("PJSIP/1001-")
    assert len(lab.pbx.channels) == 2


def test_half_of_a_pair_is_picked_up(lab: Any) -> None:
    """Its other half hears that it is not needed any more."""
    calls(lab, "1002", "line")
    taken = calls(lab, "1003", "take-line")
    assert rooms(lab) == [{"PJSIP/1002", "PJSIP/1003"}]
    assert [event["Channel"][-2:] for event in lab.told("Hangup")] == [";1", ";2"]
    taken.hangup()
    lab.clock.advance(0.1)
    assert not list(lab.pbx.channels)


@pytest.mark.parametrize("number", ["take-any", "take-exten", "take-red", "take-channel"])
def test_with_nothing_to_pick_up_the_dialplan_goes_on(lab: Any, number: str) -> None:
    """The phone is not answered for it."""
    call = calls(lab, "1001", number)
    assert "NoOp(nothing)" in lab.steps("")
    assert call.state.value == "over"


@pytest.mark.parametrize("name", ["1001", "1003"])
def test_with_nothing_to_pick_up_the_number_is_refused(lab: Any, name: str) -> None:
    """As it is where something rings in a group that the phone has no right to."""
    if name == "1003":
        calls(lab, "1002", "1000")
    assert calls(lab, name, "*8").code == 403
    assert rooms(lab) == []


def test_who_picks_up_gives_up_meanwhile(lab: Any) -> None:
    """The call rings on."""
    calls(lab, "1002", "1000")
    call = lab.pbx.phones.find("1001").calls("*8")
    lab.clock.advance(0.1)
    call.hangup()
    lab.clock.advance(1)
    assert lab.told("Pickup") == []
    assert len(lab.pbx.channels) == 2


def test_the_phone_answers_meanwhile(lab: Any) -> None:
    """Who came late hears nothing of the call, and is gone."""
    calls(lab, "1002", "1000")
    call = lab.pbx.phones.find("1001").calls("*8")
    lab.clock.advance(0.1)
    lab.pbx.phones.find("1000").present_call().answer()
    lab.clock.advance(1)
    assert rooms(lab) == [{"PJSIP/1002", "PJSIP/1000"}]
    assert call.state.value == "over"


@pytest.mark.parametrize(
    ("numbers", "names", "found"),
    [
        ("", "", set()),
        ("1", "", {1}),
        ("1,3-5", "", {1, 3, 4, 5}),
        (" 2 , 4 - 5 ", " sales , 2 ", {2, 4, 5, "sales", "2"}),
        ("x,1-y,3", "", {3}),
    ],
)
def test_groups(numbers: str, names: str, found: set[int | str]) -> None:
    """Numbers and ranges of them, and names; a name like a number is none. What is neither does not count."""
    assert groups(numbers, names) == found

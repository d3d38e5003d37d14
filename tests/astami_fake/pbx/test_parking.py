"""Parking: places, time, coming back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

LOTS = "[lot]\nparkpos = 1-1\ncontext = places\nparkingtime = 5\ncomebacktoorigin = no\ncomebackcontext = back\n"
PLAN = """[default]
exten => 1,1,Answer()
 same => n,Park(lot)
 same => n,Set(FULL=yes)
 same => n,Wait(60)
exten => 2,1,ParkedCall(lot)
[back]
exten => s,1,Set(BACK=${PARKING_SPACE})
 same => n,Wait(60)
"""


def test_a_call_that_nobody_fetches_comes_back(make_lab: Callable[..., Any]) -> None:
    """After its time it goes where the lot says, and knows its place (recorded: parking.timeout)."""
    lab = make_lab(PLAN, res_parking=LOTS)
    lab.call("1@default")
    lab.clock.advance(1)
    assert [event["ParkingSpace"] for event in lab.told("ParkedCall")] == ["1"]
    assert not lab.told("ParkedCallTimeOut")
    lab.clock.advance(5)
    assert [event["ParkingDuration"] for event in lab.told("ParkedCallTimeOut")] == ["5"]
    values = {event["Variable"]: event["Value"] for event in lab.told("VarSet")}
    assert values["BACK"] == "1"
    assert not lab.pbx.parking.lots["lot"].parked


def test_a_full_lot_takes_nobody(make_lab: Callable[..., Any]) -> None:
    """The dialplan goes on behind Park."""
    lab = make_lab(PLAN, res_parking=LOTS)
    lab.call("1@default")
    lab.call("1@default")
    lab.clock.advance(1)
    assert len(lab.told("ParkedCall")) == 1
    assert [event["Channel"][-10:] for event in lab.told("VarSet") if event["Variable"] == "FULL"] == ["00000001;2"]


def test_whoever_hangs_up_has_given_up(make_lab: Callable[..., Any]) -> None:
    """ParkedCallGiveUp, and the place is free again (recorded: parking.abandoned)."""
    lab = make_lab(PLAN, res_parking=LOTS)
    lab.call("1@default")
    lab.clock.advance(1)
    lab.pbx.channels.find("Local/1@default-00000000;2").interrupt()
    assert len(lab.told("ParkedCallGiveUp")) == 1
    assert not lab.pbx.parking.lots["lot"].parked


def test_a_parked_call_is_fetched_into_a_bridge(make_lab: Callable[..., Any]) -> None:
    """UnParkedCall names both, and no ParkedCallGiveUp follows (recorded: parking.retrieve)."""
    lab = make_lab(PLAN, res_parking=LOTS)
    lab.call("1@default")
    lab.clock.advance(1)
    lab.call("2@default")
    lab.clock.advance(1)
    (event,) = lab.told("UnParkedCall")
    assert event["RetrieverChannel"] == "Local/2@default-00000001;2"
    assert not lab.told("ParkedCallGiveUp")
    lab.clock.advance(10)
    assert not lab.told("ParkedCallTimeOut")


def test_a_place_is_a_device(make_lab: Callable[..., Any]) -> None:
    """In use while somebody is parked there; one that no lot has is free (recorded: devices.parking, devices.read)."""
    lab = make_lab(PLAN, res_parking=LOTS)
    state = lab.pbx.devices.state
    lab.call("1@default")
    lab.clock.advance(1)
    assert (state("park:1@places"), state("park:1@none"), state("park:9@places")) == (2, 1, 1)
    lab.pbx.channels.find("Local/1@default-00000000;2").interrupt()
    lab.clock.advance(1)
    assert state("park:1@places") == 1

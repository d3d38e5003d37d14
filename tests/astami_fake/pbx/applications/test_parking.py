"""Park and ParkedCall as steps of the dialplan. Recorded: cases `parking.*`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

LOTS = "[default]\nparkpos = 701-702\ncontext = parkedcalls\n[lot]\nparkpos = 1-2\ncontext = places\nparkingtime = 60\n"
PLAN = """[default]
exten => in,1,Park(lot)
exten => default,1,Park()
exten => nowhere,1,Park(nosuch)
exten => odd,1,Park(lot,r)
exten => first,1,ParkedCall(lot)
exten => second,1,ParkedCall(lot,2)
exten => empty,1,ParkedCall(lot,9)
"""


@pytest.fixture
def lab(make_lab: Callable[..., Any]) -> Any:
    return make_lab(PLAN, res_parking=LOTS)


def call(lab: Any, exten: str) -> None:
    lab.call(f"{exten}@default")
    lab.clock.advance(1)


def test_the_lot_where_none_is_named(lab: Any) -> None:
    """It is called default."""
    call(lab, "default")
    (event,) = lab.told("ParkedCall")
    assert (event["Parkinglot"], event["ParkingSpace"]) == ("default", "701")


@pytest.mark.parametrize(("exten", "space"), [("first", "1"), ("second", "2")])
def test_a_call_is_fetched_from_its_place(lab: Any, exten: str, space: str) -> None:
    """The first one, or the one at the place that is named."""
    call(lab, "in")
    call(lab, "in")
    call(lab, exten)
    assert [event["ParkingSpace"] for event in lab.told("UnParkedCall")] == [space]


def test_nobody_is_there(lab: Any) -> None:
    """Who wants to fetch somebody is answered, and the call ends."""
    call(lab, "empty")
    assert "Up" in [event["ChannelStateDesc"] for event in lab.told("Newstate")]
    assert not lab.told("UnParkedCall")
    assert len(lab.pbx.channels) == 0


def test_what_real_servers_do_not_survive_is_reported(lab: Any) -> None:
    """A lot that no file has; an option is only left out."""
    call(lab, "nowhere")
    assert "crashes" in lab.pbx.problems[-1]
    call(lab, "odd")
    assert "option 'r' of Park is not modelled" in lab.pbx.problems[-1]

"""Local channels: two halves of one line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from astami_fake.pbx import technologies
from astami_fake.pbx.snapshots import Party

PLAN = """[default]
exten => 1,1,Answer()
 same => n,Wait(60)
exten => 2,1,Set(DIALSTATUS=ANSWER)
 same => n,Hangup(21)
"""


@pytest.fixture
def lab(make_lab: Callable[..., Any]) -> Any:
    return make_lab(PLAN)


def test_a_pair_has_one_name_and_two_states(lab: Any) -> None:
    """The counter is the PBX's, in eight hex digits; without a context it is default."""
    for _ in range(2):
        technologies.request(lab.pbx, "local", "1")
    assert [(channel.name, channel.state) for channel in lab.pbx.channels] == [
        ("Local/1@default-00000000;1", 0),
        ("Local/1@default-00000000;2", 4),
        ("Local/1@default-00000001;1", 0),
        ("Local/1@default-00000001;2", 4),
    ]
    assert {channel.linkedid for channel in lab.pbx.channels} == {"1700000000.0", "1700000000.2"}


def test_the_second_half_gets_what_the_first_knows(lab: Any) -> None:
    """Caller and connected line change places; variables keep their names (recorded: originate.exten)."""
    one = technologies.request(lab.pbx, "Local", "1@default/n")
    assert one is not None
    one.caller, one.connected, one.account, one.language = Party("1", "A"), Party("2", "B"), "acc", "de"
    one.set_variable("__X", "x")
    assert one.tech.call(one)
    two = list(lab.pbx.channels)[1]
    assert (two.caller, two.connected, two.account, two.language) == (Party("2", "B"), Party("1", "A"), "acc", "de")
    assert list(two.variables) == [("__X", "x")]
    assert lab.told("LocalBridge")[0]["LocalOptimization"] == "No"


def test_an_extension_that_is_not_there_is_not_called(lab: Any) -> None:
    """The second half ends at once, and nothing is bridged."""
    one = technologies.request(lab.pbx, "Local", "9@default")
    assert one is not None
    assert not one.tech.call(one)
    assert [event.name for event in lab.events][-1] == "Hangup"
    assert lab.told("LocalBridge") == []
    assert not one.tech.call(one)


@pytest.mark.parametrize("release", ["22.10", "16.28"])
def test_a_hangup_of_one_half_reaches_the_other(make_lab: Callable[..., Any], release: str) -> None:
    """With its cause; on 22 also with the status of a Dial (recorded: dialplan.dial.noanswer)."""
    lab = make_lab(PLAN, release)
    lab.call("2@default")
    assert [event["Cause"] for event in lab.told("HangupRequest")] == ["21"]
    told = [(event["Channel"][-2:], event["Value"]) for event in lab.told("VarSet") if "LOCAL" in event["Variable"]]
    assert told == ([(";1", "ANSWER")] if release == "22.10" else [])


def test_both_halves_gone_is_the_end(lab: Any) -> None:
    """In either order."""
    for index in (0, 1):
        technologies.request(lab.pbx, "Local", "1@default")
        channels = list(lab.pbx.channels)
        channels[index].hangup()
        channels[1 - index].hangup()
        assert len(lab.pbx.channels) == 0

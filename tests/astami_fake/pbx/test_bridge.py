"""Bridges: who enters, who leaves, and with which cause."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

PLAN = """[default]
exten => 1,1,Dial(Local/2@default)
exten => 2,1,Answer()
 same => n,Wait(60)
"""


@pytest.mark.parametrize(("release", "cause"), [("22.10", "16"), ("16.28", "21")])
def test_the_one_left_behind_ends_with_a_cause(make_lab: Callable[..., Any], release: str, cause: str) -> None:
    """On 16 that of the one who went, on 22 always 16 (recorded: hangup.bridged.cause)."""
    lab = make_lab(PLAN, release)
    lab.call("1@default")
    caller = lab.pbx.channels.find("Local/1@default-00000000;2")
    caller.cause = 21
    caller.interrupt()
    causes = {event["Channel"].removeprefix("Local/"): event["Cause"] for event in lab.told("Hangup")}
    assert causes == {
        "1@default-00000000;2": "21",
        "1@default-00000000;1": "21",
        "2@default-00000001;1": cause,
        "2@default-00000001;2": cause,
    }


def test_a_bridge_tells_its_members(make_lab: Callable[..., Any]) -> None:
    """How many there are, and each the name of the other (recorded: dialplan.dial.answer)."""
    lab = make_lab(PLAN)
    lab.call("1@default")
    lab.pbx.channels.find("Local/1@default-00000000;2").interrupt()
    bridge = [
        (event["Event"], event["BridgeNumChannels"], event.get("Channel", "")[-2:])
        for event in lab.told("BridgeCreate", "BridgeEnter", "BridgeLeave", "BridgeDestroy")
    ]
    assert bridge == [
        ("BridgeCreate", "0", ""),
        ("BridgeEnter", "1", ";1"),
        ("BridgeEnter", "2", ";2"),
        ("BridgeLeave", "1", ";2"),
        ("BridgeLeave", "0", ";1"),
        ("BridgeDestroy", "0", ""),
    ]
    peers = [event["Value"] for event in lab.told("VarSet") if event["Variable"] == "BRIDGEPEER"]
    assert peers == ["Local/1@default-00000000;2", "Local/2@default-00000001;1", "", ""]


def test_ids_of_bridges_repeat_from_run_to_run(make_lab: Callable[..., Any]) -> None:
    """They are uuids and no accident."""
    ids = []
    for _ in range(2):
        lab = make_lab(PLAN)
        lab.call("1@default")
        ids.append(lab.told("BridgeCreate")[0]["BridgeUniqueid"])
    assert ids[0] == ids[1]
    assert len(ids[0]) == 36

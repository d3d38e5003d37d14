"""Blind transfers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from astami_fake.pbx import digits, transfers

PLAN = """[default]
exten => 1,1,Dial(Local/2@default/n)
exten => 2,1,Answer()
 same => n,Wait(60)
exten => 3,1,Set(HERE=${CHANNEL})
 same => n,Wait(60)
"""


def test_the_peer_goes_on_and_the_transferer_ends(make_lab: Callable[..., Any]) -> None:
    """Recorded: transfer.blind."""
    lab = make_lab(PLAN)
    lab.call("1@default/n")
    lab.clock.advance(1)
    assert transfers.blind(lab.pbx.channels.find("Local/1@default-00000000;2"), "default", "3")
    lab.clock.advance(0.1)
    values = {event["Variable"]: event["Value"] for event in lab.told("VarSet")}
    assert values["HERE"] == "Local/2@default-00000001;1"
    assert {event["Channel"][-10:-2] for event in lab.told("Hangup")} == {"00000000"}


def test_without_a_bridge_it_is_invalid(make_lab: Callable[..., Any]) -> None:
    """Recorded: transfer.blind.nobody."""
    lab = make_lab(PLAN)
    lab.call("2@default")
    assert not transfers.blind(lab.pbx.channels.find("Local/2@default-00000000;2"), "default", "3")
    assert [event["Result"] for event in lab.told("BlindTransfer")] == ["Invalid"]


def test_without_two_calls_nothing_is_connected(make_lab: Callable[..., Any]) -> None:
    """A channel in no bridge, and twice the same call: all stays as it is, and nothing is told."""
    lab = make_lab(PLAN)
    lab.call("1@default/n")
    lab.call("2@default")
    lab.clock.advance(1)
    talks, alone = (lab.pbx.channels.find(f"Local/{name};2") for name in ("1@default-00000000", "2@default-00000001"))
    assert not transfers.attended(talks, alone)
    assert not transfers.attended(alone, talks)
    assert not transfers.attended(talks, talks)
    assert not lab.told("AttendedTransfer")


def test_keys_of_a_blind_transfer(make_lab: Callable[..., Any]) -> None:
    """Keys that are queued together: the feature's, then the number's. Recorded: transfer.keys.blind."""
    plan = PLAN.replace("Dial(Local/2@default/n)", "Dial(Local/2@default/n,20,T)")
    lab = make_lab(plan, features="[featuremap]\nblindxfer = #1\n")
    lab.call("1@default/n")
    lab.clock.advance(1)
    caller = lab.pbx.channels.find("Local/1@default-00000000;2")
    for key in "#13":
        digits.queue(caller, key, 0)
    lab.clock.advance(1)
    values = {event["Variable"]: event["Value"] for event in lab.told("VarSet")}
    assert values["HERE"] == "Local/2@default-00000001;1"
    assert [(event["Result"], event["IsExternal"]) for event in lab.told("BlindTransfer")] == [("Success", "No")]
    assert {event["Channel"][-10:-2] for event in lab.told("Hangup")} == {"00000000"}

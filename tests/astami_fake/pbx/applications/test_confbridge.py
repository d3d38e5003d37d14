"""ConfBridge and ConfKick as steps of the dialplan. Recorded: cases `confbridge.*`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.mark.parametrize("data", ["", "room,nosuch", "room,,nosuch", "room,,,nosuch"])
def test_what_is_not_there_ends_the_call(run: Callable[..., Any], data: str) -> None:
    """No name, and profiles and a menu that no file has; CONFBRIDGE_RESULT says so."""
    lab = run(f"ConfBridge({data})", "NoOp(never)")
    lab.clock.advance(1)
    assert {event["Variable"]: event["Value"] for event in lab.told("VarSet")}["CONFBRIDGE_RESULT"] == "FAILED"
    assert "NoOp(never)" not in lab.steps()
    assert not lab.told("ConfbridgeJoin")


def test_whoever_joins_is_answered_first(run: Callable[..., Any]) -> None:
    """It takes the half second that an answer takes."""
    lab = run("ConfBridge(room)")
    assert lab.told("Newstate")[0]["ChannelStateDesc"] == "Up"
    assert not lab.told("ConfbridgeJoin")
    lab.clock.advance(0.5)
    assert [event["Conference"] for event in lab.told("ConfbridgeJoin")] == ["room"]


@pytest.mark.parametrize(
    ("data", "status", "left"),
    [("room", "SUCCESS", 1), ("room,all", "SUCCESS", 1), ("room,Local/none", "FAILURE", 0), ("none", "FAILURE", 0)],
)
def test_users_are_sent_out(run: Callable[..., Any], data: str, status: str, left: int) -> None:
    """All of them or one by its channel; CONFKICKSTATUS says whether there was somebody."""
    lab = run("Wait(1)", f"ConfKick({data})", "NoOp(${CONFKICKSTATUS})", more="exten => in,1,ConfBridge(room)\n")
    lab.call("in@default")
    lab.clock.advance(2)
    assert f"NoOp({status})" in lab.steps()
    assert len(lab.told("ConfbridgeLeave")) == left

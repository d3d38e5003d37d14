"""Hangup handlers and what a Gosub begins; what they tell is in the cases `handlers.*`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

ENDING = (
    "[ending]\nexten => s,1,NoOp(ended ${ARG1})\n same => n,Return()\nexten => slow,1,Wait(1)\n same => n,Return()\n"
)


@pytest.fixture
def run(make_lab: Callable[..., Any]) -> Callable[..., Any]:
    """A call that takes *steps* and hangs up; the lab behind it."""

    def call(*steps: str) -> Any:
        plan = "[default]\nexten => 1,1,Answer()\n" + "".join(f" same => n,{step}\n" for step in steps)
        lab = make_lab(plan + ENDING)
        lab.call("1@default")
        lab.clock.advance(1)
        return lab

    return call


def test_handlers_run_once_behind_the_call(run: Callable[..., Any]) -> None:
    """The newest first, each with its arguments, and then the channel is gone."""
    push = "Set(CHANNEL(hangup_handler_push)=ending,s,1({}))"
    lab = run(push.format("a"), push.format("b"), "Hangup()")
    assert [step for step in lab.steps() if step.startswith("NoOp")] == ["NoOp(ended b)", "NoOp(ended a)"]
    names = [event["Event"] for event in lab.told("HangupHandlerRun", "Hangup") if event["Channel"].endswith(";2")]
    assert names == ["HangupHandlerRun", "HangupHandlerRun", "Hangup"]


def test_nothing_to_take_back(run: Callable[..., Any]) -> None:
    """Taking back where there is nothing tells nothing, and a new one may come in its place."""
    lab = run("Set(CHANNEL(hangup_handler_pop)=)", "Set(CHANNEL(hangup_handler_wipe)=ending,s,1(new))", "Hangup()")
    assert [event["Handler"] for event in lab.told("HangupHandlerPop", "HangupHandlerPush")] == ["ending,s,1(new)"]
    assert "NoOp(ended new)" in lab.steps()


def test_a_handler_that_leads_nowhere_keeps_nothing(run: Callable[..., Any]) -> None:
    """No such place: the channel hangs up."""
    lab = run("Set(CHANNEL(hangup_handler_push)=ending,none,1)", "Hangup()")
    assert len(lab.told("HangupHandlerRun")) == 1
    assert list(lab.pbx.channels) == []


def test_hung_up_twice_while_handlers_run(run: Callable[..., Any]) -> None:
    """The second hangup changes nothing."""
    lab = run("Set(CHANNEL(hangup_handler_push)=ending,s,1)", "Wait(5)")
    channel = next(one for one in lab.pbx.channels if one.name.endswith(";2"))
    channel.hangup()
    channel.hangup()
    lab.clock.advance(1)
    assert [event["Channel"] for event in lab.told("Hangup")].count(channel.name) == 1


def test_gosub_to_nowhere_ends_the_call(run: Callable[..., Any]) -> None:
    """Neither the place nor a label of that name."""
    for target in ("ending,none,1", "ending,s,label"):
        lab = run(f"Gosub({target})", "NoOp(never)")
        assert "NoOp(never)" not in lab.steps()

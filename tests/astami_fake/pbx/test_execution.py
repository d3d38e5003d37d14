"""Runs through the dialplan: steps, redirects, what is not there, how they end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from astami_fake.pbx.snapshots import Position


def test_steps_follow_each_other(make_lab: Callable[..., Any]) -> None:
    """Each is told as Newexten with its arguments replaced."""
    lab = make_lab("[default]\nexten => 1,1,Set(A=b)\n same => n,NoOp(${A} ${EXTEN})\n same => n,Hangup(21)\n")
    lab.call("1@default")
    assert lab.steps() == ["Set(A=b)", "NoOp(b 1)", "Hangup(21)"]
    assert [event["Cause"] for event in lab.told("Hangup")] == ["21", "21"]


def test_an_unknown_application_ends_the_call_and_is_reported(make_lab: Callable[..., Any]) -> None:
    """It is not told as Newexten (recorded: dialplan.unknown)."""
    lab = make_lab("[default]\nexten => 1,1,NoOp()\n same => n,NoSuchThing(1)\n same => n,NoOp(never)\n")
    heard: list[str] = []
    lab.pbx.on_problem = heard.append
    lab.call("1@default")
    assert lab.steps() == ["NoOp()"]
    assert len(lab.pbx.channels) == 0
    assert (
        lab.pbx.problems
        == heard
        == ["application NoSuchThing is not modelled; the call on Local/1@default-00000000;2 ends"]
    )


def test_a_call_may_pass_an_unknown_application(make_lab: Callable[..., Any]) -> None:
    """Where a test says so; it is reported all the same."""
    lab = make_lab("[default]\nexten => 1,1,NoSuchThing(1)\n same => n,VoiceMail(1)\n same => n,NoOp(behind)\n")
    lab.pbx.passes_unknown_applications = True
    lab.call("1@default")
    assert lab.steps() == ["NoOp(behind)"]
    assert [problem.rpartition("; ")[2] for problem in lab.pbx.problems] == [
        "the call on Local/1@default-00000000;2 goes on"
    ] * 2


def test_the_run_goes_to_i_where_there_is_one(make_lab: Callable[..., Any]) -> None:
    """INVALID_EXTEN names what was not there (recorded: dialplan.invalid)."""
    lab = make_lab("[default]\nexten => s,1,Goto(x,1)\nexten => i,1,NoOp(${INVALID_EXTEN})\n same => n,Goto(i,7)\n")
    lab.call("s@default")
    assert lab.steps() == ["Goto(x,1)", "NoOp(x)", "Goto(i,7)"]


def test_h_runs_at_the_end(make_lab: Callable[..., Any]) -> None:
    """To the first application that waits: the channel is on its way out (recorded: dialplan.invalid)."""
    h = "exten => h,1,NoOp(gone)\n same => n,Set(A=b)\n same => n,Wait(1)\n same => n,NoOp(never)\n"
    lab = make_lab(f"[default]\nexten => 1,1,Hangup(1)\n{h}")
    lab.call("1@default")
    assert lab.steps() == ["Hangup(1)", "NoOp(gone)", "Set(A=b)", "Wait(1)"]
    assert len(lab.pbx.channels) == 0


def test_h_ends_with_an_application_that_ends(make_lab: Callable[..., Any]) -> None:
    """Steps behind it do not run."""
    lab = make_lab("[default]\nexten => 1,1,NoOp()\nexten => h,1,Hangup()\n same => n,NoOp(never)\n")
    lab.call("1@default")
    assert lab.steps() == ["NoOp()", "Hangup()"]


@pytest.mark.parametrize(("status", "cause"), [("BUSY", "17"), ("CONGESTION", "34"), ("CHANUNAVAIL", "34")])
def test_behind_a_failed_dial_the_caller_hears_why(make_lab: Callable[..., Any], status: str, cause: str) -> None:
    """State Busy, until the far side hangs up (recorded: dialplan.dial.busy, .nobody)."""
    lab = make_lab(f"[default]\nexten => 1,1,Set(DIALSTATUS={status})\n")
    lab.call("1@default")
    assert [event["ChannelState"] for event in lab.told("Newstate")] == ["7"]
    assert lab.told("Hangup")[-1]["Cause"] == cause


def test_a_redirect_to_nowhere_ends_the_call(make_lab: Callable[..., Any]) -> None:
    """At its first priority as at a later one (recorded: redirect.missing)."""
    for priority in (1, 5):
        lab = make_lab("[default]\nexten => 1,1,Wait(9)\n")
        lab.call("1@default")
        lab.pbx.channels.find("Local/1@default-00000000;2").move(Position("default", "nope", priority))
        assert len(lab.pbx.channels) == 0


def test_without_a_step_behind_a_dial_without_answer_the_call_ends(make_lab: Callable[..., Any]) -> None:
    """Recorded: dialplan.dial.noanswer."""
    lab = make_lab("[default]\nexten => 1,1,Set(DIALSTATUS=NOANSWER)\n")
    lab.call("1@default")
    assert lab.told("Newstate") == []
    assert len(lab.pbx.channels) == 0


def test_a_redirect_leaves_the_application(make_lab: Callable[..., Any]) -> None:
    """The new step is the first thing told (recorded: redirect.dialplan)."""
    lab = make_lab(
        "[default]\nexten => 1,1,Answer()\n same => n,Wait(9)\nexten => 2,1,NoOp(here)\n same => n,Wait(9)\n"
    )
    lab.call("1@default")
    lab.clock.advance(1)
    channel = lab.pbx.channels.find("Local/1@default-00000000;2")
    channel.move(Position("default", "2", 1))
    assert lab.steps() == ["Answer()", "Wait(9)", "NoOp(here)", "Wait(9)"]
    assert channel.position == Position("default", "2", 2)


def test_calls_are_counted(make_lab: Callable[..., Any]) -> None:
    """Runs going on, and all there have been."""
    lab = make_lab("[default]\nexten => 1,1,Wait(1)\n")
    lab.call("1@default")
    assert (lab.pbx.current_calls, lab.pbx.processed_calls) == (1, 1)
    lab.clock.advance(1)
    assert (lab.pbx.current_calls, lab.pbx.processed_calls) == (0, 1)

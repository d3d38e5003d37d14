"""Answer, Wait, Echo, Hangup, Busy, Congestion, Playback, UserEvent, and those that say nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


def test_answer_waits_half_a_second_for_sound(run: Callable[..., Any]) -> None:
    """Once: a channel that is up goes on at once (recorded: originate.sync)."""
    lab = run("Answer()", "Answer()", "Wait(60)")
    lab.clock.advance(0.4)
    assert lab.steps() == ["Answer()"]
    lab.clock.advance(0.1)
    assert lab.steps() == ["Answer()", "Answer()", "Wait(60)"]


@pytest.mark.parametrize(("data", "seconds"), [("1", 1.0), ("0.3", 0.3), (" 2 ", 2.0), (".5", 0.5), ("x", 0.0)])
def test_wait_takes_seconds(run: Callable[..., Any], data: str, seconds: float) -> None:
    """With a fraction; what is no number is no time."""
    lab = run(f"Wait({data})", "NoOp(over)")
    if seconds:
        lab.clock.advance(seconds - 0.01)
        assert len(lab.steps()) == 1
        lab.clock.advance(0.01)
    assert lab.steps()[1:] == ["NoOp(over)"]


def test_echo_does_not_end(run: Callable[..., Any]) -> None:
    """Until the far side hangs up."""
    lab = run("Answer()", "Echo()", "NoOp(never)")
    lab.clock.advance(50)
    assert lab.steps() == ["Answer()", "Echo()"]
    lab.clock.advance(20)
    assert len(lab.pbx.channels) == 0


@pytest.mark.parametrize(("data", "cause"), [("", "16"), ("17", "17"), ("0", "16"), ("x", "16")])
def test_hangup_has_a_cause(run: Callable[..., Any], data: str, cause: str) -> None:
    """16 where none is given."""
    lab = run(f"Hangup({data})", "NoOp(never)")
    assert lab.told("Hangup")[0]["Cause"] == cause
    assert len(lab.steps()) == 1


@pytest.mark.parametrize(("name", "status", "cause"), [("Busy", "BUSY", "17"), ("Congestion", "CONGESTION", "34")])
def test_the_caller_hears_busy_or_congestion(run: Callable[..., Any], name: str, status: str, cause: str) -> None:
    """And the state is Busy for both."""
    lab = run(f"{name}()")
    assert lab.told("DialEnd")[0]["DialStatus"] == status
    assert lab.told("Newstate")[0]["ChannelStateDesc"] == "Busy"
    assert lab.told("Hangup")[-1]["Cause"] == cause


def test_a_channel_that_is_up_stays_up(run: Callable[..., Any]) -> None:
    """Busy for its seconds, then the call ends."""
    lab = run("Answer()", "Busy(2)", "NoOp(never)")
    lab.clock.advance(2.5)
    assert [event["ChannelStateDesc"] for event in lab.told("Newstate")] == ["Up", "Up"]
    assert lab.steps() == ["Answer()", "Busy(2)"]
    assert len(lab.pbx.channels) == 0


def test_playback_answers_and_fails(run: Callable[..., Any]) -> None:
    """There are no sounds (recorded: dialplan.sounds)."""
    lab = run("Playback(nothing)", "NoOp(${PLAYBACKSTATUS})")
    lab.clock.advance(0.5)
    assert lab.steps() == ["Playback(nothing)", "NoOp(FAILED)"]
    assert lab.told("DialEnd")[0]["DialStatus"] == "ANSWER"


def test_playback_may_leave_the_channel_unanswered(run: Callable[..., Any]) -> None:
    """With noanswer."""
    lab = run("Playback(nothing,noanswer)")
    assert lab.told("Newstate") == []


def test_userevent_tells_its_headers(run: Callable[..., Any]) -> None:
    """Behind the channel; a header without a colon is empty (recorded: dialplan.variables)."""
    lab = run("UserEvent(Reached,Office: Berlin,Plain,Exten:1)", "UserEvent()")
    first, second = [event for event in lab.events if event.name == "UserEvent"]
    assert first.headers[14:] == (("UserEvent", "Reached"), ("Office", "Berlin"), ("Plain", ""), ("Exten", "1"))
    assert first.privilege == ("user",)
    assert second.headers[14:] == (("UserEvent", ""),)


def test_noop_and_verbose_say_nothing(run: Callable[..., Any]) -> None:
    """They are steps like others."""
    assert run("NoOp(a)", "Verbose(1,b)").steps() == ["NoOp(a)", "Verbose(1,b)"]

"""Dial: legs, statuses, the bridge, who ends what. Recorded: dialplan.dial.*."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

MORE = """exten => answers,1,Answer()
 same => n,Wait(60)
exten => brief,1,Answer()
 same => n,Wait(1)
exten => waits,1,Wait(60)
exten => cause,1,Hangup(${C})
exten => busy,1,Busy()
exten => congested,1,Congestion()
"""


def statuses(lab: Any) -> list[str]:
    """What DIALSTATUS has been set to, empty ones left out."""
    return [event["Value"] for event in lab.told("VarSet") if event["Variable"] == "DIALSTATUS" and event["Value"]]


@pytest.mark.parametrize(
    ("cause", "dial_end", "status"),
    [
        (1, "NOANSWER", "CHANUNAVAIL"),
        (3, "CHANUNAVAIL", "CHANUNAVAIL"),
        (16, "NOANSWER", "NOANSWER"),
        (17, "BUSY", "BUSY"),
        (19, "NOANSWER", "NOANSWER"),
        (20, "CHANUNAVAIL", "CHANUNAVAIL"),
        (34, "CONGESTION", "CONGESTION"),
        (127, "NOANSWER", "CHANUNAVAIL"),
    ],
)
def test_a_leg_that_hangs_up_has_a_status(run: Callable[..., Any], cause: int, dial_end: str, status: str) -> None:
    """By its cause, for the leg and for the caller, who gets the cause too."""
    lab = run(f"Set(__C={cause})", "Dial(Local/cause@default,5)", "Hangup()", more=MORE)
    assert lab.told("DialEnd")[0]["DialStatus"] == dial_end
    assert statuses(lab) == [status]
    assert {event["Cause"] for event in lab.told("Hangup")} == {str(cause)}


@pytest.mark.parametrize(("exten", "status"), [("busy", "BUSY"), ("congested", "CONGESTION")])
def test_a_leg_may_let_the_caller_hear_why(run: Callable[..., Any], exten: str, status: str) -> None:
    """Then its status is that."""
    lab = run(f"Dial(Local/{exten}@default)", "NoOp()", "Hangup()", more=MORE)
    assert lab.told("DialEnd")[0]["DialStatus"] == status
    assert statuses(lab) == [status]


def test_no_answer_in_time(run: Callable[..., Any]) -> None:
    """The legs are given up."""
    lab = run("Dial(Local/waits@default&Local/waits@default,2)", "Hangup()", more=MORE)
    lab.clock.advance(2)
    assert [event["DialStatus"] for event in lab.told("DialEnd")][:2] == ["NOANSWER", "NOANSWER"]
    assert statuses(lab) == ["NOANSWER"]
    assert len(lab.pbx.channels) == 0


@pytest.mark.parametrize("destination", ["Local/none@default", "Foo/1", "PJSIP/1"])
def test_what_cannot_be_dialled(run: Callable[..., Any], destination: str) -> None:
    """No DialBegin, and CHANUNAVAIL."""
    lab = run(f"Dial({destination},5)", "Hangup()", more=MORE)
    assert statuses(lab) == ["CHANUNAVAIL"]
    assert len(lab.told("DialBegin")) == 1  # that of the Originate


def test_the_worst_status_of_several_legs(run: Callable[..., Any]) -> None:
    """Busy before congestion before not available."""
    lab = run("Dial(Foo/1&Local/congested@default&Local/busy@default,5)", "Hangup()", more=MORE)
    assert statuses(lab) == ["BUSY"]


def test_an_answer_bridges_until_the_leg_ends(run: Callable[..., Any]) -> None:
    """Then the times are told, and the caller ends with it."""
    lab = run("Dial(Local/brief@default)", "NoOp(never)", more=MORE)
    lab.clock.advance(1.5)
    told = {event["Variable"]: event["Value"] for event in lab.told("VarSet") if event["Channel"].endswith(";2")}
    assert (told["ANSWEREDTIME"], told["ANSWEREDTIME_MS"]) == ("1", "1500")
    assert (told["DIALEDTIME"], told["DIALEDTIME_MS"]) == ("1", "1500")
    assert statuses(lab) == ["ANSWER", "ANSWER"]
    assert [step for step in lab.steps() if "never" in step] == []
    assert len(lab.pbx.channels) == 0


def test_option_g_goes_on(run: Callable[..., Any]) -> None:
    """Behind the call."""
    lab = run("Dial(Local/brief@default,,g)", "NoOp(goes on)", more=MORE)
    lab.clock.advance(1.5)
    assert "NoOp(goes on)" in lab.steps()
    assert lab.pbx.problems == []


def test_other_options_are_reported(run: Callable[..., Any]) -> None:
    """The call goes on without them."""
    lab = run("Dial(Local/answers@default,5,C)", more=MORE)
    assert lab.pbx.problems == ["option 'C' of Dial is not modelled; Local/1@default-00000000;2 dials without it"]


def test_a_caller_who_hangs_up_cancels(run: Callable[..., Any]) -> None:
    """All legs."""
    lab = run("Dial(Local/waits@default)", more=MORE)
    lab.pbx.channels.find("Local/1@default-00000000;2").interrupt()
    assert lab.told("DialEnd")[0]["DialStatus"] == "CANCEL"
    assert statuses(lab) == ["CANCEL"]
    assert len(lab.pbx.channels) == 0


def test_the_leg_gets_who_calls(run: Callable[..., Any]) -> None:
    """Its number is the extension that was called, its line the caller (recorded: dialplan.dial.identity)."""
    lab = run("Set(CALLERID(all)=Ann <12>)", "Set(__A=1)", "Set(B=2)", "Dial(Local/answers@default)", more=MORE)
    leg = lab.pbx.channels.find("Local/answers@default-00000001;1")
    assert (leg.caller.number, leg.connected.number) == ("1", "12")
    assert [name for name, _ in leg.variables if name != "BRIDGEPEER"] == ["DIALEDPEERNUMBER", "__A"]


def test_a_redirected_caller_leaves_its_leg(run: Callable[..., Any]) -> None:
    """It stands at the new place before it leaves the bridge (recorded: redirect.bridged.caller)."""
    lab = run("Dial(Local/answers@default)", more=MORE)
    lab.clock.advance(1)
    lab.events.clear()
    caller = lab.pbx.channels.find("Local/1@default-00000000;2")
    caller.move(caller.position._replace(exten="waits"))
    assert lab.told("Newexten", "BridgeLeave")[0]["Application"] == "Dial"
    assert [channel.name for channel in lab.pbx.channels] == [
        "Local/1@default-00000000;1",
        "Local/1@default-00000000;2",
    ]


def test_a_redirected_leg_leaves_its_caller(run: Callable[..., Any]) -> None:
    """A PBX runs on the leg then (recorded: redirect.bridged.leg)."""
    lab = run("Dial(Local/answers@default)", more=MORE)
    lab.clock.advance(1)
    leg = lab.pbx.channels.find("Local/answers@default-00000001;1")
    leg.move(leg.position._replace(exten="waits"))
    assert leg.application == "Wait"
    assert [channel.name for channel in lab.pbx.channels] == [
        "Local/answers@default-00000001;1",
        "Local/answers@default-00000001;2",
    ]


@pytest.mark.parametrize("timeout", ["", "x", "0"])
def test_without_a_timeout_dial_waits(run: Callable[..., Any], timeout: str) -> None:
    """As long as the caller does."""
    lab = run(f"Dial(Local/waits@default,{timeout})", more=MORE)
    lab.clock.advance(29)
    assert statuses(lab) == []


def test_what_is_no_destination_ends_the_call(run: Callable[..., Any]) -> None:
    """Recorded: dialplan.dial.badargs."""
    lab = run("Dial(nonsense&Local/answers@default,5)", "NoOp(never)", more=MORE)
    assert statuses(lab) == ["INVALIDARGS"]
    assert len(lab.steps()) == 1


def test_nothing_to_dial(run: Callable[..., Any]) -> None:
    """Recorded: dialplan.dial.noargs."""
    lab = run("Dial()", "Hangup()", more=MORE)
    assert statuses(lab) == ["CHANUNAVAIL"]


def test_an_answer_cancels_the_other_legs(run: Callable[..., Any]) -> None:
    """They end with cause 26 (recorded: dialplan.dial.two)."""
    lab = run("Dial(Local/waits@default&Local/answers@default)", more=MORE)
    assert [event["DialStatus"] for event in lab.told("DialEnd")] == ["CANCEL", "ANSWER", "ANSWER"]
    assert {event["Cause"] for event in lab.told("Hangup")} == {"26"}


@pytest.mark.parametrize(("destination", "cause"), [("Foo/1", "66"), ("PJSIP/1", "3"), ("Local/none@default", "16")])
def test_a_refusal_leaves_its_cause_with_the_caller(run: Callable[..., Any], destination: str, cause: str) -> None:
    """Recorded: dialplan.dial.notech; a Local channel refuses without one."""
    lab = run(f"Dial({destination})", "Hangup()", more=MORE)
    assert lab.told("Hangup")[-1]["Cause"] == cause


def test_a_subroutine_comes_before_the_call(run: Callable[..., Any]) -> None:
    """Recorded: calls.option.subroutine. The called one runs it, with its arguments, and is talked to then."""
    more = MORE + "[asks]\nexten => s,1,Set(HEARD=${ARG1}+${ARG2})\n same => n,Return()\n"
    lab = run("Dial(Local/answers@default/n,5,U(asks^one^two))", more=more)
    heard = [event for event in lab.told("VarSet") if event["Variable"] == "HEARD"]
    assert [(event["Channel"], event["Value"]) for event in heard] == [("Local/answers@default-00000001;1", "one+two")]
    assert len(lab.told("BridgeEnter")) == 2


def test_a_call_that_may_last_so_long(run: Callable[..., Any]) -> None:
    """Recorded: calls.option.limit. Behind it the caller hangs up, since there is no option g."""
    lab = run("Dial(Local/answers@default/n,5,L(2000))", more=MORE)
    lab.clock.advance(1.9)
    assert not lab.told("BridgeLeave")
    lab.clock.advance(0.2)
    assert len(lab.told("BridgeLeave")) == 2

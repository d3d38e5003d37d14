"""PJSIP channels: what the PBX tells of what a phone does. The flows as a whole are the cases `calls.*`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from astami_fake.pbx.chan_pjsip import State
from astami_fake.pbx.originate import ANSWERED, FAILURE, TIMEOUT, Outcome, Request, originate
from astami_fake.pbx.snapshots import Position
from astami_fake.pbx.tasks import Task

PLAN = """[calls]
exten => talk,1,Wait(60)
exten => dial,1,Dial(PJSIP/1001,20)
 same => n,NoOp(${DIALSTATUS})
exten => out,1,Dial(PJSIP/030@provider,20)
"""
PJSIP = """[phone](!)
type = endpoint
context = calls
[1000](phone)
auth = 1000
aors = 1000
callerid = Ann <1000>
[1000]
type = auth
username = 1000
password = x
[1000]
type = aor
max_contacts = 1
[1001](phone)
aors = 1001
[1001]
type = aor
max_contacts = 1
[provider](phone)
aors = provider
[provider]
type = aor
max_contacts = 1
"""


@pytest.fixture(params=["22.10", "16.28"])
def lab(request: pytest.FixtureRequest, make_lab: Callable[..., Any]) -> Any:
    made = make_lab(PLAN, request.param, pjsip=PJSIP, modules="")
    for name in ("1000", "1001", "provider"):
        made.pbx.phones.find(name).register()
    made.events.clear()
    return made


def phone(lab: Any, name: str) -> Any:
    return lab.pbx.phones.find(name)


def call(lab: Any, timeout: float = 30.0, **more: Any) -> Callable[[], Outcome | None]:
    """Originate to 1001; what gives the outcome if it has come."""
    request = Request("PJSIP", "1001", timeout, target=Position("calls", "talk", 1), **more)
    promise = originate(lab.pbx, request)
    return lambda: Task(lab.clock, promise.wait()).result


def test_a_phone_rings_and_answers(lab: Any) -> None:
    """Newstate and DialState for the ring, then the answer; the call goes to its place in the dialplan."""
    phone(lab, "1001").answers(after=2)
    outcome = call(lab)
    assert [event["ChannelStateDesc"] for event in lab.told("Newstate")] == ["Ringing"]
    assert [event["DialStatus"] for event in lab.told("DialState")] == ["RINGING"]
    lab.clock.advance(2)
    found = outcome()
    assert found is not None
    assert found.reason == ANSWERED
    assert [event["Application"] for event in lab.told("Newexten")] == ["AppDial2", "Wait"]


@pytest.mark.parametrize(("code", "cause"), [(486, "17"), (503, "34"), (404, "1"), (400, "127")])
def test_a_refusal_has_the_cause_of_its_code(lab: Any, code: int, cause: str) -> None:
    """Release 22 tells the SIP code too; the Reason of the Originate is always 0."""
    phone(lab, "1001").rejects(code)
    outcome = call(lab)
    lab.clock.advance(1)
    found = outcome()
    assert found is not None
    assert found.reason == FAILURE
    (request,) = lab.told("HangupRequest")
    assert request["Cause"] == cause
    assert request.get("TechCause") == (str(code) if lab.pbx.release.name == "22.10" else None)


def test_a_phone_that_rings_too_long(lab: Any) -> None:
    """Its call is over for the phone too, and it does nothing more with it."""
    phone(lab, "1001").answers(after=5)
    outcome = call(lab, timeout=1.0)
    lab.clock.advance(10)
    found = outcome()
    assert found is not None
    assert found.reason == TIMEOUT
    assert phone(lab, "1001").present_call().state is State.OVER


def test_a_phone_calls(lab: Any) -> None:
    """Its channel is in state Ring, has the endpoint's caller id, and both legs are bridged by the phones alone."""
    phone(lab, "1001").answers()
    outgoing = phone(lab, "1000").calls("dial")
    lab.clock.advance(1)
    first = lab.told("Newchannel")[0]
    assert (first["ChannelStateDesc"], first["CallerIDName"], first["Exten"]) == ("Ring", "Ann", "dial")
    assert outgoing.state is State.UP
    assert outgoing.hears_ringing
    assert [event["AccountID"] for event in lab.told("SuccessfulAuth")] == ["1000"]
    assert outgoing.channel.bridge.technology == "native_rtp"
    outgoing.hangup()
    assert [event["BridgeTechnology"] for event in lab.told("BridgeDestroy")] == ["native_rtp"]
    assert phone(lab, "1001").present_call().state is State.OVER
    assert not list(lab.pbx.channels)


def test_a_wrong_number_makes_no_channel(lab: Any) -> None:
    """Only what security tells; the phone gets 404."""
    outgoing = phone(lab, "1000").calls("nowhere")
    assert (outgoing.state, outgoing.code) == (State.OVER, 404)
    assert lab.told("Newchannel") == []
    assert len(lab.told("ChallengeSent", "SuccessfulAuth")) == 2


def test_numbers_behind_a_trunk(lab: Any) -> None:
    """Each may be told what it does with calls."""
    phone(lab, "provider").number("030").busy()
    outgoing = phone(lab, "1000").calls("out")
    lab.clock.advance(1)
    assert [event["DialStatus"] for event in lab.told("DialEnd")] == ["BUSY"]
    assert phone(lab, "provider").present_call().number == "030"
    outgoing.hangup()


def test_keys_are_heard(lab: Any) -> None:
    """A tenth of a second each, by the phone on the other side."""
    phone(lab, "1001").answers()
    outgoing = phone(lab, "1000").calls("dial")
    lab.clock.advance(1)
    outgoing.dtmf("1#")
    lab.clock.advance(1)
    assert phone(lab, "1001").digits == ["1", "#"]


def test_what_cannot_be_done(lab: Any) -> None:
    """A phone answers no call that it makes, and unholds none that it does not hold."""
    phone(lab, "1001").rings()
    outgoing = phone(lab, "1000").calls("dial")
    with pytest.raises(ValueError, match="is calling, not offered"):
        outgoing.answer()
    with pytest.raises(ValueError, match="is calling, not up"):
        outgoing.hold()
    phone(lab, "1001").present_call().answer()
    with pytest.raises(ValueError, match="does not hold"):
        outgoing.unhold()
    outgoing.hold()
    with pytest.raises(ValueError, match="holds the call already"):
        outgoing.hold()


def test_a_phone_transfers(lab: Any) -> None:
    """The other one goes on in the dialplan, with what the REFER said; the phone is out of the call."""
    phone(lab, "1001").answers()
    outgoing = phone(lab, "1000").calls("dial")
    lab.clock.advance(1)
    outgoing.transfer("nowhere")
    assert outgoing.state is State.UP
    outgoing.transfer("talk")
    assert outgoing.state is State.OVER
    left = phone(lab, "1001").present_call()
    assert (left.state, left.channel.position.exten) == (State.UP, "talk")
    assert left.channel.variables.get("SIPREFERTOHDR") == "sip:talk@pbx.example"
    assert len(lab.told("BlindTransfer")) == 1

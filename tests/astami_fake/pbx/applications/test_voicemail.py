"""VoiceMail as a step of the dialplan. Recorded: cases `voicemail.*`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

BOXES = "[general]\nmaxmsg = 1\n[default]\n1001 => 1,Ann\n"
MODULES = "[modules]\nautoload = no\nload = pbx_config.so\nload = app_voicemail.so\n"


@pytest.fixture
def leave(make_lab: Callable[..., Any]) -> Callable[..., Any]:
    """Call VoiceMail with some data; the lab."""

    def call(data: str, modules: str = MODULES) -> Any:
        plan = f"[default]\nexten => 1,1,VoiceMail({data})\n same => n,NoOp(${{VMSTATUS}})\n"
        lab = make_lab(plan, modules=modules, voicemail=BOXES)
        lab.call("1@default")
        return lab

    return call


def second(lab: Any) -> Any:
    return next(channel for channel in lab.pbx.channels if channel.name.endswith(";2"))


def test_without_its_module_there_is_no_such_application(leave: Callable[..., Any]) -> None:
    """It is reported, and the call ends (16.28 of the recordings has it not)."""
    lab = leave("1001", modules="[modules]\nautoload = no\nload = pbx_config.so\n")
    lab.clock.advance(1)
    assert "app_voicemail.so is not loaded" in lab.pbx.problems[0]
    assert lab.steps() == []


def test_a_mailbox_that_is_not_there_fails(leave: Callable[..., Any]) -> None:
    """The call is answered and goes on."""
    lab = leave("none")
    lab.clock.advance(1)
    assert lab.steps()[-1] == "NoOp(FAILED)"


def test_a_hangup_ends_a_message(leave: Callable[..., Any]) -> None:
    """It is kept, and the call is over."""
    lab = leave("1001,s")
    lab.clock.advance(5)
    second(lab).interrupt()
    lab.clock.advance(1)
    (box,) = lab.pbx.voicemail
    assert box.new == 1
    assert {event["Variable"]: event["Value"] for event in lab.told("VarSet")}["VMSTATUS"] == "SUCCESS"
    assert "NoOp(SUCCESS)" not in lab.steps()


def test_a_key_ends_a_message_and_the_call_goes_on(leave: Callable[..., Any]) -> None:
    """The key #, and no other."""
    lab = leave("1001,s")
    lab.clock.advance(1)
    for key in "1#":
        second(lab).digits.append(key)
    second(lab).wakeup.fire()
    lab.clock.advance(1)
    assert lab.steps()[-1] == "NoOp(SUCCESS)"


def test_a_full_mailbox_takes_none(leave: Callable[..., Any]) -> None:
    """The second message of one that may hold one."""
    lab = leave("1001,s")
    lab.clock.advance(5)
    second(lab).interrupt()
    lab.clock.advance(1)
    lab.call("1@default")
    lab.clock.advance(5)
    (box,) = lab.pbx.voicemail
    assert box.new == 1
    assert lab.steps()[-1] == "NoOp(FAILED)"


def test_an_option_is_reported(leave: Callable[..., Any]) -> None:
    """The caller goes without it."""
    assert "option 'g' of VoiceMail is not modelled" in leave("1001,sg").pbx.problems[0]

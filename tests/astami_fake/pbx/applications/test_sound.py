"""Music, digits and texts by the dialplan. Recorded: cases `apps.*`, `menu.*`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from astami_fake.pbx import digits

MENU = "exten => 1,1,NoOp(one)\nexten => 12,1,NoOp(twelve)\nexten => 3,1,NoOp(three)\n"
ASKS = "[default]\nexten => 1,1,Goto(menu,s,1)\n[menu]\nexten => s,1,"
INVALID = "exten => i,1,NoOp(invalid ${INVALID_EXTEN})\n"


@pytest.fixture
def menu(make_lab: Callable[..., Any]) -> Callable[..., Any]:
    """Run steps in a menu of three extensions; the lab, in which somebody waits for keys."""

    def make(*steps: str, more: str = "") -> Any:
        lab = make_lab(ASKS + "\n same => n,".join(steps) + "\n" + MENU + more)
        lab.call("1@default")
        return lab

    return make


def press(lab: Any, keys: str, wait: float = 0.0) -> None:
    """Whoever is connected presses *keys*."""
    channel = lab.pbx.channels.find("Local/1@default-00000000;2")
    for key in keys:
        digits.end(channel, key, 100)
        channel.wakeup.fire()
    lab.clock.advance(wait)


@pytest.mark.parametrize(
    ("keys", "wait", "step"),
    [
        ("3", 0.0, "NoOp(three)"),
        ("12", 0.0, "NoOp(twelve)"),
        ("1", 5.0, "NoOp(one)"),
        ("9", 0.0, "NoOp(invalid 9)"),
        ("19", 0.0, "NoOp(invalid 19)"),
        ("", 2.0, "NoOp(no key)"),
    ],
)
def test_keys_lead_to_an_extension(menu: Callable[..., Any], keys: str, wait: float, step: str) -> None:
    """At once where no other begins so, else five seconds later; a wrong one to ``i``; no key goes on."""
    lab = menu("WaitExten(2)", "NoOp(no key)", more=INVALID)
    press(lab, keys, wait)
    assert lab.steps()[2] == step


def test_the_time_between_keys_can_be_set(menu: Callable[..., Any]) -> None:
    """By TIMEOUT(digit)."""
    lab = menu("Set(TIMEOUT(digit)=1)", "WaitExten(9)")
    press(lab, "1", 0.9)
    assert len(lab.steps()) == 3
    lab.clock.advance(0.1)
    assert lab.steps()[-1] == "NoOp(one)"


def test_the_last_step_waits_and_goes_to_t(menu: Callable[..., Any]) -> None:
    """Where there is one (recorded: menu.patient); else the call is over."""
    late = menu("WaitExten(1)", more="exten => t,1,NoOp(late)\n")
    late.clock.advance(1)
    assert late.steps()[-1] == "NoOp(late)"


def test_a_wrong_key_without_i_ends_the_call(menu: Callable[..., Any]) -> None:
    """It stays at its step until then."""
    lab = menu("WaitExten(9)", "NoOp(never)")
    press(lab, "7", 1.0)
    assert lab.steps()[1:] == ["WaitExten(9)"]
    assert [event["Exten"] for event in lab.told("Hangup") if event["Channel"].endswith(";2")] == ["s"]


@pytest.mark.parametrize(
    ("data", "keys", "wait", "value", "status"),
    [
        ("PIN,,2", "12", 0.0, "12", "OK"),
        ("PIN", "12#", 0.0, "12", "OK"),
        ("PIN,,4,,1,2", "12", 2.0, "12", "OK"),
        ("PIN,,4,,1,2", "", 2.0, "", "TIMEOUT"),
        ("PIN", "#", 0.0, "", "TIMEOUT"),
    ],
)
def test_read_takes_digits(run: Callable[..., Any], data: str, keys: str, wait: float, value: str, status: str) -> None:
    """So many, or to a #, or as long as they come in time."""
    lab = run(f"Read({data})", "NoOp(<${PIN}> ${READSTATUS})")
    lab.clock.advance(0.5)
    press(lab, keys, wait)
    assert lab.steps()[-1] == f"NoOp(<{value}> {status})"


def test_each_attempt_of_read_is_told(run: Callable[..., Any]) -> None:
    """The variable is empty after each (recorded: menu.read.none)."""
    lab = run("Read(PIN,,4,n,2,2)")
    lab.clock.advance(4)
    told = [(event["Variable"], event["Value"]) for event in lab.told("VarSet")]
    assert told == [("READSTATUS", "ERROR"), ("PIN", ""), ("PIN", ""), ("READSTATUS", "TIMEOUT")]


@pytest.mark.parametrize(
    ("data", "keys", "told"),
    [
        ("1", "", [("WAITDIGITSTATUS", "TIMEOUT")]),
        ("1,12", "2", [("WAITDIGITRESULT", "2"), ("WAITDIGITSTATUS", "DTMF")]),
        ("1,12", "92", [("WAITDIGITRESULT", "2"), ("WAITDIGITSTATUS", "DTMF")]),
    ],
)
def test_wait_digit(run: Callable[..., Any], data: str, keys: str, told: list[tuple[str, str]]) -> None:
    """The key first, then how it went (recorded: menu.read)."""
    lab = run(f"WaitDigit({data})")
    press(lab, keys, 1.0)
    assert [(event["Variable"], event["Value"]) for event in lab.told("VarSet")] == told


def test_a_key_that_is_not_wanted_gives_no_more_time(run: Callable[..., Any]) -> None:
    """The seconds count from the begin (seen while menu.unwanted was recorded)."""
    lab = run("WaitDigit(3,12)")
    lab.clock.advance(2)
    press(lab, "9", 0.9)
    assert not lab.told("VarSet")
    lab.clock.advance(0.1)
    assert [event["Value"] for event in lab.told("VarSet")] == ["TIMEOUT"]


def test_texts_and_words_take_no_time(run: Callable[..., Any]) -> None:
    """There are no sounds."""
    steps = (
        "SayDigits(1)",
        "SayNumber(1)",
        "SayAlpha(a)",
        "SayPhonetic(a)",
        "SendText(hello)",
        "NoOp(${SENDTEXTSTATUS})",
    )
    assert run(*steps).steps()[-1] == "NoOp(SUCCESS)"


def test_music_that_is_not_there(run: Callable[..., Any]) -> None:
    """The call goes on at once (recorded: apps.music.none)."""
    lab = run("MusicOnHold(none,5)", "StartMusicOnHold(none)", "StopMusicOnHold()", "NoOp(on)")
    assert lab.steps()[-1] == "NoOp(on)"
    assert not lab.told("MusicOnHoldStart", "MusicOnHoldStop")


def test_a_spy_follows_one_channel_after_the_other(run: Callable[..., Any]) -> None:
    """To its end; then it waits."""
    lab = run(
        "Wait(1)", "ChanSpy(Local/talks@default-00000001\\;2,q)", more="exten => talks,1,Answer()\n same => n,Wait(3)\n"
    )
    lab.call("talks@default")
    lab.clock.advance(2)
    (event,) = lab.told("ChanSpyStart")
    assert event["SpyeeChannel"].startswith("Local/talks@default")
    lab.clock.advance(4)
    assert len(lab.told("ChanSpyStop")) >= 1

"""Keys that mean something in a call. The flows as a whole are the cases `calls.feature.*`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from astami_fake.pbx import digits

PLAN = """[default]
exten => 1,1,Dial(Local/2@default/n,20,H)
exten => 2,1,Answer()
 same => n,Read(KEYS,,3)
 same => n,Wait(60)
"""
FEATURES = "[general]\nfeaturedigittimeout = 500\n[featuremap]\ndisconnect = *0\n"


@pytest.fixture
def lab(make_lab: Callable[..., Any]) -> Any:
    made = make_lab(PLAN, features=FEATURES)
    made.call("1@default/n")
    made.clock.advance(1)
    return made


def press(lab: Any, *keys: str) -> None:
    """Keys of 100 ms come from the caller, one each 200 ms."""
    caller = lab.pbx.channels.find("Local/1@default-00000000;2")
    for key in keys:
        digits.end(caller, key, 100)
        lab.clock.advance(0.2)


def heard(lab: Any) -> str:
    """The keys that have come to the called one."""
    half = "Local/2@default-00000001;2"
    return "".join(event["Digit"] for event in lab.told("DTMFEnd") if event["Channel"] == half)


def test_the_keys_of_a_feature_do_it_and_go_no_further(lab: Any) -> None:
    """The caller of a Dial with H ends the call."""
    press(lab, "*", "0")
    assert heard(lab) == ""
    assert not list(lab.pbx.channels)


def test_keys_that_complete_nothing_go_on_together(lab: Any) -> None:
    """The first was held back, and both are sent when the second has come."""
    press(lab, "*")
    assert heard(lab) == ""
    press(lab, "5")
    lab.clock.advance(0.3)
    assert heard(lab) == "*5"


def test_patience_ends(lab: Any) -> None:
    """A key that nothing follows goes on after the time of features.conf."""
    press(lab, "*")
    lab.clock.advance(0.3)
    assert heard(lab) == ""
    lab.clock.advance(0.3)
    assert heard(lab) == "*"


def test_another_key_goes_on_at_once(lab: Any) -> None:
    """It begins no feature."""
    press(lab, "5")
    assert heard(lab) == "5"

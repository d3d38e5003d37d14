"""Asking somebody in a call for a number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from astami_fake.pbx import asking, digits
from astami_fake.pbx.snapshots import Position

PLAN = """[default]
exten => 1,1,Dial(Local/2@default/n,20)
exten => 2,1,Answer()
 same => n,Wait(60)
exten => _3XX,1,Wait(60)
exten => _4.,1,Wait(60)

[other]
exten => 9,1,Wait(60)
"""


class Asked:
    """A channel in a call that is asked for a number."""

    def __init__(self, lab: Any) -> None:
        self.lab = lab
        self.used: list[Position] = []
        lab.call("1@default/n")
        lab.clock.advance(1)
        self.channel = lab.pbx.channels.find("Local/1@default-00000000;2")

    def ask(self) -> None:
        asking.then(lambda channel, bridge, target: self.used.append(target))(self.channel, self.channel.bridge)

    def press(self, keys: str, seconds: float) -> None:
        for key in keys:
            digits.queue(self.channel, key, 0)
        self.lab.clock.advance(seconds)

    def heard(self) -> str:
        """What has come to the other side."""
        half = "Local/2@default-00000001;1"
        return "".join(event["Digit"] for event in self.lab.told("DTMFEnd") if event["Channel"] == half)


@pytest.fixture
def asked(make_lab: Callable[..., Any]) -> Asked:
    return Asked(make_lab(PLAN, features="[general]\ntransferdigittimeout = 2\n"))


def test_a_number_that_can_be_no_longer_is_used_at_once(asked: Asked) -> None:
    """The other side gets none of its digits."""
    asked.ask()
    asked.press("301", 0.2)
    assert asked.used == [Position("default", "301", 1)]
    assert asked.heard() == ""


def test_a_number_that_may_grow_waits_for_more(asked: Asked) -> None:
    """For the time of features.conf."""
    asked.ask()
    asked.press("41", 1.9)
    assert asked.used == []
    asked.lab.clock.advance(0.3)
    assert asked.used == [Position("default", "41", 1)]


def test_the_context_that_a_variable_names(asked: Asked) -> None:
    """TRANSFER_CONTEXT."""
    asked.channel.set_variable("TRANSFER_CONTEXT", "other")
    asked.ask()
    asked.press("9", 0.1)
    assert asked.used == [Position("other", "9", 1)]


def test_three_times_nothing_and_the_call_goes_on(asked: Asked) -> None:
    """Then digits are for the other side again."""
    asked.ask()
    asked.press("", 5.9)
    assert not asked.lab.told("Unhold")
    asked.press("", 0.2)
    assert asked.lab.told("Unhold")
    asked.press("5", 0.5)
    assert asked.heard() == "5"
    assert asked.used == []


def test_a_hangup_ends_the_asking(asked: Asked) -> None:
    """Who is asked leaves, after telling that nobody waits any more."""
    asked.ask()
    asked.channel.soft_hangup(16)
    asked.lab.clock.advance(0.1)
    names = [event["Event"] for event in asked.lab.told("Unhold", "BridgeLeave")]
    assert names == ["Unhold", "BridgeLeave", "BridgeLeave"]

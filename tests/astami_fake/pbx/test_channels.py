"""The channels of a PBX, and how they are named. Recorded: cases `originate.ids`, `originate.noextension`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

PLAN = "[default]\nexten => 1,1,Wait(60)\n"


@pytest.fixture
def lab(make_lab: Callable[..., Any]) -> Any:
    """A PBX with one pair of channels."""
    made = make_lab(PLAN)
    made.call("1@default")
    return made


def test_ids_count_up_from_the_second_of_the_start(lab: Any) -> None:
    """One number for each channel, whatever its name."""
    assert [channel.uniqueid for channel in lab.pbx.channels] == ["1700000000.0", "1700000000.1"]
    lab.clock.advance(1)
    lab.call("1@default")
    assert [channel.uniqueid for channel in lab.pbx.channels][2:] == ["1700000001.2", "1700000001.3"]


def test_numbers_can_be_used_up(lab: Any) -> None:
    """By channels that the model does not have."""
    lab.pbx.channels.skip(3)
    lab.call("1@default")
    assert [channel.uniqueid for channel in lab.pbx.channels][2:] == ["1700000000.5", "1700000000.6"]


def test_a_channel_is_found_by_name_or_id(lab: Any) -> None:
    """Case does not count in a name."""
    one, two = lab.pbx.channels
    assert lab.pbx.channels.find("LOCAL/1@default-00000000;1") is one
    assert lab.pbx.channels.find("1700000000.1") is two
    assert lab.pbx.channels.find("Local/1@default") is None


def test_a_channel_without_an_extension_begins_at_s(make_lab: Callable[..., Any]) -> None:
    """As the events show it."""
    lab = make_lab("[default]\nexten => s,1,Wait(60)\n")
    lab.call("@default")
    assert {event["Exten"] for event in lab.told("Newchannel")} == {"s"}


def test_what_is_gone_is_not_listed(lab: Any) -> None:
    """Iterating is safe while channels end."""
    for channel in lab.pbx.channels:
        channel.hangup()
    lab.clock.advance(0)
    assert (list(lab.pbx.channels), len(lab.pbx.channels)) == ([], 0)

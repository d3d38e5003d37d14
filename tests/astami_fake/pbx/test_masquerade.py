"""One channel takes the place of another. What is told of it is in the cases `pickup.*`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from astami_fake.pbx import masquerade
from astami_fake.pbx.snapshots import Party

PLAN = "[default]\nexten => 1,1,Wait(60)\nexten => 2,1,Wait(60)\n"


def test_the_place_stays_and_what_is_in_it_moves(make_lab: Callable[..., Any]) -> None:
    """Name, id, line and parties move; the step it stands at and who waits for it do not."""
    lab = make_lab(PLAN)
    lab.call("1@default")
    lab.call("2@default")
    place, newcomer = (channel for channel in lab.pbx.channels if channel.name.endswith(";2"))
    newcomer.caller = Party("2", "Ben")
    before = (place.name, place.uniqueid, place.tech)
    coming = (newcomer.name, newcomer.uniqueid, newcomer.tech)
    wakeup, position = place.wakeup, place.position
    masquerade.swap(place, newcomer)
    assert (place.name, place.uniqueid, place.tech) == coming
    assert (newcomer.name, newcomer.uniqueid, newcomer.tech) == before
    assert (place.caller, place.wakeup, place.position) == (Party("2", "Ben"), wakeup, position)


def test_both_are_found_by_their_new_names(make_lab: Callable[..., Any]) -> None:
    """And each driver serves the channel that is in its place now."""
    lab = make_lab(PLAN)
    lab.call("1@default")
    lab.call("2@default")
    place, newcomer = (channel for channel in lab.pbx.channels if channel.name.endswith(";2"))
    masquerade.swap(place, newcomer)
    assert lab.pbx.channels.find(place.name) is place
    assert lab.pbx.channels.find(newcomer.uniqueid) is newcomer
    assert place.tech.two is place
    assert newcomer.tech.two is newcomer


def test_the_newcomers_variables_come_behind(make_lab: Callable[..., Any]) -> None:
    """What the place knows counts first."""
    lab = make_lab(PLAN)
    lab.call("1@default")
    lab.call("2@default")
    place, newcomer = (channel for channel in lab.pbx.channels if channel.name.endswith(";2"))
    place.set_variable("A", "place")
    newcomer.set_variable("A", "newcomer")
    newcomer.set_variable("B", "newcomer")
    masquerade.swap(place, newcomer)
    assert (place.variables.get("A"), place.variables.get("B")) == ("place", "newcomer")

"""Device states: what their channels make of them, and who hears of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from astami_fake.pbx import devices, technologies


def test_a_device_is_in_use_while_a_channel_of_it_exists(make_lab: Callable[..., Any]) -> None:
    """Its followers hear only of another state."""
    lab = make_lab("[default]\nexten => 1,1,Wait(60)\n")
    heard: list[int] = []
    lab.pbx.devices.follow("Local/1@default", heard.append)
    assert lab.pbx.devices.state("Local/1@default") == devices.NOT_INUSE
    one = technologies.request(lab.pbx, "Local", "1@default")
    assert one is not None
    for state in (5, 6):
        one.set_state(state)
    for channel in lab.pbx.channels:
        channel.hangup()
    assert heard == [devices.INUSE, devices.NOT_INUSE]


def test_forgotten_followers_hear_nothing(make_lab: Callable[..., Any]) -> None:
    """As when queues.conf is read again."""
    lab = make_lab("[default]\nexten => 1,1,Wait(60)\n")
    heard: list[int] = []
    lab.pbx.devices.follow("Local/1@default", heard.append)
    lab.pbx.devices.forget()
    lab.call("1@default", "Wait", "1")
    assert heard == []


def test_several_states_make_one() -> None:
    """Ringing beside in use is both; else the weightier one; nothing at all is invalid."""
    assert devices.aggregate([]) == devices.INVALID
    assert devices.aggregate([devices.NOT_INUSE, devices.INUSE]) == devices.INUSE
    assert devices.aggregate([devices.INUSE, devices.RINGING]) == devices.RINGINUSE
    assert devices.aggregate([devices.UNAVAILABLE, devices.NOT_INUSE]) == devices.NOT_INUSE


def test_a_device_of_an_unknown_kind_is_invalid(make_lab: Callable[..., Any]) -> None:
    """As DEVICE_STATE(nonsense) reads (recorded: states.functions)."""
    lab = make_lab("[default]\nexten => 1,1,Wait(60)\n")
    assert lab.pbx.devices.state("nonsense") == devices.INVALID


def test_a_state_that_is_kept(make_lab: Callable[..., Any]) -> None:
    """For a device that nobody is asked for; told, and told once (recorded: devices.*)."""
    lab = make_lab("[default]\n")
    heard: list[int] = []
    lab.pbx.devices.follow("Queue:q_avail", heard.append)
    assert lab.pbx.devices.state("Queue:q_avail") == devices.INVALID
    lab.pbx.devices.keep("Queue:q_avail", devices.INUSE)
    lab.pbx.devices.keep("Queue:q_avail", devices.INUSE)
    lab.pbx.devices.keep("Queue:q_avail", devices.NOT_INUSE, told=False)
    assert heard == [devices.INUSE]
    assert lab.pbx.devices.state("Queue:q_avail") == devices.NOT_INUSE

"""Conferences: who may join, who is sent out, when the room ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PROFILES = """[chair]
type = user
admin = yes
marked = yes
[guest]
type = user
end_marked = yes
[two]
type = bridge
max_members = 1
"""
PLAN = """[default]
exten => chair,1,ConfBridge(room,${BRIDGE},chair)
 same => n,Set(CHAIR=${CONFBRIDGE_RESULT})
exten => guest,1,ConfBridge(room,two,guest)
 same => n,Set(GUEST=${CONFBRIDGE_RESULT})
"""


def test_guests_leave_with_the_last_marked_user(make_lab: Callable[..., Any]) -> None:
    """Their result is ENDMARKED, and the empty room ends (recorded: confbridge.dependent)."""
    lab = make_lab(PLAN, confbridge=PROFILES)
    lab.call("chair@default")
    lab.clock.advance(1)
    lab.call("guest@default")
    lab.clock.advance(1)
    lab.pbx.channels.find("Local/chair@default-00000000;2").interrupt()
    lab.clock.advance(1)
    values = {event["Variable"]: event["Value"] for event in lab.told("VarSet")}
    assert values["GUEST"] == "ENDMARKED"
    assert len(lab.told("ConfbridgeEnd")) == 1
    assert not lab.pbx.conferences.rooms
    assert not list(lab.pbx.bridges)


def test_a_full_or_locked_room_takes_only_admins(make_lab: Callable[..., Any]) -> None:
    """Recorded: confbridge.full, confbridge.lock."""
    lab = make_lab(PLAN, confbridge=PROFILES)
    lab.call("guest@default")
    lab.clock.advance(1)
    lab.call("guest@default")
    lab.clock.advance(1)
    assert len(lab.told("ConfbridgeJoin")) == 1
    lab.pbx.conferences.rooms["room"].locked = True
    lab.call("chair@default")
    lab.clock.advance(1)
    assert [event["Admin"] for event in lab.told("ConfbridgeJoin")] == ["No", "Yes"]


def test_a_room_is_a_device(make_lab: Callable[..., Any]) -> None:
    """In use while it lasts; before it there is no such device (recorded: devices.conference, devices.read)."""
    lab = make_lab(PLAN, confbridge=PROFILES)
    state = lab.pbx.devices.state
    assert state("confbridge:room") == 4
    lab.call("chair@default")
    lab.clock.advance(1)
    assert state("confbridge:room") == 2
    lab.pbx.channels.find("Local/chair@default-00000000;2").interrupt()
    lab.clock.advance(1)
    assert state("confbridge:room") == 1

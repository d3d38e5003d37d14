"""Contacts come and go: what endpoints, devices and managers learn of it. Recorded: cases `pjsip.phone*`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from astami_fake import releases
from astami_fake.clock import ManualClock
from astami_fake.pbx import devices
from astami_fake.pbx.pbx import Pbx


class Stage:
    """A PBX with conformance/etc-states, and the names and statuses of what it has told."""

    def __init__(self, etc: Path) -> None:
        self.clock = ManualClock(1_700_000_000.0)
        self.pbx = Pbx(releases.find("22.10"), self.clock, etc)
        self.told: list[tuple[str, str]] = []
        self.pbx.events.subscribe(lambda event: self.told.append((event.name, dict(event.headers).get(event.name, ""))))

    def take(self) -> list[tuple[str, str]]:
        told, self.told = self.told, []
        return told


@pytest.fixture
def stage(overlay: Callable[[str], Path]) -> Stage:
    return Stage(overlay("states"))


def test_who_registers_is_there(stage: Stage) -> None:
    """Contact, peer, hint and device are told; the device is not in use."""
    assert stage.pbx.devices.state("PJSIP/1000") == devices.UNAVAILABLE
    contact = stage.pbx.pjsip.register("1000", "sip:1000@127.0.0.1:5070")
    assert [name for name, _ in stage.take() if "Auth" not in name and "Challenge" not in name] == [
        "ContactStatus",
        "PeerStatus",
        "ExtensionStatus",
        "DeviceStateChange",
    ]
    assert stage.pbx.devices.state("PJSIP/1000") == devices.NOT_INUSE
    assert (contact.host, contact.port, contact.expires) == ("127.0.0.1", 5070, 1_700_003_600.0)


def test_registering_again_only_renews(stage: Stage) -> None:
    """Nothing is told but that the phone knew its secret."""
    first = stage.pbx.pjsip.register("1000")
    stage.take()
    stage.clock.advance(10)
    assert stage.pbx.pjsip.register("1000") is first
    assert [name for name, _ in stage.take()] == ["ChallengeSent", "SuccessfulAuth"]
    assert first.expires == 1_700_003_610.0


def test_who_goes_is_gone(stage: Stage) -> None:
    """The contact is removed and the device unavailable."""
    stage.pbx.pjsip.register("1000")
    stage.take()
    stage.pbx.pjsip.unregister("1000")
    assert ("ContactStatus", "Removed") in stage.take()
    assert stage.pbx.devices.state("PJSIP/1000") == devices.UNAVAILABLE


def test_no_room_is_refused_and_remove_existing_makes_some(stage: Stage) -> None:
    """1000 takes one contact; 1001 takes two, and the oldest gives way to a third."""
    stage.pbx.pjsip.register("1000", "sip:a@127.0.0.1")
    with pytest.raises(ValueError, match="takes 1 contacts at once"):
        stage.pbx.pjsip.register("1000", "sip:b@127.0.0.1")
    for number, user in enumerate("abc"):
        stage.pbx.pjsip.register("1001", f"sip:{user}@127.0.0.1", expires=100 + number)
    assert [one.uri for one in stage.pbx.pjsip.aors["1001"].contacts] == ["sip:b@127.0.0.1", "sip:c@127.0.0.1"]


def test_who_does_not_answer_is_unreachable_once_the_time_is_over(stage: Stage) -> None:
    """1001 is asked, for half a second; the device follows."""
    stage.pbx.pjsip.register("1001")
    stage.take()
    stage.pbx.pjsip.unreachable("1001")
    stage.pbx.pjsip.qualify(stage.pbx.pjsip.endpoints["1001"])
    stage.clock.advance(0.4)
    assert stage.take() == []
    stage.clock.advance(0.2)
    assert ("ContactStatus", "Unreachable") in stage.take()
    assert stage.pbx.devices.state("PJSIP/1001") == devices.UNAVAILABLE


def test_the_same_answer_again_is_no_news(stage: Stage) -> None:
    """PJSIPQualify of a phone that answers tells nothing (recorded: pjsip.phone.qualified)."""
    stage.pbx.pjsip.register("1001")
    stage.take()
    stage.pbx.pjsip.qualify(stage.pbx.pjsip.endpoints["1001"])
    stage.clock.advance(1)
    assert stage.take() == []


def test_what_is_not_asked_by_itself_changes_nothing(stage: Stage) -> None:
    """The contacts of the file have no qualify_frequency (recorded: pjsip.qualify)."""
    stage.pbx.pjsip.unreachable("desk")
    stage.pbx.pjsip.qualify(stage.pbx.pjsip.endpoints["desk"])
    stage.clock.advance(10)
    assert stage.take() == []


def test_an_endpoint_of_no_file_stays_over_a_reload(stage: Stage) -> None:
    """So do those that have registered; an unknown name says which there are."""
    stage.pbx.pjsip.add("2999", context="calls")
    stage.pbx.pjsip.register("2999")
    stage.pbx.modules.reload("res_pjsip.so")
    assert stage.pbx.pjsip.endpoints["2999"].online
    with pytest.raises(ValueError, match="no aor 'none'"):
        stage.pbx.pjsip.register("none")


def test_a_broken_file_is_a_problem_and_changes_nothing(stage: Stage) -> None:
    """At a reload the old objects stay."""
    etc = stage.pbx.etc
    assert etc is not None
    (etc / "pjsip.conf").write_text("[a]\n", encoding="utf-8")
    (etc / "pjsip.conf").write_text("[a]\nx=1\n", encoding="utf-8")
    stage.pbx.modules.reload("res_pjsip.so")
    assert "has no type" in stage.pbx.problems[-1]
    assert "1000" in stage.pbx.pjsip.endpoints

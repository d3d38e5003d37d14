"""What PBX and phones report to each other of the sound of a call; the headers are in cases `rtcp.*`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from astami_fake import FakeAsterisk
from astami_fake.clock import ManualClock
from astami_fake.pbx.events import Event
from astami_fake.pbx.rtcp import Flow

ETC = Path(__file__).parents[3] / "conformance" / "etc"
Start = Callable[..., tuple[FakeAsterisk, list[Event]]]


@pytest.fixture
def start(request: pytest.FixtureRequest) -> Start:
    """A fake on a manual clock, with phones that talk, or are mute, and the reports that it tells."""

    def start(*, mute: bool = False) -> tuple[FakeAsterisk, list[Event]]:
        pbx = FakeAsterisk("22.10", ETC, clock="manual")
        pbx.start()
        request.addfinalizer(pbx.stop)
        heard: list[Event] = []
        pbx.pbx.events.subscribe(lambda event: heard.append(event) if event.name.startswith("RTCP") else None)
        pbx.phone("1001").answers(after=0.0)
        for name in ("1000", "1001") if mute else ():
            pbx.phone(name).mutes()
        return pbx, heard

    return start


def told(heard: list[Event], name: str) -> list[str]:
    return [dict(event.headers)[name] for event in heard]


def test_a_flow_counts_while_it_runs() -> None:
    """50 packets a second, of all the times that it ran."""
    clock = ManualClock()
    flow = Flow(clock)
    for runs in (True, False, True, True):
        flow.run(runs)
        clock.advance(0.2)
    assert (flow.packets, flow.runs) == (30, True)


def test_both_who_talk_are_reported_to(start: Start) -> None:
    """Each five seconds from its first sound on, each phone is told what came from it, and nobody after the end."""
    pbx, heard = start()
    call = pbx.phone("1000").calls("1001")
    pbx.advance(4.9)
    assert not heard
    pbx.advance(5.2)
    assert [name.partition("-")[0] for name in told(heard, "Channel")] == ["PJSIP/1001", "PJSIP/1000"] * 2
    assert set(told(heard, "PT")) == {"201(RR)"}
    assert told(heard, "Report0HighestSequence") == ["249", "249", "499", "499"]
    call.hangup()
    heard.clear()
    pbx.advance(20)
    assert not heard


def test_who_is_silent_is_not_reported_to(start: Start) -> None:
    """A call without sound has no reports; a little of it suffices."""
    pbx, heard = start(mute=True)
    call = pbx.phone("1000").calls("1001")
    pbx.advance(20)
    assert not heard
    call.talks(0.2)
    pbx.advance(10.1)
    assert told(heard, "Report0HighestSequence") == ["9", "9"]


def test_talking_again_goes_on_for_as_long_as_was_said_last(start: Start) -> None:
    """A phone that is told to talk while it does falls silent when the last time is over."""
    pbx, heard = start(mute=True)
    call = pbx.phone("1000").calls("1001")
    pbx.advance(1)
    call.talks(1)
    pbx.advance(0.5)
    call.talks()
    pbx.advance(4.6)
    assert told(heard, "Report0HighestSequence") == ["249"]


def test_hold_ends_the_reports(start: Start) -> None:
    """A phone that holds the other one is reported to only when it has taken it back and talks."""
    pbx, heard = start()
    call = pbx.phone("1000").calls("1001")
    pbx.advance(1)
    call.hold()
    pbx.advance(5)
    assert [name.partition("-")[0] for name in told(heard, "Channel")] == ["PJSIP/1001"]
    call.unhold()
    heard.clear()
    pbx.advance(5.1)
    assert sorted(name.partition("-")[0] for name in told(heard, "Channel")) == ["PJSIP/1000", "PJSIP/1001"]


def test_echo_is_sound_of_the_pbx(start: Start) -> None:
    """Who hears itself is reported to as by a sender."""
    pbx, heard = start()
    with pbx.client() as ami:
        ami.originate("PJSIP/1001", context="services", exten="*43", priority=1, async_=True)
        pbx.advance(6)
    assert told(heard, "PT") == ["200(SR)"]
    assert told(heard, "ReportCount") == ["1"]


def test_a_phone_reports(start: Start) -> None:
    """As a sender where it has talked since its last report; in a call that is answered only."""
    pbx, heard = start(mute=True)
    pbx.phone("1001").rings()
    call = pbx.phone("1000").calls("1001")
    with pytest.raises(ValueError, match="not up"):
        call.reports()
    pbx.phone("1001").present_call().answer()
    call.talks(0.2)
    pbx.advance(1)
    call.reports()
    call.reports()
    assert told(heard, "PT") == ["200(SR)", "201(RR)"]


def test_the_switch(start: Start) -> None:
    """A test that does not want reports is told none."""
    pbx, heard = start()
    pbx.noise(rtcp=False)
    call = pbx.phone("1000").calls("1001")
    pbx.advance(11)
    call.reports()
    assert not heard
    pbx.noise(rtcp=True)
    pbx.advance(5)
    assert [event.name for event in heard] == ["RTCPSent"] * 2

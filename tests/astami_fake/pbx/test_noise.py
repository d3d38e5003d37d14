"""What may come beside the events of calls: TestEvent as recorded, records of calls, what phones measure, races."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from astami_fake import FakeAsterisk
from astami_fake.pbx.events import Event

ETC = Path(__file__).parents[3] / "conformance" / "etc"
GOLDEN = Path(__file__).parents[1] / "golden" / "testevents.json"
RECORDED = json.loads(GOLDEN.read_text(encoding="utf-8"))

Heard = list[Event]
Start = Callable[..., tuple[FakeAsterisk, Heard]]


@pytest.fixture
def start(request: pytest.FixtureRequest) -> Start:
    """A fake on a manual clock, and all that it tells."""

    def start(release: str = "22.10") -> tuple[FakeAsterisk, Heard]:
        pbx = FakeAsterisk(release, ETC, clock="manual")
        pbx.start()
        request.addfinalizer(pbx.stop)
        heard: Heard = []
        pbx.pbx.events.subscribe(heard.append)
        return pbx, heard

    return start


def call(pbx: FakeAsterisk) -> None:
    """One phone calls the other, which answers, and hangs up after a second."""
    pbx.phone("1001").answers(after=0.1).hangs_up(after=1)
    pbx.phone("1000").calls("1001")
    pbx.advance(5)


def names(heard: Heard) -> list[str]:
    return [event.name for event in heard]


def variables(heard: Heard) -> list[str]:
    return [dict(event.headers)["Variable"] for event in heard if event.name == "VarSet"]


@pytest.mark.parametrize("release", sorted(RECORDED))
def test_test_events_are_as_recorded(start: Start, release: str) -> None:
    """Each has the headers of the recording; what differs are the channel and the number of the call."""
    pbx, heard = start(release)
    pbx.noise(test_event=True)
    with pbx.client() as ami:
        ami.originate("Local/1001@default", context="default", exten="1010", priority=1, async_=True)
        pbx.advance(1)
    told = [event for event in heard if event.name == "TestEvent"]
    assert {event.privilege for event in told} == {("reporting",)}

    def shape(lines: list[tuple[str, str]]) -> list[tuple[str, str]]:
        floating = ("Channel", "CallID", "PriorCallID")
        return [(name, bool(value) if name in floating else value) for name, value in lines]  # type: ignore[misc]

    recorded = [[tuple(line.split(": ", 1)) for line in frame][2:] for frame in RECORDED[release]]
    first = [shape(frame) for frame in recorded if frame[-1][1] == ""]  # type: ignore[arg-type]
    assert [shape(list(event.headers)) for event in told] == first


def test_no_test_events_unasked(start: Start) -> None:
    """A fake is no build for tests."""
    pbx, heard = start()
    call(pbx)
    assert "TestEvent" not in names(heard)


def test_records_of_calls(start: Start) -> None:
    """CEL and Cdr come where they are switched on, and no more where they are switched off again."""
    pbx, heard = start()
    call(pbx)
    assert {"CEL", "Cdr"}.isdisjoint(names(heard))
    pbx.noise(cel=True, cdr=True)
    call(pbx)
    kinds = [dict(event.headers)["EventName"] for event in heard if event.name == "CEL"]
    assert kinds.count("CHAN_START") == kinds.count("CHAN_END") == 2
    assert {"ANSWER", "BRIDGE_ENTER", "APP_START", "APP_END", "HANGUP", "LINKEDID_END"} < set(kinds)
    assert names(heard).count("Cdr") == 1
    heard.clear()
    pbx.noise(cel=False, cdr=False)
    call(pbx)
    assert {"CEL", "Cdr"}.isdisjoint(names(heard))
    pbx.noise(cdr=True)
    call(pbx)
    assert (names(heard).count("Cdr"), names(heard).count("CEL")) == (1, 0)


def test_what_phones_measure(start: Start) -> None:
    """22.10 tells of it in variables, unless it is to be silent about it; 16.28 does not at all."""
    pbx, heard = start()
    call(pbx)
    assert "RTPAUDIOQOS" in variables(heard)
    heard.clear()
    pbx.noise(rtp=False)
    call(pbx)
    assert not [name for name in variables(heard) if name.startswith("RTP")]
    assert "Hangup" in names(heard)
    pbx, heard = start("16.28")
    pbx.noise(rtp=True)
    call(pbx)
    assert not [name for name in variables(heard) if name.startswith("RTP")]


def test_security(start: Start) -> None:
    """Reports about managers and phones."""
    pbx, heard = start()
    with pbx.client() as ami:
        ami.ping()
    pbx.phone("1001").answers()
    pbx.phone("1000").calls("1001")
    assert names(heard).count("SuccessfulAuth") == 4, "a manager, two phones that register, a call"
    heard.clear()
    pbx.noise(security=False)
    with pbx.client() as ami:
        ami.ping()
    pbx.phone("1000").calls("1001")
    assert {event.name for event in heard if "security" in event.privilege} == set()


@pytest.mark.parametrize("missing", [False, True])
def test_attended_transfer_without_its_target(start: Start, missing: bool) -> None:
    """In this race the fourteen headers of the target are absent, and no others."""
    pbx, heard = start()
    pbx.races.attended_transfer_without_target = missing
    pbx.phone("1001").answers()
    pbx.phone("1002").answers()
    first = pbx.phone("1000").calls("1001")
    pbx.advance(1)
    first.hold()
    second = pbx.phone("1000").calls("1002")
    pbx.advance(1)
    first.transfer_to(second)
    pbx.advance(1)
    (told,) = [event for event in heard if event.name == "AttendedTransfer"]
    target = [name for name, _ in told.headers if name.startswith("TransferTarget")]
    assert len(target) == (0 if missing else 14)
    assert dict(told.headers)["TransfereeUniqueid"]


def test_none_is_an_error(start: Start) -> None:
    """A noise that there is not is a mistake of the test."""
    pbx, _ = start()
    wrong: Any = {"rain": True}
    with pytest.raises(TypeError, match="rain"):
        pbx.noise(**wrong)

"""A fault in a frame that the fake sends turns its case red, with the header named.

Every case is played on the fake of its release as it is (green), and a few times more: then one header of one frame
arrives changed. Which frame and header it is goes round over the cases. What the matcher finds of every header of
every frame is tested without a server, in `test_planted_frames`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from astami_fake.conformance.suite import CaseFile, load_cases
from astami_fake.conformance.targets import Target, open_target
from astami_fake.transcript.case import Case
from astami_fake.transcript.player import play
from astami_fake.transcript.session import left_out
from astami_fake.transcript.template import first_values, header_name
from astami_fake.transcript.wire import FrameSplitter

CONFORMANCE = Path(__file__).parents[3] / "conformance"
AREAS: dict[str, list[CaseFile]] = {}
for one in load_cases([CONFORMANCE / "cases"]):
    AREAS.setdefault(one.area, []).append(one)

Frame = tuple[str, ...]
#: Plays with a fault of each case.
PLAYS = 5


@pytest.fixture(scope="module", params=["22.10", "16.28"])
def fake(request: pytest.FixtureRequest) -> Iterator[Target]:
    """The fake of a release."""
    with open_target(f"fake:{request.param}", etc=CONFORMANCE / "etc") as target:
        yield target


#: Which connection of a play, in the order of their making, and which of its frames.
Place = tuple[int, int]
Change = Callable[[Place, Frame], Frame]


class Ear:
    """What the player hears: keeps the frames of a case by their place, and changes one of them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.heard: dict[Place, Frame] = {}
        self.splitters: list[FrameSplitter] = []
        self.etc = ""
        self.change: Change = lambda place, frame: frame
        make, receive = FrameSplitter.__init__, FrameSplitter.receive_data

        def init(splitter: FrameSplitter) -> None:
            make(splitter)
            self.splitters.append(splitter)

        def receive_data(splitter: FrameSplitter, data: bytes) -> list[Frame]:
            return [self.take(self.splitters.index(splitter), frame) for frame in receive(splitter, data)]

        monkeypatch.setattr(FrameSplitter, "__init__", init)
        monkeypatch.setattr(FrameSplitter, "receive_data", receive_data)

    def take(self, connection: int, frame: Frame) -> Frame:
        place = connection, sum(one == connection for one, _ in self.heard)
        self.heard[place] = frame
        return self.change(place, frame)

    def play(self, case: Case, target: Target, change: Change) -> set[str] | None:
        """The headers that the report names; None when the case is green."""
        self.heard = {}
        self.splitters = []
        self.change = change
        with target.stage(self.etc) as stage:
            differences = play(case, stage, "t").differences
        named = {name for one in differences for name in (one.header, header_name(one.actual))}
        named |= {header_name(line) for one in differences for line in one.actual.split("\n")}
        return named if differences else None


def is_of_the_case(frame: Frame, case: Case) -> bool:
    """Not an answer to the player's own log-in, nor an event that belongs to it, nor one that is ignored."""
    values = first_values(frame)
    own = values.get("ActionID", "").startswith(("t-own-", "t-fence-"))
    automatic = any(login.is_automatic for login in case.logins)
    events = {*left_out(case), *({"FullyBooted", "SuccessfulAuth"} if automatic else ())}
    greeting = frame[0].startswith("Asterisk Call Manager/")
    return not own and values.get("Event") not in events and not (greeting and automatic)


def spoilt(text: str, case: Case) -> str:
    """The line with another value, or with another name where the case lets the value be anything."""
    name, colon, value = text.partition(": ")
    free = any(
        placeholder.type == "any"
        for step in case.steps
        for one in step.expects
        for line in one.lines
        if line.name == name
        for placeholder in line.template.placeholders
    )
    return f"{name}X{colon}{value}" if free else f"{name}{colon}\x01{value}"


def test_the_same_member_twice(fake: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each call of a member is one of the recorded ones, and both together are not: their forms are joined."""
    ear = Ear(monkeypatch)
    [file] = load_cases([CONFORMANCE / "cases" / "queue" / "strategy.random.two.ami"])
    ear.etc = file.etc
    said: dict[str, str] = {}

    def twice(place: Place, frame: Frame) -> Frame:
        if not first_values(frame).get("Event", "").startswith("Agent"):
            return frame
        return tuple(
            said.setdefault(header_name(text), text) if header_name(text) in ("Interface", "MemberName") else text
            for text in frame
        )

    assert ear.play(file.case(fake.release), fake, lambda place, frame: frame) is None
    assert ear.play(file.case(fake.release), fake, twice) == {"Interface", "MemberName"}


@pytest.mark.planted
@pytest.mark.parametrize("area", sorted(AREAS))
def test_every_frame(area: str, fake: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each case of the area is green as it is, and red with one header of any frame changed."""
    ear = Ear(monkeypatch)
    planted = 0
    for file in AREAS[area]:
        if fake.release not in file.releases or any(file.document.directives("known-difference")):
            continue
        case = file.case(fake.release)
        ear.etc = file.etc
        assert ear.play(case, fake, lambda place, frame: frame) is None, f"{file.name} is not green"
        frames = [(place, frame) for place, frame in ear.heard.items() if is_of_the_case(frame, case)]
        apart = -(-len(frames) // PLAYS) or 1
        for place, frame in frames[planted % apart :: apart]:
            at = planted % len(frame)

            def change(here: Place, came: Frame, place: Place = place, at: int = at) -> Frame:
                if here != place:
                    return came
                return (*came[:at], spoilt(came[at], case), *came[at + 1 :])  # noqa: B023 - used within this turn

            where = f"{file.name}: {frame[at]!r} of {frame[0]!r}"
            named = ear.play(case, fake, change)
            assert named is not None, f"{where} was changed, and the case is green"
            assert {header_name(frame[at]), header_name(frame[at]) + "X"} & named or at == 0, f"{where}: {named}"
            planted += 1
    recorded = [file for file in AREAS[area] if fake.release in file.releases]
    assert planted or not recorded

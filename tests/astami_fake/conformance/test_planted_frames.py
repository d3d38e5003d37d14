"""Every fault of eight kinds, planted into every frame of every case, is found and named.

Faults in headers go into every header of every different frame, and into one header of each frame that is written like
one before it.

The matcher alone is asked: what a case expects is turned into what a server says when all is right (placeholders get
values, optional frames come), which is green; then one thing in it is changed. What a case leaves open (`{{any}}`, an
optional frame that stays away) is no fault and is not planted.
"""

from __future__ import annotations

import functools
import itertools
import os
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import pytest

from astami_fake.conformance.suite import load_cases
from astami_fake.transcript.align import Difference, align, explain
from astami_fake.transcript.case import Case, Expected, Step, sent_names
from astami_fake.transcript.format import Line
from astami_fake.transcript.matcher import Bindings, Observed, match, unify_frame
from astami_fake.transcript.template import Placeholder, header_name

CASES = load_cases([Path(__file__).parents[3] / "conformance" / "cases"])
#: Of each case every so many-th fault is planted. All take two processors a quarter of an hour; CI takes a sample.
EVERY = int(os.environ.get("ASTAMI_PLANTED_EVERY", "1"))
RELEASES = sorted({release for file in CASES for release in file.releases})

#: A value of each type of placeholder; `%d` makes different ones.
SAMPLES = {
    "aid": "t-a-%d",
    "uid": "1795383034.%d",
    "hex8": "%08x",
    "pair": "%08x",
    "msgid": "1795482015-%08x",
    "longdate": "Tue Nov 24 01:%02d:15 AM UTC 2026",
    "uuid": "5b1c2f0e-9d3a-4c58-8f6e-%012x",
    "uuid20": "%08x-9d3a-4c58-8",
    "int": "%d",
    "float": "%d.5",
    "epoch": "1795383404.%06d",
    "isotime": "2026-11-22T21:30:29.714+%04d",
    "datetime": "2026-11-22 21:30:%02d",
    "date": "2026-11-%02d",
    "time": "%02d:30:29",
    "ip": "10.0.0.%d",
    "port": "%d",
    "hex": "0x7f00940%05x",
    "version": "22.10.%d",
    "any": "any%d",
}


class Filling:
    """Values for placeholders: one for each name, through the whole case."""

    def __init__(self, case: Case) -> None:
        self.values: dict[tuple[str, str], str] = {}
        self.count = 0
        self.bindings = Bindings()
        for name in sent_names(case):
            self.bindings = self.bindings.bind("aid", name, self.value(Placeholder("aid", name)), 0) or self.bindings

    def value(self, placeholder: Placeholder) -> str:
        key = (placeholder.type, placeholder.name)
        if placeholder.name and key in self.values:
            return self.values[key]
        self.count += 1
        made = SAMPLES[placeholder.type] % self.count
        if placeholder.name:
            self.values[key] = made
        return made

    def text(self, line: Line) -> str:
        return "".join(part if isinstance(part, str) else self.value(part) for part in line.template.parts)

    def frame(self, expected: Expected, form: int) -> Observed:
        lines = expected.forms[min(form, len(expected.forms) - 1)]
        at = expected.delay or 0.0
        return Observed(expected.connection, expected.kind, tuple(self.text(line) for line in lines), at, at)


@dataclass
class Scene:
    """A step of a case, and what comes after it when all is right."""

    name: str
    case: Case
    step: Step
    came: list[Observed]
    lines: list[tuple[Line, ...]]
    #: What is bound before it, and after it.
    bindings: Bindings
    after: Bindings
    uids: list[str]
    #: Of each frame, the places of the headers to plant faults in.
    places: list[list[int]] = field(default_factory=list)

    def differences(self, came: Sequence[Observed]) -> list[Difference]:
        """What the report on *came* holds."""
        alignment = align(self.step.expects, came, self.bindings, self.case.floating)
        return explain(alignment, self.step.expects, self.bindings, self.step.number)[0]


@functools.cache
def scenes(release: str) -> list[Scene]:
    """Every step with frames of every case of *release*, in every form, the small ones first.

    A frame that is written like one before it gets a fault in one header, and in each time another one.
    """
    found = sorted(every_scene(release), key=lambda scene: len(scene.came))
    met: dict[tuple[str, ...], int] = {}
    for scene in found:
        for frame in scene.lines:
            key = tuple(map(str, frame))
            times = met[key] = met.get(key, 0) + 1
            scene.places.append([times % (len(frame) or 1)] if times > 1 else list(range(len(frame))))
    return found


def every_scene(release: str) -> Iterator[Scene]:
    for file in CASES:
        if release not in file.releases:
            continue
        case = file.case(release)
        most = max((len(one.forms) for step in case.steps for one in step.expects), default=1)
        for form in range(most):
            filling = Filling(case)
            bindings = filling.bindings
            for step in case.steps:
                came = [filling.frame(one, form) for one in step.expects]
                uids = [value for (kind, _), value in filling.values.items() if kind == "uid"]
                lines = [one.forms[min(form, len(one.forms) - 1)] for one in step.expects]
                found = match(step.expects, came, bindings)
                assert found is not None, f"{file.name}, line {step.number}: what is right is not green"
                if any(one.kind == "frame" for one in came) and (
                    not form or any(len(e.forms) > 1 for e in step.expects)
                ):
                    yield Scene(file.name, case, step, came, lines, bindings, found.bindings, uids)
                bindings = found.bindings


#: What makes what came with the fault in it, and what the report has to name: a header, or the first line of a frame.
Plant = tuple[Callable[[], list[Observed]], set[str]]


def _with(scene: Scene, at: int, lines: Sequence[str]) -> Callable[[], list[Observed]]:
    return lambda: [*scene.came[:at], replace(scene.came[at], lines=tuple(lines)), *scene.came[at + 1 :]]


def headers(scene: Scene) -> Iterator[tuple[int, int, str, Line]]:
    """The headers to plant faults in: frame, place in it, text, line of the case."""
    for at, one in enumerate(scene.came):
        if one.kind == "frame" and not scene.step.expects[at].is_open:
            for place in scene.places[at]:
                yield at, place, one.lines[place], scene.lines[at][place]


def _is_free(line: Line) -> bool:
    return any(placeholder.type == "any" for placeholder in line.template.placeholders)


def _is_another_form(scene: Scene, at: int, lines: Sequence[str]) -> bool:
    expected = scene.step.expects[at]
    if len(expected.forms) == 1:
        return False
    return unify_frame(expected, replace(scene.came[at], lines=tuple(lines)), scene.bindings) is not None


def value_changed(scene: Scene) -> Iterator[Plant]:
    for at, place, text, line in headers(scene):
        if not _is_free(line):
            lines = list(scene.came[at].lines)
            name, colon, value = text.partition(": ")
            lines[place] = f"{name}{colon}\x01{value}"
            yield _with(scene, at, lines), {header_name(text)}


def header_dropped(scene: Scene) -> Iterator[Plant]:
    for at, place, text, _ in headers(scene):
        lines = [one for number, one in enumerate(scene.came[at].lines) if number != place]
        if lines and not _is_another_form(scene, at, lines):
            yield _with(scene, at, lines), {header_name(text)}


def header_renamed(scene: Scene) -> Iterator[Plant]:
    for at, place, text, _ in headers(scene):
        lines = list(scene.came[at].lines)
        lines[place] = "X" + text
        yield _with(scene, at, lines), {header_name(text), "X" + header_name(text)}


def header_doubled(scene: Scene) -> Iterator[Plant]:
    for at, place, text, _ in headers(scene):
        lines = [*scene.came[at].lines[: place + 1], *scene.came[at].lines[place:]]
        if not _is_another_form(scene, at, lines):
            yield _with(scene, at, lines), {header_name(text)}


def frame_dropped(scene: Scene) -> Iterator[Plant]:
    """Where no frame that may stay away could have come in its place: nobody could tell which of the two it was."""
    pairs = list(zip(scene.step.expects, scene.came, strict=True))
    for at, (expected, one) in enumerate(pairs):
        stand_in = any(
            other.is_optional and other.stream == expected.stream and unify_frame(expected, instead, scene.after)
            for other, instead in pairs
        )
        if one.kind == "frame" and not expected.is_optional and not stand_in:
            came = [*scene.came[:at], *scene.came[at + 1 :]]
            yield partial(list, came), {str(scene.lines[at][0])}


def frame_doubled(scene: Scene) -> Iterator[Plant]:
    for at, one in enumerate(scene.came):
        if one.kind == "frame":
            came = [*scene.came[: at + 1], replace(one), *scene.came[at + 1 :]]
            yield partial(list, came), {one.lines[0]}


def frames_swapped(scene: Scene) -> Iterator[Plant]:
    """Neighbours in a stream, unless each could be the other."""
    for at, first in enumerate(scene.step.expects):
        for after in range(at + 1, len(scene.came)):
            second = scene.step.expects[after]
            if (first.connection, first.stream) != (second.connection, second.stream):
                continue
            both = scene.came[at], scene.came[after]
            came = list(scene.came)
            came[at], came[after] = (
                replace(one, since=t.since, at=t.at) for one, t in zip(both[::-1], both, strict=True)
            )
            crosswise = zip((first, second), (came[at], came[after]), strict=True)
            if {one.kind for one in both} == {"frame"} and not all(
                unify_frame(expected, one, scene.bindings) is not None for expected, one in crosswise
            ):
                yield partial(list, came), {str(lines[0]) for lines in (scene.lines[at], scene.lines[after])}
            break


def uid_of_the_other_leg(scene: Scene) -> Iterator[Plant]:
    for at, place, text, line in headers(scene):
        mine = [p for p in line.template.placeholders if p.type == "uid" and p.name]
        if mine:
            value = max((v for v in scene.uids if v in text), key=len)  # .4 is in .42 too
            other = next((uid for uid in scene.uids if uid != value), None)
            lines = list(scene.came[at].lines)
            if other is not None:
                lines[place] = text.replace(value, other)
                if not _is_another_form(scene, at, lines):
                    yield _with(scene, at, lines), {header_name(text)}


KINDS: tuple[Callable[[Scene], Iterator[Plant]], ...] = (
    value_changed,
    header_dropped,
    header_renamed,
    header_doubled,
    frame_dropped,
    frame_doubled,
    frames_swapped,
    uid_of_the_other_leg,
)


def named(differences: Sequence[Difference]) -> set[str]:
    """The headers and frames that a report names; a frame that is too much is shown whole."""
    shown = {header_name(text) for one in differences for text in one.actual.split("\n")}
    return shown | {word for one in differences for word in (one.header, one.frame, header_name(one.frame))}


@pytest.mark.planted
@pytest.mark.parametrize("release", RELEASES)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_planted(release: str, kind: Callable[[Scene], Iterator[Plant]]) -> None:
    """Each fault turns its case red; the report is asked once of each header of each event or answer, and names it."""
    planted = 0
    silent: list[str] = []
    asked: set[tuple[tuple[str, ...], ...]] = set()
    for scene in scenes(release):
        # Each case has a sample of its own, which another case does not move.
        first = zlib.crc32(f"{scene.name} {scene.step.number}".encode()) % EVERY
        for plant, names in itertools.islice(kind(scene), first, None, EVERY):
            planted += 1
            came = plant()
            where = f"{scene.name}, line {scene.step.number}: {sorted(names)}"
            if match(scene.step.expects, came, scene.bindings) is not None:
                silent.append(f"{where}: green")
                continue
            about = (*(one.lines[:1] for one in came if one not in scene.came), tuple(sorted(names)))
            if about not in asked:
                asked.add(about)
                said = named(scene.differences(came))
                if not names & said:
                    silent.append(f"{where}: the report names {sorted(said)}")
    print(f"planted: {kind.__name__:<20} {release} {planted:>6}, {len(asked):>6} reports read")
    assert not silent, f"{len(silent)} of {planted}:\n" + "\n".join(silent[:20])
    assert planted >= 400, "too few to say anything"

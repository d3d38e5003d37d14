"""What changes together in several frames: lines that are joined under a name (`[form 1 of 2 with a]`).

What varies in one frame often decides what varies in others: which of two members a queue calls is told by all events
of that call. Lines that came in the same runs, or in the same runs did not, are joined, where that is no chance. Pure.
May import: `derive`, `astami_fake.transcript`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import comb
from string import ascii_lowercase

from astami_fake.conformance.derive import Expectation
from astami_fake.transcript.case import Expected
from astami_fake.transcript.format import Line

#: Two lines that have nothing to do with each other come in the same runs in one of so many recordings at most.
CHANCE = 10_000

#: A line: of which step, of which of its frames, at which place.
_Place = tuple[int, int, int]


def join(expectations: Sequence[Expectation], *, prior: bool) -> list[list[Expected]]:
    """The frames of each step, with lines joined that change together.

    *prior*: they add to earlier recordings of the release. Of those runs nothing is known any more; so what was joined
    stays so, if these runs do not contradict, and nothing else is joined.
    """
    frames = [expectation.frames() for expectation in expectations]
    groups: dict[tuple[object, ...], list[_Place]] = {}
    for step, expectation in enumerate(expectations):
        for at, (draft, forms) in enumerate(zip(expectation.drafts, expectation.forms_by_run(), strict=True)):
            for place, line in enumerate(frames[step][at].lines if forms else ()):
                came = [form in line.guard.forms for form in forms] if line.guard else []
                name = draft.joined.get(line.text, "")
                if name if prior else is_telling(came):
                    groups.setdefault((name, *came), []).append((step, at, place))
    together = [places for places in groups.values() if len({place[:2] for place in places}) > 1]
    for number, places in enumerate(together):
        name = ascii_lowercase[number % 26] * (number // 26 + 1)
        for step, at, place in places:
            lines = list(frames[step][at].lines)
            lines[place] = _named(lines[place], name)
            frames[step][at] = replace(frames[step][at], lines=tuple(lines))
    return frames


def is_telling(came: Sequence[bool]) -> bool:
    """Would another line hardly have come in just these runs by chance?"""
    return comb(len(came), sum(came)) >= CHANCE


def apart(frame: Expected) -> Expected:
    """*frame* with none of its lines joined, as it is learned."""
    return replace(frame, lines=tuple(_named(line, "") for line in frame.lines))


def names_of(frame: Expected) -> Mapping[str, str]:
    """The lines of *frame* that are joined, and the name of each."""
    return {line.text: line.guard.joined for line in frame.lines if line.guard and line.guard.joined}


def _named(line: Line, name: str) -> Line:
    if line.guard is None or line.guard.joined == name:
        return line
    return replace(line, guard=replace(line.guard, joined=name))

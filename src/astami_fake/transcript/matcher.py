"""Does what a server said match what a case expects? A pure function of both.

Unification over the whole session: a named placeholder binds one to one. Between streams the order is free, so
the search goes back when a choice leads nowhere. The verdict is exact; why something does not match is
explained in `align`. May import: `template`, `case`, `streams`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from astami_fake.transcript.case import Expected
from astami_fake.transcript.format import Line
from astami_fake.transcript.streams import ORDERED, Stream
from astami_fake.transcript.template import Template

#: How far a frame may be from its recorded delay, in seconds of PBX time: recordings are rounded to 0.1 s.
DELAY_TOLERANCE = 0.1
#: A frame recorded without a delay comes within this time of its step.
AT_ONCE = 0.3
#: Choices that the search tries before it gives up; real cases need about one per frame.
SEARCH_LIMIT = 50_000


@dataclass(frozen=True)
class Observed:
    """What came from the server: the lines of a frame, raw bytes as one line, or the end of the connection.

    It came in the PBX time (*since*, *at*] after its step, in seconds; *slack* is how late a loaded real server may be.
    """

    connection: str
    kind: str
    lines: tuple[str, ...]
    since: float = 0.0
    at: float = 0.0
    slack: float = 0.0

    @property
    def moment(self) -> float:
        """The middle of the time in which it came."""
        return (self.since + self.at) / 2


@dataclass(frozen=True)
class Bound:
    """A value of a named placeholder and the case line that bound it (0: before the first step)."""

    value: str
    number: int


@dataclass(frozen=True)
class Bindings:
    """Named placeholders and their values, one to one within a type. Immutable: binding gives a new object.

    *joined* says of the names under which lines are joined whether these lines come in this play, as far as is known.
    """

    values: Mapping[tuple[str, str], Bound] = field(default_factory=dict)
    joined: Mapping[str, bool] = field(default_factory=dict)

    def get(self, kind: str, name: str) -> Bound | None:
        return self.values.get((kind, name))

    def name_of(self, kind: str, value: str) -> str | None:
        """The name that *value* is bound to."""
        return next((n for (k, n), bound in self.values.items() if k == kind and bound.value == value), None)

    def bind(self, kind: str, name: str, value: str, number: int) -> Bindings | None:
        """Bindings with this one too, or None where it contradicts one."""
        bound = self.get(kind, name)
        if bound is not None:
            return self if bound.value == value else None
        if self.name_of(kind, value) is not None:
            return None
        return replace(self, values={**self.values, (kind, name): Bound(value, number)})

    def allows(self, choices: Mapping[str, bool]) -> bool:
        """Have lines of no name in *choices* come where they should not, or stayed away?"""
        return all(self.joined.get(name, comes) == comes for name, comes in choices.items())

    def choose(self, choices: Mapping[str, bool]) -> Bindings:
        """Bindings with these *choices*, where they were not made yet."""
        return replace(self, joined={**choices, **self.joined}) if choices else self


def unify(template: Template, text: str, bindings: Bindings, number: int) -> Bindings | None:
    """The bindings under which *template* is *text*, or None."""
    values = template.fits(text)
    if not values:
        return None if values is None else bindings
    after: Bindings | None = bindings
    for placeholder, value in zip(template.placeholders, values, strict=True):
        if placeholder.name and after is not None:
            after = after.bind(placeholder.type, placeholder.name, value, number)
    return after


def unify_frame(expected: Expected, observed: Observed, bindings: Bindings) -> Bindings | None:
    """The bindings under which *observed* is a form of the frame *expected*, delay included, or None."""
    return next(unify_forms(expected, observed, bindings), None)


def unify_forms(expected: Expected, observed: Observed, bindings: Bindings) -> Iterator[Bindings]:
    """The bindings for each form of *expected* that *observed* is, delay included."""
    if expected.kind != observed.kind or expected.connection != observed.connection:
        return
    if not delay_fits(expected, observed):
        return
    for number, lines in enumerate(expected.forms, 1):
        if not bindings.allows(expected.choices(number)):
            continue
        unify_lines = _unify_open if expected.is_open else _unify_whole
        after = unify_lines(lines, observed.lines, bindings)
        if after is not None:
            yield after.choose(expected.choices(number))


def _unify_whole(lines: Sequence[Line], texts: Sequence[str], bindings: Bindings) -> Bindings | None:
    if len(lines) != len(texts):
        return None
    after: Bindings | None = bindings
    for line, text in zip(lines, texts, strict=True):
        if after is not None:
            after = unify(line.template, text, after, line.number)
    return after


def _unify_open(lines: Sequence[Line], texts: Sequence[str], bindings: Bindings) -> Bindings | None:
    if not lines:
        return bindings
    for position, text in enumerate(texts):
        after = unify(lines[0].template, text, bindings, lines[0].number)
        if after is not None:
            rest = _unify_open(lines[1:], texts[position + 1 :], after)
            if rest is not None:
                return rest
    return None


def delay_fits(expected: Expected, observed: Observed) -> bool:
    """Did the frame come when the recording says?"""
    if expected.delay is None:
        return observed.since < AT_ONCE + observed.slack
    earliest, latest = expected.delay - DELAY_TOLERANCE, expected.delay + DELAY_TOLERANCE + observed.slack
    return observed.at > earliest + 1e-6 and observed.since < latest


@dataclass(frozen=True)
class Match:
    """Everything matches: which expected frame each observed one is, and the optional frames that did not come."""

    bindings: Bindings
    pairs: tuple[tuple[Expected, Observed], ...]
    absent: tuple[Expected, ...]


def match(
    expected: Sequence[Expected], observed: Sequence[Observed], bindings: Bindings, carried: Sequence[Expected] = ()
) -> Match | None:
    """Match the frames of one step; *carried* are optional frames of earlier steps that may still come."""
    return _Search(expected, observed, carried).run(bindings)


class _Search:
    def __init__(self, expected: Sequence[Expected], observed: Sequence[Observed], carried: Sequence[Expected]) -> None:
        # The order of frames on different connections cannot be observed: each connection is a world of its own,
        # and in it the ordered frames of the step come before the streams.
        self.queues: dict[tuple[str, bool, Stream], list[Expected]] = {}
        for frame in (*carried, *expected):
            self.queues.setdefault((frame.connection, frame in carried, frame.stream), []).append(frame)
        self.keys = list(self.queues)
        self.observed = sorted(observed, key=lambda one: one.connection)
        self.budget = SEARCH_LIMIT

    def run(self, bindings: Bindings) -> Match | None:
        pairs = self.search(tuple(0 for _ in self.keys), bindings)
        if pairs is None:
            return None
        found, after = pairs
        chosen = {id(frame) for frame, _ in found}
        absent = tuple(f for queue in self.queues.values() for f in queue if id(f) not in chosen)
        return Match(after, tuple(found), absent)

    def search(
        self, heads: tuple[int, ...], bindings: Bindings
    ) -> tuple[list[tuple[Expected, Observed]], Bindings] | None:
        """Depth first over the observed frames, without recursion: sessions may have thousands of frames."""
        if not self.observed:
            return ([], bindings) if self.rest_is_optional(heads) else None
        trail: list[tuple[Expected, tuple[int, ...], Bindings]] = []
        choices = [self.choices(0, heads, bindings)]
        while choices:
            step = next(choices[-1], None)
            if step is None:
                choices.pop()
                if trail:
                    trail.pop()
                continue
            self.budget -= 1
            if self.budget < 0:
                return None
            trail.append(step)
            if len(trail) == len(self.observed):
                if self.rest_is_optional(step[1]):
                    frames = [frame for frame, _, _ in trail]
                    return list(zip(frames, self.observed, strict=True)), step[2]
                trail.pop()
            else:
                choices.append(self.choices(len(trail), step[1], step[2]))
        return None

    def choices(
        self, position: int, heads: tuple[int, ...], bindings: Bindings
    ) -> Iterator[tuple[Expected, tuple[int, ...], Bindings]]:
        observed = self.observed[position]
        may_be_in_streams = self.is_past_ordered(observed.connection, heads)
        for at, key in enumerate(self.keys):
            connection, is_carried, stream = key
            if connection != observed.connection or not (is_carried or stream == ORDERED or may_be_in_streams):
                continue
            queue = self.queues[key]
            for index in range(heads[at], len(queue)):
                for after in unify_forms(queue[index], observed, bindings):
                    yield queue[index], (*heads[:at], index + 1, *heads[at + 1 :]), after
                if not queue[index].is_optional:
                    break

    def is_past_ordered(self, connection: str, heads: tuple[int, ...]) -> bool:
        """Have the ordered frames of the step come on *connection*, so that those in streams may?"""
        return all(
            self.all_optional(key, heads[at])
            for at, key in enumerate(self.keys)
            if key[0] == connection and not key[1] and key[2] == ORDERED
        )

    def rest_is_optional(self, heads: tuple[int, ...]) -> bool:
        return all(self.all_optional(key, heads[at]) for at, key in enumerate(self.keys))

    def all_optional(self, key: tuple[str, bool, Stream], head: int) -> bool:
        return all(frame.is_optional for frame in self.queues[key][head:])

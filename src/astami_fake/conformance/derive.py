"""From what a real server said to what a case expects: volatile values become placeholders.

`derive` writes the expectation of one run, `generalize` widens it by a further run: a value that differs
becomes a placeholder, a frame that does not always come becomes optional. An order that differs inside a stream
is no variation but an error. Pure. May import: `astami_fake.transcript`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from astami_fake.transcript.align import align, align_lines, explain, frame_cost
from astami_fake.transcript.case import Expected
from astami_fake.transcript.format import Line
from astami_fake.transcript.matcher import AT_ONCE, Bindings, Observed, unify, unify_frame
from astami_fake.transcript.streams import ORDERED, stream_of
from astami_fake.transcript.template import Placeholder, Template, header_name, literal

#: What is volatile wherever it stands; every group becomes a placeholder of the type that the group is named after.
#: A type that ends in `_named` gets a name, the same for the same value.
VOLATILE = tuple(
    re.compile(pattern)
    for pattern in (
        r"^(?:AsteriskVersion): (?P<version>\S+)$",
        r"^Output: Asterisk (?P<version>\S+) built by (?P<any>.*)$",
        r"^(?:Uptime|LastReload|CoreProcessedCalls): (?P<int>\d+)$",
        r"^(?:\w+Time|LastCall|LastPause): (?P<int>\d{9,})$",
        r"^(?:CoreStartupDate|CoreReloadDate): (?P<date>\S+)$",
        r"^(?:CoreStartupTime|CoreReloadTime|Duration): (?P<time>\d+:\d\d:\d\d)$",
        r"IPV[46]/[A-Z]+/(?P<ip>[0-9a-fA-F.:]+)/(?P<port>\d+)",
        r"(?P<isotime>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d{4})",
        r"(?P<datetime>\b\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\b)",
        r"(?P<uuid_named>\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b)",
        r"(?P<hex>\b0x[0-9a-f]{6,}\b)",
        r"(?<=-)(?P<hex8_named>[0-9a-f]{8})(?![0-9a-zA-Z-])",
        r"^Timestamp: (?P<epoch>\d{9,}\.\d{6})$",
        r"(?P<uid_named>\b\d{10}\.\d+\b)",
    )
)
_COUNTING = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


class RecordError(Exception):
    """What a server said in several runs cannot be written as one expectation; the message says what and what to do."""


class Namer:
    """Names for volatile values: those that a case already uses, new ones in order of appearance."""

    def __init__(self, bindings: Bindings, taken: Iterable[tuple[str, str]]) -> None:
        self.names = {(kind, bound.value): name for (kind, name), bound in bindings.values.items()}
        self.taken = {*taken, *((kind, name) for (kind, _), name in self.names.items())}
        self.action_ids = {value: name for (kind, value), name in self.names.items() if kind == "aid"}

    def know(self, bindings: Bindings) -> None:
        """Use the names of *bindings* for their values."""
        for (kind, name), bound in bindings.values.items():
            self.names.setdefault((kind, bound.value), name)
            self.taken.add((kind, name))

    def name(self, kind: str, value: str) -> str:
        if (kind, value) not in self.names:
            new = next(name for name in _new_names(kind) if (kind, name) not in self.taken)
            self.names[kind, value] = new
            self.taken.add((kind, new))
        return self.names[kind, value]


def _new_names(kind: str) -> Iterator[str]:
    yield from _COUNTING if kind == "uid" else "abcdefghijklmnopqrstuvwxyz"
    number = len(_COUNTING)
    while True:
        number += 1
        yield f"n{number}"


def derive_line(text: str, namer: Namer, secrets: Iterable[str] = ()) -> Template:
    """*text* with its volatile parts as placeholders; secrets are hidden behind `{{any}}`."""
    parts: list[str | Placeholder] = [text]
    for secret in secrets:
        parts = _replace(parts, secret, Placeholder("any"))
    for value in sorted(namer.action_ids, key=len, reverse=True):
        parts = _replace(parts, value, Placeholder("aid", namer.action_ids[value]))
    for pattern in VOLATILE:
        if pattern.pattern.startswith("^") and len(parts) > 1:
            continue
        parts = [new for part in parts for new in _replace_pattern(part, pattern, namer)]
    return Template(tuple(part for part in parts if part != ""))


def _replace(parts: list[str | Placeholder], value: str, by: Placeholder) -> list[str | Placeholder]:
    found: list[str | Placeholder] = []
    for part in parts:
        if isinstance(part, str) and value:
            pieces = part.split(value)
            for at, piece in enumerate(pieces):
                found += [by, piece] if at else [piece]
        else:
            found.append(part)
    return found


def _replace_pattern(part: str | Placeholder, pattern: re.Pattern[str], namer: Namer) -> Iterator[str | Placeholder]:
    if not isinstance(part, str):
        yield part
        return
    position = 0
    for found in pattern.finditer(part):
        for group, value in found.groupdict().items():
            kind = group.removesuffix("_named")
            yield part[position : found.start(group)]
            yield Placeholder(kind, namer.name(kind, value) if group != kind else "")
            position = found.end(group)
    yield part[position:]


@dataclass
class Draft:
    """An expected frame in the making: its lines with all texts seen, and in which runs it came, when."""

    expected: Expected
    samples: list[list[str]]
    times: list[float] = field(default_factory=list)


@dataclass
class Expectation:
    """What is expected after one step, learned from the runs so far."""

    drafts: list[Draft]
    runs: int = 1
    warnings: list[str] = field(default_factory=list)

    def first_frames(self) -> list[Expected]:
        """The expectation without the conclusions about how often and when."""
        return [draft.expected for draft in self.drafts]

    def frames(self) -> list[Expected]:
        """The expectation as it goes into the case."""
        return [self._finished(draft) for draft in self.drafts]

    def _finished(self, draft: Draft) -> Expected:
        seen = len(draft.times)
        at = median(draft.times)
        return replace(
            draft.expected,
            share=(seen, self.runs) if seen < self.runs else None,
            delay=round(at, 1) if at >= AT_ONCE else None,
        )


def derive(
    base: Sequence[Expected],
    observed: Sequence[Observed],
    bindings: Bindings,
    namer: Namer,
    *,
    has_streams: bool,
    keeps_open: bool,
    floating: frozenset[str],
    secrets: Sequence[str],
) -> Expectation:
    """The expectation that one run gives; lines of *base* that fit are taken over as they are written."""
    alignment = align(base, observed, bindings, floating)
    partner = {id(one): expected for expected, one in alignment.pairs}
    drafts = []
    for one in observed:
        expected = partner.get(id(one))
        is_open = expected is not None and expected.is_open and keeps_open and _fits(expected, one, bindings)
        if expected is not None and is_open:
            lines = expected.lines
        else:
            lines = tuple(_derive_lines(expected, one, bindings, namer, secrets))
        stream = stream_of(map(str, lines), floating) if has_streams else ORDERED
        frame = Expected(one.connection, one.kind, lines, is_open, stream, 0)
        drafts.append(Draft(frame, [[text] for text in one.lines], [one.moment]))
    return Expectation(drafts)


def _fits(expected: Expected, observed: Observed, bindings: Bindings) -> bool:
    at_any_time = replace(observed, since=0.0, at=expected.delay or 0.0)
    return unify_frame(expected, at_any_time, bindings) is not None


def _derive_lines(
    expected: Expected | None, observed: Observed, bindings: Bindings, namer: Namer, secrets: Sequence[str]
) -> Iterator[Line]:
    written: dict[int, Line] = {}
    if expected is not None:
        position = -1
        for line, text in align_lines(expected, observed):
            position += text is not None
            if line is not None and text is not None and unify(line.template, text, bindings, 0) is not None:
                written[position] = line
    for position, text in enumerate(observed.lines):
        derived = derive_line(text, namer, secrets)
        # A placeholder that somebody wrote stays; a literal stays only where nothing volatile is known in it.
        kept = written.get(position)
        yield Line(kept.template if kept and (kept.template.placeholders or not derived.placeholders) else derived)


def generalize(
    expectation: Expectation, observed: Sequence[Observed], bindings: Bindings, floating: frozenset[str]
) -> Bindings:
    """Widen *expectation* so that this run fits too; returns the bindings after it.

    Raises:
        RecordError: a header comes only sometimes, or the order inside a stream differs.
    """
    expectation.runs += 1
    # Numbers identify drafts while aligning.
    frames = [replace(draft.expected, number=at) for at, draft in enumerate(expectation.drafts)]
    at_once = [replace(one, since=0.0, at=0.0) for one in observed]
    alignment = align(frames, at_once, bindings, floating)
    _refuse_disorder(alignment.missing, alignment.extra, bindings)
    when = {id(moved): one.moment for moved, one in zip(at_once, observed, strict=True)}
    after = explain(alignment, frames, bindings)[1]
    partner: dict[int, Draft] = {}
    for frame, one in alignment.pairs:
        draft = expectation.drafts[frame.number]
        draft.times.append(when[id(one)])
        partner[id(one)] = draft
        _widen(draft, one, after, expectation.warnings)
    for at, one in enumerate(at_once):
        if id(one) not in partner:
            draft = _new_draft(expectation, one, when[id(one)], after, floating)
            place = _place(expectation.drafts, partner, at_once, at, floating)
            expectation.drafts.insert(place, draft)
            partner[id(one)] = draft
    return after


def _refuse_disorder(missing: Sequence[Expected], extra: Sequence[Observed], bindings: Bindings) -> None:
    for frame in missing:
        for one in extra:
            if frame.connection == one.connection and frame_cost(frame, one, bindings) == 0:
                stream = " ".join(frame.stream).strip()
                raise RecordError(
                    f"the order inside stream '{stream}' differs between runs: '{frame.texts[0]}' moved; if it may, "
                    f"give it a stream of its own with '@float {header_value(frame)}'"
                )


def header_value(frame: Expected) -> str:
    """The event name of a frame."""
    return frame.texts[0].partition(": ")[2] if frame.lines else frame.kind


def _widen(draft: Draft, observed: Observed, bindings: Bindings, warnings: list[str]) -> None:
    expected = draft.expected
    lines = list(expected.lines)
    position = -1
    at = -1
    for line, text in align_lines(expected, observed):
        position += line is not None
        at += text is not None
        if expected.is_open and line is None:
            continue
        if line is None or text is None:
            name = header_name(text if text is not None else str(line))
            raise RecordError(f"'{expected.texts[0]}' has the header {name} only in some runs")
        if unify(line.template, text, bindings, 0) is not None:
            continue
        if line.template.fits(text) is not None:  # the shape is right, the identity is not the same in every run
            parts = [Placeholder(p.type) if isinstance(p, Placeholder) else p for p in line.template.parts]
            lines[position] = Line(Template(tuple(parts)))
            continue
        if expected.is_open:
            raise RecordError(f"'{line}' of an open frame does not fit '{text}' in every run")
        draft.samples[position].append(text)
        lines[position] = Line(widest(draft.samples[position]))
        if any(p.type == "any" for p in lines[position].template.placeholders):
            warnings.append(f"'{expected.texts[0]}': {lines[position]} (it was {', '.join(draft.samples[position])})")
    draft.expected = replace(expected, lines=tuple(lines))


_TOKENS = re.compile(r"-?\d+\.\d+|-?\d+|[^\d-]+|-")


def widest(samples: Sequence[str]) -> Template:
    """The narrowest template that all *samples* fit: volatile parts, varying numbers, else `{{any}}` for the value."""
    shapes = [_shape(text) for text in samples]
    parts: list[str | Placeholder] = []
    if all(len(shape) == len(shapes[0]) for shape in shapes):
        for tokens in zip(*shapes, strict=True):
            kinds = {_kind_of(token) for token in tokens}
            if len(set(tokens)) == 1:
                parts.append(tokens[0])
            elif len(kinds) == 1 and (kind := kinds.pop()):
                parts.append(Placeholder(kind))
            else:
                break
        else:
            return Template(_joined(parts))
    name = header_name(samples[0])
    return Template((*literal(f"{name}: ").parts, Placeholder("any")))


def _shape(text: str) -> list[str | Placeholder]:
    """*text* as unnamed placeholders for what is known to be volatile, and pieces that are numbers or not."""
    shape: list[str | Placeholder] = []
    for part in derive_line(text, Namer(Bindings(), ())).parts:
        shape += [Placeholder(part.type)] if isinstance(part, Placeholder) else _TOKENS.findall(part)
    return shape


def _kind_of(token: str | Placeholder) -> str:
    if isinstance(token, Placeholder):
        return ""
    if re.fullmatch(r"-?\d+", token):
        return "int"
    return "float" if re.fullmatch(r"-?\d+\.\d+", token) else ""


def _joined(parts: Sequence[str | Placeholder]) -> tuple[str | Placeholder, ...]:
    joined: list[str | Placeholder] = []
    for part in parts:
        last = joined[-1] if joined else None
        if isinstance(part, str) and isinstance(last, str):
            joined[-1] = last + part
        else:
            joined.append(part)
    return tuple(joined)


def _new_draft(
    expectation: Expectation, one: Observed, at: float, bindings: Bindings, floating: frozenset[str]
) -> Draft:
    """A frame that no run before this one had."""
    lines = [line for draft in expectation.drafts for line in draft.expected.lines]
    namer = Namer(bindings, ((p.type, p.name) for line in lines for p in line.template.placeholders))
    ordered = all(draft.expected.stream == ORDERED for draft in expectation.drafts)
    new = tuple(Line(derive_line(text, namer)) for text in one.lines)
    stream = ORDERED if ordered else stream_of(map(str, new), floating)
    return Draft(Expected(one.connection, one.kind, new, False, stream, 0), [[text] for text in one.lines], [at])


def _place(
    drafts: Sequence[Draft],
    partner: dict[int, Draft],
    observed: Sequence[Observed],
    position: int,
    floating: frozenset[str],
) -> int:
    """Where a new frame belongs: behind the frame before it, at the right place of its stream."""
    index = {id(draft): at for at, draft in enumerate(drafts)}
    key = _key(observed[position], floating)
    places = [(index[id(partner[id(one)])], i) for i, one in enumerate(observed) if id(one) in partner]
    same = [(place, i) for place, i in places if _key(observed[i], floating) == key]
    earliest = max((place + 1 for place, i in same if i < position), default=0)
    latest = min((place for place, i in same if i > position), default=len(drafts))
    wanted = max(((i, place + 1) for place, i in places if i < position), default=(0, 0))[1]
    return min(max(wanted, earliest), latest)


def _key(one: Observed, floating: frozenset[str]) -> tuple[str, tuple[str, str]]:
    return one.connection, stream_of(one.lines, floating)

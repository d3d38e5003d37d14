"""From what a real server said to what a case expects: volatile values become placeholders.

`derive` writes the expectation of one run, `generalize` widens it by a further run: a value that differs
becomes a placeholder or gives its frame a further form, a frame that does not always come becomes optional. An
order that differs inside a stream is no variation but an error. Pure. May import: `forms`, `volatile`,
`astami_fake.transcript`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from astami_fake.conformance.forms import Form, settle
from astami_fake.conformance.volatile import Namer, RecordError, derive_line
from astami_fake.transcript.align import Alignment, align, align_lines, begin_alike, closest_form, explain, frame_cost
from astami_fake.transcript.case import Expected
from astami_fake.transcript.format import Guard, Line
from astami_fake.transcript.matcher import AT_ONCE, Bindings, Observed, unify, unify_frame
from astami_fake.transcript.streams import ORDERED, stream_of
from astami_fake.transcript.template import Placeholder, Template


@dataclass
class Draft:
    """An expected frame in the making: the forms in which it came, with what came for each line, and when it came.

    *prior* says in how many runs of how many it came in earlier recordings of the release, *joined* the names under
    which lines of it were joined with others there, *taken* which of the forms it came in, in each run in which it
    did.
    """

    expected: Expected
    times: list[float] = field(default_factory=list)
    prior: tuple[int, int] = (0, 0)
    forms: list[Form] = field(default_factory=list)
    samples: dict[str, set[str]] = field(default_factory=dict)
    joined: Mapping[str, str] = field(default_factory=dict)
    taken: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.forms = self.forms or [_unguarded(form) for form in self.expected.forms]

    def current(self) -> Expected:
        """The frame in all forms seen so far, for pairing it with what comes in a further run."""
        if len(self.forms) == 1:
            return self.expected
        lines = [
            Line(line.template, Guard(forms=(at,), of=len(self.forms)) if number else None)
            for at, form in enumerate(self.forms, 1)
            for number, line in enumerate(form)
            if number or at == 1
        ]
        return replace(self.expected, lines=tuple(lines))


@dataclass
class Expectation:
    """What is expected after one step, learned from the runs so far."""

    drafts: list[Draft]
    runs: int = 1

    def first_frames(self) -> list[Expected]:
        """The expectation without the conclusions about how often and when."""
        return [draft.current() for draft in self.drafts]

    def frames(self) -> list[Expected]:
        """The expectation as it goes into the case.

        Raises:
            RecordError: a frame varies in a way that cannot be written down.
        """
        return [self._finished(draft) for draft in self.drafts]

    def forms_by_run(self) -> list[tuple[int, ...]]:
        """Of each frame the number of its form in each of the runs; none of one that has one form, or was absent."""
        return [self._taken(draft) for draft in self.drafts]

    def _taken(self, draft: Draft) -> tuple[int, ...]:
        if len(draft.forms) == 1 or len(draft.taken) < self.runs:
            return ()
        _, numbers = settle(draft.forms, len(draft.times) + draft.prior[0], draft.samples)
        return tuple(numbers[form] for form in draft.taken) if max(numbers) > 1 else ()

    @property
    def names(self) -> set[tuple[str, str]]:
        """The names that its frames use, with their types."""
        lines = [line for draft in self.drafts for form in draft.forms for line in form]
        return {(p.type, p.name) for line in lines for p in line.template.placeholders if p.name}

    @property
    def warnings(self) -> list[str]:
        """What a reader should look at: frames that vary, and how that is written."""
        told = []
        for draft, frame in zip(self.drafts, self.frames(), strict=True):
            known = {str(line) for form in draft.forms for line in form}
            varying = [line for line in frame.lines if line.guard or str(line) not in known]
            if len(draft.forms) > 1 and varying:
                shown = ", ".join(f"{line}  {line.guard}" if line.guard else str(line) for line in varying)
                told.append(f"'{frame.texts[0]}' varies: {shown}")
        return told

    def _finished(self, draft: Draft) -> Expected:
        seen, runs = len(draft.times) + draft.prior[0], self.runs + draft.prior[1]
        at = median(draft.times) if draft.times else draft.expected.delay or 0.0
        return replace(
            draft.expected,
            lines=settle(draft.forms, seen, draft.samples)[0] if len(draft.forms) > 1 else draft.expected.lines,
            share=(seen, runs) if seen < runs else None,
            delay=round(at, 1) if at >= AT_ONCE else None,
        )


def derive(
    base: Sequence[Expected],
    observed: Sequence[Observed],
    bindings: Bindings,
    namer: Namer,
    *,
    has_streams: bool,
    prior: int,
    floating: frozenset[str],
    secrets: Sequence[str],
    anew: bool = False,
    joined: Sequence[Mapping[str, str]] = (),
) -> Expectation:
    """The expectation that one run gives; lines of *base* that fit are taken over as they are written.

    *prior* is the number of runs behind *base* where that is an earlier recording of the same release: then the freedom
    that it showed (optional frames, forms) stays; 0 where *base* is another release's. *anew* trusts *base* less: of
    a value that has a name in this run it does not keep a line that only says the shape. *joined* are the names under
    which lines of the frames of *base* were joined with others.
    """
    names = {id(frame): found for frame, found in zip(base, joined, strict=False)}
    alignment = align(base, observed, bindings, floating)
    partner = {id(one): expected for expected, one in alignment.pairs}
    drafts: list[Draft] = []
    made: dict[int, Draft] = {}
    for one in observed:
        expected = partner.get(id(one))
        kept = None
        if expected is not None and prior and (expected.is_open or len(expected.forms) > 1):
            kept = expected if _fits(expected, one, bindings) else None
        lines = kept.lines if kept else tuple(_derive_lines(expected, one, bindings, namer, secrets, anew=anew))
        stream = stream_of(map(str, lines), floating) if has_streams else ORDERED
        frame = Expected(one.connection, one.kind, lines, kept is not None and kept.is_open, stream, 0)
        before = (expected.share or (prior, prior)) if expected is not None and prior else (0, 0)
        draft = Draft(frame, [one.moment], before)
        draft.taken.append(closest_form(kept, one, bindings)[0] - 1 if kept else 0)
        if not kept:
            draft.samples = {str(line): {text} for line, text in zip(lines, one.lines, strict=True)}
        drafts.append(draft)
        if expected is not None:
            made[id(expected)] = draft
            draft.joined = names.get(id(expected), {})
    if prior:
        _keep_absent(drafts, made, base)
    return Expectation(drafts)


def _keep_absent(drafts: list[Draft], made: dict[int, Draft], base: Sequence[Expected]) -> None:
    """Optional frames of *base* that did not come this time stay, at their places in their streams."""
    for at, frame in enumerate(base):
        if id(frame) in made or frame.share is None:
            continue
        places = {id(draft): place for place, draft in enumerate(drafts)}
        mine = [i for i, one in enumerate(base) if id(one) in made and one.stream == frame.stream]
        before = max((i for i in mine if i < at), default=None)
        after = min((i for i in mine if i > at), default=None)
        if before is not None:
            place = places[id(made[id(base[before])])] + 1
        elif after is not None:
            place = places[id(made[id(base[after])])]
        else:
            place = len(drafts)
        made[id(frame)] = Draft(replace(frame, number=0), [], frame.share)
        drafts.insert(place, made[id(frame)])


def _unguarded(form: Form) -> Form:
    return tuple(Line(line.template) for line in form)


def _fits(expected: Expected, observed: Observed, bindings: Bindings) -> bool:
    at_any_time = replace(observed, since=0.0, at=expected.delay or 0.0)
    return unify_frame(expected, at_any_time, bindings) is not None


def _derive_lines(
    expected: Expected | None,
    observed: Observed,
    bindings: Bindings,
    namer: Namer,
    secrets: Sequence[str],
    *,
    anew: bool,
) -> Iterator[Line]:
    written: dict[int, Line] = {}
    if expected is not None:
        position = -1
        for line, text in align_lines(closest_form(expected, observed, bindings)[1], observed.lines):
            position += text is not None
            if line is not None and text is not None and unify(line.template, text, bindings, 0) is not None:
                written[position] = line
    for position, text in enumerate(observed.lines):
        derived = derive_line(text, namer, secrets)
        # A placeholder that somebody wrote stays; a literal stays only where nothing volatile is known in it.
        kept = written.get(position)
        if kept and anew and _has_names(derived) and not _has_names(kept.template):
            kept = None
        yield Line(kept.template if kept and (kept.template.placeholders or not derived.placeholders) else derived)


def _has_names(template: Template) -> bool:
    return any(placeholder.name for placeholder in template.placeholders)


def generalize(
    expectation: Expectation,
    observed: Sequence[Observed],
    bindings: Bindings,
    floating: frozenset[str],
    taken: Collection[tuple[str, str]] = (),
) -> Bindings:
    """Widen *expectation* so that this run fits too; returns the bindings after it.

    *taken* are names, with their types, that other steps use: what is new in this run gets none of them.

    Raises:
        RecordError: a header comes only sometimes, or the order inside a stream differs.
    """
    expectation.runs += 1
    # Numbers identify drafts while aligning.
    frames = [replace(draft.current(), number=at) for at, draft in enumerate(expectation.drafts)]
    at_once = [replace(one, since=0.0, at=0.0) for one in observed]
    alignment = _without_strangers(align(frames, at_once, bindings, floating))
    _refuse_disorder(alignment.missing, alignment.extra, bindings)
    when = {id(moved): one.moment for moved, one in zip(at_once, observed, strict=True)}
    after = explain(alignment, frames, bindings)[1]
    partner: dict[int, Draft] = {}
    for frame, one in alignment.pairs:
        draft = expectation.drafts[frame.number]
        draft.times.append(when[id(one)])
        partner[id(one)] = draft
        _widen(draft, one, after)
    for at, one in enumerate(at_once):
        if id(one) not in partner:
            draft = _new_draft(expectation, one, when[id(one)], after, floating, taken)
            for line, text in zip(draft.expected.lines, one.lines, strict=True):
                after = unify(line.template, text, after, 0) or after  # further new frames name the same thing alike
            place = _place(expectation.drafts, partner, at_once, at, floating)
            expectation.drafts.insert(place, draft)
            partner[id(one)] = draft
    return after


def _without_strangers(alignment: Alignment) -> Alignment:
    """Only frames that begin alike are one frame; `align` also explains one by the other where that says more."""
    kept = tuple(pair for pair in alignment.pairs if begin_alike(*pair))
    strangers = [pair for pair in alignment.pairs if not begin_alike(*pair)]
    missing = (*alignment.missing, *(frame for frame, _ in strangers))
    return Alignment(kept, missing, (*alignment.extra, *(one for _, one in strangers)))


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


def _widen(draft: Draft, observed: Observed, bindings: Bindings) -> None:
    """Add what came as a further form, unless it is one of those that are known."""
    expected = draft.expected
    number, form = closest_form(expected, observed, bindings)
    lines: list[Line] = []
    is_new = False
    for line, text in align_lines(form, observed.lines):
        if line is not None and text is not None and unify(line.template, text, bindings, 0) is not None:
            lines.append(line)
        elif expected.is_open and line is not None:
            raise RecordError(f"'{line}' of an open frame does not fit '{text or 'what came'}' in every run")
        elif expected.is_open:
            continue
        elif text is None:
            is_new = True
            continue
        else:
            is_new = True
            lines.append(Line(_known_names(derive_line(text, Namer(bindings, ())), bindings)))
        if text is not None:
            draft.samples.setdefault(str(lines[-1]), set()).add(text)
    if is_new:
        number = len(draft.forms) + 1
        draft.forms.append(tuple(lines))
    draft.taken.append(number - 1)


def _known_names(template: Template, bindings: Bindings) -> Template:
    """*template* without the names that are bound to nothing: here only the shape is known."""
    return Template(
        tuple(
            Placeholder(part.type) if isinstance(part, Placeholder) and not bindings.get(part.type, part.name) else part
            for part in template.parts
        )
    )


def _new_draft(
    expectation: Expectation,
    one: Observed,
    at: float,
    bindings: Bindings,
    floating: frozenset[str],
    taken: Collection[tuple[str, str]],
) -> Draft:
    """A frame that no run before this one had."""
    namer = Namer(bindings, {*taken, *expectation.names})
    ordered = all(draft.expected.stream == ORDERED for draft in expectation.drafts)
    new = tuple(Line(derive_line(text, namer)) for text in one.lines)
    stream = ORDERED if ordered else stream_of(map(str, new), floating)
    samples = {str(line): {text} for line, text in zip(new, one.lines, strict=True)}
    return Draft(Expected(one.connection, one.kind, new, False, stream, 0), [at], samples=samples)


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

"""Why does a session not match? The best pairing of expected and observed frames, and every difference in it.

`matcher` decides; this module explains, and the recorder learns from it what varies. Pairs are looked for
stream by stream with the least number of differing lines; leftovers are paired across streams, so that a frame
that names the wrong leg is one difference and not two. May import: `template`, `case`, `streams`, `matcher`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from astami_fake.transcript.case import Expected
from astami_fake.transcript.format import Line
from astami_fake.transcript.matcher import Bindings, Bound, Observed, delay_fits, unify
from astami_fake.transcript.streams import ORDERED, Stream, stream_of
from astami_fake.transcript.template import Template, header_name

_T = TypeVar("_T")
_F = TypeVar("_F", Expected, Observed)

#: Cost of a frame that has no partner; a pair costs the share of its lines that differ (below 1).
_ALONE = 0.5
#: What a pair that differs costs at least: one frame with a wrong leg is likelier than two legs that are each other's.
_DIFFERS = 0.2
#: Lines at the top of a frame that say what it is, where that is not the first one alone: a CEL has its EventName.
_HEADS = {"Event: CEL": 3}


@dataclass(frozen=True)
class Difference:
    """One thing that is not as expected. *kind* is one of the texts of `diff`; *header* is empty for whole frames."""

    kind: str
    number: int
    connection: str = ""
    stream: Stream = ORDERED
    index: int = 0
    count: int = 0
    frame: str = ""
    header: str = ""
    expected: str = ""
    actual: str = ""
    bound: tuple[tuple[str, Bound], ...] = ()


@dataclass(frozen=True)
class Alignment:
    """Which observed frame is meant by which expected one, and what is left on both sides."""

    pairs: tuple[tuple[Expected, Observed], ...]
    missing: tuple[Expected, ...]
    extra: tuple[Observed, ...]


def align(
    expected: Sequence[Expected],
    observed: Sequence[Observed],
    bindings: Bindings,
    floating: frozenset[str] = frozenset(),
) -> Alignment:
    """Pair the frames of one step as well as possible.

    Frames that begin alike are paired in order, within their streams; what is left is paired wherever it is similar.
    """
    pairs: list[tuple[Expected, Observed]] = []
    missing: list[Expected] = []
    extra: list[Observed] = []
    for connection in sorted({*(one.connection for one in expected), *(one.connection for one in observed)}):
        wanted = [one for one in expected if one.connection == connection]
        came = [one for one in observed if one.connection == connection]
        if any(one.stream != ORDERED for one in wanted):
            found = _pair_streams(_by_stream(wanted, floating), _by_stream(came, floating), bindings)
        else:
            found = _best_pairs(wanted, came, bindings)[1]
        wanted = _without(wanted, [e for e, _ in found])
        came = _without(came, [o for _, o in found])
        # What the pairs bind tells a leftover frame that was changed from one that was moved.
        learned = explain(Alignment(tuple(found), (), ()), (), bindings)[1] if wanted and came else bindings
        rest = _pair_any(wanted, came, learned)
        pairs += found + rest
        missing += _without(wanted, [e for e, _ in rest])
        extra += _without(came, [o for _, o in rest])
    pairs.sort(key=lambda pair: pair[0].number)
    return Alignment(tuple(pairs), tuple(missing), tuple(extra))


def _without(everything: Sequence[_T], gone: Sequence[_T]) -> list[_T]:
    ids = {id(one) for one in gone}
    return [one for one in everything if id(one) not in ids]


def _by_stream(frames: Sequence[_F], floating: frozenset[str]) -> dict[Stream, list[_F]]:
    streams: dict[Stream, list[_F]] = {}
    for frame in frames:
        texts = [str(line) if isinstance(line, Line) else line for line in frame.lines]
        streams.setdefault(stream_of(texts, floating), []).append(frame)
    return streams


def _pair_streams(
    wanted: dict[Stream, list[Expected]], came: dict[Stream, list[Observed]], bindings: Bindings
) -> list[tuple[Expected, Observed]]:
    found: list[tuple[Expected, Observed]] = []
    wanted, came = dict(wanted), dict(came)
    for stream, frames in list(wanted.items()):  # nearly all are as expected, and cost nothing
        for other, heard in came.items():
            if _may_be(stream, other) and len(frames) == len(heard) and all(map(_fits(bindings), frames, heard)):
                found += zip(frames, heard, strict=True)
                del wanted[stream], came[other]
                break
    candidates = []
    for stream, frames in wanted.items():
        for other, heard in came.items():
            if _may_be(stream, other):
                cost, pairs = _best_pairs(frames, heard, bindings)
                candidates.append((cost / (len(frames) + len(heard)), stream, other, pairs))
    used: set[tuple[str, Stream]] = set()
    for _, stream, other, pairs in sorted(candidates, key=lambda c: c[0]):
        if ("wanted", stream) not in used and ("came", other) not in used and pairs:
            used |= {("wanted", stream), ("came", other)}
            found += pairs
    return found


def _may_be(stream: Stream, other: Stream) -> bool:
    """Ids differ from run to run; the names of events do not."""
    return stream[0] == other[0] and (stream[0] != "event" or stream[1] == other[1])


def _fits(bindings: Bindings) -> Callable[[Expected, Observed], bool]:
    return lambda e, o: begin_alike(e, o) and frame_cost(e, o, bindings) == 0


def _best_pairs(
    wanted: Sequence[Expected], came: Sequence[Observed], bindings: Bindings
) -> tuple[float, list[tuple[Expected, Observed]]]:
    """The cheapest way to pair two sequences in order, of frames that begin alike."""
    fits = _fits(bindings)
    shorter = min(len(wanted), len(came))
    before = next((at for at in range(shorter) if not fits(wanted[at], came[at])), shorter)
    left = shorter - before
    behind = next((at for at in range(left) if not fits(wanted[-1 - at], came[-1 - at])), left)
    ends = len(wanted) - behind, len(came) - behind
    cost, between = _cheapest_pairs(wanted[before : ends[0]], came[before : ends[1]], bindings)
    head = zip(wanted[:before], came[:before], strict=True)
    tail = zip(wanted[ends[0] :], came[ends[1] :], strict=True)
    return cost, [*head, *between, *tail]


def _cheapest_pairs(
    wanted: Sequence[Expected], came: Sequence[Observed], bindings: Bindings
) -> tuple[float, list[tuple[Expected, Observed]]]:
    costs = [[_pair_cost(e, o, bindings) if begin_alike(e, o) else 2.0 for o in came] for e in wanted]
    rows, columns = len(wanted), len(came)
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for row in range(rows, -1, -1):
        for column in range(columns, -1, -1):
            options = []
            if row < rows:
                options.append(_alone(wanted[row]) + best[row + 1][column])
            if column < columns:
                options.append(_ALONE + best[row][column + 1])
            if row < rows and column < columns:
                options.append(costs[row][column] + best[row + 1][column + 1])
            best[row][column] = min(options, default=0.0)
    pairs = []
    row = column = 0
    while row < rows and column < columns:
        if best[row][column] == costs[row][column] + best[row + 1][column + 1]:
            pairs.append((wanted[row], came[column]))
            row, column = row + 1, column + 1
        elif best[row][column] == _alone(wanted[row]) + best[row + 1][column]:
            row += 1
        else:
            column += 1
    return best[0][0], pairs


def _pair_cost(expected: Expected, observed: Observed, bindings: Bindings) -> float:
    cost = frame_cost(expected, observed, bindings)
    return cost and _DIFFERS + (1 - _DIFFERS) * cost


def _alone(expected: Expected) -> float:
    return _ALONE / 2 if expected.is_optional else _ALONE


def _pair_any(
    wanted: Sequence[Expected], came: Sequence[Observed], bindings: Bindings
) -> list[tuple[Expected, Observed]]:
    """Pair what is left over, wherever it stands, cheapest first; a frame that fits as it is was moved, not changed."""
    ranked = sorted((frame_cost(e, o, bindings), i, j) for i, e in enumerate(wanted) for j, o in enumerate(came))
    pairs: list[tuple[Expected, Observed]] = []
    rows: set[int] = set()
    columns: set[int] = set()
    for cost, i, j in ranked:
        limit = 1.0 if _is_answer(wanted[i].texts) and _is_answer(came[j].lines) else _ALONE
        if 0 < cost < limit and i not in rows and j not in columns:
            rows.add(i)
            columns.add(j)
            pairs.append((wanted[i], came[j]))
    return pairs


def _is_answer(lines: Sequence[str]) -> bool:
    return bool(lines) and lines[0].startswith("Response: ")


def begin_alike(expected: Expected, observed: Observed) -> bool:
    """Are both the same kind of frame, the same event or the same answer?"""
    if expected.kind != observed.kind:
        return False
    if not expected.lines or not observed.lines:
        return not expected.lines and not observed.lines
    heads = _HEADS.get(observed.lines[0], 1)
    if min(len(expected.lines), len(observed.lines)) < heads:
        return False
    return all(expected.lines[at].template.fits(observed.lines[at]) is not None for at in range(heads))


def frame_cost(expected: Expected, observed: Observed, bindings: Bindings) -> float:
    """0 for a frame that fits, up to 1 for one that has little in common; a pair from 1 on is never made."""
    if expected.kind != observed.kind:
        return 2.0
    return min(_form_cost(lines, expected, observed, bindings) for _, lines in _open_forms(expected, bindings))


def _open_forms(expected: Expected, bindings: Bindings) -> list[tuple[int, tuple[Line, ...]]]:
    """The forms in which *expected* may come after what has come, by number; all, where it may come in none."""
    forms = list(enumerate(expected.forms, 1))
    return [(number, lines) for number, lines in forms if bindings.allows(expected.choices(number))] or forms


def _form_cost(lines: Sequence[Line], expected: Expected, observed: Observed, bindings: Bindings) -> float:
    cost: float | None = None
    if len(lines) == len(observed.lines):
        pairs = zip(lines, observed.lines, strict=True)
        differing = [(line, text) for line, text in pairs if unify(line.template, text, bindings, 0) is None]
        if not differing:
            return 0.0
        is_each_in_place = all(line.name == header_name(text) for line, text in differing)
        if is_each_in_place and len({line.name for line in lines}) == len(lines):
            cost = sum(_value_cost(line, text) for line, text in differing)
    if cost is None:
        cost = _scattered_cost(lines, expected, observed, bindings)
    share = cost / max(len(lines), len(observed.lines), 1)
    if share >= 0.99 and _is_answer(expected.texts) and _is_answer(observed.lines):
        share = 0.99  # an answer is an answer, even where everything in it differs
    return share if share < 1 else 2.0


def _value_cost(line: Line, text: str) -> float:
    """A value that has the right shape but another binding is a smaller difference."""
    return 0.5 if line.template.fits(text) is not None else 1.0


def _scattered_cost(lines: Sequence[Line], expected: Expected, observed: Observed, bindings: Bindings) -> float:
    """The cost where headers are missing or too much, or have come in another order, or more than once."""
    left: dict[str, list[str]] = {}
    for text in observed.lines:
        left.setdefault(header_name(text), []).append(text)
    cost = 0.0
    for line in lines:
        texts = left.get(line.name, [])
        fitting = next((text for text in texts if unify(line.template, text, bindings, 0) is not None), None)
        if fitting is not None:
            texts.remove(fitting)
        else:
            cost += _value_cost(line, texts.pop(0)) if texts else 1.0
    if not expected.is_open:
        cost += sum(len(texts) for texts in left.values())
        cost = cost or (0.0 if _in_order(lines, observed.lines) else 0.5)
    return cost


def closest_form(expected: Expected, observed: Observed, bindings: Bindings) -> tuple[int, tuple[Line, ...]]:
    """The form of *expected* that *observed* differs least from: its number and its lines."""
    if len(expected.forms) == 1:
        return 1, expected.lines
    return min(_open_forms(expected, bindings), key=lambda form: _form_cost(form[1], expected, observed, bindings))


def _in_order(lines: Sequence[Line], texts: Sequence[str]) -> bool:
    return len(lines) == len(texts) and all(
        line.template.fits(text) is not None for line, text in zip(lines, texts, strict=True)
    )


def align_lines(lines: Sequence[Line], texts: Sequence[str]) -> list[tuple[Line | None, str | None]]:
    """Pair the lines of two frames in order: equal ones first, then those of one header name."""
    if _in_order(lines, texts):
        return list(zip(lines, texts, strict=True))
    return [
        (lines[i] if i is not None else None, texts[j] if j is not None else None)
        for i, j in align_by(len(lines), len(texts), lambda i, j: _line_likeness(lines[i].template, texts[j]))
    ]


def align_by(rows: int, columns: int, likeness: Callable[[int, int], int]) -> Iterator[tuple[int | None, int | None]]:
    """Longest common subsequence weighted by *likeness* (0: never a pair)."""
    best = [[0] * (columns + 1) for _ in range(rows + 1)]
    like = [[likeness(row, column) for column in range(columns)] for row in range(rows)]
    for row in range(rows - 1, -1, -1):
        for column in range(columns - 1, -1, -1):
            pair = like[row][column] + best[row + 1][column + 1] if like[row][column] else 0
            best[row][column] = max(pair, best[row + 1][column], best[row][column + 1])
    row = column = 0
    while row < rows or column < columns:
        both = row < rows and column < columns
        if both and like[row][column] and best[row][column] == like[row][column] + best[row + 1][column + 1]:
            yield row, column
            row, column = row + 1, column + 1
        elif row < rows and (column == columns or best[row][column] == best[row + 1][column]):
            yield row, None
            row += 1
        else:
            yield None, column
            column += 1


def _line_likeness(template: Template, text: str) -> int:
    if template.fits(text) is not None:
        return 3
    first = template.parts[0] if template.parts and isinstance(template.parts[0], str) else ""
    return 1 if ":" in first and header_name(first) == header_name(text) else 0


def explain(
    alignment: Alignment, order: Sequence[Expected], bindings: Bindings, number: int = 0
) -> tuple[list[Difference], Bindings]:
    """Every difference of an alignment, and the bindings after it.

    *order* are the expected frames of the step, *number* is the line of the step.
    """
    differences: list[Difference] = []
    after = bindings
    for expected, observed in alignment.pairs:
        found, after = _explain_pair(expected, observed, after, order)
        differences += found
    missing = [one for one in alignment.missing if not one.is_optional]
    for one in missing:
        moved = next((o for o in alignment.extra if frame_cost(one, o, after) == 0), None)
        kind = "out of order" if moved else "missing frame"
        differences.append(_of_frame(kind, one, order, expected=_title(one.texts)))
    for observed in alignment.extra:
        if any(frame_cost(one, observed, after) == 0 for one in missing):
            continue  # reported as out of order
        differences.append(
            Difference(
                "extra frame",
                max([number, *(one.number for one, _ in alignment.pairs)]),
                observed.connection,
                stream_of(observed.lines),
                frame=_title(observed.lines),
                actual="\n".join(observed.lines),
            )
        )
    return differences, after


def _explain_pair(
    expected: Expected, observed: Observed, bindings: Bindings, order: Sequence[Expected]
) -> tuple[list[Difference], Bindings]:
    differences: list[Difference] = []
    after = bindings
    number, form = closest_form(expected, observed, bindings)
    after = after.choose(expected.choices(number))
    for line, text in _paired_renames(align_lines(form, observed.lines)):
        if line is None:
            if not expected.is_open:
                name = header_name(text or "")
                differences.append(_of_frame("extra header", expected, order, header=name, actual=text or ""))
        elif text is None:
            name = header_name(str(line))
            differences.append(
                _of_frame("missing header", expected, order, header=name, expected=str(line), number=line.number)
            )
        else:
            unified = unify(line.template, text, after, line.number)
            if unified is not None:
                after = unified
                continue
            differences.append(
                _of_frame(
                    "value" if header_name(str(line)) == header_name(text) else "header",
                    expected,
                    order,
                    header=header_name(str(line)),
                    expected=str(line),
                    actual=text,
                    number=line.number,
                    bound=tuple(_where_bound(line.template, text, after)),
                )
            )
    if not delay_fits(expected, observed):
        came = f"{observed.at:.2f} s" if observed.since == observed.at else f"{observed.since:.2f}–{observed.at:.2f} s"
        wanted = "at once" if expected.delay is None else f"{expected.delay} s"
        differences.append(_of_frame("delay", expected, order, expected=wanted, actual=came))
    return differences, after


def _paired_renames(
    lines: list[tuple[Line | None, str | None]],
) -> Iterator[tuple[Line | None, str | None]]:
    """A header that is missing where another one is too much is one difference: a renamed header."""
    names = {header_name(str(line)) for line, _ in lines if line is not None}
    position = 0
    while position < len(lines):
        line, text = lines[position]
        following = lines[position + 1] if position + 1 < len(lines) else (None, None)
        is_rename = line is not None and text is None and following[0] is None and following[1] is not None
        if is_rename and header_name(following[1] or "") not in names:
            yield line, following[1]
            position += 2
        else:
            yield line, text
            position += 1


def _where_bound(template: Template, text: str, bindings: Bindings) -> Iterator[tuple[str, Bound]]:
    values = template.fits(text)
    for at, placeholder in enumerate(template.placeholders):
        if not placeholder.name:
            continue
        bound = bindings.get(placeholder.type, placeholder.name)
        if bound is not None:
            yield str(placeholder), bound
        elif values is not None:
            other = bindings.name_of(placeholder.type, values[at])
            holder = bindings.get(placeholder.type, other) if other else None
            if other and holder:
                yield f"{{{{{placeholder.type} {other}}}}}", holder


def _of_frame(
    kind: str,
    frame: Expected,
    order: Sequence[Expected],
    *,
    header: str = "",
    expected: str = "",
    actual: str = "",
    number: int | None = None,
    bound: tuple[tuple[str, Bound], ...] = (),
) -> Difference:
    return Difference(
        kind,
        frame.number if number is None else number,
        frame.connection,
        frame.stream,
        next((at for at, one in enumerate(order, 1) if one is frame), 0),
        len(order),
        _title(frame.texts) if frame.lines else frame.kind,
        header,
        expected,
        actual,
        bound,
    )


def _title(lines: Sequence[str]) -> str:
    return lines[0] if lines else ""

"""Frames that a real server sends in more than one form: values that differ from run to run, headers that come and go.

Few forms, each of which can have been seen often enough, are written down as alternatives that keep together what
changes together (`[form 1 of 2]`); a value that takes many values becomes a placeholder. Pure. May import:
`volatile`, `astami_fake.transcript`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from astami_fake.conformance.volatile import Namer, RecordError, derive_line
from astami_fake.transcript.align import align_by
from astami_fake.transcript.format import Guard, Line
from astami_fake.transcript.matcher import Bindings
from astami_fake.transcript.template import Placeholder, Template, header_name, literal

Form = tuple[Line, ...]

#: More values than these are no alternatives: the header can take any value of its kind.
MOST_ALTERNATIVES = 3
#: A header with so many values, times this, needs as many runs before the values count as all that there are.
RUNS_EACH = 3
#: More forms than these are no alternatives either: the headers vary independently.
MOST_FORMS = 6

_TOKENS = re.compile(r"-?\d+\.\d+|-?\d+|[^\d-]+|-")


def settle(forms: Sequence[Form], runs: int, samples: Mapping[str, set[str]]) -> tuple[Form, list[int]]:
    """One list of lines for all *forms* of a frame, seen in *runs* runs, and of each the number of its form there.

    Args:
        forms: the lines of each form.
        runs: in how many runs the frame came, earlier recordings included.
        samples: the text of a line in the file → what came on the wire for it.

    Raises:
        RecordError: a header comes only sometimes, and the runs are too few to tell when.
    """
    columns = _columns(forms)
    for column in columns:
        values = {_text(line) for line in column}
        if len(values) > 1 and (len(values) > MOST_ALTERNATIVES or runs < RUNS_EACH * len(values)):
            _widen(column, forms, samples)
    while len({tuple(_text(column[row]) for column in columns) for row in range(len(forms))}) > MOST_FORMS:
        _widen(max(columns, key=lambda column: len({_text(line) for line in column})), forms, samples)
    rows: dict[tuple[str, ...], list[int]] = {}
    for row in range(len(forms)):
        rows.setdefault(tuple(_text(column[row]) for column in columns), []).append(row)
    numbers = {row: number for number, found in enumerate(rows.values(), 1) for row in found}
    lines = tuple(_guarded(columns, [found[0] for found in rows.values()]))
    return lines, [numbers[row] for row in range(len(forms))]


def _text(line: Line | None) -> str:
    return "" if line is None else str(line)


def _columns(forms: Sequence[Form]) -> list[list[Line | None]]:
    """The lines that are one header in all forms; None where a form does not have it."""
    columns: list[list[Line | None]] = [[line] for line in forms[0]]
    for row, form in enumerate(forms[1:], 1):
        paired: list[list[Line | None]] = []
        for i, j in align_by(len(columns), len(form), lambda i, j: _likeness(columns[i], form[j])):  # noqa: B023 - used at once
            paired.append([*(columns[i] if i is not None else [None] * row), form[j] if j is not None else None])
        columns = paired
    return columns


def _likeness(column: Sequence[Line | None], line: Line) -> int:
    texts = {str(one) for one in column if one is not None}
    return 3 if str(line) in texts else int(any(header_name(text) == line.name for text in texts))


def _widen(column: list[Line | None], forms: Sequence[Form], samples: Mapping[str, set[str]]) -> None:
    found = [line for line in column if line is not None]
    if len(found) < len(column):
        raise RecordError(
            f"'{forms[0][0]}' has the header {found[0].name} only in some runs, and {RUNS_EACH} times as many runs "
            "are needed to say that it may be absent"
        )
    texts = sorted({text for line in found for text in samples.get(str(line), {_plain(line)})})
    column[:] = [Line(widest(texts))] * len(column)


def _plain(line: Line) -> str:
    return "".join(part if isinstance(part, str) else "" for part in line.template.parts)


def _guarded(columns: Sequence[Sequence[Line | None]], rows: Sequence[int]) -> list[Line]:
    lines = []
    for column in columns:
        places: dict[str, list[int]] = {}
        for form, row in enumerate(rows, 1):
            places.setdefault(_text(column[row]), []).append(form)
        for text, forms in places.items():
            line = next((one for one in column if one is not None and str(one) == text), None)
            if line is not None:
                guard = Guard(forms=tuple(forms), of=len(rows)) if len(forms) < len(rows) else None
                lines.append(Line(line.template, guard))
    return lines


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

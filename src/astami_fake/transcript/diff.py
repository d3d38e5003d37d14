"""Differences as text for people: what, where, both values, where a value was bound.

May import: `align`, `template`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from astami_fake.transcript.align import Difference
from astami_fake.transcript.template import parse_line, visible, visible_template

_SAYING = {
    "value": "another value",
    "header": "another header",
    "missing header": "a header did not come",
    "extra header": "a header that was not expected",
    "missing frame": "a frame did not come",
    "extra frame": "a frame that was not expected",
    "out of order": "a frame came at another place of its stream",
    "order": "the frames are right one by one, their order is not",
    "delay": "a frame came at another time",
    "step": "a step could not be sent",
    "connection": "the connection ended",
}


def render(path: str, differences: Iterable[Difference]) -> Iterator[str]:
    """The lines of a report on one case: every difference, in the order of the case."""
    for difference in sorted(differences, key=lambda one: one.number):
        yield from render_difference(path, difference)


def render_difference(path: str, one: Difference) -> Iterator[str]:
    """Two to five lines for one difference."""
    subject = f" {one.header}" if one.header else ""
    yield f"{path}:{one.number}: {_SAYING[one.kind]}:{subject or ' ' + visible(one.frame)}"
    where = []
    if one.connection:
        where.append(f"connection {one.connection}")
    if one.stream[1]:
        where.append(f"stream {one.stream[0]} {visible(one.stream[1])}")
    if one.index:
        where.append(f"frame {one.index} of {one.count}")
    if one.header and one.frame:
        where.append(f"in '{visible(one.frame)}'")
    if where:
        yield f"    {', '.join(where)}"
    if one.expected and one.kind not in ("missing frame", "out of order"):
        yield f"    expected  {visible_line(one.expected)}"
    if one.actual:
        first, *rest = one.actual.split("\n") if one.kind == "extra frame" else [one.actual]
        yield f"    came      {visible_value(first)}"
        yield from (f"              {visible_value(text)}" for text in rest)
    for placeholder, bound in one.bound:
        yield f"    {placeholder} is {visible(bound.value)}, bound in line {bound.number}"


def visible_line(text: str) -> str:
    """A line as it stands in a file, shown as `visible_value` shows the same one from the wire."""
    name, colon, value = text.partition(": ")
    return f"{name}: {visible_template(parse_line(value))}" if colon else visible_template(parse_line(text))


def visible_value(text: str) -> str:
    """`visible`, with an empty value shown as such."""
    name, colon, value = text.partition(": ")
    return f"{name}: {visible(value)}" if colon else visible(text)

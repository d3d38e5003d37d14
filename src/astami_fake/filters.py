"""Event filters of a manager session: those of manager.conf (``eventfilter``) and of the action Filter.

Lives here: reading a filter and deciding whether an event passes. Does not live here: who asks (`_session`, `actions`).
Asterisk: main/manager.c. Recorded: cases `filter.*`. Imports `posix`.

A plain filter is a regular expression that is searched for in the event's text; a ``!`` in front turns it round. Since
Asterisk 22 a filter can have criteria instead, ``action(exclude),name(UserEvent),header(Number),method(exact)``, which
look at one kind of event or one header of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from astami_fake.posix import Expression

_CRITERION = re.compile(r"(action|name|header|method)\(([^()]*)\)")
_METHODS = ("regex", "exact", "starts_with", "ends_with", "contains", "none")


class BadFilter(ValueError):
    """A filter that cannot be read."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter.

    Attributes:
        excludes: what fits is kept back; else only what fits comes through.
        name: the event it is about; empty for all.
        header: the header that is looked at; empty for the whole text of the event.
        method: how the value is compared with *text*.
        text: what is looked for; a regular expression for the method ``regex``.
        expression: that one.
    """

    excludes: bool = False
    name: str = ""
    header: str = ""
    method: str = "regex"
    text: str = ""
    expression: Expression = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "expression", Expression(self.text if self.method == "regex" else ""))

    def fits(self, lines: Sequence[str]) -> bool:
        """Whether the event with these header *lines* is what the filter is about."""
        if self.name and lines[0] != f"Event: {self.name}":
            return False
        if not self.header:
            return self._compares("\r\n".join((*lines, "")))
        start = f"{self.header}: "
        return any(self._compares(line.removeprefix(start)) for line in lines if line.startswith(start))

    def _compares(self, value: str) -> bool:
        match self.method:
            case "exact":
                return value == self.text
            case "starts_with":
                return value.startswith(self.text)
            case "ends_with":
                return value.endswith(self.text)
            case "contains":
                return self.text in value
            case "none":
                return True
        return self.expression.fits(value)


@dataclass(slots=True)
class Filters:
    """All filters of a session."""

    filters: list[Filter] = field(default_factory=list)

    def passes(self, lines: Sequence[str]) -> bool:
        """Whether the event with these header *lines* comes through: no excluding filter fits it, and one of the others
        does where there are any."""
        wanted = [one for one in self.filters if not one.excludes]
        if any(one.excludes and one.fits(lines) for one in self.filters):
            return False
        return not wanted or any(one.fits(lines) for one in wanted)


def plain(text: str) -> Filter:
    """The filter that is just a regular expression, with or without a ``!`` in front.

    Raises:
        BadExpression: it cannot be read.
    """
    return Filter(excludes=text.startswith("!"), text=text.removeprefix("!"))


def with_criteria(criteria: str, text: str) -> Filter:
    """The filter with *criteria*, each at most once, and what to look for.

    Raises:
        BadFilter: it cannot be read.
        BadExpression: its expression cannot.
    """
    found: dict[str, str] = {}
    for part in criteria.split(","):
        one = _CRITERION.fullmatch(part.strip())
        if one is None or one[1] in found:
            raise BadFilter(f"{part!r} is no criterion, or comes twice")
        found[one[1]] = one[2]
    method = found.get("method", "regex" if text else "none")
    if found.get("action", "include") not in ("include", "exclude") or method not in _METHODS:
        raise BadFilter(f"{criteria!r} names no action or method that there is")
    if (method == "none") == bool(text):
        raise BadFilter("a text to look for goes with every method but none")
    excludes = found.get("action") == "exclude"
    return Filter(excludes, found.get("name", ""), found.get("header", ""), method, text)

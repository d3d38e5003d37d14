"""The page of an entry: its sections below their headings, line by line.

Lives here: `Pages`, one for each form that releases have. Does not live here: where entries come from (`library`).
Recorded: cases `documentation.*`. Imports `documentation.passages`, `syntax`, `text`, `tree`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from astami_fake.documentation import syntax
from astami_fake.documentation.passages import Passages
from astami_fake.documentation.text import clean, printed
from astami_fake.documentation.tree import Element

_ABSENT = "Not available"
_NOTHING = "None"

Section = tuple[str, str]
Lines = list[str]


class Pages:
    """Makes pages.

    Args:
        tell_origin: they say who provides an entry and since when, under one heading each and with more room; else they
            are as in releases before that.
    """

    def __init__(self, *, tell_origin: bool) -> None:
        self._tells_origin = tell_origin
        self._passages = Passages(spaced=tell_origin)

    def application(self, name: str, entry: Element) -> Lines:
        """The page of an application."""
        return self._call("Application" if self._tells_origin else "application", name, entry)

    def function(self, name: str, entry: Element) -> Lines:
        """The page of a function."""
        return self._call("Function" if self._tells_origin else "function", name, entry)

    def synopsis(self, entry: Element) -> str:
        """What an entry says it does, in one line."""
        return _synopsis(entry)

    def description(self, entry: Element) -> str:
        """The description with its mark-up, in which words are looked for."""
        element = entry.first("description")
        return "" if element is None else self._passages.description(element)

    def action(self, entry: Element, privilege: str) -> Lines:
        """The page of an action that users with *privilege* may do."""
        name = entry.get("name")
        usage = ("Syntax", "\n".join([f"Action: {name}", *_headers(entry, required=False)]))
        rights = ("Privilege", privilege)
        listed, final = self._responses(entry)
        if not self._tells_origin:
            sections = [usage, *self._about(entry), self._arguments(entry), _see_also(entry), rights]
            lists = ["[List Responses]", *listed, "[Final Response]", *final]
            return [*_lines(sections), *lists]
        sections = [*self._about(entry), usage, self._arguments(entry), rights, _see_also(entry)]
        lists = ["[List Responses]", *listed, "[End List Responses]", ""]
        lists += ["[Final Response]", *final, "[End Final Response]"]
        return [*_heading("Manager Command", name), *_lines(sections), *lists]

    def event(self, asked: str, entry: Element) -> Lines:
        """The page of an event that was *asked* for in this spelling: all its instances."""
        instances = entry.elements("managerEventInstance")
        return [f"Event: {asked}", *(line for one in instances for line in self._instance(entry.get("name"), one))]

    def _response(self, entry: Element) -> Lines:
        """An event that comes in answer to an action: its first instance."""
        name = entry.get("name")
        first = entry.first("managerEventInstance")
        return [f"Event: {name}", *([] if first is None else self._instance(name, first))]

    def _call(self, kind: str, name: str, entry: Element) -> Lines:
        usage = syntax.call(name, entry.first("syntax"))
        usage = printed(usage) if self._tells_origin else usage
        sections = [*self._about(entry), ("Syntax", usage), self._arguments(entry), _see_also(entry)]
        lines = [*_heading(kind, name), *_lines(sections)]
        return lines if self._tells_origin else lines[:-1]

    def _instance(self, name: str, entry: Element) -> Lines:
        known = entry.first("syntax") is not None
        usage = ("Syntax", "\n".join([f"Event: {name}", *_headers(entry, required=True)]) if known else _ABSENT)
        if self._tells_origin:
            sections = [*self._about(entry), usage, self._arguments(entry), _see_also(entry)]
            return [*_heading("Manager Event", name), *_lines(sections)]
        synopsis, description = self._about(entry)
        sections = [synopsis, usage, description, self._arguments(entry), _see_also(entry)]
        return _lines(section for section in sections if section[1] != _ABSENT)

    def _responses(self, entry: Element) -> tuple[Lines, Lines]:
        """The events that come in a list behind the response, and the one that ends it."""
        responses = entry.first("responses")
        if responses is None:
            return [_NOTHING, ""], [_NOTHING, ""]
        listed = [event for one in responses.elements("list-elements") for event in one.elements("managerEvent")]
        final = list(responses.elements("managerEvent"))
        listing, ending = ([line for one in events for line in self._response(one)] for events in (listed, final))
        return listing or [_NOTHING, ""], ending or [_NOTHING, ""]

    def _about(self, entry: Element) -> Sequence[Section]:
        synopsis = ("Synopsis", printed(_synopsis(entry)) or _ABSENT)
        description = ("Description", printed(self.description(entry)) or _ABSENT)
        if not self._tells_origin:
            return synopsis, description
        since = entry.first("since")
        versions = [] if since is None else [one.text for one in since.elements("version")]
        origin = ("Provided By", entry.get("module") or _ABSENT), ("Since", ", ".join(versions) or _ABSENT)
        return synopsis, *origin, description

    def _arguments(self, entry: Element) -> Section:
        element = entry.first("syntax")
        return "Arguments", printed("" if element is None else self._passages.arguments(element)) or _ABSENT


def _synopsis(entry: Element) -> str:
    element = entry.first("synopsis")
    return "" if element is None else clean(element.text).lstrip()


def _headers(entry: Element, *, required: bool) -> Lines:
    element = entry.first("syntax")
    return [] if element is None else syntax.headers(element, required=required)


def _see_also(entry: Element) -> Section:
    element = entry.first("see-also")
    names = [] if element is None else [_reference(one) for one in element.elements("ref")]
    return "See Also", printed(", ".join(names)) or _ABSENT


def _reference(element: Element) -> str:
    name = element.text.strip()
    return f"{name}()" if element.get("type") == "application" else name


def _heading(kind: str, name: str) -> Lines:
    return ["", f"  -= Info about {kind} '{name}' =- ", ""]


def _lines(sections: Iterable[Section]) -> Lines:
    return [line for heading, text in sections for line in (f"[{heading}]", *text.split("\n"), "")]

"""The XML of a documentation file as a tree of elements and texts.

Lives here: `Element`, reading a file. Does not live here: what an element means. What is outside the file is never
looked for: no DTD, no entity. Imports `config.reader`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import ParseError, XMLParser

from astami_fake.config.reader import ConfigError


@dataclass(slots=True)
class Element:
    """One element: its name, its attributes, and what is in it, elements and texts in order."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    def get(self, name: str) -> str:
        """The value of an attribute, empty where it is not there."""
        return self.attributes.get(name, "")

    def is_true(self, name: str) -> bool:
        """Whether the attribute says yes."""
        return self.get(name) in ("true", "yes")

    def elements(self, *tags: str) -> Iterator[Element]:
        """The elements right in it, of *tags* or all."""
        return (one for one in self.children if isinstance(one, Element) and (not tags or one.tag in tags))

    def first(self, tag: str) -> Element | None:
        """The first element *tag* right in it."""
        return next(self.elements(tag), None)

    @property
    def text(self) -> str:
        """All text in it, however deep."""
        return "".join(one if isinstance(one, str) else one.text for one in self.children)


@dataclass(slots=True)
class Document:
    """A file: the element that all others are in, and the name of the stylesheet that it asks for, or none."""

    root: Element
    stylesheet: str


class _Builder:
    """What the parser tells, as a tree; a comment parts two texts."""

    def __init__(self) -> None:
        self._open = [Element("")]
        self.stylesheet = ""
        self._joins = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        element = Element(tag, dict(attributes))
        self._open[-1].children.append(element)
        self._open.append(element)
        self._joins = False

    def end(self, _tag: str) -> None:
        self._open.pop()
        self._joins = False

    def data(self, text: str) -> None:
        children = self._open[-1].children
        if self._joins:
            children[-1] = f"{children[-1]}{text}"
        else:
            children.append(text)
        self._joins = True

    def pi(self, target: str, text: str | None) -> None:
        if target == "xml-stylesheet" and (named := re.search(r"href=[\"']([^\"']*)", text or "")):
            self.stylesheet = named[1]
        self._joins = False

    def comment(self, _text: str) -> None:
        self._joins = False

    def close(self) -> Document:
        return Document(next(self._open[0].elements()), self.stylesheet)


def read(path: Path) -> Document:
    """What is in the file *path*.

    Raises:
        ConfigError: it cannot be read, or is no XML; it says where.
    """
    builder = _Builder()
    parser = XMLParser(target=builder)  # noqa: S314  expat alone: it opens nothing
    try:
        parser.feed(path.read_bytes())
        parser.close()
    except OSError as error:
        raise ConfigError(path.name, 0, f"cannot be read: {error.strerror}", "Asterisk's documentation is") from None
    except ParseError as error:
        what = str(error).rpartition(": ")[0]
        raise ConfigError(path.name, error.position[0], f"is no XML: {what}", "Asterisk's documentation is") from None
    return builder.close()

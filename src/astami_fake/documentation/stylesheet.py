"""The stylesheet beside the documentation files: Asterisk says some parts of an entry by it only.

Lives here: `Stylesheet`, as much of XSLT as that file uses: templates for elements by name, and in which order what
has no template is kept. Imports `config.reader`, `documentation.tree`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from astami_fake.config.reader import ConfigError
from astami_fake.documentation import tree
from astami_fake.documentation.tree import Element

_XSL = "{http://www.w3.org/1999/XSL/Transform}"
_ELEMENT, _ATTRIBUTE, _VALUE, _EACH = _INSTRUCTIONS = tuple(
    f"{_XSL}{name}" for name in ("element", "attribute", "value-of", "for-each")
)
_ORDER = "tech"


class Stylesheet:
    """The templates of one stylesheet; without a file there are none.

    Raises:
        ConfigError: it is no XML, or has an instruction that is not known here.
    """

    def __init__(self, path: Path | None) -> None:
        self._name = path.name if path else ""
        self._templates: dict[str, Element] = {}
        self._sorts = False
        for template in tree.read(path).root.elements(f"{_XSL}template") if path else ():
            if re.fullmatch(r"[\w-]+", match := template.get("match")):
                self._templates[match] = template
                self._check(template)
            else:
                self._sorts = any(
                    one.get("select") == f"@{_ORDER}" for one in _descendants(template) if one.tag == f"{_XSL}sort"
                )

    def _check(self, template: Element) -> None:
        for one in _descendants(template):
            if one.tag.startswith(_XSL) and one.tag not in _INSTRUCTIONS:
                name = one.tag.removeprefix(_XSL)
                raise ConfigError(
                    self._name, 0, f"has the instruction {name}", "element, attribute, value-of and for-each are known"
                )

    def apply(self, element: Element) -> Element:
        """*element* with each element in it replaced by what its template makes of it."""
        children: list[Element | str] = []
        for child in element.children:
            if isinstance(child, str):
                children.append(child)
            elif (template := self._templates.get(child.tag)) is not None:
                children += self._made(template, child)
            else:
                children.append(self.apply(child))
        if self._sorts:
            children.sort(key=lambda one: "" if isinstance(one, str) else one.get(_ORDER))
        return Element(element.tag, element.attributes, children)

    def _made(self, template: Element, source: Element) -> list[Element | str]:
        """What the instructions in *template* make, with *source* as what they look at."""
        made: list[Element | str] = []
        for one in template.children:
            if isinstance(one, str):
                made += [one] if one.strip() else []
            elif not one.tag.startswith(_XSL):
                made.append(self._filled(one, one.tag, dict(one.attributes), source))
            elif one.tag == _ELEMENT:
                made.append(self._filled(one, one.get("name"), {}, source))
            elif one.tag == _VALUE:
                made.append(_value(one.get("select"), source))
            elif one.tag == _EACH:
                made += (part for each in source.elements(one.get("select")) for part in self._made(one, each))
        return made

    def _filled(self, template: Element, tag: str, attributes: dict[str, str], source: Element) -> Element:
        for one in template.elements(_ATTRIBUTE):
            attributes[one.get("name")] = "".join(part for part in self._made(one, source) if isinstance(part, str))
        return Element(tag, attributes, self._made(template, source))


def _descendants(element: Element) -> Iterator[Element]:
    for one in element.elements():
        yield one
        yield from _descendants(one)


def _value(select: str, source: Element) -> str:
    """The text that ``concat(@prefix, 'Channel')``, ``@name`` or ``synopsis`` names."""
    if parts := re.fullmatch(r"concat\((.*)\)", select.strip()):
        return "".join(_value(part, source) for part in parts[1].split(","))
    select = select.strip()
    if select.startswith("'"):
        return select.strip("'")
    if select.startswith("@"):
        return source.get(select[1:])
    found = source.first(select)
    return "" if found is None else found.text

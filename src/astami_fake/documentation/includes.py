"""XInclude as documentation files use it: other elements of the same file, named by a path.

Lives here: `resolve`, and finding what a path names. Imports `documentation.tree`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from astami_fake.documentation.tree import Element

INCLUDE = "{http://www.w3.org/2001/XInclude}include"
DEPTH = 10
"""How deep what is included may include further; a circle ends there."""

_POINTER = re.compile(r"xpointer\((.*)\)")
_STEP = re.compile(r"([\w-]+|(?:node|text)\(\))((?:\[[^\]]*\])*)(?:/|$)")
_PREDICATES: Sequence[tuple[re.Pattern[str], Callable[[str, str, Element], bool]]] = (
    (re.compile(r"@([\w-]+)\s*=\s*['\"]([^'\"]*)['\"]"), lambda name, value, one: one.get(name) == value),
    (
        re.compile(r"contains\(\s*@([\w-]+)\s*,\s*['\"]([^'\"]*)['\"]\s*\)"),
        lambda name, part, one: part in one.get(name),
    ),
)


def resolve(element: Element, root: Element, depth: int = DEPTH) -> Element:
    """*element* with what it includes from *root* in place of each include. What names nothing leaves nothing."""
    children: list[Element | str] = []
    for child in element.children:
        if isinstance(child, str):
            children.append(child)
        elif child.tag != INCLUDE:
            children.append(resolve(child, root, depth))
        elif depth:
            found = find(child.get("xpointer"), root)
            children += (one if isinstance(one, str) else resolve(one, root, depth - 1) for one in found)
    return Element(element.tag, element.attributes, children)


def find(pointer: str, root: Element) -> list[Element | str]:
    """What *pointer*, ``xpointer(/docs/info[@name='x']/para[1])``, names in *root*; nothing where it is none."""
    path = _POINTER.fullmatch(pointer.strip())
    if path is None:
        return []
    found: list[Element | str] = [Element("", {}, [root])]
    for name, conditions in _STEP.findall(path[1].strip().removeprefix("/")):
        parents = [one for one in found if isinstance(one, Element)]
        found = [one for parent in parents for one in _step(parent, name, re.findall(r"\[([^\]]*)\]", conditions))]
    return found


def _step(parent: Element, name: str, conditions: Sequence[str]) -> Sequence[Element | str]:
    if name == "node()":
        return parent.children
    if name == "text()":
        return [one for one in parent.children if isinstance(one, str)]
    found = list(parent.elements(name))
    for condition in conditions:
        found = _those(found, condition.strip())
    return found


def _those(found: list[Element], condition: str) -> list[Element]:
    if condition.isdecimal():
        return found[int(condition) - 1 : int(condition)]
    for pattern, holds in _PREDICATES:
        if match := pattern.fullmatch(condition):
            return [one for one in found if holds(match[1], match[2], one)]
    return []

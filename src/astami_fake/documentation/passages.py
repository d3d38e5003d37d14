"""Description and arguments of an entry: paragraphs, notes, examples and lists, as text with mark-up.

Recorded: cases `documentation.*`. Imports `documentation.syntax`, `text`, `tree`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from astami_fake.documentation import syntax
from astami_fake.documentation.text import INLINE, clean, marked
from astami_fake.documentation.tree import Element

_STEP = " " * 4
_LISTS = frozenset({"enumlist", "variablelist"})


class Passages:
    """Makes passages.

    Args:
        spaced: a blank line stands before an argument, and an option's text below its name; else text goes on behind
            the name, and what has arguments first is laid out oddly.
    """

    def __init__(self, *, spaced: bool) -> None:
        self._spaced = spaced
        self._makers: Mapping[str, Callable[[Element, str], str]] = {
            "para": _paragraph,
            "note": lambda element, indent: _remark("NOTE:", element, indent),
            "warning": lambda element, indent: _remark("WARNING!!!:", element, indent),
            "example": self._example,
            "enumlist": self._choices,
            "variablelist": self._variables,
            "info": self._technology,
        }

    def description(self, element: Element) -> str:
        """What stands in *element*."""
        return self._all(element, "", _STEP, frozenset({"enumlist", "info"}))

    def arguments(self, element: Element) -> str:
        """Each parameter in the syntax *element* of which more is said than its name."""
        return "".join(self._parameter(one, "") for one in element.elements("parameter"))

    def _passage(self, element: Element, indent: str) -> str:
        maker = self._makers.get(element.tag)
        return "" if maker is None else maker(element, indent)

    def _all(self, element: Element, indent: str, deeper: str = "", deep: frozenset[str] = frozenset()) -> str:
        """All in *element*; what is *deep* stands *deeper*."""
        return "".join(self._passage(one, indent + deeper if one.tag in deep else indent) for one in element.elements())

    def _example(self, element: Element, indent: str) -> str:
        lines = clean(element.text, "\n ")
        lines = f"\n{indent} {marked('exampletext', lines.lstrip())}" if self._spaced else marked("exampletext", lines)
        return f"{indent}{marked('example', 'Example:')} {element.get('title')}\n{lines}\n"

    def _technology(self, element: Element, indent: str) -> str:
        made = f"Technology: {element.get('tech')}"
        if self._spaced:
            made += f"  Provided by: {element.attributes.get('module', 'unknown')}"
        return f"{indent}{marked('tech', made)}\n{self._all(element, indent)}"

    # Lists

    def _choices(self, element: Element, indent: str) -> str:
        return "".join(self._choice(one, indent) for one in element.elements("enum"))

    def _choice(self, element: Element, indent: str) -> str:
        made = f"{indent}{marked('enum', element.get('name'))}"
        for number, one in enumerate(element.elements()):
            if one.tag == "para":
                made += "" if number else " - "
                made += _paragraph(one, indent if made.endswith("\n") else "")
                continue
            made += "" if made.endswith("\n") else "\n"
            match one.tag:
                case "enumlist":
                    made += self._choices(one, indent + _STEP)
                case "parameter":
                    made += self._parameter(one, indent + _STEP)
                case _:
                    made += self._passage(one, indent)
        return made if made.endswith("\n") else f"{made}\n"

    def _variables(self, element: Element, indent: str) -> str:
        return "".join(self._variable(one, indent) for one in element.elements("variable"))

    def _variable(self, element: Element, indent: str) -> str:
        made = f"{indent}{marked('variable', element.get('name'))}: "
        deep = indent
        for one in element.elements("para", "value"):
            if one.tag == "para":
                made += _paragraph(one, deep if made.endswith("\n") else "")
                continue
            made += "" if made.endswith("\n") else "\n"
            deep = indent + _STEP
            text = clean(one.text).rstrip()
            made += f"{deep}{marked('value', one.get('name'))}{':' if text else ''}{text}\n"
        return made

    # Arguments

    def _parameter(self, element: Element, indent: str) -> str:
        """Its name, at the left wherever it belongs, and what is said of it; what it consists of, where that stands."""
        whole = element.tag == "parameter" and element.first("argument") is None
        heading = f"\n{element.get('name')}\n" if self._spaced and whole else f"{element.get('name')}\n"
        made = ""
        for one in element.elements():
            if one.tag == "argument":
                made += self._parameter(one, indent)
            elif said := self._said(one, indent + _STEP):
                made, heading = f"{made}{heading}{said}", ""
        return made

    def _said(self, element: Element, indent: str) -> str:
        if element.tag == "optionlist":
            return "".join(self._option(one, indent) for one in element.elements("option"))
        return self._passage(element, indent + _STEP if element.tag == "info" else indent)

    def _option(self, element: Element, indent: str) -> str:
        """Its name and what is said of it. Before the first text an argument breaks the line, even with nothing to say;
        lists do not count as text."""
        text, begun = "", False
        for one in element.elements():
            is_argument, is_list = one.tag == "argument", one.tag in _LISTS
            said = self._argument(one, indent + _STEP) if is_argument else self._of_option(one, indent, begun)
            breaks = bool(one.children) if is_argument else self._spaced and bool(said)
            text += f"\n{said}" if breaks and not begun else said
            begun = begun or (bool(said) and not is_list and (self._spaced or not is_argument))
        end = "\n" if begun else "\n\n"
        return f"{indent}{element.get('name')}{syntax.behind_option(element)}: {text}{end}"

    def _of_option(self, element: Element, indent: str, begun: bool) -> str:
        if self._spaced or element.tag in _LISTS:
            return self._passage(element, indent + _STEP)
        said = self._passage(element, indent)
        return said if begun else said.removeprefix(indent)

    def _argument(self, element: Element, indent: str) -> str:
        """What belongs to an option: its name before what is said of it, or a dash before each part of that."""
        name = f"{indent}{element.get('name')}"
        if self._spaced:
            inside = self._all(element, indent)
            return f"{name} - {inside.removeprefix(indent)}" if inside else ""
        inside = "".join(f" - {said}" for one in element.elements() if (said := self._passage(one, "")))
        return f"{name}{inside}" if inside else ""


def _paragraph(element: Element, indent: str) -> str:
    """Nothing of one that is empty; its end of line neither."""
    made = "".join(
        clean(one) if isinstance(one, str) else marked(one.tag, clean(one.text)) if one.tag in INLINE else ""
        for one in element.children
    )
    return f"{indent}{made}\n" if element.children else ""


def _remark(sign: str, element: Element, indent: str) -> str:
    paragraphs = "".join(_paragraph(one, "") for one in element.elements("para"))
    return f"{indent}{marked(element.tag, sign)} {paragraphs}"

"""The syntax of an entry: in one line, ``Dial([Technology/Resource[&...]][,timeout])``, or header by header.

Recorded: cases `documentation.*`. Imports `documentation.tree`.
"""

from __future__ import annotations

from collections.abc import Sequence

from astami_fake.documentation.tree import Element


def call(name: str, syntax: Element | None) -> str:
    """How the application or function *name* is called."""
    parameters = [] if syntax is None else list(syntax.elements("parameter"))
    return f"{name}({_joined(parameters, _separator(syntax))})"


def behind_option(option: Element) -> str:
    """What stands behind the name of an *option*, in brackets; empty for nothing."""
    arguments = list(option.elements("argument"))
    if not arguments:
        return ""
    inside = f"({_joined(arguments, _separator(option))})"
    return f"[{inside}]" if option.get("hasparams") == "optional" else inside


def headers(syntax: Element, *, required: bool) -> list[str]:
    """The headers of an action or event; *required*: whether one is that says nothing of it."""
    return [
        f"{one.get('name')}: <value>" if _is_required(one, required) else f"[{one.get('name')}:] <value>"
        for one in syntax.elements("parameter")
    ]


def _is_required(element: Element, otherwise: bool = False) -> bool:
    return element.is_true("required") if "required" in element.attributes else otherwise


def _separator(element: Element | None) -> str:
    return "," if element is None else element.attributes.get("argsep", ",")


def _joined(elements: Sequence[Element], separator: str) -> str:
    """*elements* with brackets around what can be left out."""
    required = [_is_required(one) for one in elements]
    said = any("required" in one.attributes and not _is_required(one) for one in elements)
    if elements and required[-1] and (said or not required[0]):
        return _from_the_end(elements, separator)
    made, opened = "", ""
    for number, one in enumerate(elements):
        shown = f"{separator if number else ''}{_shown(one)}{_more(one, separator)}"
        if required[number]:
            made, opened = f"{made}{opened}{shown}", ""
        elif number == 0:
            made = f"[{shown}]"
        else:
            made, opened = f"{made}[{shown}", opened + "]"
    return made + opened


def _from_the_end(elements: Sequence[Element], separator: str) -> str:
    """What can be left out stands in brackets with the separator behind it: the last one cannot."""
    *before, last = elements
    made, optional = "", ""
    for one in before:
        if _is_required(one):
            made, optional = f"{made}{optional}{_more(one, separator)}{_shown(one)}{separator}", ""
        else:
            optional = f"[{optional}{_shown(one)}{separator}{_more(one, separator)}]"
    return f"{made}{optional}{_shown(last)}{_more(last, separator)}"


def _more(element: Element, separator: str) -> str:
    """What tells that there may be more than one."""
    return f"[{separator}...]" if element.is_true("multiple") else ""


def _shown(element: Element) -> str:
    """The name of a parameter or argument, or what it consists of."""
    arguments = list(element.elements("argument"))
    if not arguments:
        return element.get("name")
    inside = _joined(arguments, _separator(element))
    match element.get("hasparams"):
        case "true" | "yes":
            return f"{element.get('name')}({inside})"
        case "optional":
            return f"{element.get('name')}[({inside})]"
    return inside

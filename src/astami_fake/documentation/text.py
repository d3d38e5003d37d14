"""Lines of text: which blanks of the XML stay, what a mark-up looks like, and where a long line is broken.

Recorded: cases `documentation.*`. Imports nothing of the package.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

WIDTH = 79
"""So many characters stand in a line."""

LOOKBACK = 29
"""So far back from the end of a line a blank is looked for to break it; colours count."""

_COLOUR = "\x1b"
"""Stands for a change of colour: it takes no place in a line, but so many characters of the way back."""
_COLOUR_LENGTH = 7

_MARKS: Mapping[str, tuple[str, str]] = {
    "astcli": ("'", "'"),
    "directory": ('"', '"'),
    "emphasis": ("*", "*"),
    "enum": ("", ""),
    "example": ("", ""),
    "exampletext": ("", ""),
    "filename": ('"', '"'),
    "literal": ("'", "'"),
    "note": ("", ""),
    "replaceable": ("<", ">"),
    "tech": ("", ""),
    "value": ("", ""),
    "variable": ("${", "}"),
    "warning": ("", ""),
}
_TAG = re.compile(rf"<(/?)({'|'.join(_MARKS)})>")

INLINE = frozenset({"astcli", "directory", "emphasis", "filename", "literal", "replaceable", "variable"})
"""What can stand in a paragraph."""


def clean(text: str, end: str = " ") -> str:
    """*text* with *end* in place of each end of a line and of the tabs and empty lines behind it."""
    return re.sub(r"\n[\t\n]*", end, text)


def marked(tag: str, text: str) -> str:
    """*text* in the mark-up in which it is kept, and found by its words."""
    return f"<{tag}>{text}</{tag}>"


def printed(text: str) -> str:
    """*text* as it is shown: mark-up as signs, long lines broken, without an end of line behind it.

    What a broken line goes on with stands below its beginning; the first line's, at the left.
    """
    lines = _TAG.sub(_shown, text).removesuffix("\n").split("\n")
    indents = ["", *(line[: len(line) - len(line.lstrip(" \t"))] for line in lines[1:])]
    broken = (part for line, indent in zip(lines, indents, strict=True) for part in _broken(line, indent))
    return "\n".join(broken).replace(_COLOUR, "")


def _shown(tag: re.Match[str]) -> str:
    before, after = _MARKS[tag[2]]
    return f"{after}{_COLOUR}" if tag[1] else f"{_COLOUR}{before}"


def _broken(line: str, indent: str) -> list[str]:
    parts = []
    while len(line) - line.count(_COLOUR) > WIDTH:
        at = _break(line)
        parts.append(line[:at])
        line = indent + line[at + 1 :]
    return [*parts, line]


def _break(line: str) -> int:
    """Where a character is lost to break *line*: the last blank, or what has no place any more if that is too far."""
    end = _end(line)
    back = 0
    for at in range(end, 0, -1):
        if line[at] == " ":
            return at
        back += _COLOUR_LENGTH if line[at] == _COLOUR else 1
        if back > LOOKBACK:
            break
    return end


def _end(line: str) -> int:
    """Where the first character stands that has no place in *line*."""
    places = (at for at, character in enumerate(line) if character != _COLOUR)
    return next(at for number, at in enumerate(places) if number == WIDTH)

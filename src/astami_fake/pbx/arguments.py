"""How Asterisk cuts an argument text: commas, quotes, backslashes, brackets.

Asterisk: main/app.c, __ast_app_separate_args(). Pure functions; import nothing.
"""

from __future__ import annotations

import re
from typing import Final

#: What Asterisk takes for a blank: everything up to it, and nothing else (ast_strip() in include/asterisk/strings.h).
BLANKS: Final = "".join(map(chr, range(33)))


def split(text: str, separator: str = ",", *, limit: int = 0) -> list[str]:
    """Cut *text* at each *separator* outside quotes and brackets; quotes and backslashes go, what they protect stays.

    Args:
        text: the arguments; an empty text has none.
        separator: one character.
        limit: how many parts at most; the last holds the rest uncut and unchanged. 0 for any number.
    """
    if not text:
        return []
    parts: list[str] = []
    part = ""
    depth = 0
    quoted = False
    index = 0
    while index < len(text):
        char = text[index]
        if limit and len(parts) == limit - 1 and not part:
            return [*parts, text[index:]]
        if char == "\\" and index + 1 < len(text):
            index += 1
            part += text[index]
        elif char == '"':
            quoted = not quoted
        elif char == separator and not quoted and depth <= 0:
            parts.append(part)
            part = ""
        else:
            depth += (char in "([") - (char in ")]")
            part += char
        index += 1
    return [*parts, part]


def number(text: str) -> float:
    """The number that *text* is; 0 where it is none."""
    return float(text) if re.fullmatch(r"\s*-?\d*\.?\d+\s*", text) else 0.0


def seconds(text: str) -> float:
    """The number that *text* begins with, as seconds; what is no number is no time."""
    number = re.match(r"\s*(\d*\.?\d+)", text)
    return float(number[1]) if number else 0.0

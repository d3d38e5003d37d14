"""POSIX extended regular expressions as the C library of Asterisk's Linux reads them (glibc, regcomp()), for filters of
events and categories, functions of the dialplan and names of channels.

Lives here: which texts are expressions, and what they mean to ``re``. Imports nothing of the package. Recorded: case
`filter.expressions`; what is said of those that are none: `channel.absent.expressions`. They are looked for in
characters; Asterisk 16 looks at bytes.
"""

from __future__ import annotations

import re

_HIGHEST = 0x7FFF
"""What a repetition can count to, RE_DUP_MAX."""
_WORD = "A-Za-z0-9_"
_SPACE = r" \t\n\v\f\r"
_CLASSES = {
    "alnum": "A-Za-z0-9",
    "alpha": "A-Za-z",
    "blank": r" \t",
    "cntrl": r"\x00-\x1f\x7f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": r"!-/:-@\[-`{-~",
    "space": _SPACE,
    "upper": "A-Z",
    "xdigit": "0-9A-Fa-f",
}
_ANCHORS = {
    "^": r"\A",
    "$": r"\Z",
    r"\`": r"\A",
    r"\'": r"\Z",
    r"\b": r"\b",
    r"\B": r"(?!\b)",
    r"\<": r"\b(?=\w)",
    r"\>": r"\b(?<=\w)",
}
_SETS = {r"\w": f"[{_WORD}]", r"\W": f"[^{_WORD}]", r"\s": f"[{_SPACE}]", r"\S": f"[^{_SPACE}]", ".": "."}
_OPEN_SET = "Unmatched [, [^, [:, [., or [="
_BAD_COUNT = r"Invalid content of \{\}"


class BadExpression(ValueError):
    """A text that is no expression; the message is what the C library says of it, regerror()."""


class Expression:
    """An expression, ready to be looked for.

    Raises:
        BadExpression: *text* is none.
    """

    def __init__(self, text: str) -> None:
        self._pattern = re.compile(_Reader(text).pattern(), re.DOTALL | re.ASCII)

    @property
    def groups(self) -> int:
        """How many pairs of round brackets it has."""
        return self._pattern.groups

    def fits(self, text: str) -> bool:
        """Whether it fits anywhere in *text*."""
        return self._pattern.search(text) is not None

    def find(self, text: str, *, anchored: bool = False) -> re.Match[str] | None:
        """The longest that fits at the first place in *text* where any does (*anchored*: at its beginning)."""
        first = self._pattern.match(text) if anchored else self._pattern.search(text)
        if first is None:
            return None
        longer = (self._pattern.fullmatch(text, first.start(), end) for end in range(len(text), first.end(), -1))
        return next((found for found in longer if found), first)


class _Reader:
    """Reads an expression once, from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._groups = 0
        self._closed: set[int] = set()

    def pattern(self) -> str:
        """The same for ``re``."""
        return self._alternatives(depth=0)

    def _next(self, length: int = 1) -> str:
        return self._text[self._at : self._at + length]

    def _take(self, length: int = 1) -> str:
        taken = self._next(length)
        self._at += length
        return taken

    def _alternatives(self, depth: int) -> str:
        before = frozenset(self._closed)
        branches = [self._branch(depth)]
        while self._next() == "|":
            self._take()
            earlier, self._closed = self._closed, set(before)  # what another branch closed cannot be referred back to
            branches.append(self._branch(depth))
            self._closed |= earlier
        return "|".join(branches)

    def _branch(self, depth: int) -> str:
        pieces: list[str] = []
        while (sign := self._next()) and sign != "|" and not (sign == ")" and depth):
            token = self._next(2) if sign == "\\" else sign
            if token in _ANCHORS:  # cannot be repeated: what follows begins anew
                self._take(len(token))
                pieces.append(_ANCHORS[token])
            else:
                pieces.append(self._repeated(self._atom(token, depth)))
        return "".join(pieces)

    def _atom(self, token: str, depth: int) -> str:
        self._take(len(token))
        if token in _SETS:
            return _SETS[token]
        match token:
            case "*" | "+" | "?" | "{":
                raise BadExpression("Invalid preceding regular expression")
            case "\\":
                raise BadExpression("Trailing backslash")
            case "(":
                return self._group(depth)
            case "[":
                return self._set()
        if token[0] == "\\" and token[1] in "123456789":
            if int(token[1]) not in self._closed:
                raise BadExpression("Invalid back reference")
            return f"(?:\\{token[1]})"
        return re.escape(token[-1])

    def _group(self, depth: int) -> str:
        self._groups += 1
        number = self._groups
        inside = self._alternatives(depth + 1)
        if self._take() != ")":
            raise BadExpression(r"Unmatched ( or \(")
        self._closed.add(number)
        return f"({inside})"

    def _repeated(self, atom: str) -> str:
        while self._next() in ("*", "+", "?", "{") and self._next():
            sign = self._take()
            atom = f"(?:{atom}){self._count() if sign == '{' else sign}"
        return atom

    def _count(self) -> str:
        found = re.compile(r"(\d*)(\\?,)?(\d*)\}").match(self._text, self._at)
        if found is None or not (found[1] or found[2]):
            behind = re.sub(r"^\d*,|\\[^,]", "", self._text[self._at :])
            raise BadExpression(_BAD_COUNT if "}" in behind or "," in behind else r"Unmatched \{")
        self._at = found.end()
        least = int(found[1] or 0)
        most = int(found[3]) if found[3] else None if found[2] else least
        if most is not None and most < min(least, _HIGHEST + 1):
            raise BadExpression(_BAD_COUNT)
        if max(least, most or 0) > _HIGHEST:
            raise BadExpression("Regular expression too big")
        return f"{{{least},{'' if most is None else most}}}"

    # what stands in square brackets

    def _set(self) -> str:
        sign = self._take() if self._next() == "^" else ""
        if not self._next():
            raise BadExpression("Invalid regular expression")
        members: list[str] = []
        while self._next() != "]" or not members:
            members.append(self._member(is_first=not members))
        self._take()
        return f"[{sign}{''.join(members)}]"

    def _member(self, *, is_first: bool) -> str:
        if self._next() == "-" and not is_first and self._next(2) != "-]":
            raise BadExpression("Invalid range end")
        first, is_class = self._element()
        if self._next() != "-" or self._next(2) == "-]":
            return first if is_class else re.escape(first)
        if is_class:
            raise BadExpression("Invalid range end")
        self._take()
        last, ends_in_class = self._element()
        if ends_in_class or first > last:
            raise BadExpression("Invalid range end")
        return f"{re.escape(first)}-{re.escape(last)}"

    def _element(self) -> tuple[str, bool]:
        """A character, or a class and that it is one."""
        for kind in ":.=":
            if self._next(2) == f"[{kind}":
                end = self._text.find(f"{kind}]", self._at + 2)
                if end < 0:
                    raise BadExpression(_OPEN_SET)
                name = self._text[self._at + 2 : end]
                self._at = end + 2
                if kind == ":":
                    if name not in _CLASSES:
                        raise BadExpression("Invalid character class name")
                    return _CLASSES[name], True
                if len(name) != 1:
                    raise BadExpression("Invalid collation character")
                return (name, False) if kind == "." else (re.escape(name), True)
        if not self._next():
            raise BadExpression(_OPEN_SET)
        return self._take(), False

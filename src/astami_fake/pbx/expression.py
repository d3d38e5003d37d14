"""``$[…]``: the arithmetic and logic of the dialplan. Asterisk: main/ast_expr2.y.

Lives here: tokens, precedence, what each operator makes of numbers and texts. Does not live here: ``${…}`` inside it,
which is replaced before (`substitution`). Results recorded on 16.28 and 22.10, which are equal, among them those of
wrong expressions: what stands behind a complete expression is ignored, a missing operand makes 0, a leading operator
makes nothing. Imports `posix`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Context, Decimal

from astami_fake.posix import BadExpression, Expression

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"[^"]*"?)|(?P<sign>=~|!=|<=|>=|[|&=<>+\-*/%!():,?])|(?P<word>[^\s"|&=<>+\-*/%!():,?]+))"""
)

MAX = Decimal(2147483647)
"""What a division by zero gives (recorded)."""


_NUMBER = re.compile(r"-?\d+(?:\.\d*)?")
_DIGITS = Context(prec=21)  # some more than are shown, as a long double has
_SHOWN = Context(prec=18)
_ZERO = Decimal(0)


class _Missing(Exception):
    """An operand is missing."""


def evaluate(text: str) -> str:
    """The value of the expression *text* (without ``$[`` and ``]``)."""
    parser = _Parser([match[0].strip() for match in _TOKEN.finditer(text) if match[0].strip()])
    if not parser.tokens or (parser.tokens[0] in _BINARY and parser.tokens[0] not in ("-", "!")):
        return ""
    try:
        return parser.binary(0)
    except _Missing:
        return "0"


def truth(text: str) -> bool:
    """Whether Asterisk takes a text as true: anything but empty, blanks and zero. Asterisk: pbx_checkcondition()."""
    if not text:
        return False
    number = re.match(r"\s*[+-]?\d+", text)
    return int(number[0]) != 0 if number else True


def _number(text: str) -> Decimal | None:
    """The number that a text is; ``.5`` and ``1e3`` are texts (recorded)."""
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def _written(value: Decimal) -> str:
    """18 digits, as a long double with ``%.18Lg``."""
    shown = _SHOWN.plus(value).normalize()
    exponent = shown.adjusted()
    if not shown:
        return "0"
    if -5 < exponent < 18:
        return f"{shown:f}"
    return f"{shown.scaleb(-exponent):f}e{exponent:+03}"


def _is_true(text: str) -> bool:
    """Quoted texts are true, even ``""`` and ``"0"`` (recorded)."""
    number = _number(text)
    return number != 0 if number is not None else text != ""


def _compare(test: Callable[[int], bool]) -> Callable[[str, str], str]:
    def apply(left: str, right: str) -> str:
        a, b = _number(left), _number(right)
        order = (a > b) - (a < b) if a is not None and b is not None else (left > right) - (left < right)
        return "1" if test(order) else "0"

    return apply


def _arithmetic(operation: Callable[[Decimal, Decimal], Decimal]) -> Callable[[str, str], str]:
    def apply(left: str, right: str) -> str:
        return _written(operation(_number(left) or _ZERO, _number(right) or _ZERO))

    return apply


def _divide(left: Decimal, right: Decimal) -> Decimal:
    return _DIGITS.divide(left, right) if right else MAX


def _remainder(left: Decimal, right: Decimal) -> Decimal:
    return _DIGITS.remainder(left, right) if right else _ZERO


def _match(left: str, right: str, *, anchored: bool) -> str:
    """The first group, or the length of what fits where the pattern has no group."""
    text = left.strip('"')
    try:
        pattern = Expression(right.strip('"'))
    except BadExpression:
        return ""
    found = pattern.find(text, anchored=anchored)
    if found is None:
        return "" if pattern.groups else "0"
    return found[1] if pattern.groups else str(len(found[0].encode("utf-8", "surrogateescape")))


_BINARY: dict[str, tuple[int, Callable[[str, str], str]]] = {
    "|": (1, lambda a, b: a if _is_true(a) else b),
    "&": (2, lambda a, b: a if _is_true(a) and _is_true(b) else "0"),
    "=": (3, _compare(lambda order: order == 0)),
    "!=": (3, _compare(lambda order: order != 0)),
    "<": (3, _compare(lambda order: order < 0)),
    ">": (3, _compare(lambda order: order > 0)),
    "<=": (3, _compare(lambda order: order <= 0)),
    ">=": (3, _compare(lambda order: order >= 0)),
    "+": (4, _arithmetic(_DIGITS.add)),
    "-": (4, _arithmetic(_DIGITS.subtract)),
    "*": (5, _arithmetic(_DIGITS.multiply)),
    "/": (5, _arithmetic(_divide)),
    "%": (5, _arithmetic(_remainder)),
    ":": (7, lambda a, b: _match(a, b, anchored=True)),
    "=~": (7, lambda a, b: _match(a, b, anchored=False)),
}


class _Parser:
    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self._at = 0

    def _peek(self) -> str:
        return self.tokens[self._at] if self._at < len(self.tokens) else ""

    def binary(self, minimum: int) -> str:
        """An expression of operators that bind at least as strong as *minimum*."""
        value = self._operand()
        while (mark := self._peek()) in _BINARY and _BINARY[mark][0] >= minimum:
            level, apply = _BINARY[mark]
            self._at += 1
            value = apply(value, self.binary(level + 1))
        return value

    def _operand(self) -> str:
        mark = self._peek()
        self._at += 1
        if mark == "!":
            return "0" if _number(self._operand()) else "1"  # of a text always 1 (recorded)
        if mark == "-":
            return _written(-(_number(self._operand()) or _ZERO))
        if mark == "(":
            value = self.binary(0)
            if self._peek() == ")":
                self._at += 1
            return value
        if not mark or mark in _BINARY or mark == ")":
            raise _Missing
        return mark

"""`$[…]`: every result recorded on 16.28.0 and 22.10.1 through `Getvar EVAL(…)`, cases variables.expression."""

from __future__ import annotations

import pytest

from astami_fake.pbx.expression import evaluate, truth


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1+2", "3"),
        ('"7" = 7', "0"),
        ('"7" = "7"', "1"),
        ("a = a", "1"),
        ("ab < b", "1"),
        ("10 > 9", "1"),
        ('"10" > "9"', "0"),
        ("7 / 2", "3.5"),
        ("7.5 + 1", "8.5"),
        ("-3 % 2", "-1"),
        ("!0", "1"),
        ("!abc", "1"),
        ("1 & 0", "0"),
        ("5 | 0", "5"),
        ("0 | x", "x"),
        ('"abc" =~ "b"', "1"),
        ('"abc" : "(a.)"', "ab"),
        ('abc : "a."', "2"),
        ("", ""),
        (" ", ""),
        ('"a" = ""', "0"),
        (" = ", ""),
        ("1 +", "0"),
        ("2 * (3 + 4)", "14"),
        ("abc", "abc"),
        ('"quoted"', '"quoted"'),
        ("foo bar", "foo"),
        ("1 = 1 & 2 = 2", "1"),
        ("3 >= 3", "1"),
        ("a != b", "1"),
        ("10 - 3 - 2", "5"),
        ("1 / 0", "2147483647"),
        ("2 ** 3", "0"),
        ('"a b" = "a b"', "1"),
        ("1 < 2 < 3", "1"),
        ("0.5 = .5", "0"),
        ("99999999999 + 1", "100000000000"),
        ("7 / 2.0", "3.5"),
        (" 1 , 2", "1"),
        ("5 % 0", "0"),
        ('"abc" =~ "("', ""),
        ("0.1 + 0.2", "0.3"),
        ("1 / 4 * 4", "1"),
        ("123456789012345678901 + 1", "1.23456789012345679e+20"),
        ("1 / 1000000", "1e-06"),
        ('!"abc"', "1"),
        ('!""', "1"),
        ("abc & 1", "abc"),
        ("1 & abc", "1"),
        ('"" | 1', '""'),
        ('"abc" =~ "bc"', "2"),
        ('"abcbc" =~ "bc"', "2"),
        ('"abc" =~ "(b)c"', "b"),
        ('"abc" =~ "x"', "0"),
        ('"abc" =~ "(x)"', ""),
        ('"abc" : "b"', "0"),
        (".5 + 1", "1"),
        ("1e3 + 1", "1"),
        ("0.5 = 0.50", "1"),
        ("1 = 01", "1"),
        ("5 - -1", "6"),
        ('"0" & 1', '"0"'),
        ("00 | 7", "7"),
        ("0.0 | 7", "7"),
        ("!0.0", "1"),
        ("!!5", "1"),
        ("1 / 3", "0.333333333333333333"),
        ("10.5 % 4", "2.5"),
        ("abc > abd", "0"),
        ("- 5", "-5"),
        ('5 & ""', "5"),
        ("hello world = hello", "hello"),
    ],
)
def test_an_expression_is_worth_what_asterisk_says(text: str, value: str) -> None:
    """Numbers, texts, and what comes of mistakes."""
    assert evaluate(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("", False), ("0", False), (" 0", False), ("00", False), ("1", True), ("-1", True), ("abc", True), (" ", True)],
)
def test_what_counts_as_true(text: str, value: bool) -> None:
    """Empty and zero do not; any other text does. Asterisk: pbx_checkcondition()."""
    assert truth(text) is value

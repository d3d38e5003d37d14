"""POSIX extended regular expressions. What a server takes for one is recorded: case `filter.expressions`."""

from __future__ import annotations

import ctypes
import platform
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from astami_fake.posix import BadExpression, Expression

REG_EXTENDED = 1
#: What expressions are made of, whole and broken.
PIECES = r"""
a b 1 . ^ $ | ( ) (a b) * + ? {1} {,2} {1,} {2,1} { } [ ] [a [^b - [a-b] []a] [[:digit:] [[:foo:]] [[.a.]] [[=b=]]
: , = \ \w \W \s \S \b \B \< \> \` \' \1 \. \( [[:space:][:upper:]]
"""


@pytest.mark.parametrize(
    ("expression", "text", "fits"),
    [
        ("", "", True),
        ("b", "abc", True),
        ("^b", "abc", False),
        ("c$", "abc", True),
        ("a.c", "a\nc", True),
        ("[[:digit:]]+x", "a12x", True),
        ("[^]a]", "a]", False),
        ("[a-]", "-", True),
        ("(ab)\\1", "abab", True),
        ("a{2}{2}", "aaa", False),
        ("\\d", "d", True),
        (")", ")", True),
        ("\\<b", "ab b", True),
        ("é+$", "caféé", True),
        ("[à-ü]", "é", True),
        ("\\w", "é", False),
    ],
)
def test_fits(expression: str, text: str, fits: bool) -> None:
    """Classes, groups, repetitions of repetitions, words; in characters."""
    assert Expression(expression).fits(text) == fits


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ("*", "Invalid preceding regular expression"),
        ("a|{1}", "Invalid preceding regular expression"),
        ("^*", "Invalid preceding regular expression"),
        ("(a", r"Unmatched ( or \("),
        ("a\\", "Trailing backslash"),
        ("\\1", "Invalid back reference"),
        ("(a\\1)", "Invalid back reference"),
        ("(a)|\\1", "Invalid back reference"),
        ("a{", r"Unmatched \{"),
        ("a{x}", r"Invalid content of \{\}"),
        ("[", "Invalid regular expression"),
        ("a{2,1}", r"Invalid content of \{\}"),
        ("a{32768}", "Regular expression too big"),
        ("[a", "Unmatched [, [^, [:, [., or [="),
        ("[[:digit", "Unmatched [, [^, [:, [., or [="),
        ("[[:word:]]", "Invalid character class name"),
        ("[[.ab.]]", "Invalid collation character"),
        ("[b-a]", "Invalid range end"),
        ("[a-[:digit:]]", "Invalid range end"),
        ("[a-c-e]", "Invalid range end"),
    ],
)
def test_no_expression(expression: str, why: str) -> None:
    """It is said what is wrong, as the C library says it (recorded: channel.absent.expressions)."""
    with pytest.raises(BadExpression, match=f"^{re.escape(why)}$"):
        Expression(expression)


def test_the_longest_counts() -> None:
    """From the first place where anything fits; with its groups."""
    found = Expression("(a|ab)(c|bcd)?").find("xabcd")
    assert found is not None
    assert (found[0], found.start()) == ("abcd", 1)
    assert Expression("b").find("ab", anchored=True) is None
    assert Expression("(a)b").groups == 1


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="asks the C library that Asterisk was recorded with")
@settings(max_examples=1500, derandomize=True, database=None, deadline=None)
@given(expression=st.lists(st.sampled_from(PIECES.split()), max_size=7).map("".join), text=st.text("ab1 -", max_size=6))
def test_what_the_c_library_says(expression: str, text: str) -> None:
    """The same texts are expressions and fit the same texts at the same place; of the others it says the same."""
    libc = ctypes.CDLL(None)
    compiled, found = ctypes.create_string_buffer(1024), (ctypes.c_int * 2)()
    if refused := libc.regcomp(compiled, expression.encode(), REG_EXTENDED):
        told = ctypes.create_string_buffer(100)
        libc.regerror(refused, compiled, told, len(told))
        with pytest.raises(BadExpression, match=f"^{re.escape(told.value.decode())}$"):
            Expression(expression)
        return
    own = Expression(expression)
    fits = libc.regexec(compiled, text.encode(), 1, found, 0) == 0
    libc.regfree(compiled)
    ours = own.find(text)
    assert (ours is not None) == own.fits(text) == fits
    if ours is not None:
        assert ours.start() == found[0]

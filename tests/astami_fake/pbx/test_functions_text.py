"""Functions of text and numbers, as a dialplan reads them. Values recorded: case apps.text."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('${REGEX("^a+b$" aab)} ${REGEX("^x" aab)}', "1 0"),
        ("${CUT(P,-,2)} ${CUT(P,-,2-)} ${FIELDQTY(P,-)}", "two two-three 3"),
        ("${STRFTIME(0,UTC,%Y-%m-%d %H:%M:%S)}", "1970-01-01 00:00:00"),
        ("${MATH(7*6,int)} ${INC(N)} ${DEC(N)}", "42 6 5"),
        ("${MD5(abc)}", "900150983cd24fb0d6963f7d28e17f72"),
        ("${BASE64_ENCODE(abc)} ${BASE64_DECODE(YWJj)}", "YWJj abc"),
        ("${URIENCODE(a b/c)} ${URIDECODE(a%20b)}", "a%20b%2Fc a b"),
        ("${FILTER(0-9,a1b2)} ${REPLACE(P,-,_)} ${STRREPLACE(P,two,2)}", "12 one_two_three one-2-three"),
        ("${SPRINTF(%03d %s,7,x)} ${QUOTE(a b)}", '007 x "a b"'),
        ("${SET(K=set)} ${K}", "set set"),
        ("${PASSTHRU(x)} ${KEYPADHASH(Les)}", "x 537"),
        ("${LISTFILTER(L,:,b)}", "a:c"),
    ],
)
def test_what_a_function_gives(say: Callable[..., str], text: str, shown: str) -> None:
    """As real Asterisk gave it."""
    assert say(text, "Set(P=one-two-three)", "Set(N=5)", "Set(L=a:b:c)") == shown


@pytest.mark.parametrize(
    "text", ["${CUT(P,-,9)}", "${CUT(ABSENT,-,1)}", "${HASH(h,absent)}", "${LISTFILTER(ABSENT,:,b)}"]
)
def test_what_is_not_there_is_nothing(say: Callable[..., str], text: str) -> None:
    """A field behind the last, a variable, a key, a list."""
    assert say(text, "Set(P=one-two)", "Set(HASH(h,k)=v)") == ""


def test_an_array_sets_each_of_its_variables(say: Callable[..., str]) -> None:
    """And a hash keeps what its keys were given."""
    assert say("${ONE} ${TWO} ${HASH(h,k)} ${HASHKEYS(h)}", "Set(ARRAY(ONE,TWO)=1,2)", "Set(HASH(h,k)=v)") == "1 2 v k"


def test_timeouts_are_shown_with_milliseconds(say: Callable[..., str]) -> None:
    """One that was never set is 0."""
    assert say("${TIMEOUT(digit)} ${TIMEOUT(absolute)}", "Set(TIMEOUT(digit)=3)") == "3.000 0"

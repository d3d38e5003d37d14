"""Functions on lists in a variable. Values recorded: case functions.lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from astami_fake.pbx import functions


@pytest.mark.parametrize(
    ("text", "steps", "shown"),
    [
        ("${POP(L)} of ${L}", ["Set(L=b,a,c)"], "c of b,a"),
        ("${SHIFT(L)} of ${L}", ["Set(L=b,a,c)"], "b of a,c"),
        ("${SHIFT(L)} of <${L}>", ["Set(L=b)"], "b of <>"),
        ("<${POP(L)}${SHIFT(L)}>", [], "<>"),
        ("${POP(L,-)} ${SHIFT(L,-)} ${L}", ["Set(L=a-b-c)"], "c a b"),
        ("${L}", ["Set(L=a)", "Set(PUSH(L)=x,y)", "Set(UNSHIFT(L)=v)"], "v,a,x,y"),
        ("${L}", ["Set(PUSH(L)=x)", "Set(UNSHIFT(L,-)=v)"], "v-x"),
        ("${L}", ["Set(UNSHIFT(L)=v)"], "v"),
        ("${FIELDNUM(L,-,b)} ${FIELDNUM(L,-,none)}", ["Set(L=a-b)"], "2 0"),
        ("${SORT(one:3,two:1,three:2,odd)}", [], "two,three,one"),
    ],
)
def test_lists(say: Callable[..., str], text: str, steps: list[str], shown: str) -> None:
    """Take from both ends, put there, search, order."""
    assert say(text, *steps) == shown


def test_without_a_channel(make_lab: Callable[..., Any]) -> None:
    """A global list is read and stays as it is; nothing is written."""
    lab = make_lab("[globals]\nL = a,b\n[default]\nexten => 1,1,NoOp()\n")
    assert functions.read(lab.pbx, None, "POP(L)") == "b"
    assert not functions.write(lab.pbx, None, "PUSH(L)", "c")
    assert not functions.write(lab.pbx, None, "UNSHIFT(L)", "c")
    assert lab.pbx.globals.get("L") == "a,b"

"""Set and MSet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def test_set_takes_all_behind_the_first_equals_sign(run: Callable[..., Any]) -> None:
    """Commas and quotes are part of the value."""
    lab = run('Set(A=b,c="d")', "NoOp(${A})", "Set(nothing)")
    assert lab.steps()[1] == 'NoOp(b,c="d")'
    assert len(lab.told("VarSet")) == 1


def test_set_writes_functions(run: Callable[..., Any]) -> None:
    """Of the channel, of AstDB, globals."""
    lab = run("Set(CALLERID(num)=12)", "Set(DB(f/k)=v)", "Set(GLOBAL(G)=g)", "NoOp(${CALLERID(num)}${DB(f/k)}${G})")
    assert lab.steps()[-1] == "NoOp(12vg)"
    assert lab.pbx.astdb["f"]["k"] == "v"


def test_mset_sets_several(run: Callable[..., Any]) -> None:
    """Quotes protect commas there."""
    lab = run('MSet(A=1,B="x,y",nothing)')
    assert [(event["Variable"], event["Value"]) for event in lab.told("VarSet")] == [("A", "1"), ("B", "x,y")]

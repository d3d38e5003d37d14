"""Goto, GotoIf, ExecIf, Gosub, Return. Recorded: dialplan.expression, dialplan.goto."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

MORE = "exten => 2,1,NoOp(two)\n same => n(l),NoOp(label)\n[other]\nexten => 3,1,NoOp(three)\n"


@pytest.mark.parametrize(
    ("target", "steps"),
    [
        ("2,1", ["NoOp(two)", "NoOp(label)"]),
        ("2,l", ["NoOp(label)"]),
        ("other,3,1", ["NoOp(three)"]),
        ("+2", ["NoOp(last)"]),
        ("3", ["NoOp(last)"]),
        ("nolabel", []),
    ],
)
def test_goto(run: Callable[..., Any], target: str, steps: list[str]) -> None:
    """By extension, context, label, or so many steps on; to a missing label the call ends."""
    assert run(f"Goto({target})", "NoOp(skipped)", "NoOp(last)", more=MORE).steps()[1:] == steps


def test_goto_its_own_place_is_a_loop(run: Callable[..., Any]) -> None:
    """And no step on."""
    lab = run("Wait(1)", "Goto(1)")
    lab.clock.advance(2)
    assert lab.steps() == ["Wait(1)", "Goto(1)", "Wait(1)", "Goto(1)", "Wait(1)"]


@pytest.mark.parametrize(
    ("data", "steps"),
    [
        ("1?2,l", ["NoOp(label)"]),
        ("0?2,l", ["NoOp(next)"]),
        ("0?2,1:2,l", ["NoOp(label)"]),
        ("1?:2,l", ["NoOp(next)"]),
        ("?2,1:2,l", ["NoOp(label)"]),
    ],
)
def test_gotoif(run: Callable[..., Any], data: str, steps: list[str]) -> None:
    """An empty or missing branch goes on."""
    assert run(f"GotoIf({data})", "NoOp(next)", more=MORE).steps()[1:] == steps


def test_execif_runs_an_application_without_telling_it(run: Callable[..., Any]) -> None:
    """Its effect is told."""
    lab = run("ExecIf(1?Set(A=b):Set(A=c))", "ExecIf(0?Set(A=d))", "ExecIf(1?Hangup(21))", "NoOp(never)")
    assert [event["Value"] for event in lab.told("VarSet")] == ["b"]
    assert len(lab.steps()) == 3
    assert lab.told("Hangup")[0]["Cause"] == "21"


def test_execif_without_parentheses(run: Callable[..., Any]) -> None:
    """The application gets no arguments."""
    assert run("ExecIf(1?Hangup)", "NoOp(never)").told("Hangup")[0]["Cause"] == "16"


def test_gosub_comes_back_with_a_value(run: Callable[..., Any]) -> None:
    """Its arguments are there while it runs, those of an outer one come back."""
    lab = run(
        "Gosub(sub,s,1(a,b))",
        "NoOp(${GOSUB_RETVAL} ${ARG1})",
        more="[sub]\nexten => s,1,NoOp(${ARG1}${ARG2}${ARGC})\n same => n,Gosub(in,1(x))\n same => n,Return(${ARG1})\n"
        "exten => in,1,NoOp(${ARG1})\n same => n,Return()\n",
    )
    assert lab.steps() == [
        "Gosub(sub,s,1(a,b))",
        "NoOp(ab2)",
        "Gosub(in,1(x))",
        "NoOp(x)",
        "Return()",
        "Return(a)",
        "NoOp(a )",
    ]


def test_gosub_to_a_missing_label_ends_the_call(run: Callable[..., Any]) -> None:
    """As does a Return from nowhere."""
    assert run("Gosub(nolabel)", "NoOp(never)").steps() == ["Gosub(nolabel)"]
    assert run("Return()", "NoOp(never)").steps() == ["Return()"]

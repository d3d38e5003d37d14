"""Functions on channels and what they share. Values recorded: cases functions.channels, functions.newer, calls.why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from astami_fake.pbx import functions, technologies


@pytest.mark.parametrize(
    ("text", "steps", "shown"),
    [
        ("${GROUP()} ${GROUP_COUNT()} ${GROUP_COUNT(none)}", ["Set(GROUP()=sales)"], "sales 1 0"),
        ("${GROUP_COUNT(a@kind)} ${GROUP_LIST()}", ["Set(GROUP()=s)", "Set(GROUP(kind)=a)"], "1 s a@kind"),
        ("${GROUP_MATCH_COUNT(s.l*)} ${GROUP_MATCH_COUNT([)}", ["Set(GROUP()=sales)"], "1 0"),
        ("${SHARED(X)} <${SHARED(X,${CHANNEL})}> <${SHARED(X,none)}>", ["Set(SHARED(X)=red)"], "red <red> <>"),
        ("${IMPORT(${CHANNEL},X)}<${IMPORT(none,X)}>", ["Set(X=1)"], "1<>"),
        ("${CHANNEL_EXISTS(${CHANNEL})} ${CHANNEL_EXISTS(none)} <${CHANNELS(^none)}>", [], "1 0 <>"),
        ("${VARIABLE_EXISTS(X)} ${VARIABLE_EXISTS(Y)}", ["Set(X=1)"], "1 0"),
        ("<${X}>", ["Set(X=1)", "Set(DELETE(X)=)"], "<>"),
        ("${GLOBAL_EXISTS(X)} <${GLOBAL(Y)}>", ["Set(GLOBAL(X)=1)", "Set(GLOBAL_DELETE(X)=)"], "0 <>"),
        ("${MASTER_CHANNEL(X)} <${LOCAL_PEEK(0,X)}> <${STACK_PEEK(1,c)}>", ["Set(MASTER_CHANNEL(X)=1)"], "1 <> <>"),
        ("<${HANGUPCAUSE_KEYS()}> <${HANGUPCAUSE(none,tech)}>", [], "<> <>"),
    ],
)
def test_functions(say: Callable[..., str], text: str, steps: list[str], shown: str) -> None:
    """Groups, shared variables, other channels, what there is."""
    assert say(text, *steps) == shown


def test_a_release_without_the_function(say: Callable[..., str]) -> None:
    """It reads as nothing and is not set (recorded: functions.newer)."""
    assert say("<${TRIM( a )}> <${X}>", "Set(X=1)", "Set(DELETE(X)=)", release="16.28") == "<> <1>"


def test_inside_subroutines(make_lab: Callable[..., Any]) -> None:
    """What a subroutine further out was given, and where it was called."""
    lab = make_lab(
        "[default]\nexten => 1,1,Answer()\n same => n,Gosub(one,s,1(outer))\n"
        "[one]\nexten => s,1,Gosub(two,s,1(inner))\n same => n,Return()\n"
        "[two]\nexten => s,1,NoOp(${LOCAL_PEEK(1,ARG1)} ${STACK_PEEK(1,l)} ${STACK_PEEK(2,c)} <${STACK_PEEK(9,c)}>)\n"
        " same => n,Return()\n"
    )
    lab.call("1@default")
    lab.clock.advance(1)
    assert "NoOp(outer one,s,1 default <>)" in lab.steps()


def test_all_channels(make_lab: Callable[..., Any]) -> None:
    """By name, the newest first; all without a pattern."""
    lab = make_lab("[default]\nexten => 1,1,Wait(60)\n")
    technologies.request(lab.pbx, "Local", "1@default")
    names = [channel.name for channel in lab.pbx.channels]
    assert functions.read(lab.pbx, None, "CHANNELS()") == " ".join(reversed(names))
    assert functions.read(lab.pbx, None, "CHANNELS(;2$)") == names[1]


@pytest.mark.parametrize("name", ["SHARED(X,none)", "GROUP()", "DELETE(X)", "MASTER_CHANNEL(X)"])
def test_without_a_channel(make_lab: Callable[..., Any], name: str) -> None:
    """What belongs to a channel is nothing and cannot be set."""
    lab = make_lab("[default]\nexten => 1,1,NoOp()\n")
    assert not functions.write(lab.pbx, None, name, "1")
    for reading in ("SHARED(X)", "GROUP()", "GROUP_LIST()", "LOCAL_PEEK(0,X)", "HANGUPCAUSE_KEYS()"):
        assert functions.read(lab.pbx, None, reading) == ""
    assert functions.read(lab.pbx, None, "GROUP_COUNT()") == "0"

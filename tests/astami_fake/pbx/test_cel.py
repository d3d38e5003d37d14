"""The channel event log. The calls as a whole are the cases `records.*`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

PLAN = """[calls]
exten => ann,1,Answer()
 same => n,Wait(60)
"""
CEL = "[general]\nenable = yes\napps = wait\nevents = {}\n[manager]\nenabled = yes\n"
MODULES = "[modules]\nautoload = yes\n"


@pytest.fixture
def log(make_lab: Callable[..., Any]) -> Callable[..., list[str]]:
    """What the log tells of a call to Ann that lasts a second, by the names of its events."""

    def log(events: str, modules: str = MODULES) -> list[str]:
        lab = make_lab(PLAN, cel=CEL.format(events), modules=modules)
        lab.call("ann@calls")
        lab.clock.advance(1.0)
        for channel in lab.pbx.channels:
            channel.interrupt()
        lab.clock.advance(0.1)
        assert lab.told("Hangup")
        return [one["EventName"] for one in lab.told("CEL")]

    return log


def test_all(log: Callable[..., list[str]]) -> None:
    """Each channel begins, answers and ends; the end of the call is told once, by the last one."""
    told = log("ALL")
    assert [told.count(name) for name in ("CHAN_START", "ANSWER", "HANGUP", "CHAN_END", "LINKEDID_END")] == [
        2,
        2,
        2,
        2,
        1,
    ]
    assert told[-1] == "LINKEDID_END"
    assert told.count("APP_START") == told.count("APP_END") == 2  # Wait, on both halves


def test_some(log: Callable[..., list[str]]) -> None:
    """What cel.conf does not ask for is not told."""
    assert set(log("ANSWER,HANGUP")) == {"ANSWER", "HANGUP"}


def test_without_its_module(log: Callable[..., list[str]]) -> None:
    """cel.conf alone does nothing."""
    assert log("ALL", MODULES + "noload = cel_manager.so\n") == []


def test_the_channel_of_texts(make_lab: Callable[..., Any]) -> None:
    """It begins with the first text and has no end (recorded: messages.records)."""
    lab = make_lab("[default]\nexten => shop,1,Wait(1)\n", cel=CEL.format("ALL"), modules=MODULES)
    ann = lab.pbx.phones.add("1000", {})
    for _ in range(2):
        assert ann.message("shop", "hello") == 202
        lab.clock.advance(2.0)
    assert [one["EventName"] for one in lab.told("CEL")] == [
        "CHAN_START",
        "APP_START",
        "APP_END",
        "APP_START",
        "APP_END",
    ]
    assert len(lab.told("Newchannel")) == 1

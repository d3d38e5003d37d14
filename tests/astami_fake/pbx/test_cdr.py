"""Call detail records. The calls as a whole are the cases `records.*`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

PLAN = """[calls]
exten => ann,1,Answer()
 same => n,Wait(60)
exten => dial,1,Dial(Local/nobody@calls,20)
 same => n,Hangup()
"""
MODULES = "[modules]\nautoload = yes\n"


@pytest.fixture(params=["22.10", "16.28"])
def lab(request: pytest.FixtureRequest, make_lab: Callable[..., Any]) -> Any:
    return make_lab(PLAN, request.param, cdr_manager="[general]\nenabled = yes\n", modules=MODULES)


def test_times_are_those_of_the_pbx(lab: Any) -> None:
    """Seconds since the channel began and since it came up, whole ones; told when it is gone."""
    lab.call("ann@calls")
    lab.clock.advance(3.7)
    assert lab.told("Cdr") == []
    for channel in lab.pbx.channels:
        channel.interrupt()
    lab.clock.advance(0.1)
    times = [(one["Duration"], one["BillableSeconds"], one["Disposition"]) for one in lab.told("Cdr")]
    assert times
    assert set(times) == {("3", "3", "ANSWERED")}
    (start,) = {one["StartTime"] for one in lab.told("Cdr")}
    assert start == "2023-11-14 22:13:20"


def test_nothing_is_told_of_a_call_that_reached_nobody(lab: Any) -> None:
    """Where cdr.conf does not say unanswered = yes (recorded: records.unregistered)."""
    lab.call("dial@calls")
    lab.clock.advance(1.0)
    assert not lab.pbx.channels
    assert lab.told("Cdr") == []


def test_without_its_module_nothing_is_told(make_lab: Callable[..., Any]) -> None:
    """cdr_manager.conf alone does nothing."""
    lab = make_lab(PLAN, cdr_manager="[general]\nenabled = yes\n", modules=MODULES + "noload = cdr_manager.so\n")
    lab.call("ann@calls")
    lab.clock.advance(1.0)
    for channel in lab.pbx.channels:
        channel.interrupt()
    lab.clock.advance(0.1)
    assert lab.told("Hangup")
    assert lab.told("Cdr") == []

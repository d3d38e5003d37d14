"""Log, ResetCDR, HangupCauseClear. Recorded: cases `functions.records`, `calls.why`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

CDR = "[general]\nenable = yes\n"


def test_a_log_is_not_seen(run: Callable[..., Any]) -> None:
    """Nothing is told, and the call goes on."""
    lab = run("Log(NOTICE,text)", "NoOp(on)")
    assert lab.steps() == ["Log(NOTICE,text)", "NoOp(on)"]
    assert not lab.told("VarSet")


def test_a_record_begins_anew(make_lab: Callable[..., Any]) -> None:
    """What was written into it is gone; without records there is nothing to do."""
    steps = ("Set(CDR(campaign)=spring)", "ResetCDR()", "NoOp(<${CDR(campaign)}>)")
    plan = "[default]\nexten => 1,1,NoOp()\n" + "".join(f" same => n,{step}\n" for step in steps)
    lab = make_lab(plan, cdr=CDR)
    lab.call("1@default")
    assert lab.steps()[-1] == "NoOp(<>)"


def test_without_records_it_goes_on(run: Callable[..., Any]) -> None:
    """ResetCDR does nothing then."""
    assert run("ResetCDR()", "NoOp(on)").steps()[-1] == "NoOp(on)"


def test_reasons_are_forgotten(run: Callable[..., Any]) -> None:
    """Of the calls that failed before."""
    lab = run("Wait(1)", "NoOp(${HANGUPCAUSE_KEYS()})", "HangupCauseClear()", "NoOp(<${HANGUPCAUSE_KEYS()}>)")
    lab.pbx.channels.find("Local/1@default-00000000;2").causes["PJSIP/1001-00000000"] = ("SIP 486 Busy Here", 17)
    lab.clock.advance(1)
    assert lab.steps()[1::2] == ["NoOp(PJSIP/1001-00000000)", "NoOp(<>)"]

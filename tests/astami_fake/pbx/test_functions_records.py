"""CDR and CDR_PROP. Values recorded: case functions.records."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from astami_fake.pbx import functions


def test_fields(say: Callable[..., str]) -> None:
    """Those of the record, those of the dialplan's own, and the caller's account."""
    text = "${CDR(userfield)} ${CDR(own)} ${CDR(dst)} ${CDR(disposition)} ${CDR(disposition,u)} ${CDR(accountcode)}"
    steps = ("Set(CDR(userfield)=mine)", "Set(CDR(own)=1)", "Set(CDR(accountcode)=home)")
    assert say(text, *steps) == "mine 1 1 ANSWERED 8 home"


def test_times(say: Callable[..., str]) -> None:
    """As a date, as a number with u; one that has not come is nothing."""
    assert say("${CDR(start)} ${CDR(start,u)} <${CDR(end)}>") == "2023-11-14 22:13:20 1700000000.000000 <>"


def test_reset(say: Callable[..., str]) -> None:
    """The dialplan's own fields go, the user field stays (recorded)."""
    steps = ("Set(CDR(userfield)=mine)", "Set(CDR(own)=1)", "ResetCDR()")
    assert say("<${CDR(userfield)}> <${CDR(own)}>", *steps) == "<mine> <>"


def test_the_user_field_is_told(make_lab: Callable[..., Any]) -> None:
    """In the Cdr event; with CDR_PROP(disable) there is none."""
    plan = (
        "[default]\nexten => 1,1,Answer()\n same => n,Set(CDR(userfield)=mine)\n same => n,Hangup()\n"
        "exten => 2,1,Answer()\n same => n,Set(CDR_PROP(disable)=1)\n same => n,Set(CDR_PROP(other)=1)\n"
    )
    lab = make_lab(plan, cdr_manager="[general]\nenabled = yes\n", modules="[modules]\nautoload = yes\n")
    lab.call("1@default")
    lab.clock.advance(1)
    assert "mine" in {event["UserField"] for event in lab.told("Cdr")}
    lab.events.clear()
    lab.call("2@default")
    lab.clock.advance(1)
    assert {event["Channel"][-1] for event in lab.told("Cdr")} <= {"1"}  # ;2 runs the dialplan, ;1 only waits


def test_no_records(make_lab: Callable[..., Any]) -> None:
    """With enable = no everything is empty, and nothing can be set."""
    lab = make_lab("[default]\nexten => 1,1,Wait(60)\n", cdr="[general]\nenable = no\n")
    lab.call("1@default")
    (channel, *_) = lab.pbx.channels
    assert functions.read(lab.pbx, channel, "CDR(dst)") == ""
    for name in ("CDR(own)", "CDR_PROP(disable)"):
        assert not functions.write(lab.pbx, channel, name, "1")

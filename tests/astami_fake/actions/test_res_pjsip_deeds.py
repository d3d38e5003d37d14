"""Qualify, notify, lines: what they lead to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


def bench_of(name: str, make_bench: Callable[..., Any], overlay: Callable[[str], Path], release: str = "22.10") -> Any:
    return make_bench(release, overlay(name))


def test_an_answer_comes_before_what_it_leads_to(make_bench: Callable[..., Any], overlay: Any) -> None:
    """A NOTIFY is sent behind the answer; its effect is an event later."""
    bench = bench_of("states", make_bench, overlay)
    client = bench.client().login(events="call")
    frames = client.do(
        "Action: PJSIPNotify",
        "Endpoint: desk",
        "Variable: Event=message-summary",
        "Variable: Content=Voice-Message: 1/0 (0/0)",
    )
    assert frames == ["Response: Success\nMessage: NOTIFY sent"]
    bench.clock.advance(0)
    assert "Event: MessageWaiting" in client.frames()[0]


@pytest.mark.parametrize(("release", "kind"), [("22.10", "Error"), ("16.28", "Success")])
def test_only_22_wants_something_to_say(make_bench: Callable[..., Any], overlay: Any, release: str, kind: str) -> None:
    """PJSIPNotify without Variable and Option (recorded: pjsip.notify.errors)."""
    client = bench_of("states", make_bench, overlay, release).client().login()
    assert client.do("Action: PJSIPNotify", "Endpoint: desk")[0].startswith(f"Response: {kind}")


def test_all_lines_at_once_are_queued(make_bench: Callable[..., Any], overlay: Any) -> None:
    """``*all`` stands for each of them."""
    bench = bench_of("lines", make_bench, overlay)
    bench.clock.advance(0)
    client = bench.client().login()
    assert "Registered: 1\nNotRegistered: 0" in client.do("Action: PJSIPShowRegistrationsOutbound")[-1]
    assert "Unregistrations queued." in client.do("Action: PJSIPUnregister", "Registration: *all")[0]
    assert "Registered: 0\nNotRegistered: 1" in client.do("Action: PJSIPShowRegistrationsOutbound")[-1]


@pytest.mark.parametrize(
    ("cause", "code"), [("486", 486), ("BUSY_HERE", 486), ("DECLINE", 603), ("", 603), ("nonsense", 603), ("200", 603)]
)
def test_a_call_is_refused_with_a_code(make_bench: Callable[..., Any], overlay: Any, cause: str, code: int) -> None:
    """By number or name; a cause that refuses nothing declines (recorded: pjsip.hangup.*)."""
    bench = bench_of("pickup", make_bench, overlay)
    client = bench.client().login()
    call = bench.pbx.phones.find("1000").calls("1001x")
    assert call.code == 404
    bench.pbx.phones.find("1001").register()
    bench.pbx.phones.find("1001").rings()
    call = bench.pbx.phones.find("1000").calls("1001")
    bench.clock.advance(0.1)
    assert "Channel Hungup" in client.do("Action: PJSIPHangup", f"Channel: {call.channel.name}", f"Cause: {cause}")[0]
    bench.clock.advance(0.1)
    assert (call.state.value, call.code) == ("over", code)
    assert bench.script.violations == []


def test_what_is_not_recorded_of_pjsiphangup_is_reported(make_bench: Callable[..., Any], overlay: Any) -> None:
    """Names of SIP codes that no recording has, and channels of another kind."""
    bench = bench_of("pickup", make_bench, overlay)
    client = bench.client().login()
    bench.pbx.phones.find("1001").register()
    bench.pbx.phones.find("1001").rings()
    call = bench.pbx.phones.find("1000").calls("1001")
    bench.clock.advance(0.1)
    client.do("Action: PJSIPHangup", f"Channel: {call.channel.name}", "Cause: FORBIDDEN")
    client.do("Action: Originate", "Channel: Local/1001@calls", "Application: Wait", "Data: 60", "Async: true")
    bench.clock.advance(0.1)
    local = next(channel.name for channel in bench.pbx.channels if channel.name.startswith("Local/"))
    client.do("Action: PJSIPHangup", f"Channel: {local}", "Cause: 486")
    assert len(bench.script.violations) == 2


def test_an_endpoint_out_of_service(make_bench: Callable[..., Any], overlay: Any) -> None:
    """It gets no calls and makes none until it is back, also over a reload."""
    bench = bench_of("pickup", make_bench, overlay)
    client = bench.client().login()
    client.do("Action: ModuleLoad", "LoadType: load", "Module: res_pjsip_maintenance.so")
    bench.pbx.phones.find("1000").register()
    bench.pbx.phones.find("1000").rings()
    phone = bench.pbx.phones.find("1001")
    phone.register()
    assert client.do("Action: PJSIPSetMaintenance", "Endpoint: 1001", "State: On")[0].endswith("mode enabled")
    bench.pbx.pjsip.reload()
    assert phone.calls("1000").code == 503
    bench.pbx.phones.find("1000").calls("1001")
    bench.clock.advance(0.1)
    assert len(phone.legs) == 1, "nobody calls it"
    assert "Status: disabled" in client.do("Action: PJSIPShowMaintenance", "Endpoint: 1000")[1]
    client.do("Action: PJSIPSetMaintenance", "Endpoint: 1001", "State: off")
    assert phone.calls("1000").code == 0

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

"""``pjsip set maintenance`` and ``pjsip show maintenance``. Outputs recorded: case `pjsip.command.maintenance`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture
def say(make_bench: Any, overlay: Any) -> Callable[[str], list[str]]:
    """Send a command to a PBX with all modules; what it hears, line by line."""
    bench = make_bench(etc=overlay("stock"))
    client = bench.client().login(events="system")

    def command(text: str) -> list[str]:
        frames = client.do("Action: Command", f"Command: {text}")
        return [line.removeprefix("Output: ") for frame in frames for line in frame.splitlines()]

    return command


def test_endpoints_go_out_of_service(say: Any) -> None:
    """One or all of them; told where that changes something."""
    told = say("pjsip set maintenance on 1000")
    assert "Maintenance mode ENABLED for endpoint '1000'" in told
    assert told[-4:] == [
        "Event: PJSIPMaintenanceStatus",
        "Privilege: system,all",
        "Endpoint: 1000",
        "Status: enabled",
    ]
    assert say("pjsip set maintenance on 1000")[-1] == "Endpoint '1000' is already in maintenance mode"
    assert say("pjsip show maintenance 1000")[-1] == "Endpoint '1000' is in maintenance mode"
    told = say("pjsip set maintenance off all")
    assert "Maintenance mode DISABLED for 1 endpoint" in told
    assert told[-2:] == ["Endpoint: all", "Status: disabled"]
    assert say("pjsip set maintenance off 1000")[-1] == "Endpoint '1000' was not in maintenance mode"
    assert say("pjsip set maintenance off none")[-1] == "Endpoint 'none' not found"
    assert "  0 endpoints in maintenance mode" in say("pjsip show maintenance")


@pytest.mark.parametrize("words", ["show maintenance a b", "set maintenance on", "set maintenance maybe 1000"])
def test_wrong_words(say: Any, words: str) -> None:
    """The usage."""
    assert any(line.startswith("Usage: pjsip ") for line in say(f"pjsip {words}"))

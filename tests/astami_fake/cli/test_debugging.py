"""Commands that switch debugging. Outputs recorded: cases `core.command.debug`, `pjsip.command.logger` and others."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("stun set debug on", "STUN Debugging Enabled"),
        ("rtp set debug off", "RTP Packet Debugging Disabled"),
        ("rtcp set stats ON", "RTCP Stats Enabled"),
        ("aoc set debug on", "aoc debug enabled"),
        ("agi set debug off", "AGI Debugging Disabled"),
        ("pjsip set logger on", "PJSIP Logging enabled"),
        ("pjsip set logger host 127.0.0.0/8", "PJSIP Logging Enabled for host: 127.0.0.0/8"),
        ("pjsip set logger verbose off", "PJSIP Logging to verbose has been disabled"),
    ],
)
def test_it_says_so(ask: Any, command: str, said: str) -> None:
    """In its own words."""
    assert ask(command) == ("Success", [said])


@pytest.mark.parametrize("command", ["udptl set debug ip", "aoc set debug x", "agi set debug", "pjsip set logger host"])
def test_wrong_words(ask: Any, command: str) -> None:
    """The usage."""
    response, lines = ask(command)
    assert response == "Error"
    assert lines[0].startswith("Usage: ")


def test_packets_are_not_debugged(ask: Any, bench: Any) -> None:
    """Who asks for those of an address is told."""
    ask("rtp set debug ip 127.0.0.1")
    assert "debugs no packets" in bench.pbx.problems[0]

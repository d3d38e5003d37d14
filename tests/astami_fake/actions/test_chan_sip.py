"""Actions on chan_sip's peers; what they say is in the cases `sip.*`, here is what leads there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def client(make_bench: Callable[..., Any], overlay: Callable[[str], Path]) -> Any:
    return make_bench("16.28", overlay("sip")).client().login()


def test_all_peers_and_one(client: Any) -> None:
    """A status for each, or for the one that is asked for."""
    *_, end = client.do("Action: SIPpeers")
    assert "ListItems: 5" in end
    _, status, end = client.do("Action: SIPpeerstatus", "Peer: 2001")
    assert "Peer: SIP/2001" in status
    assert "ListItems: 1" in end


@pytest.mark.parametrize("action", ["SIPpeerstatus", "SIPshowpeer", "SIPqualifypeer"])
def test_an_unknown_peer(client: Any, action: str) -> None:
    """Recorded: actions.sip*."""
    reply, *_ = client.do(f"Action: {action}", "Peer: none")
    assert reply.startswith("Response: Error\n")


@pytest.mark.parametrize(
    ("lines", "answer"),
    [
        (["Channel: sip/gateway", "Variable: Event=check-sync"], "Success"),
        (["Channel: gateway", "Variable: Event=check-sync"], "Success"),
        (["Channel: SIP/gateway"], "Error"),
        (["Channel: SIP/2000", "Variable: Event=check-sync"], "Error"),
        (["Channel: SIP/none", "Variable: Event=check-sync"], "Error"),
    ],
)
def test_a_message_goes_only_to_who_is_somewhere(client: Any, lines: list[str], answer: str) -> None:
    """By name, with the technology or without; a peer that has not registered has no address."""
    (reply,) = client.do("Action: SIPnotify", *lines)
    assert reply.startswith(f"Response: {answer}\n")

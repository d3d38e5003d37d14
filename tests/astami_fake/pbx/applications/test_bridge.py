"""Bridge as a step of the dialplan. Recorded: cases `bridge.application`, `bridge.application.nobody`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

MORE = "exten => other,1,Answer()\n same => n,Wait(60)\n"


@pytest.mark.parametrize(
    ("peer", "result"), [("Local/none", "NONEXISTENT"), ("", "NONEXISTENT"), ("${CHANNEL}", "LOOP")]
)
def test_who_cannot_be_joined(run: Callable[..., Any], peer: str, result: str) -> None:
    """Nobody, and oneself; the call goes on."""
    lab = run(f"Bridge({peer})", "NoOp(${BRIDGERESULT})")
    assert lab.steps()[-1] == f"NoOp({result})"


def test_two_channels_are_joined(run: Callable[..., Any]) -> None:
    """Until one leaves; then the other goes on where it asked."""
    lab = run("Answer()", "Wait(1)", "Bridge(Local/other@default-00000001\\;2)", "NoOp(${BRIDGERESULT})", more=MORE)
    lab.call("other@default")
    lab.clock.advance(2)
    assert len(lab.told("BridgeEnter")) == 2
    lab.pbx.channels.find("Local/other@default-00000001;2").interrupt()
    lab.clock.advance(1)
    assert len(lab.told("BridgeDestroy")) == 1
    assert "NoOp(SUCCESS)" in lab.steps()


def test_an_option_is_reported(run: Callable[..., Any]) -> None:
    """None is modelled."""
    lab = run("Bridge(Local/none,k)")
    assert lab.pbx.problems == [
        "option 'k' of Bridge is not modelled; Local/1@default-00000000;2 is bridged without it"
    ]

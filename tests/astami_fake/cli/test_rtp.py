"""The CLI family ``rtp``. Outputs recorded: cases `core.command.rtp`, `core.command.rtp.options`."""

from __future__ import annotations

from typing import Any


def test_probation_needs_strict(ask: Any, make_bench: Any, overlay: Any) -> None:
    """It is shown with strict RTP alone."""
    assert "  Probation:       4 frames" in ask("rtp show settings")[1]
    client = make_bench(etc=overlay("options")).client().login()
    (frame,) = client.do("Action: Command", "Command: rtp show settings")
    assert "Strict RTP:      No" in frame
    assert "Probation" not in frame


def test_there_is_no_stun(ask: Any, bench: Any) -> None:
    """The address is nobody's; the name can be resolved where the release has a command for it."""
    assert ask("rtp show settings")[1][-1].split()[-1] == "0.0.0.0:0"
    assert (ask("rtp resolve stun hostname")[0] == "Success") == (bench.pbx.release.name != "16.28")

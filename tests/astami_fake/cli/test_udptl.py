"""``udptl show config``. Outputs recorded: cases `core.command.udptl`, `core.command.udptl.options`."""

from __future__ import annotations

from typing import Any


def test_the_file_is_shown(ask: Any, make_bench: Any, overlay: Any) -> None:
    """Or what Asterisk takes without it."""
    assert ask("udptl show config")[1][2:4] == ["udptlstart:      4000", "udptlend:        4999"]
    client = make_bench(etc=overlay("options")).client().login()
    (frame,) = client.do("Action: Command", "Command: udptl show config")
    assert "use_even_ports:  Yes" in frame

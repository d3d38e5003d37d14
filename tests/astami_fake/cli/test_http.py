"""``http show status``. Outputs recorded: cases `core.command.http`, `core.command.http.enabled`."""

from __future__ import annotations

from typing import Any


def test_what_is_served(ask: Any, make_bench: Any, overlay: Any) -> None:
    """The manager's paths where both files switch it on."""
    assert "Server Disabled" in ask("http show status")[1]
    assert "None." in ask("http show status")[1]
    client = make_bench(etc=overlay("manager")).client().login()
    (frame,) = client.do("Action: Command", "Command: http show status")
    assert "Server Enabled and Bound to 0.0.0.0:8088" in frame
    assert "/rawman => " in frame
    assert ask("http show status x")[0] == "Error"

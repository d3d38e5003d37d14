"""The CLI family ``dnsmgr``. Outputs recorded: cases `core.command.dnsmgr`, `core.command.dnsmgr.options`."""

from __future__ import annotations

from typing import Any


def test_it_is_off_without_a_file(ask: Any, make_bench: Any, overlay: Any) -> None:
    """There is nothing to refresh then; with it, there are no names."""
    assert ask("dnsmgr status")[1][0] == "DNS Manager: disabled"
    assert ask("dnsmgr refresh")[1] == ["DNS Manager is disabled."]
    client = make_bench(etc=overlay("options")).client().login()
    (frame,) = client.do("Action: Command", "Command: dnsmgr status")
    assert "DNS Manager: enabled" in frame
    (frame,) = client.do("Action: Command", "Command: dnsmgr refresh")
    assert "disabled" not in frame
    assert ask("dnsmgr reload x")[0] == ask("dnsmgr status x")[0] == "Error"

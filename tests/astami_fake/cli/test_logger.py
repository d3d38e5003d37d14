"""The CLI family ``logger``. Outputs recorded: case `manager.command.logger`."""

from __future__ import annotations

from typing import Any


def test_there_are_no_files_to_begin_anew(ask: Any) -> None:
    """Both succeed and say nothing."""
    assert ask("logger rotate") == ("Success", [""])
    assert ask("logger reload") == ("Success", [""])
    assert ask("logger rotate x")[0] == "Error"

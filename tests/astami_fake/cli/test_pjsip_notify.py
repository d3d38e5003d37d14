"""``pjsip send notify``. Outputs recorded: case `pjsip.command.notify`."""

from __future__ import annotations

from typing import Any

import pytest


def test_each_is_told(ask: Any, bench: Any) -> None:
    """One line for each, and one more for who is not there."""
    assert ask("pjsip send notify clear-mwi endpoint 1000 none") == (
        "Success",
        [
            "Sending NOTIFY of type 'clear-mwi' to '1000'",
            "Sending NOTIFY of type 'clear-mwi' to 'none'",
            "Unable to retrieve endpoint none",
        ],
    )
    assert (ask("pjsip send notify clear-mwi channel none")[0] == "Error") == (bench.pbx.release.name == "16.28")
    assert ask("pjsip send notify nothing uri sip:x@127.0.0.1")[1][0] == "Unable to find notify type 'nothing'"


@pytest.mark.parametrize("words", ["", " clear-mwi", " clear-mwi endpoint", " clear-mwi x 1000"])
def test_wrong_words(ask: Any, words: str) -> None:
    """The usage."""
    assert ask(f"pjsip send notify{words}")[1][0].startswith("Usage: pjsip send notify")

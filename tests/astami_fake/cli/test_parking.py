"""The CLI family ``parking``. Outputs recorded: case `parking.command`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def test_a_lot_and_its_settings(ask: Any) -> None:
    """A lot of the file with all it says."""
    lines = ask("parking show short")[1]
    assert "Parking Spaces      :  751-752" in lines
    assert "Parking Time        :  1 sec" in lines
    assert "Comeback to Origin  :  no" in lines
    assert lines[-3:] == ["  (none)", "", ""]


def test_all_lots_without_their_calls(ask: Any, bench: Any) -> None:
    """The general options come first."""
    lines = ask("parking show")[1]
    assert lines[1] == "Parking General Options"
    assert [line for line in lines if line.startswith("Parking Lot: ")] == [
        f"Parking Lot: {name}" for name in bench.pbx.parking.lots
    ]
    assert "Parked Calls" not in lines


def test_who_is_parked(ask: Any, originate: Callable[..., None]) -> None:
    """With the place, the channel, and who is called back."""
    originate("Local/alice@transfers/n", "Park", "")
    lines = ask("parking show default")[1]
    assert "  Space               :  701" in lines
    assert "  Channel             :  Local/alice@transfers-00000000;1" in lines


def test_wrong_words(ask: Any) -> None:
    """A lot that is not there is no failure."""
    assert ask("parking show none") == ("Success", ["", "Could not find parking lot 'none'", ""])
    assert ask("parking show a b")[0] == "Error"

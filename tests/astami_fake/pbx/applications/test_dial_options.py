"""Reading the options of Dial."""

from __future__ import annotations

import pytest

from astami_fake.pbx.applications import dial_options
from astami_fake.pbx.snapshots import Position

HERE = Position("calls", "1001", 3)


def test_options_are_letters_some_with_an_argument() -> None:
    """What stands in parentheses belongs to the letter before it."""
    assert dial_options.read("gm(quiet)tG(meet^1)") == {"g": "", "m": "quiet", "t": "", "G": "meet^1"}


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2", Position("calls", "1001", 2)),
        ("meet^2", Position("calls", "meet", 2)),
        ("away^meet^2", Position("away", "meet", 2)),
        ("meet^label", None),
        ("", None),
    ],
)
def test_a_place_is_as_near_as_it_is_said(said: str, meant: Position | None) -> None:
    """What is left out is where the caller stands."""
    assert dial_options.place({"G": said}, "G", HERE) == meant


@pytest.mark.parametrize(
    ("said", "seconds"), [("L(1500)", 1.5), ("L(1500:500:100)", 1.5), ("S(3)", 3.0), ("L(soon)", 0.0), ("g", 0.0)]
)
def test_how_long_a_call_may_last(said: str, seconds: float) -> None:
    """Milliseconds in option L, seconds in S and here."""
    assert dial_options.longest(dial_options.read(said)) == seconds

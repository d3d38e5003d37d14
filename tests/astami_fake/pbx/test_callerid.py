"""Caller ids as text. Recorded: case variables.callerid."""

from __future__ import annotations

import pytest

from astami_fake.pbx.callerid import parse, written
from astami_fake.pbx.snapshots import Party


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("Ann <12>", Party("12", "Ann")),
        ('"Ann B" <12>', Party("12", "Ann B")),
        ("<12>", Party("12", "")),
        ("12", Party("12", "")),
        ("+49 (30) 12-3", Party("+4930123", "")),
        ("Ann", Party("", "Ann")),
        ("back\\slash <12>", Party("12", "backslash")),
        ('say "hi" <12>', Party("12", 'say "hi"')),
        ('"q <12>', Party("12", '"q')),
        ("<12> x", Party("12", "")),
        ("x <1<2>", Party("2", "x <1")),
        ("x <12", Party("12", "x")),
        ("x 12>", Party("", "x 12>")),
        ("name <a>b>", Party("a>b", "name")),
        ("x <(2)>", Party("2", "x")),
        ('"12"', Party("", "12")),
        ("a\\", Party("", "a")),
        ("1.2", Party("12", "")),
        ("<>", Party("", "")),
    ],
)
def test_a_text_is_cut_into_name_and_number(text: str, party: Party) -> None:
    """Digits alone are a number, other words a name."""
    assert parse(text) == party


@pytest.mark.parametrize(
    ("party", "text"),
    [
        (Party("12", "Ann"), '"Ann" <12>'),
        (Party("12", ""), '"" <12>'),
        (Party("", "Ann"), '"Ann" <>'),
        (Party(), '"" <>'),
    ],
)
def test_name_and_number_are_joined(party: Party, text: str) -> None:
    """As CALLERID(all) shows them."""
    assert written(party) == text

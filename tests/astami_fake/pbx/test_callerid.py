"""Caller ids as text. Recorded: originate.callerid.*."""

from __future__ import annotations

import pytest

from astami_fake.pbx.callerid import merge, parse
from astami_fake.pbx.channel import Party


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("Ann <12>", Party("12", "Ann")),
        ('"Ann B" <12>', Party("12", "Ann B")),
        ("<12>", Party("12", "")),
        ("12", Party("12", "")),
        ("+49 (30) 12-3", Party("+4930123", "")),
        ("Ann", Party("", "Ann")),
    ],
)
def test_a_text_is_cut_into_name_and_number(text: str, party: Party) -> None:
    """Digits alone are a number, other words a name."""
    assert parse(text) == party


@pytest.mark.parametrize(
    ("party", "text"),
    [(Party("12", "Ann"), '"Ann" <12>'), (Party("12", ""), "12"), (Party("", "Ann"), "Ann"), (Party(), "")],
)
def test_name_and_number_are_joined(party: Party, text: str) -> None:
    """As CALLERID(all) shows them."""
    assert merge(party) == text

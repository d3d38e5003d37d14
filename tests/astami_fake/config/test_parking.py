"""res_parking.conf."""

from __future__ import annotations

from pathlib import Path

import pytest

from astami_fake.config import parking
from astami_fake.config.reader import ConfigError


def test_a_mistake_in_places_says_where(tmp_path: Path) -> None:
    """File, line and what would be right."""
    (tmp_path / parking.FILE).write_text("[lot]\nparkpos = 7\n")
    with pytest.raises(ConfigError, match=r"res_parking.conf:2: parkpos is '7'; first-last, like 701-720"):
        parking.load(tmp_path)


def test_defaults(tmp_path: Path) -> None:
    """As Asterisk has them (recorded: parking.command)."""
    (tmp_path / parking.FILE).write_text("[general]\n[lot]\nparkpos = 1-2\n")
    (lot,) = parking.load(tmp_path)
    assert (lot.time, lot.to_origin, lot.comeback_context, lot.dial_time) == (45, True, "parkedcallstimeout", 30)


def test_places_without_a_word(tmp_path: Path) -> None:
    """A lot that names no places has those of Asterisk's own."""
    (tmp_path / parking.FILE).write_text("[lot]\n")
    (lot,) = parking.load(tmp_path)
    assert (lot.first, lot.last) == (701, 750)

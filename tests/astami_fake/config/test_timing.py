"""Times of the dialplan: 2023-11-14 22:13:20 is a Tuesday."""

from __future__ import annotations

import pytest

from astami_fake.config import timing

NOW = 1_700_000_000.0


@pytest.mark.parametrize(
    "text",
    ["*,*,*,*", "*", "22:13,tue", "9:00-23:00,mon-fri,1-15,nov", "22:00-06:00", "0:00-1:00&22:13-22:13", "*,sat-wed",
     "*,mon&tue", "*,*,14", "*,*,*,oct-feb"],
)  # fmt: skip
def test_holds(text: str) -> None:
    """Alone, as a range (also over midnight, Sunday, the new year), or one of several; what is not said is always."""
    assert timing.holds(text, NOW)


@pytest.mark.parametrize(
    "text",
    ["22:14", "9:00-17:00", "23:00-06:00", "*,mon", "*,wed-mon", "*,*,15-31", "*,*,*,dec", "25:00-26:00", "9-17",
     "nonsense", "*,nonsense", "*,tue-never", "10:00-nonsense"],
)  # fmt: skip
def test_does_not_hold(text: str) -> None:
    """Another time, and what is no time."""
    assert not timing.holds(text, NOW)

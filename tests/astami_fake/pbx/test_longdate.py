"""Times as voicemail writes them."""

from __future__ import annotations

import pytest

from astami_fake.pbx import longdate


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (1_795_482_015, "Tue Nov 24 01:00:15 AM UTC 2026"),
        (1_795_478_400, "Tue Nov 24 12:00:00 AM UTC 2026"),
        (1_794_916_800, "Tue Nov 17 12:00:00 PM UTC 2026"),
    ],
)
def test_written(seconds: float, text: str) -> None:
    """Twelve hours, of which none is 0. Recorded: voicemail.message (the first)."""
    assert longdate.written(seconds) == text

"""The CLI family core."""

from __future__ import annotations

import pytest

from astami_fake.cli.core import duration


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.9, "0 seconds"),
        (1, "1 second"),
        (586, "9 minutes, 46 seconds"),
        (1801, "30 minutes, 1 second"),
        (60, "1 minute"),
        (7200, "2 hours"),
        (31536000 + 604800 * 2 + 86400 + 3600, "1 year, 2 weeks, 1 day, 1 hour"),
    ],
)
def test_duration(seconds: float, text: str) -> None:
    """Units that are zero are left out; singular where one."""
    assert duration(seconds, in_seconds=False) == text
    assert duration(seconds, in_seconds=True) == str(int(seconds))

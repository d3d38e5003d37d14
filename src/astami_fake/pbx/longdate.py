"""Times as voicemail writes them: ``Tue Nov 24 01:00:15 AM UTC 2026``. Recorded: cases `voicemail.*`. Imports
nothing."""

from __future__ import annotations

from datetime import UTC, datetime

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def written(seconds: float) -> str:
    """A time in seconds since 1970, in UTC."""
    when = datetime.fromtimestamp(seconds, UTC)
    hour = when.hour % 12 or 12
    half = "AM" if when.hour < 12 else "PM"
    clock = f"{hour:02}:{when.minute:02}:{when.second:02} {half}"
    return f"{_DAYS[when.weekday()]} {_MONTHS[when.month - 1]} {when.day:2} {clock} UTC {when.year}"

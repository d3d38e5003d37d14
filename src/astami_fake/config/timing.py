"""Times of the dialplan: ``9:00-17:00,mon-fri,*,*``. Asterisk: main/pbx_timing.c, ast_build_timing().

Pure functions; import nothing of the package. Recorded: case `functions.times`. All times are UTC here.
"""

from __future__ import annotations

import time

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def holds(text: str, now: float) -> bool:
    """Whether *now*, in seconds since 1970, is a time that *text* means: ``times,weekdays,days,months``, each ``*``,
    one, a range, or several joined by ``&``. What cannot be read is never."""
    parts = [part.strip().lower() for part in text.split(",")]
    clock, weekdays, days, months = [*parts, "*", "*", "*", "*"][:4]
    moment = time.gmtime(now)
    return (
        _in_hours(clock, moment.tm_hour * 60 + moment.tm_min)
        and _among(weekdays, _DAYS, moment.tm_wday)
        and _among(days, tuple(str(day) for day in range(1, 32)), moment.tm_mday - 1)
        and _among(months, _MONTHS, moment.tm_mon - 1)
    )


def _in_hours(text: str, minute: int) -> bool:
    if text == "*":
        return True
    for part in text.split("&"):
        first, dash, last = part.partition("-")
        begin, end = _minute(first), _minute(last if dash else first)
        if begin is None or end is None:
            return False
        if (begin <= minute <= end) if begin <= end else (minute >= begin or minute <= end):
            return True
    return False


def _minute(text: str) -> int | None:
    hour, colon, minute = text.strip().partition(":")
    if not (colon and hour.isdecimal() and minute.isdecimal() and int(hour) < 24 and int(minute) < 60):
        return None
    return int(hour) * 60 + int(minute)


def _among(text: str, names: tuple[str, ...], present: int) -> bool:
    if text == "*":
        return True
    for part in text.split("&"):
        first, dash, last = part.partition("-")
        if first not in names or (dash and last not in names):
            return False
        begin, end = names.index(first), names.index(last if dash else first)
        if (begin <= present <= end) if begin <= end else (present >= begin or present <= end):
            return True
    return False

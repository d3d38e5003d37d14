"""The action PlayMF. Asterisk: apps/app_mf.c. Recorded: cases `actions.playmf`, `actions.live.playmf`.

No channel of the model passes such tones on, so all there is to PlayMF is its answer, and how long that takes.
"""

from __future__ import annotations

from collections.abc import Mapping

from astami_fake.actions._registry import Action, Manager, Reply, action, error, success
from astami_fake.pbx.pbx import Pbx
from astami_fake.pbx.tasks import Sleep, Waiting

PAUSE = 100
"""Milliseconds of silence in front of the tones, and behind each."""

TONE = 55
"""Milliseconds of a tone where the action does not say its own; a number lasts that long at least."""

ALONE = {**dict.fromkeys("0123456789", TONE), **dict.fromkeys("#ABC", 65), "*": 120}
"""The same of a tone that is the only one of its action, for all tones that there are."""

SILENCES = {"w": 500, "W": 100, "f": 100, "F": 100, "h": 250, "H": 250}
"""Milliseconds of what is no tone. Anything else takes no time. All measured on 22.10 and 16.28."""


@action("PlayMF", privilege="call")
def play_mf(session: Manager, action: Action, pbx: Pbx) -> Reply | Waiting[Reply]:
    """Play tones on a channel; the connection is blocked until they are over. manager_play_mf()."""
    if pbx.channels.find(action.get("Channel")) is None:
        return error(action, "Channel not found")
    digits, duration = action.get("Digit"), action.get("Duration")
    if not digits:
        return error(action, "No digit specified")
    if duration and not duration.isdigit():
        return error(action, "Could not convert Duration parameter")
    lengths = ALONE if len(digits) == 1 else dict.fromkeys(ALONE, TONE)
    return _play(action, PAUSE + sum(_length(digit, int(duration or 0), lengths) for digit in digits))


def _length(digit: str, duration: int, lengths: Mapping[str, int]) -> int:
    """Milliseconds of one character with the silence behind it."""
    if digit not in lengths:
        return SILENCES.get(digit, 0)
    shortest = lengths[digit] if digit.isdigit() or not duration else 0
    return max(duration, shortest) + PAUSE


def _play(action: Action, milliseconds: int) -> Waiting[Reply]:
    yield Sleep(milliseconds / 1000)
    return success(action, "MF successfully queued")

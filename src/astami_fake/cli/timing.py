"""``timing test``: whether the clock of the machine ticks. Asterisk: main/timing.c.

The fake's does. Recorded: case `core.command.debug`. May import `cli._registry`, `pbx`.
"""

from __future__ import annotations

from collections.abc import Sequence

from astami_fake.cli._registry import Lines, ShowUsage, command
from astami_fake.pbx.pbx import Pbx
from astami_fake.pbx.tasks import Sleep, Waiting

_RATE = 50
_SECOND = 1000


@command("timing test")
def test(pbx: Pbx, words: Sequence[str]) -> Waiting[Lines]:
    """Count the ticks of a second, at a rate. timing_test()."""
    if len(words) > 1:
        raise ShowUsage
    word = words[0] if words else str(_RATE)
    invalid = [] if word.isdigit() else [f"Invalid rate '{word}', using default of {_RATE}"]
    return _counted(invalid, _RATE if invalid else int(word))


def _counted(invalid: Lines, rate: int) -> Waiting[Lines]:
    yield Sleep(1.0)
    return [
        *invalid,
        f"Attempting to test a timer with {rate} ticks per second.",
        "Using the 'timerfd' timing module for this test.",
        f"It has been {_SECOND} milliseconds, and we got {rate} timer ticks",
    ]

"""Another order of events, one that real Asterisk could have shown: `Shuffle`.

A call's events come from several threads of Asterisk, so that the same call gives another order each time; yet two
events of one channel keep theirs, and so do those where one is the cause of the other. What may change places stands
in `COMMUTING`, and nothing else does: it was seen to change in recordings of the same call on one server, and every
recorded case passes in every order that comes out here (a test plays them). Imports `pbx.events` only.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from astami_fake.pbx.events import Event

#: Events that change places with any of the events named behind them.
COMMUTING: Sequence[tuple[str, tuple[str, ...]]] = (
    ("DeviceStateChange", ("*",)),
    ("ExtensionStatus", ("*",)),
    ("QueueMemberStatus", ("*",)),
    ("OriginateResponse", ("*",)),
    ("Hangup", ("Hangup", "BridgeDestroy", "SoftHangupRequest")),
    ("BridgeDestroy", ("SoftHangupRequest",)),
)
#: Those that do so even with events of their own channel: a thread of their own tells them.
APART = frozenset({"OriginateResponse"})
#: How often each place of a burst is offered an exchange.
_PASSES = 4


class Shuffle:
    """Reorders bursts of events.

    Args:
        seed: the same seed gives the same orders.
    """

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311  an order that a test can have again

    def reorder(self, events: Iterable[Event]) -> list[Event]:
        """The events of one moment in an order in which they could have come."""
        burst = list(events)
        for _ in range(_PASSES * max(0, len(burst) - 1)):
            at = self._random.randrange(len(burst) - 1)
            if may_swap(burst[at], burst[at + 1]):
                burst[at], burst[at + 1] = burst[at + 1], burst[at]
        return burst


def may_swap(one: Event, other: Event) -> bool:
    """Whether two neighbours could have come the other way round."""
    if one.name == other.name and one.name != "Hangup":
        return False
    if APART.isdisjoint((one.name, other.name)) and not _legs(one).isdisjoint(_legs(other)):
        return False
    return _commute(one.name, other.name) or _commute(other.name, one.name)


def _legs(event: Event) -> set[str]:
    return {value for name, value in event.headers if name.endswith("Uniqueid") and value}


def _commute(name: str, other: str) -> bool:
    return any(name == first and any(fnmatchcase(other, word) for word in rest) for first, rest in COMMUTING)

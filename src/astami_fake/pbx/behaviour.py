"""What a phone does with a call that comes in. Data only: the fake's phones act on it, and so do the SIP phones with
which the cases are recorded. Imports nothing of the package.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

AFTER = 0.05
"""Seconds before a phone answers or refuses where nothing was said."""

DOMAIN = "pbx.example"
"""What a phone calls its PBX; the same everywhere, because events show it."""

KEY = 0.1
"""Seconds that a phone's key is held, and between two keys."""

TALK = 0.2
"""Seconds that a phone of a case talks where it is told to, and nothing of how long."""

OK, BUSY_HERE, DECLINE = 200, 486, 603

PHRASES = {
    200: "OK",
    400: "Bad Request",
    403: "Forbidden",
    404: "Not Found",
    408: "Request Timeout",
    410: "Gone",
    480: "Temporarily Unavailable",
    484: "Address Incomplete",
    486: "Busy Here",
    487: "Request Terminated",
    488: "Not Acceptable Here",
    500: "Server Internal Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Server Time-out",
    600: "Busy Everywhere",
    603: "Decline",
}
"""What a phone says with a SIP code (RFC 3261, section 21); with another one `phrase` says that it refuses. Recorded:
cases `calls.why`, `calls.why.codes`."""


def phrase(code: int) -> str:
    """The words of a SIP answer."""
    return PHRASES.get(code, "Refused")


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What becomes of one call.

    Attributes:
        code: the final SIP answer; 0 for none, the phone rings until the caller gives up.
        after: seconds from the call to that answer.
        ring: it rings meanwhile (180).
        ring_after: seconds from the call to the first ring.
        early_media: it sends sound meanwhile (183), instead of ringing.
        hangs_up: seconds from its answer to its hanging up; None for never.
    """

    code: int = 0
    after: float = AFTER
    ring: bool = True
    ring_after: float = 0.0
    early_media: bool = False
    hangs_up: float | None = None


RINGS = Behaviour()


class Behaviours:
    """The behaviours of one phone, a call after the other; the last one stays. Its methods can be chained:
    ``phone.rings().then().answers(after=1).hangs_up(after=3)``."""

    def __init__(self) -> None:
        self._plan: list[Behaviour] = [RINGS]
        self._fresh = False

    def answers(self, after: float = AFTER, *, ring: bool = True, early_media: bool = False) -> Self:
        """Pick up *after* seconds."""
        return self._set(Behaviour(OK, after, ring, early_media=early_media))

    def busy(self, after: float = AFTER, *, ring: bool = False) -> Self:
        """Say busy (486)."""
        return self.rejects(BUSY_HERE, after, ring=ring)

    def declines(self, after: float = AFTER, *, ring: bool = True) -> Self:
        """Decline (603), as a person does who presses the red button."""
        return self.rejects(DECLINE, after, ring=ring)

    def rejects(self, code: int, after: float = AFTER, *, ring: bool = False) -> Self:
        """Refuse with any SIP *code* from 400 to 699.

        Raises:
            ValueError: it is no code of a refusal.
        """
        if not 400 <= code <= 699:
            raise ValueError(f"a refusal has a SIP code from 400 to 699, not {code}")
        return self._set(Behaviour(code, after, ring))

    def rings(self, after: float = 0.0) -> Self:
        """Ring, from *after* seconds on, until the caller gives up or somebody answers the call by hand."""
        return self._set(replace(RINGS, ring_after=after))

    def hangs_up(self, after: float = AFTER) -> Self:
        """Behind `answers`: hang up *after* seconds of talk."""
        self._plan[-1] = replace(self._plan[-1], hangs_up=after)
        return self

    def then(self) -> Self:
        """What is said next holds from the next call on."""
        self._fresh = True
        return self

    def _set(self, behaviour: Behaviour) -> Self:
        self._plan = [*self._plan, behaviour] if self._fresh else [behaviour]
        self._fresh = False
        return self

    def next_behaviour(self) -> Behaviour:
        """What to do with the call that has just come."""
        return self._plan.pop(0) if len(self._plan) > 1 else self._plan[0]

    @property
    def planned(self) -> Sequence[Behaviour]:
        """What will be done with the next calls; the last one stays."""
        return tuple(self._plan)

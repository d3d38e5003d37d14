"""Who of a queue's members is called next. Asterisk: apps/app_queue.c, calc_metric().

Pure functions: a member gets a number, the lowest is called first. The penalty counts before all else. May import
`queue_members`.
"""

from __future__ import annotations

import random

from astami_fake.pbx.queue_members import Member

_PENALTY = 1_000_000
_LATER = 1000


def metric(
    strategy: str, member: Member, penalty: int, position: int, turn: int, now: float, source: random.Random
) -> int:
    """The number of *member*, which counts with *penalty* and stands at *position* in the queue whose *turn* is at
    another one."""
    match strategy:
        case "linear" | "rrmemory" | "rrordered":
            own = position if position >= turn else _LATER + position
        case "random":
            own = source.randrange(_LATER)
        case "wrandom":
            return source.randrange((1 + penalty) * _LATER)
        case "fewestcalls":
            own = member.calls
        case "leastrecent":
            own = _PENALTY - (int(now) - member.last_call) if member.last_call else 0
        case _:
            own = 0
    return own + penalty * _PENALTY


def next_turn(best: int | None, turn: int, passed: bool) -> int:
    """Whose turn it is next: *best* is the lowest number not called yet; *passed*: the turn was behind somebody."""
    if best is not None:
        return best % _LATER
    return 0 if passed else turn + 1

"""A fuzzing run: Hypothesis chooses sessions until enough steps were made, and shrinks what differs.

May import: `administration`, `duel`, `sessions`, `targets`, hypothesis (extra `conformance`).
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.errors import Flaky
from hypothesis.stateful import run_state_machine_as_test

from astami_fake.conformance.fuzz.administration import WholeMachine
from astami_fake.conformance.fuzz.duel import Different
from astami_fake.conformance.fuzz.sessions import AREAS, Steps
from astami_fake.conformance.targets import Target, TargetUsageError

#: Sessions of one round, and steps of a session, at most. About half as many steps are made on the average.
_SESSIONS, _STEPS = 100, 30


@dataclass
class Outcome:
    """What a run found.

    Attributes:
        steps: actions that were sent to both servers, those of shrinking included.
        found: the smallest session for each difference; empty when the servers agreed.
        unrepeatable: what differed once and not when the session was played again.
        is_partial: it was stopped by Ctrl-C, before the steps were made or before what was found was shrunk to its end.
    """

    steps: int = 0
    found: list[Different] = field(default_factory=list)
    unrepeatable: list[str] = field(default_factory=list)
    is_partial: bool = False


def fuzz(
    fake: Target,
    real: Target,
    *,
    steps: int,
    start: int = 0,
    areas: frozenset[str] = frozenset(AREAS),
    tell: Callable[[int], None] = lambda steps: None,
) -> Outcome:
    """Play random sessions on *fake* and *real* until *steps* steps were made, a difference was found, or Ctrl-C came.

    Args:
        fake: the side whose frames are the expectation.
        real: the side that judges: a real server (or, in tests, another fake).
        steps: how many steps to make.
        start: seed of the first round; the same seed gives the same sessions.
        areas: what the sessions do, of `AREAS`.
        tell: called after each step with the number of steps so far.

    Raises:
        TargetUsageError: an area is unknown; the target may not be written to.
        StageError: a server cannot be reached; where it has died, the message has the session that it did not survive.
    """
    if unknown := areas.difference(AREAS):
        raise TargetUsageError(f"no area {', '.join(sorted(unknown))}: known are {', '.join(AREAS)}")
    if not {"writes", "originates"} <= real.allows:
        raise TargetUsageError(f"{real.spec}: fuzzing writes and makes calls: allow it with --allow writes,originates")
    if "config" in areas and not real.plays("config"):
        raise TargetUsageError(
            f"{real.spec}: the area config needs the configuration etc-config, which this server does not run: "
            "name other areas with --area"
        )
    outcome = Outcome()
    made = Steps(tell)
    members = {
        "fake": fake,
        "real": real,
        "areas": areas,
        "steps": made,
        "numbers": itertools.count(time.time_ns() // 1_000_000 % 10_000_000_000),
    }
    for number in itertools.count(start):
        machine = seed(number)(type("FuzzedSession", (WholeMachine,), dict(members)))
        try:
            sessions = max(1, min(_SESSIONS, (steps - made.count) * 2 // _STEPS))
            run_state_machine_as_test(machine, settings=settings(_SETTINGS, max_examples=sessions))
        except Different as error:
            outcome.found.append(error)
        except (Flaky, BaseExceptionGroup) as error:
            if made.gone is not None:
                raise made.gone from error
            outcome.found += _differences(error, made.steady)
        except KeyboardInterrupt:
            outcome.is_partial = True
            outcome.found += [made.steady] if made.steady else []
        outcome.steps = made.count
        outcome.unrepeatable = [str(one) for one in made.unsteady]
        if outcome.found or outcome.is_partial or outcome.steps >= steps:
            return outcome
    raise AssertionError("unreachable: the rounds never end by themselves")


_SETTINGS = settings(
    stateful_step_count=_STEPS,
    deadline=None,
    database=None,
    print_blob=False,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=tuple(HealthCheck),
)


def _differences(error: BaseException, steady: Different | None) -> list[Different]:
    """The differences that Hypothesis had found when it gave up, or several at once.

    It gives up (Flaky) where a session that differed twice does not differ a third time: the last one that did is told
    then, unshrunk, for it is a difference all the same.

    Raises:
        BaseException: *error*, which is a fault of the fuzzer and no difference.
    """
    if isinstance(error, BaseExceptionGroup):
        found = [one for one in error.exceptions if isinstance(one, Different)]
        if len(found) == len(error.exceptions):
            return found
    if steady is None:
        raise error
    return [steady]

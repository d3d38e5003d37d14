"""Every case on every target gives a result. What is compared is decided in `astami_fake.transcript`.

May import: `suite`, `targets`, `astami_fake.transcript`.
"""

from __future__ import annotations

import shlex
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import Enum

from astami_fake.conformance.suite import CaseFile
from astami_fake.conformance.targets import Target
from astami_fake.transcript.align import Difference
from astami_fake.transcript.case import KnownDifference
from astami_fake.transcript.player import play
from astami_fake.transcript.session import StageError

#: What a case may do to a PBX; played on somebody's own PBX only when allowed.
GUARDED_TAGS = ("writes", "originates")


class Status(Enum):
    """What became of a case on a target."""

    PASSED = "passed"
    DIFFERENT = "different"
    KNOWN = "known difference"
    UNRECORDED = "unrecorded"
    NOT_ALLOWED = "not allowed"
    ERROR = "error"


@dataclass(frozen=True)
class Result:
    """One case on one target."""

    case: CaseFile
    target: str
    release: str
    status: Status
    seconds: float = 0.0
    differences: tuple[Difference, ...] = ()
    reason: str = ""

    @property
    def is_red(self) -> bool:
        return self.status in (Status.DIFFERENT, Status.ERROR)

    @property
    def command(self) -> str:
        """What repeats this result."""
        return f"astami-conformance check --target {shlex.quote(self.target)} {shlex.quote(str(self.case.path))}"


@dataclass
class Results:
    """All results so far."""

    results: list[Result] = field(default_factory=list)

    def count(self, *statuses: Status) -> int:
        return sum(result.status in statuses for result in self.results)

    @property
    def exit_code(self) -> int:
        """0 clean, 1 differences, 4 where nothing but unrecorded cases was found."""
        if any(result.is_red for result in self.results):
            return 1
        return 0 if self.count(Status.PASSED, Status.KNOWN) else 4


def forbidden(case: CaseFile, target: Target) -> list[str]:
    """What *case* does to a PBX and may not do to *target*."""
    return [tag for tag in GUARDED_TAGS if tag in case.tags and tag not in target.allows]


def not_allowed(tags: Sequence[str]) -> str:
    """The sentence for a case that `forbidden` holds back."""
    return f"the case {' and '.join(tags)}: allow it with --allow {','.join(tags)}"


def check_case(case: CaseFile, target: Target, today: date | None = None) -> Result:
    """Play *case* on *target*; *today* decides whether a known difference has expired."""
    begun = time.perf_counter()

    def result(status: Status, differences: Sequence[Difference] = (), reason: str = "") -> Result:
        seconds = time.perf_counter() - begun
        return Result(case, target.spec, target.release, status, seconds, tuple(differences), reason)

    if target.release not in case.releases:
        return result(Status.UNRECORDED, reason=f"never recorded on {target.release}")
    missing = forbidden(case, target)
    if missing:
        return result(Status.NOT_ALLOWED, reason=not_allowed(missing))
    compiled = case.case(target.release)
    try:
        with target.stage() as stage:
            verdict = play(compiled, stage, "check")
    except StageError as error:
        return result(Status.ERROR, reason=str(error))
    known = _known(compiled.known_differences, target)
    if known is None:
        return result(Status.DIFFERENT if verdict.differences else Status.PASSED, verdict.differences)
    if not verdict.differences:
        return result(Status.ERROR, reason=f"line {known.number}: it is gone: remove @known-difference")
    if date.fromisoformat(known.until) < (today or datetime.now(UTC).date()):
        return result(Status.DIFFERENT, verdict.differences, f"line {known.number}: known until {known.until}, expired")
    return result(Status.KNOWN, verdict.differences, known.reason)


def _known(differences: Sequence[KnownDifference], target: Target) -> KnownDifference | None:
    kind = target.spec.partition(":")[0]
    return next((one for one in differences if (one.target, one.release) == (kind, target.release)), None)


def check_all(cases: Sequence[CaseFile], targets: Sequence[Target]) -> Iterator[Result]:
    """Every case on every target."""
    for target in targets:
        for case in cases:
            yield check_case(case, target)

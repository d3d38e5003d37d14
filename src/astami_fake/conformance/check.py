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
from astami_fake.conformance.targets import Target, TargetError
from astami_fake.transcript.align import Difference
from astami_fake.transcript.case import Case, KnownDifference, Login
from astami_fake.transcript.format import FormatError
from astami_fake.transcript.player import Verdict, play
from astami_fake.transcript.session import Said, StageError
from astami_fake.transcript.template import first_values

#: What a case may do to a PBX; played on somebody's own PBX only when allowed.
GUARDED_TAGS = ("writes", "originates")
#: How often a case that differs is played on a real server before it counts as different.
PLAYS = 3

NO_PHONES = "skipped: no phones: the target has no way to the SIP port of its server"


class Status(Enum):
    """What became of a case on a target."""

    PASSED = "passed"
    UNSTEADY = "unsteady"
    DIFFERENT = "different"
    KNOWN = "known difference"
    UNRECORDED = "unrecorded"
    ABSENT = "absent"
    NOT_ALLOWED = "not allowed"
    NO_PHONES = "no phones"
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
    #: What was said, where it was not what was expected.
    log: tuple[Said, ...] = ()

    @property
    def is_red(self) -> bool:
        return self.status in (Status.DIFFERENT, Status.ERROR)

    @property
    def command(self) -> str:
        """What repeats this result."""
        tags = [tag for tag in GUARDED_TAGS if tag in self.case.tags and self.target.startswith("ami:")]
        allow = f" --allow {','.join(tags)}" if tags else ""
        return f"astami-conformance check --target {shlex.quote(self.target)}{allow} {shlex.quote(str(self.case.path))}"


@dataclass
class Results:
    """All results so far."""

    results: list[Result] = field(default_factory=list)
    #: Somebody stopped the run.
    is_partial: bool = False

    def count(self, *statuses: Status) -> int:
        return sum(result.status in statuses for result in self.results)

    @property
    def exit_code(self) -> int:
        """0 clean, 1 differences or stopped, 4 where nothing but unrecorded cases was found."""
        if self.is_partial or any(result.is_red for result in self.results):
            return 1
        return 0 if self.count(Status.PASSED, Status.UNSTEADY, Status.KNOWN) else 4


def allowed(words: str) -> frozenset[str]:
    """What *words*, separated by commas, let cases do to somebody's own PBX.

    Raises:
        ValueError: a word is none of `GUARDED_TAGS`.
    """
    tags = frozenset(word for word in words.split(",") if word)
    for word in tags.difference(GUARDED_TAGS):
        raise ValueError(f"{word!r}: known are {', '.join(GUARDED_TAGS)}")
    return tags


def held_back(file: CaseFile, case: Case, target: Target) -> str:
    """Why *case* of *file* is not played on *target*, in a sentence; empty where it is."""
    if tags := [tag for tag in GUARDED_TAGS if tag in file.tags and tag not in target.allows]:
        return f"the case {' and '.join(tags)}: allow it with --allow {','.join(tags)}"
    if not target.plays(file.etc):
        return f"the case needs the configuration etc{file.etc and '-'}{file.etc}, and {target.spec} runs another"
    if strangers := sorted({*_users(case)} & target.strangers):
        return f"the case needs the rights of {' and '.join(strangers)}, and ASTAMI_SECRET gives one user only"
    return ""


def _users(case: Case) -> Iterator[str]:
    """The manager users whose rights *case* is about; any user who may do all will do as the `admin` of the session."""
    yield from (login.user for login in case.logins if login.user != Login.user)
    for step in case.steps:
        for placeholder in (p for line in step.lines for p in line.template.placeholders):
            if placeholder.type == "secret":
                yield placeholder.name
            elif placeholder.type == "md5":
                yield first_values(map(str, step.lines)).get("Username", "")


def check_case(case: CaseFile, target: Target, today: date | None = None, plays: int = PLAYS, first: int = 1) -> Result:
    """Play *case* on *target*; *today* decides whether a known difference has expired.

    *first* is the number of the first play: what a case makes up, ActionIDs above all, is new with each number.

    On a real server a case that differs is played again, up to *plays* times in all: its threads race, and a load may
    show an order that no recording run had. If a later play passes, the case is UNSTEADY and the result holds what the
    first play differed in. On the fake one play decides.
    """
    begun = time.perf_counter()
    verdict: Verdict | None = None

    def result(status: Status, differences: Sequence[Difference] = (), reason: str = "") -> Result:
        seconds = time.perf_counter() - begun
        log = tuple(verdict.log) if differences and verdict else ()
        return Result(case, target.spec, target.release, status, seconds, tuple(differences), reason, log)

    try:
        if absent := case.absent(target.release):
            return result(Status.ABSENT, reason=absent)
        if target.release not in case.releases:
            return result(Status.UNRECORDED, reason=f"never recorded on {target.release}")
        compiled = case.case(target.release)
        if reason := held_back(case, compiled, target):
            return result(Status.NOT_ALLOWED, reason=reason)
        if compiled.phones and not target.has_phones:
            return result(Status.NO_PHONES, reason=NO_PHONES)
        known = _known(compiled.known_differences, target)
        limit = plays if target.is_real and known is None else 1
        verdict = _play(case, compiled, target, first)
        for number in range(2, limit + 1 if verdict.differences else 0):
            if not _play(case, compiled, target, first + number - 1).differences:
                return result(
                    Status.UNSTEADY, verdict.differences, f"play {number} passed; to be recorded with more runs"
                )
    except (FormatError, StageError, TargetError) as error:
        return result(Status.ERROR, reason=str(error))
    if known is None:
        return result(Status.DIFFERENT if verdict.differences else Status.PASSED, verdict.differences)
    if not verdict.differences:
        return result(Status.ERROR, reason=f"line {known.number}: it is gone: remove @known-difference")
    if date.fromisoformat(known.until) < (today or datetime.now(UTC).date()):
        return result(Status.DIFFERENT, verdict.differences, f"line {known.number}: known until {known.until}, expired")
    return result(Status.KNOWN, verdict.differences, known.reason)


def _play(case: CaseFile, compiled: Case, target: Target, number: int) -> Verdict:
    with target.stage(case.etc) as stage:
        return play(compiled, stage, "check" if number == 1 else f"check{number}")


def _known(differences: Sequence[KnownDifference], target: Target) -> KnownDifference | None:
    kind = target.spec.partition(":")[0]
    return next((one for one in differences if (one.target, one.release) == (kind, target.release)), None)


def check_all(cases: Sequence[CaseFile], targets: Sequence[Target]) -> Iterator[Result]:
    """Every case on every target."""
    for target in targets:
        for case in cases:
            yield check_case(case, target)

"""Tests of `astami_fake.conformance.check`."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest

from astami_fake.conformance import check
from astami_fake.conformance.check import Results, Status, check_case
from astami_fake.conformance.suite import CaseFile
from astami_fake.conformance.targets import Target
from astami_fake.transcript.align import Difference
from astami_fake.transcript.case import Case
from astami_fake.transcript.player import Verdict

RECORDED = "@recorded 22.10.1 debian 2026-11-22 runs=20"
KNOWN = "@known-difference ami 22.10 until=2027-06-30 it cannot"


@pytest.fixture
def verdict(monkeypatch: pytest.MonkeyPatch) -> list[Difference]:
    """What the player finds, for the test to fill."""
    differences: list[Difference] = []
    monkeypatch.setattr(check, "play", lambda case, stage, token: Verdict(case, differences))
    return differences


def test_results(
    verdict: list[Difference], write_case: Callable[..., CaseFile], elsewhere: Callable[..., Target]
) -> None:
    """No difference is green, one is red, a release that was never recorded is neither."""
    case = write_case("a.b", "", RECORDED)
    assert check_case(case, elsewhere("22.10.3")).status is Status.PASSED
    assert check_case(case, elsewhere("16.28.0")).status is Status.UNRECORDED
    verdict.append(Difference("value", 5))
    red = check_case(case, elsewhere("22.10.1"))
    assert (red.status, red.is_red) == (Status.DIFFERENT, True)
    assert red.command == f"astami-conformance check --target ami://admin@127.0.0.1:1 {case.path}"


def test_unsteady(
    monkeypatch: pytest.MonkeyPatch, write_case: Callable[..., CaseFile], elsewhere: Callable[..., Target]
) -> None:
    """A real server gets further plays: one that passes makes the case unsteady, which keeps the first difference.

    The fake gets one play: it has no threads that race.
    """
    case = write_case("a.b", "", RECORDED)
    plays = []

    def play(compiled: Case, stage: Target, token: str) -> Verdict:
        plays.append(token)
        return Verdict(compiled, [Difference("value", len(plays))] if len(plays) < 3 else [])

    monkeypatch.setattr(check, "play", play)
    unsteady = check_case(case, elsewhere("22.10.1"))
    assert (unsteady.status, unsteady.is_red, plays) == (Status.UNSTEADY, False, ["check", "check2", "check3"])
    assert unsteady.differences == (Difference("value", 1),)
    assert Results([unsteady]).exit_code == 0
    for plays_allowed, is_real in ((2, True), (3, False)):
        plays.clear()
        red = check_case(case, elsewhere("22.10.1", is_real=is_real), plays=plays_allowed)
        assert (red.status, len(plays)) == (Status.DIFFERENT, 2 if is_real else 1)
        assert red.differences == (Difference("value", 1),)


def test_known_difference(
    verdict: list[Difference], write_case: Callable[..., CaseFile], elsewhere: Callable[..., Target]
) -> None:
    """A known difference is not red until its day; gone or expired, it is."""
    case = write_case("a.b", "", RECORDED, KNOWN)
    target = elsewhere("22.10.1")
    assert check_case(case, target, date(2027, 6, 30)).status is Status.ERROR
    verdict.append(Difference("value", 5))
    assert check_case(case, target, date(2027, 6, 30)).status is Status.KNOWN
    expired = check_case(case, target, date(2027, 7, 1))
    assert (expired.status, expired.reason) == (Status.DIFFERENT, "line 5: known until 2027-06-30, expired")


def test_somebodys_pbx_is_read_only(write_case: Callable[..., CaseFile], elsewhere: Callable[..., Target]) -> None:
    """A case that writes or originates is not played where that was not allowed."""
    case = write_case("a.b", "", RECORDED, "@tags writes originates")
    result = check_case(case, elsewhere("22.10.1", allows=frozenset({"writes"})))
    assert result.status is Status.NOT_ALLOWED
    assert result.reason == "the case originates: allow it with --allow originates"


@pytest.mark.parametrize(
    ("header", "body", "status"),
    [
        ("@login admin", "", Status.PASSED),
        ("@login monitor", "", Status.PASSED),
        ("@login somebody", "", Status.PASSED),
        ("@login watcher", "", Status.NOT_ALLOWED),
        ("@login none", ">  Action: Login\n   Username: monitor\n   Secret: {{secret monitor}}\n", Status.PASSED),
        ("@login none", ">  Action: Login\n   Username: ADMIN\n   Secret: {{secret admin}}\n", Status.NOT_ALLOWED),
        ("@login none", ">  Action: Login\n   Username: admin\n   Key: {{md5 c}}\n", Status.NOT_ALLOWED),
        ("@login none", ">  Action: Login\n   Username: admin\n   Secret: wrong\n", Status.PASSED),
    ],
)
def test_one_user_for_all(
    verdict: list[Difference],
    write_case: Callable[..., CaseFile],
    elsewhere: Callable[..., Target],
    header: str,
    body: str,
    status: Status,
) -> None:
    """One user plays every part, but not that of a user whose rights the configuration beside the cases gives."""
    assert verdict == []
    target = elsewhere("22.10.1")
    target.everybody, target.strangers = ("monitor", "s3cret"), frozenset({"admin", "watcher"})
    result = check_case(write_case("a.b", body, RECORDED, header), target)
    assert result.status is status
    if status is Status.NOT_ALLOWED:
        assert re.fullmatch(
            r"the case needs the rights of (admin|watcher), and ASTAMI_SECRET gives one user only", result.reason
        )


def test_server_gone(write_case: Callable[..., CaseFile], elsewhere: Callable[..., Target]) -> None:
    """A server that cannot be reached makes a case red, with the reason."""
    result = check_case(write_case("a.b", "", RECORDED), elsewhere("22.10.1"))
    assert result.status is Status.ERROR
    assert result.reason.startswith("no connection to 127.0.0.1:1")


def test_exit_codes(
    verdict: list[Difference], write_case: Callable[..., CaseFile], elsewhere: Callable[..., Target]
) -> None:
    """0 clean, 1 differences, 4 where nothing was recorded."""
    case = write_case("a.b", "", RECORDED)
    unrecorded, passed = (check_case(case, elsewhere(version)) for version in ("16.28.0", "22.10.1"))
    verdict.append(Difference("value", 5))
    red = check_case(case, elsewhere("22.10.1"))
    runs = ([passed, unrecorded], [passed, red], [unrecorded], [])
    assert [Results(found).exit_code for found in runs] == [0, 1, 4, 4]


def test_a_case_with_phones_is_skipped_where_there_are_none(
    verdict: list[Difference], write_case: Callable[..., CaseFile], elsewhere: Callable[..., Target]
) -> None:
    """Visibly: neither green nor red, with the reason."""
    case = write_case("a.b", "", RECORDED, "@phones 1001")
    skipped = check_case(case, elsewhere("22.10.1"))
    assert (skipped.status, skipped.is_red) == (Status.NO_PHONES, False)
    assert skipped.reason.startswith("skipped: no phones")
    assert check_case(case, elsewhere("22.10.1", phones=object())).status is Status.PASSED

"""Every recorded case, on the target that --astami-target names."""

from pathlib import Path

import pytest

from astami_fake.conformance.check import Status, check_case
from astami_fake.conformance.suite import load_cases
from astami_fake.transcript.diff import render

CASES = load_cases([Path(__file__).parents[1] / "cases"])


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_case(case, case_target):
    """The target says what the real release said when the case was recorded on it."""
    result = check_case(case, case_target)
    if result.status in (Status.UNRECORDED, Status.NOT_ALLOWED):
        pytest.skip(f"{result.status.value}: {result.reason}")  # no recording or no leave: neither green nor red
    report = [result.reason, *render(str(case.path), result.differences), f"again: {result.command}"]
    if result.status is Status.KNOWN:
        pytest.xfail("\n".join(report))
    assert result.status is Status.PASSED, "\n".join(report)

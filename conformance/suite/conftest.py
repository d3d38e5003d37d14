"""The target that all cases of a session share."""

from pathlib import Path

import pytest

from astami_fake.conformance.targets import open_target

CONFORMANCE = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def case_target(pytestconfig):
    """What --astami-target names, ready for cases: the fake gives each case a fresh server, a real one serves all."""
    spec = pytestconfig.getoption("astami_target") or pytestconfig.getini("astami_target")
    with open_target(spec, etc=CONFORMANCE / "etc") as target:
        yield target


def pytest_terminal_summary(terminalreporter):
    """Cases that differed on a real server and passed when they were played again."""
    passed = terminalreporter.getreports("passed")
    unsteady = [text for report in passed for name, text in report.user_properties if name == "unsteady"]
    if unsteady:
        terminalreporter.section(f"{len(unsteady)} unsteady cases", yellow=True)
        for text in unsteady:
            terminalreporter.write_line(text)

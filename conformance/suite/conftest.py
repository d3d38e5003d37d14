"""The target that all cases of a session share, and the keeping of their results for a report."""

import os
from pathlib import Path

import pytest

from astami_fake.conformance.kept import SUFFIX, keep
from astami_fake.conformance.targets import open_target

CONFORMANCE = Path(__file__).parents[1]


def pytest_addoption(parser):
    parser.addoption(
        "--astami-results",
        metavar="DIR",
        help="keep the result of each case in DIR, in place of what is there: astami-conformance report --played DIR",
    )


def pytest_configure(config):
    if (folder := config.getoption("astami_results")) and not hasattr(config, "workerinput"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        for old in Path(folder).glob(f"*{SUFFIX}"):
            old.unlink()


@pytest.fixture(scope="session")
def keep_result(pytestconfig):
    """Keep a result where --astami-results says, each process of pytest-xdist in a file of its own."""
    folder = pytestconfig.getoption("astami_results")
    name = (os.environ.get("PYTEST_XDIST_WORKER") or "all") + SUFFIX
    return (lambda result: keep(result, Path(folder, name))) if folder else lambda result: None


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

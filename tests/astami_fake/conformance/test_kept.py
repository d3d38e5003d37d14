"""Tests of `astami_fake.conformance.kept`, of the suite's `--astami-results` and of `report --played`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from astami_fake.conformance.check import Result, Status
from astami_fake.conformance.cli import cli
from astami_fake.conformance.kept import KeptError, keep, kept
from astami_fake.conformance.suite import CaseFile
from astami_fake.transcript.align import Difference
from astami_fake.transcript.matcher import Bound
from astami_fake.transcript.session import Said

ROOT = Path(__file__).parents[3]
RECORDED = "@recorded 22.10.1 debian 2026-11-22 runs=20"


@pytest.fixture
def case(write_case: Callable[..., CaseFile]) -> CaseFile:
    return write_case("db.get", "", RECORDED)


def test_what_was_kept_comes_back(case: CaseFile, tmp_path: Path) -> None:
    """A result with all that it can hold is the same after it was kept, bytes that are no UTF-8 included."""
    red = Difference(
        "value",
        7,
        "b",
        ("uid", "1.0"),
        2,
        3,
        "Event: X",
        "Val",
        "Val: 1",
        "Val: \udcff",
        (("{{uid a}}", Bound("1", 4)),),
    )
    said = (Said(">", "", ("Action: DBGet", "Key: é"), 5, 0.0), Said("<", "b", ("Val: \udcff",), 5, 0.012))
    results = [
        Result(case, "fake:22.10", "22.10", Status.DIFFERENT, 0.25, (red,), "why", said),
        Result(case, "fake:16.28", "16.28", Status.PASSED, 0.5),
    ]
    for at, result in enumerate(results):
        keep(result, tmp_path / f"gw{at}.jsonl")
    assert kept([tmp_path], [case]) == results


def test_order_is_that_of_the_cases(write_case: Callable[..., CaseFile], tmp_path: Path) -> None:
    """Whatever process played them: folder by folder in the order given, each in the order of the cases."""
    cases = [write_case(name, "", RECORDED) for name in ("a.one", "a.two")]
    for folder in ("new", "old"):
        (tmp_path / folder).mkdir()
        keep(Result(cases[1], folder, "22.10", Status.PASSED), tmp_path / folder / "gw0.jsonl")
        keep(Result(cases[0], folder, "22.10", Status.PASSED), tmp_path / folder / "gw1.jsonl")
    found = kept([tmp_path / "old", tmp_path / "new"], cases)
    assert [(one.target, one.case.name) for one in found] == [
        ("old", "a.one"),
        ("old", "a.two"),
        ("new", "a.one"),
        ("new", "a.two"),
    ]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", r"gw0.jsonl:1: no JSON"),
        ('{"case": "db.put"}', "gw0.jsonl:1: a result of a case that is not there: 'db.put'"),
        ("[]", "gw0.jsonl:1: a result of a case that is not there"),
        ('{"case": "db.get", "target": "fake"}', "gw0.jsonl:1: no result: 'release'"),
    ],
)
def test_what_cannot_be_read(case: CaseFile, tmp_path: Path, line: str, says: str) -> None:
    """A mistake is told with file and line; nothing is left out in silence."""
    (tmp_path / "gw0.jsonl").write_text(line + "\n")
    with pytest.raises(KeptError, match=says):
        kept([tmp_path], [case])


def test_nothing_was_kept(case: CaseFile, tmp_path: Path) -> None:
    """An empty folder is no clean run: it says how results come into it."""
    with pytest.raises(KeptError, match=r"no results in .*--astami-results"):
        kept([tmp_path], [case])


def test_pytest_keeps_and_report_reads(tmp_path: Path) -> None:
    """The suite in two processes keeps every result, in place of older ones; `report --played` plays nothing."""
    (tmp_path / "old.jsonl").write_text("of a run before\n")
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "-p", "no:cacheprovider", "conformance/cases"]
    done = subprocess.run(
        [
            *command,
            "--astami-cases",
            "-k",
            "listcommands",
            "--astami-target=fake:22.10",
            f"--astami-results={tmp_path}",
        ],
        cwd=ROOT,
        env={**os.environ, "PYTEST_XDIST_WORKER": "", "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert not (tmp_path / "old.jsonl").exists()
    out = tmp_path / "report"
    words = ["report", "--root", str(ROOT / "conformance"), "--played", str(tmp_path), "--out", str(out)]
    written = CliRunner().invoke(cli, words)
    assert written.exit_code == 0, written.output
    found = json.loads((out / "report.json").read_text())
    assert [(one["name"], one["counts"]) for one in found["targets"]] == [("fake:22.10", {"passed": 5})]


def test_report_of_nothing(case: CaseFile, root: Path, tmp_path: Path) -> None:
    """`report --played` of an empty folder is a mistake of the user's, exit code 2."""
    empty = tmp_path / "empty"
    empty.mkdir()
    done = CliRunner().invoke(cli, ["report", "--root", str(root), "--played", str(empty)])
    assert (done.exit_code, "no results in" in done.output) == (2, True)

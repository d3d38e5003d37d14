"""Tests of `astami_fake.conformance.page`, in a real browser where Chromium is installed."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from astami_fake.conformance import page
from astami_fake.conformance.check import Result, Status
from astami_fake.conformance.suite import CaseFile
from astami_fake.transcript.align import Difference
from astami_fake.transcript.session import Said

RECORDED = "@recorded 22.10.1 debian 2026-11-22 runs=20"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture
def results(write_case: Callable[..., CaseFile]) -> list[Result]:
    """Three cases on two targets: one differs, one is unrecorded, the others pass."""
    cases = [write_case(name, "", RECORDED) for name in ("queue.status", "db.put", "db.get")]
    red = Difference("value", 7, frame="Response: Success", header="Val", expected="Val: 1", actual="Val: <b>2</b>")
    lacking = Difference("missing header", 8, frame="Response: Success", header="Message", expected="Message: Yes")
    log = (
        Said(">", "", ("Action: DBGet", "Secret: {{secret admin}}"), 5, 0.0),
        Said("<", "", ("Response: Success", "Val: <b>2</b>"), 5, 0.012),
    )
    found = []
    for case in cases:
        for target, release in (("fake:22.10", "22.10"), ("ami://admin@pbx", "16.28")):
            status = Status.PASSED if release == "22.10" else Status.UNRECORDED
            found.append(Result(case, target, release, status, 0.01))
    found[-2] = Result(cases[-1], "fake:22.10", "22.10", Status.DIFFERENT, 0.01, (red, lacking), "", log)
    return found


def test_data(results: list[Result]) -> None:
    """The JSON holds each case with its grades, differences and what was said, the differing headers marked."""
    found = json.loads(json.dumps(page.data(results, [one.case for one in results])))
    assert [target["counts"] for target in found["targets"]] == [{"passed": 2, "different": 1}, {"unrecorded": 3}]
    [row] = [row for row in found["cases"] if row["name"] == "db.get"]
    assert row["validated"] == {"22.10": "2026-11-22"}
    said = row["cells"][0]["log"][1]
    assert said["texts"] == [{"text": "Response: Success", "wrong": False}, {"text": "Val: <b>2</b>", "wrong": True}]
    assert said["lacks"] == ["Message"]
    assert [one["release"] for one in found["coverage"]] == ["22.11", "22.10", "16.28"]


def test_html_stands_alone(results: list[Result]) -> None:
    """The page loads nothing from elsewhere, and what servers say cannot break it."""
    text = page.html(page.data(results, [one.case for one in results]))
    assert not re.search(r"(?:src|href)=|@import|url\(", text)
    assert "<mark>Val: &lt;b&gt;2&lt;/b&gt;</mark>" in text
    assert "<mark>Message: did not come</mark>" in text
    assert "{{secret admin}}" in text


def test_markdown(results: list[Result]) -> None:
    """The table has an area a row and a target a column: how many passed, of how many where not all did."""
    assert page.markdown(results).splitlines() == [
        "| area | `fake:22.10` | `ami://admin@pbx` |",
        "|---|---:|---:|",
        "| db | 1 of 2 | 0 |",
        "| queue | 1 | 0 |",
        "| **all** | 2 of 3 | 0 |",
    ]


def test_in_a_browser(results: list[Result], tmp_path: Path) -> None:
    """Filters work from the address, so that a view can be passed on, and without a network."""
    if CHROMIUM is None:
        missing = "the page was not tried in a browser: chromium is not installed (apt-get install chromium)"
        pytest.skip(missing)  # no Python package brings one; .ci/run installs it, so CI never skips
    path = tmp_path / "report.html"
    path.write_text(page.html(page.data(results, [one.case for one in results])), encoding="utf-8")

    def shown(view: str) -> list[str]:
        command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
        done = subprocess.run(
            [*command, "--dump-dom", f"{path.as_uri()}{view}"], capture_output=True, text=True, timeout=120, check=True
        )
        rows = re.findall(r"<tr data-grades=\"[^\"]*\"( hidden=\"\")?>\s*<th scope=\"row\">([^<]+)", done.stdout)
        assert len(rows) == 3
        return [name for hidden, name in rows if not hidden]

    assert shown("") == ["queue.status", "db.put", "db.get"]
    assert shown("#grade=different") == ["db.get"]
    assert shown("#find=db") == ["db.put", "db.get"]

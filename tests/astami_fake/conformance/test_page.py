"""Tests of `astami_fake.conformance.page`, in a real browser where Chromium is installed."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from importlib.resources import files
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


def test_stopped(results: list[Result]) -> None:
    """A run that was stopped says on its page how far it came, target by target."""
    cases = list({one.case.name: one.case for one in results}.values())
    notice = "fake:22.10: stopped after 2 of 3 cases"
    assert notice in page.html(page.data(results[:-2], cases))
    assert notice not in page.html(page.data(results, cases))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_can_be_read(scheme: str) -> None:
    """Each colour of text has the contrast 4.5 : 1 to the grounds it stands on, as WCAG AA asks."""
    css = files("astami_fake.conformance").joinpath("page.html").read_text(encoding="utf-8")
    light, dark = (dict(re.findall(r"--(\w+): #(\w+);", block)) for block in css.split("@media (prefers", 1))
    colours = light if scheme == "light" else dark

    def luminance(code: str) -> float:
        parts = re.findall("..", code) if len(code) == 6 else [digit * 2 for digit in code]
        linear = [v / 12.92 if (v := int(p, 16) / 255) <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    on = {"ground": ("text", "dim", "good", "bad", "warn"), "raised": ("text", "dim"), "mark": ("text",)}
    for ground, texts in on.items():
        for text in texts:
            low, high = sorted(luminance(colours[name]) for name in (ground, text))
            assert (high + 0.05) / (low + 0.05) >= 4.5, f"{text} on {ground}"


Browse = Callable[..., str]


@pytest.fixture
def browse(results: list[Result], tmp_path: Path) -> Browse:
    """Open the page in Chromium, with a script at its end; give the page as it is then."""
    if CHROMIUM is None:
        missing = "the page was not tried in a browser: chromium is not installed (apt-get install chromium)"
        pytest.skip(missing)  # no Python package brings one; .ci/run installs it, so CI never skips
    path = tmp_path / "report.html"
    text = page.html(page.data(results, [one.case for one in results]))

    def browse(view: str = "", script: str = "", *options: str) -> str:
        path.write_text(text + f"<script>{script}</script>", encoding="utf-8")
        command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
        done = subprocess.run(
            [*command, *options, "--dump-dom", f"{path.as_uri()}{view}"],
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
        return done.stdout

    return browse


@pytest.mark.parametrize("width", [390, 1280])
def test_fits_its_window(browse: Browse, width: int) -> None:
    """On a phone and on a desk nothing reaches over the edge, with all that can be opened open."""
    script = """
        for (const one of document.querySelectorAll("details")) one.open = true;
        const root = document.documentElement;
        document.title = `${root.scrollWidth} of ${root.clientWidth}`;
    """
    [(page_width, window)] = re.findall("<title>(.*) of (.*)</title>", browse("", script, f"--window-size={width},900"))
    assert page_width == window


def test_by_keyboard(browse: Browse) -> None:
    """What can be opened, chosen or scrolled can be reached by Tab: it is focusable, in the order of the page."""
    script = """
        for (const one of document.querySelectorAll("details")) one.open = true;
        const takes = one => { one.focus(); return document.activeElement === one; };
        const reached = [...document.querySelectorAll("*")].filter(takes);
        const names = reached.filter(one => one !== document.body).map(one => one.id || one.localName);
        document.title = names.join(" ");
    """
    [title] = re.findall("<title>(.*)</title>", browse("", script))
    # the grades; the filters; of the case that differs two differences, what was said, again; the coverage of three,
    # each in a table that scrolls
    assert title == "summary words grade summary pre pre summary pre pre pre summary div summary div summary div"


def test_in_a_browser(browse: Browse) -> None:
    """Filters work from the address, so that a view can be passed on, and without a network."""

    def shown(view: str) -> list[str]:
        row = r"<tbody data-grades=\"[^\"]*\"( hidden=\"\")?>\s*<tr><th scope=\"row\">(.*?)</th>"
        rows = re.findall(row, browse(view))
        assert len(rows) == 3
        return [name.replace("<wbr>", "") for hidden, name in rows if not hidden]

    assert shown("") == ["queue.status", "db.put", "db.get"]
    assert shown("#grade=different") == ["db.get"]
    assert shown("#find=db") == ["db.put", "db.get"]

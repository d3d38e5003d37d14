"""What the pages of docs/ show runs as shown: files, commands and recipes are taken from the pages themselves."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from astami_fake import FakeAsterisk
from astami_fake.conformance.settings import KEYS, read_settings

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
ETC = ROOT / "conformance" / "etc"
PAGES = sorted(DOCS.glob("*.md"))
MARKED = re.compile(r"^<!-- (?P<what>[^>]+) -->\n```\w*\n(?P<text>.*?)^```", re.DOTALL | re.MULTILINE)

pytest_plugins = ["pytester"]


def blocks(page: str) -> dict[str, str]:
    """What a page marks, by its mark."""
    return {found["what"]: found["text"] for found in MARKED.finditer((DOCS / page).read_text(encoding="utf-8"))}


def console(page: str) -> list[tuple[str, str]]:
    """The commands of a page with what it says they print."""
    text = (DOCS / page).read_text(encoding="utf-8")
    shown = re.findall(r"^```console\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    return [
        (command, printed)
        for one in shown
        for command, printed in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", one, re.MULTILINE)
    ]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in which commands run with the tools of this environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
    (tmp_path / "pytest.ini").write_text("[pytest]\nasyncio_default_fixture_loop_scope = function\n")
    return tmp_path


def run(command: str) -> str:
    """What a command of a page prints; it succeeds and complains of nothing."""
    done = subprocess.run(shlex.split(command), capture_output=True, text=True, encoding="utf-8", timeout=120)
    assert (done.returncode, done.stderr) == (0, ""), f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


def write(project: Path, page: str) -> None:
    for what, text in blocks(page).items():
        kind, _, name = what.partition(": ")
        if kind == "file":
            (project / name).parent.mkdir(exist_ok=True)
            (project / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_links_lead_somewhere(page: Path) -> None:
    """Each relative link names a file or folder of the repository, and the index names every page."""
    for name in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / name).exists(), name
    assert page.name == "README.md" or f"({page.name})" in (DOCS / "README.md").read_text(encoding="utf-8")


def test_first_five_minutes(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program, the test and the check print what the page says; recording the script gives the case of the page."""
    page = "first-five-minutes.md"
    write(project, page)
    said = dict(console(page))
    program, pytest_q, export, record, check = said
    assert run(program) == said[program]
    shown = run(f"{pytest_q} -p no:cacheprovider test_greeting.py")
    assert shown.splitlines()[0] == said[pytest_q].splitlines()[0]
    assert shown.splitlines()[1].startswith(said[pytest_q].splitlines()[1])
    assert export.startswith("export ASTAMI_SECRET=")
    with FakeAsterisk() as pbx, monkeypatch.context() as patch:
        patch.setenv("ASTAMI_SECRET", pbx.secret)
        pbx.command("core show version").output(["Asterisk 22.10.1 built by nobody"])  # else it is refused as a fake
        own = record.replace("ami://monitor@pbx.example.com", f"ami://{pbx.username}@{pbx.host}:{pbx.port}")
        assert own != record
        assert run(own) == said[record]
    case = (project / "ami-cases" / "customer.ami").read_text(encoding="utf-8")
    assert case.partition("\n\n")[2] == blocks(page)["recorded: ami-cases/customer.ami"]
    shutil.copytree(ETC, project / "etc")
    assert run(check).startswith(said[check].rstrip("\n"))


def test_pytest_page(pytester: pytest.Pytester) -> None:
    """The tests of the page pass as they stand."""
    pytester.makeini("[pytest]\nasyncio_default_fixture_loop_scope = function")
    pytester.makepyfile(blocks("pytest.md")["test"])
    pytester.runpytest_subprocess("-W", "error").assert_outcomes(passed=2)


def test_pytest_page_is_complete(pytester: pytest.Pytester) -> None:
    """The page names every fixture, marker and option that pytest itself lists of the plugin, and no other."""
    text = (DOCS / "pytest.md").read_text(encoding="utf-8")
    help_text = pytester.runpytest_subprocess("--help").stdout.str()
    markers = pytester.runpytest_subprocess("--markers").stdout.str()
    fixtures = pytester.runpytest_subprocess("--fixtures").stdout.str()
    tables = "\n".join(line.partition(" | ")[0] for line in text.splitlines() if line.startswith("| `"))
    assert set(re.findall(r"--astami-\w+", tables)) == set(re.findall(r"^ +(--astami-\w+)", help_text, re.MULTILINE))
    assert set(re.findall(r"astami_\w+", tables)) == set(re.findall(r"^ +(astami_\w+) \(", help_text, re.MULTILINE))
    known = set(re.findall(r"^@pytest\.mark\.(ami_\w+)", markers, re.MULTILINE))
    known |= set(re.findall(r"^(ami_\w+) -- ", fixtures, re.MULTILINE))
    assert set(re.findall(r"\b(ami_\w+)", re.sub(r"astami_\w+", "", tables))) == known


def test_settings() -> None:
    """The settings of the page can be read, and the page names every key."""
    text = blocks("ci.md")["file: astami.toml"]
    page = (DOCS / "ci.md").read_text(encoding="utf-8")
    assert all(f"`{key}`" in page or re.search(rf"^{key} = ", text, re.MULTILINE) or f"'{key}'" in text for key in KEYS)


def recipes() -> list[tuple[str, list[str], list[str], str]]:
    """Each recipe: its name, its releases, its commands with {release} in them, and the folder it keeps."""
    found = blocks("ci.md")
    github = yaml.safe_load(found["recipe: github"])["jobs"]["ami"]
    steps: list[dict[str, Any]] = github["steps"]
    upload = steps[-1]
    assert (upload["if"], upload["uses"].partition("@")[0]) == ("always()", "actions/upload-artifact")
    commands = [step["run"].replace("${{ matrix.release }}", "{release}") for step in steps if "run" in step]
    gitlab = yaml.safe_load(found["recipe: gitlab"])["ami"]
    assert gitlab["artifacts"]["when"] == "always"
    assert gitlab["artifacts"]["reports"]["junit"] == "report/report.xml"
    return [
        ("github", github["strategy"]["matrix"]["release"], commands, upload["with"]["path"]),
        (
            "gitlab",
            gitlab["parallel"]["matrix"][0]["RELEASE"],
            [line.replace("$RELEASE", "{release}") for line in gitlab["script"] + gitlab["after_script"]],
            gitlab["artifacts"]["paths"][0],
        ),
    ]


@pytest.mark.parametrize(("releases", "commands", "kept"), [one[1:] for one in recipes()], ids=["github", "gitlab"])
def test_recipe(project: Path, releases: list[str], commands: list[str], kept: str) -> None:
    """A recipe's commands run in a project such as the page describes, and leave what it keeps, for each release."""
    write(project, "ci.md")
    write(project, "first-five-minutes.md")
    assert read_settings(project / "astami.toml")["runs"] == 20
    shutil.copytree(ETC, project / "etc")
    case = project / "ami-cases" / "customer.ami"
    recorded = blocks("first-five-minutes.md")["recorded: ami-cases/customer.ami"]
    days = "@recorded 22.10.1 debian 2026-11-22 runs=20\n@verified 16.28.0 debian 2026-11-22 runs=20\n"
    case.write_text(case.read_text(encoding="utf-8").partition("\n\n")[0] + f"\n{days}\n{recorded}", encoding="utf-8")
    assert releases == ["22.10", "16.28"]
    install, *rest = commands
    assert install.startswith("pip install 'astami[conformance]'")
    for release in releases:
        for command in rest:
            run(command.format(release=release))
        report = json.loads((project / kept / "report.json").read_text(encoding="utf-8"))
        assert [one["counts"] for one in report["targets"]] == [{"passed": 1}]
        assert len(list((project / kept / "traffic").iterdir())) == 2
        shutil.rmtree(project / kept)


def test_own_workflow() -> None:
    """The project's own workflow runs .ci/run and keeps the reports that tox writes, also of a red run."""
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"))
    steps = workflow["jobs"]["ci"]["steps"]
    assert ".ci/run" in [step.get("run") for step in steps]
    assert steps[-1]["if"] == "always()"
    tox = (ROOT / "tox.ini").read_text(encoding="utf-8")
    assert [f"--out {path}" in tox for path in steps[-1]["with"]["path"].split()] == [True, True]
    assert "tox -e conformance-real" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")

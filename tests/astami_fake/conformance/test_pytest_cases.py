"""Recorded cases as tests: folders of cases that pytester runs pytest on."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from astami_fake.conformance.suite import CaseFile

pytest_plugins = ["pytester"]

ETC = Path(__file__).parents[3] / "conformance" / "etc"
RECORDED = "@recorded 22.10.1 debian 2026-11-23 runs=20"
PING = """>  Action: Ping
   ActionID: {{aid a1}}
<  Response: Success
   ActionID: {{aid a1}}
   Ping: Pong
   Timestamp: {{epoch}}
"""
PUT = """>  Action: DBPut
   Family: conformance
   Key: pytest
   Val: 1
   ActionID: {{aid a1}}
<  Response: Success
   ActionID: {{aid a1}}
   Message: Updated database successfully
"""


@pytest.fixture
def run(pytester: pytest.Pytester, root: Path) -> Callable[..., pytest.RunResult]:
    """Run pytest on the folder `root`, with warnings as errors, in a process of its own."""

    def run(*args: str, ini: str = "") -> pytest.RunResult:
        written = pytester.makeini(f"[pytest]\nasyncio_default_fixture_loop_scope = function\n{ini}")
        return pytester.runpytest_subprocess("-W", "error", "-rsxX", "-c", str(written), str(root / "cases"), *args)

    return run


def test_each_result_is_an_outcome(run: Any, write_case: Callable[..., CaseFile]) -> None:
    """Passed, failed with the report and what repeats it, skipped with the reason, known as expected to fail."""
    write_case("one.right", PING, RECORDED)
    write_case("two.wrong", PING.replace("Pong", "Ding"), RECORDED)
    write_case("three.other", PING, "@recorded 16.28.0 debian 2026-11-23 runs=20")
    known = "@known-difference fake 22.10 until=2999-01-01 it rings"
    write_case("four.known", PING.replace("Pong", "Ding"), RECORDED, known)
    result = run("--astami-cases", "--astami-target=fake:22.10")
    result.assert_outcomes(passed=1, failed=1, skipped=1, xfailed=1)
    result.stdout.fnmatch_lines_random(
        [
            "*two.wrong.ami:*: another value: Ping*",
            "*expected  Ping: Ding",
            "*came      Ping: Pong",
            "*astami-conformance check --target fake:22.10 *two.wrong.ami",
            "SKIPPED*unrecorded: never recorded on 22.10",
            "XFAIL four.known*it rings",
        ]
    )


def test_only_where_it_is_asked_for(run: Any, write_case: Callable[..., CaseFile]) -> None:
    """A folder with transcripts of other uses has no tests in it."""
    write_case("one.right", PING, RECORDED)
    assert run().ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_the_ini_file_asks_too(run: Any, root: Path, write_case: Callable[..., CaseFile]) -> None:
    """For the whole project; a transcript that is no case holds no test."""
    write_case("one.right", PING, RECORDED)
    (root / "cases" / "trace.ami").write_text("@ami 1\n\n>  Action: Ping\n")
    run(ini="astami_cases = true\nastami_target = fake:22.10\n").assert_outcomes(passed=1)


def test_a_file_that_cannot_be_read(run: Any, root: Path) -> None:
    """It is told with file and line, and nothing passes for it."""
    (root / "cases" / "bad.ami").write_text("@ami 1\n@case bad.one\n@title T.\n\n}  Action: Ping\n")
    result = run("--astami-cases")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*bad.ami:5:*"])
    result.stdout.no_fnmatch_line("*Traceback*")


def test_a_case_that_cannot_be_played(run: Any, write_case: Callable[..., CaseFile]) -> None:
    """The same for what is only seen when it is to be played."""
    write_case("one.undated", PING, "@recorded 22.10.1")
    result = run("--astami-cases")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*one.undated.ami:4: @recorded '22.10.1': it is written @recorded 22.10.1 *"])


def test_no_such_target(run: Any, write_case: Callable[..., CaseFile]) -> None:
    """A sentence instead of a traceback."""
    write_case("one.right", PING, RECORDED)
    result = run("--astami-cases", "--astami-target=nowhere")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["'nowhere' names no target: known are *"])


@pytest.mark.ami_server(etc=ETC, release="22.10")
@pytest.mark.parametrize(
    ("allow", "outcome", "says"),
    [
        ("", {"skipped": 1}, "SKIPPED*not allowed: the case writes: allow it with --allow writes"),
        ("writes", {"passed": 1}, "*1 passed*"),
        ("write", {"failed": 1}, "--astami-allow: 'write': known are writes, originates"),
    ],
)
def test_what_cases_may_do_on_ones_own_server(
    run: Any,
    write_case: Callable[..., CaseFile],
    ami_server: Any,
    monkeypatch: pytest.MonkeyPatch,
    allow: str,
    outcome: dict[str, int],
    says: str,
) -> None:
    """Nothing but reading, unless it is allowed."""
    monkeypatch.setenv("ASTAMI_SECRET", "amp111")
    write_case("one.put", PUT, "@tags writes", RECORDED)
    target = f"--astami-target=ami://admin@{ami_server.host}:{ami_server.port}"
    result = run("--astami-cases", target, f"--astami-allow={allow}")
    result.assert_outcomes(**outcome)
    result.stdout.fnmatch_lines([says])
    assert any(action.name == "DBPut" for action in ami_server.received) == (allow == "writes")


def test_processes_share_the_cases_and_keep_results(
    run: Any, write_case: Callable[..., CaseFile], tmp_path: Path
) -> None:
    """With pytest-xdist each process plays some, on a target of its own; its results are in a file of its own."""
    for number in range(8):
        write_case(f"one.case{number}", PING, RECORDED)
    results = tmp_path / "results"
    results.mkdir()
    (results / "old.jsonl").write_text("of a run before\n")
    run("--astami-cases", "--astami-target=fake:22.10", "-n2", f"--astami-results={results}").assert_outcomes(passed=8)
    assert sorted(path.name for path in results.iterdir()) == ["gw0.jsonl", "gw1.jsonl"]
    rows = [json.loads(line) for path in results.iterdir() for line in path.read_text().splitlines()]
    assert sorted(row["case"] for row in rows) == [f"one.case{number}" for number in range(8)]


def test_what_passed_later_is_shown(run: Any, root: Path, write_case: Callable[..., CaseFile]) -> None:
    """At the end of the run, with what the first play differed in."""
    write_case("one.right", PING, RECORDED)
    (root / "cases" / "conftest.py").write_text("""
from dataclasses import replace
from astami_fake.conformance import pytest_cases
from astami_fake.conformance.check import Status

play = pytest_cases.check_case
pytest_cases.check_case = lambda *args: replace(play(*args), status=Status.UNSTEADY, reason="play 2 passed")
""")
    result = run("--astami-cases", "--astami-target=fake:22.10")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["*1 unsteady cases*", "one.right on fake:22.10*: unsteady", "*play 2 passed"])

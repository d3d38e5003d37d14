"""Tests of `astami_fake.conformance.cli`, `report` and `compare`: the command as its user sees it."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result

from astami_fake import FakeAsterisk
from astami_fake.conformance import cli_fuzz, playing
from astami_fake.conformance.check import Result as Played
from astami_fake.conformance.check import Status
from astami_fake.conformance.cli import cli
from astami_fake.conformance.fuzz.duel import Different
from astami_fake.conformance.fuzz.run import Outcome
from astami_fake.conformance.suite import CaseFile
from astami_fake.conformance.targets import Target
from astami_fake.releases import RELEASES

RECORDED = "@recorded 22.10.1 debian 2026-11-22 runs=20"
BOTH = (RECORDED, "@verified 16.28.0 debian 2026-11-22 runs=20")
ABSENT = """\
>  Action: DBGet
   Family: conformance
   Key: absent
   ActionID: {{aid a}}
<  Response: Error
   ActionID: {{aid a}}
   Message: Database entry not found
"""


@pytest.fixture
def run(root: Path) -> Callable[..., Result]:
    """Run a subcommand on the cases of *root*."""
    return lambda command, *words: CliRunner().invoke(cli, [command, "--root", str(root), *words])


def test_green(run: Callable[..., Result], write_case: Callable[..., CaseFile], tmp_path: Path) -> None:
    """All green: exit code 0, a line for each case, the table; several targets stand side by side."""
    write_case("database.absent", ABSENT, *BOTH)
    junit = tmp_path / "junit.xml"
    done = run("check", "--target", "fake:22.10", "--target", "fake:16.28", "--junit", str(junit))
    assert done.exit_code == 0, done.output
    assert "passed           fake:22.10 database.absent" in done.output
    assert "passed           fake:16.28 database.absent" in done.output
    [total] = [line for line in done.output.splitlines() if "│ all" in line]
    assert total.split() == ["│", "all", "│", "1", "│", "1", "│"]
    assert ET.parse(junit).getroot().attrib["tests"] == "2"


def test_red(run: Callable[..., Result], write_case: Callable[..., CaseFile], tmp_path: Path) -> None:
    """A difference: exit code 1, file:line, header, both values, and the command that repeats it."""
    file = write_case("database.absent", ABSENT.replace("not found", "nowhere"), RECORDED)
    junit = tmp_path / "junit.xml"
    done = run("check", "--target", "fake:22.10", "--junit", str(junit))
    assert done.exit_code == 1
    assert f"{file.path}:12: another value: Message" in done.output
    assert "expected  Message: Database entry nowhere" in done.output
    assert "came      Message: Database entry not found" in done.output
    assert f"again: astami-conformance check --target fake:22.10 {file.path}" in done.output
    assert ET.parse(junit).getroot().attrib["failures"] == "1"


def test_unrecorded(run: Callable[..., Result], write_case: Callable[..., CaseFile]) -> None:
    """A release that was never recorded is neither green nor red: exit code 4."""
    write_case("database.absent", ABSENT, RECORDED)
    done = run("check", "--target", "fake:16.28")
    assert done.exit_code == 4
    assert "unrecorded" in done.output
    assert "never recorded on 16.28" in done.output


def test_absent(run: Callable[..., Result], write_case: Callable[..., CaseFile]) -> None:
    """What a release does not have is not played there, and the reason is told."""
    write_case("database.absent", ABSENT, RECORDED, "@absent 16.28 it has no such module")
    done = run("check", "--target", "fake:16.28", "--target", "fake:22.10")
    assert done.exit_code == 0
    assert "it has no such module" in done.output


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["--target", "nonsense"], 2, "'nonsense' names no target"),
        (["--target", "fake:1.2"], 2, "fake:1.2"),
        (["--target", "ami://admin:secret@host"], 2, "ASTAMI_SECRET"),
        (["--target", "ami://admin@127.0.0.1:1"], 3, "no connection to 127.0.0.1:1"),
        (["--target", "root:/nowhere"], 3, "no usr/sbin/asterisk"),
        (["-k", "nothing"], 2, "no case is selected"),
        (["-k", "one two"], 2, "cannot read"),
        (["--allow", "everything"], 2, "known are writes, originates"),
        (["nowhere.ami"], 2, "no case file or directory nowhere.ami"),
    ],
)
def test_usage(
    run: Callable[..., Result], write_case: Callable[..., CaseFile], words: list[str], code: int, says: str
) -> None:
    """A mistake of the user is exit code 2, a target that is not there 3, each with a sentence and no traceback."""
    write_case("database.absent", ABSENT, RECORDED)
    done = run("check", *words)
    assert (done.exit_code, says in done.output) == (code, True), done.output


def test_broken_case(run: Callable[..., Result], write_case: Callable[..., CaseFile], root: Path) -> None:
    """A file that is no transcript is told with its line."""
    (root / "cases" / "bad.ami").write_text("@ami 1\n@case a.b\nnonsense\n")
    done = run("check")
    assert done.exit_code == 2
    assert "bad.ami:3: expected" in done.output


def test_record_refuses(run: Callable[..., Result], write_case: Callable[..., CaseFile]) -> None:
    """`record` needs cases, and a real server."""
    file = write_case("database.absent", ABSENT)
    assert run("record", "--target", "fake").exit_code == 2
    done = run("record", "--target", "fake", str(file.path))
    assert done.exit_code == 1
    assert "the fake is no source" in done.output


def test_diff_of_releases(run: Callable[..., Result], write_case: Callable[..., CaseFile]) -> None:
    """`diff` of two releases says what the recordings say: new, gone, changed, once each with its cases."""
    body = (
        ">  Action: A\n<  Event: Hangup\n   Cause: 19  [in 22.10; not 16.28]\n   Cause: 0  [in 16.28; not 22.10]\n"
        "   TechCause: 1  [in 22.10; not 16.28]\n<  Event: Extra  [in 16.28; not 22.10]\n"
    )
    write_case("a.one", body, *BOTH)
    write_case("a.two", body, *BOTH)
    write_case("a.three", ABSENT, RECORDED)
    done = run("diff", "16.28", "22.10")
    assert done.exit_code == 1
    assert done.output.splitlines() == [
        "changed: Event: Hangup / Cause: 0 -> 19",
        "    in a.one, a.two",
        "gone: Event: Extra",
        "    in a.one, a.two",
        "new: Event: Hangup / TechCause: 1",
        "    in a.one, a.two",
        "2 of 3 cases compared, 3 differences",
    ]


def test_diff_leaves_races_out(run: Callable[..., Result], write_case: Callable[..., CaseFile]) -> None:
    """What a race sets is a difference only where no value was seen on both sides."""
    body = """\
>  Action: A
<  Event: Hangup
   ChannelState: 6  [in 22.10; not 16.28]
   ChannelState: 6  [in 16.28; not 22.10; form 1 of 2]
   ChannelState: 4  [in 16.28; not 22.10; form 2 of 2]
   Exten: 1001  [in 22.10; not 16.28]
   Exten: s  [in 16.28; not 22.10; form 1 of 2]
   Exten: h  [in 16.28; not 22.10; form 2 of 2]
   Channel: Local/1  [in 16.28; not 22.10; form 1 of 2]
   Channel: Local/1  [in 22.10; not 16.28]
"""
    write_case("a.one", body, *BOTH)
    lines = run("diff", "16.28", "22.10").output.splitlines()
    assert lines == [
        "changed: Event: Hangup / Exten: h -> 1001",
        "    in a.one",
        "1 of 1 cases compared, 1 differences",
    ]


def test_diff_of_targets(run: Callable[..., Result], write_case: Callable[..., CaseFile]) -> None:
    """`diff` of a release and a target compares the recording with what the target says now."""
    write_case("database.absent", ABSENT.replace("not found", "nowhere"), RECORDED)
    done = run("diff", "22.10", "fake:22.10")
    assert done.exit_code == 1
    assert "changed: answer to DBGet / Message: Database entry nowhere -> Database entry not found" in done.output
    done = run("diff", "fake:22.10", "fake:22.10")
    assert (done.exit_code, done.output) == (0, "1 of 1 cases compared, 0 differences\n")


def test_upgrade_guide(run: Callable[..., Result], write_case: Callable[..., CaseFile], tmp_path: Path) -> None:
    """`diff --guide` is the upgrade guide: lists of the releases, frames, headers, values, order; it can be checked."""
    body = """\
>  Action: A
@streams
<  Event: Moved  [in 22.10; not 16.28]
   Uniqueid: 1.0
<  Event: Hangup
   Uniqueid: 1.0
   Cause: 19  [in 22.10; not 16.28]
   Cause: 0  [in 16.28; not 22.10]
   TechCause: 1  [in 22.10; not 16.28]
<  Event: Other
   Uniqueid: 1.0
@optional 3/20  [in 22.10; not 16.28]
<  Event: Seldom  [in 22.10; not 16.28]
   Uniqueid: 1.0
<  Event: VarSet  [in 22.10; not 16.28]
   Variable: COLOUR
<  Event: Moved  [in 16.28; not 22.10]
   Uniqueid: 1.0
"""
    write_case("a.one", body, *BOTH)
    done = run("diff", "16.28", "22.10", "--guide")
    assert done.exit_code == 0
    lines = done.output.splitlines()
    assert any(line.startswith("- New: ") and "`PJSIPHangup`" in line for line in lines)
    assert any(line.startswith("- Gone: ") and "`Monitor`" in line for line in lines)
    for line in (
        "| `Event: VarSet COLOUR` | new | a.one |",
        "| `Event: Hangup` | `TechCause` | new | a.one |",
        "| `Event: Hangup` `Cause` | `0` | `19` | a.one |",
        "- `Event: Moved`, in a.one",
    ):
        assert line in lines
    assert "Seldom" not in done.output
    guide = tmp_path / "guide.md"
    guide.write_text(done.output)
    assert run("diff", "16.28", "22.10", "--guide", "--check", str(guide)).exit_code == 0
    guide.write_text("old")
    stale = run("diff", "16.28", "22.10", "--guide", "--check", str(guide))
    assert (stale.exit_code, "out of date" in stale.output) == (1, True)
    unknown = run("diff", "16.28", "1.0", "--guide")
    assert (unknown.exit_code, "there is no data of release '1.0'" in unknown.output) == (2, True)


def test_upgrade_guide_of_targets(run: Callable[..., Result], write_case: Callable[..., CaseFile]) -> None:
    """`diff --guide` asks targets what actions they have: fewer than their releases, if they load fewer modules."""
    write_case("database.absent", ABSENT, *BOTH)
    done = run("diff", "fake:16.28", "fake:22.10", "--guide")
    assert done.exit_code == 0
    assert done.output.startswith("# From Asterisk 16.28.0 (fake:16.28) to 22.10.1 (fake:22.10), as AMI shows it\n")
    assert "- New: `CoreShowChannelMap`, `PJSIPHangup`, `SendFlash`\n- Gone: none\n" in done.output
    assert "Events in the documentation" not in done.output
    assert "1 cases seen on both" in done.output


def test_stale(run: Callable[..., Result], write_case: Callable[..., CaseFile]) -> None:
    """`stale` names recordings that are old or of few runs, and releases without one."""
    write_case("a.new", ABSENT, "@recorded 22.10.1 debian 2999-01-01 runs=20")
    assert run("stale").exit_code == 0
    write_case("a.old", ABSENT, "@recorded 22.10.1 debian 2020-01-01 runs=20")
    write_case(
        "a.few", ABSENT, "@recorded 22.10.1 debian 2999-01-01 runs=3", "@verified 16.28.0 debian 2999-01-01 runs=20"
    )
    done = run("stale")
    assert done.exit_code == 1
    assert "a.old.ami: recorded on 22.10.1 debian 2020-01-01 runs=20" in done.output
    assert "a.few.ami: recorded on 22.10.1 debian 2999-01-01 runs=3" in done.output
    assert "a.new.ami: never recorded on 16.28" in done.output
    assert done.output.endswith("3 of 3 cases are stale\n")


def test_coverage(run: Callable[..., Result], write_case: Callable[..., CaseFile], root: Path) -> None:
    """`coverage` counts, writes a baseline, and is exit code 1 when something of it is lost."""
    file = write_case("database.absent", ABSENT, RECORDED)
    done = run("coverage", "--update", "--release", "22.10", "--missing")
    assert done.exit_code == 0
    assert f"22.10 actions: {len(RELEASES['22.10'].actions)}, 1 in cases" in done.output
    assert "  event Newchannel: no cases, fake: absent" in done.output
    assert "  action DBGet: succeeds in no case" in done.output
    assert run("coverage").exit_code == 0
    write_case("a.ping", ">  Action: Ping\n<  Response: Success\n", RECORDED)
    file.path.unlink()
    done = run("coverage")
    assert done.exit_code == 1
    assert "22.10: actions in cases: DBGet" in done.output


def test_report(run: Callable[..., Result], write_case: Callable[..., CaseFile], tmp_path: Path) -> None:
    """`report` plays, writes four files, and keeps the table of a Markdown file up to date."""
    write_case("database.absent", ABSENT, RECORDED)
    table = tmp_path / "README.md"
    table.write_text("# Top\n<!-- conformance: table -->\nold\n<!-- conformance: end -->\nrest\n")
    words = ("report", "--target", "fake:22.10", "--table", str(table))
    assert run(*words, "--check").exit_code == 1
    done = run(*words, "--out", str(tmp_path / "out"))
    assert done.exit_code == 0, done.output
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "report.html",
        "report.json",
        "report.md",
        "report.xml",
    ]
    assert "| database | 1 |\n" in table.read_text()
    assert table.read_text().endswith("<!-- conformance: end -->\nrest\n")
    assert run(*words, "--check").exit_code == 0
    table.write_text("no place")
    assert run(*words).exit_code == 2


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "cancelled"])
def test_stopped(
    run: Callable[..., Result],
    write_case: Callable[..., CaseFile],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    number: signal.Signals,
) -> None:
    """Ctrl-C, and the signal by which jobs are cancelled, end with a report of what was played, and exit code 1."""
    before = signal.getsignal(signal.SIGTERM)
    for name in ("a.one", "a.two"):
        write_case(name, ABSENT, RECORDED)
    play = playing.check_case

    def check_case(case: CaseFile, target: Target, plays: int, first: int) -> object:
        if case.name == "a.two":
            signal.raise_signal(number)
        return play(case, target, plays=plays, first=first)

    monkeypatch.setattr(playing, "check_case", check_case)
    done = run("check", "--target", "fake:22.10", "--junit", str(tmp_path / "junit.xml"))
    assert done.exit_code == 1
    assert "stopped after 1 of 2 plays" in done.output
    assert 'tests="1"' in (tmp_path / "junit.xml").read_text()
    assert signal.getsignal(signal.SIGTERM) is before


def test_repeat(
    run: Callable[..., Result], write_case: Callable[..., CaseFile], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`--repeat` plays everything so often, each play once, and says how many of a case's plays differ."""
    for name in ("a.one", "a.two"):
        write_case(name, ABSENT, RECORDED)
    play, played = playing.check_case, list[tuple[str, int, int]]()

    def check_case(case: CaseFile, target: Target, plays: int, first: int) -> Played:
        played.append((case.name, plays, first))
        result = play(case, target, plays=plays, first=first)
        return replace(result, status=Status.DIFFERENT) if len(played) == 4 else result

    monkeypatch.setattr(playing, "check_case", check_case)
    done = run("check", "--target", "fake:22.10", "--repeat", "3")
    assert played == [(name, 1, number) for number in (1, 2, 3) for name in ("a.one", "a.two")]
    assert done.exit_code == 1
    assert "a.two on fake:22.10: 1 of 3 plays differ; the first:\n" in done.output
    assert "\n1 of 6 plays differ\n" in done.output


def test_fuzz(run: Callable[..., Result], tmp_path: Path) -> None:
    """Servers that agree: exit code 0, and how many steps were made; no case is written."""
    done = run("fuzz", "--target", "fake:22.10", "--steps", "10", "--area", "database", "--save", str(tmp_path / "out"))
    assert done.exit_code == 0, done.output
    said = r"^\d\d+ steps on fake:22\.10 and fake:22\.10 22\.10\.\d+, from seed 0: no difference$"
    assert re.search(said, done.output, re.M)
    assert not (tmp_path / "out").exists()


def test_fuzz_finds(run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    """A difference (how one is found: `fuzz/test_run.py`) ends the command with exit code 1."""
    monkeypatch.setattr(cli_fuzz, "run_and_report", lambda *_, **__: Outcome(found=[Different((), "")]))
    assert run("fuzz", "--target", "fake:22.10").exit_code == 1


def test_fuzz_refuses(run: Callable[..., Result]) -> None:
    """An unknown area and a target that cannot be reached end the command with their own codes."""
    assert run("fuzz", "--target", "fake:22.10", "--area", "nothing").exit_code == 2
    assert run("fuzz", "--target", "ami://admin@127.0.0.1:1").exit_code == 3


def test_fuzz_needs_all_users(run: Callable[..., Result], root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sessions need the users of the configuration; one user for all would differ from the fake's."""
    monkeypatch.setenv("ASTAMI_SECRET", "amp111")
    with FakeAsterisk("22.10", etc=root / "etc") as server:
        done = run("fuzz", "--target", f"ami://admin@127.0.0.1:{server.port}")
    assert (done.exit_code, "unset ASTAMI_SECRET" in done.output) == (2, True)

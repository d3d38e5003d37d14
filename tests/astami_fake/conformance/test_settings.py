"""Tests of `astami_fake.conformance.settings`, and of a project's own cases without anything else around them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from astami_fake import FakeAsterisk
from astami_fake.conformance.cli import cli
from astami_fake.conformance.settings import KEYS, SettingsError, defaults, read_settings

ETC = Path(__file__).parents[3] / "conformance" / "etc"
CASE = """\
@ami 1
@case ours.ping
@title The PBX answers.
@login {user}
@recorded 22.10.1 debian 2026-11-22 runs=20

>  Action: Ping
   ActionID: {{{{aid a}}}}
<  Response: Success
   ActionID: {{{{aid a}}}}
   Ping: Pong
   Timestamp: {{{{epoch}}}}
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """A project with one case in `ami-cases` and an `astami.toml`; work goes on in a folder below it."""

    def make(settings: str, user: str = "admin") -> Path:
        (tmp_path / "ami-cases").mkdir()
        (tmp_path / "ami-cases" / "ping.ami").write_text(CASE.format(user=user))
        (tmp_path / "astami.toml").write_text(settings)
        (tmp_path / "src").mkdir()
        monkeypatch.chdir(tmp_path / "src")
        return tmp_path

    return make


def test_a_project_says_it_once(project: Callable[[str], Path]) -> None:
    """Cases, targets and limits come from the file, from any folder below it; the command line wins."""
    root = project('[ami]\ncases = "ami-cases"\ntargets = ["fake:22.10"]\nruns = 30\n')
    shutil.copytree(ETC, root / "etc")
    done = CliRunner().invoke(cli, ["check"])
    assert done.exit_code == 0, done.output
    assert "passed           fake:22.10 ours.ping" in done.output
    assert CliRunner().invoke(cli, ["check", "--target", "fake:16.28"]).exit_code == 4
    assert "runs=20" in CliRunner().invoke(cli, ["stale", "--days", "100000"]).output
    assert CliRunner().invoke(cli, ["stale", "--days", "100000", "--runs", "20"]).exit_code == 0


def test_nothing_but_cases(project: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """On somebody's own server a folder of cases is enough, and its one user plays every part; a fake needs an etc."""
    project('[ami]\ncases = "ami-cases"\n', "watcher")
    with FakeAsterisk("22.10") as pbx:
        monkeypatch.setenv("ASTAMI_SECRET", pbx.secret)
        done = CliRunner().invoke(cli, ["check", "--target", f"ami://{pbx.username}@{pbx.host}:{pbx.port}"])
        assert done.exit_code == 0, done.output
    done = CliRunner().invoke(cli, ["check", "--target", "fake:22.10"])
    assert (done.exit_code, "a folder 'etc' beside the cases" in done.output) == (2, True)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[ami\n", "astami.toml: "),
        ('[ami]\ntarget = "fake"\n', "[ami] has no key 'target': known are root, cases, targets, allow, plays, runs"),
        ("[asterisk]\n", "'asterisk' is unknown here: settings stand in the table [ami]"),
        ("ami = 1\n", "a line [ami]"),
        ('[ami]\nruns = "20"\n', "runs is how often record plays a case; fewer are stale: a number, not '20'"),
        ("[ami]\nplays = true\n", "a number, not True"),
        ('[ami]\ntargets = "fake"\n', "a list of texts, not 'fake'"),
        ("[ami]\ncases = 1\n", "a text, not 1"),
        ("[ami]\nallow = [1]\n", "a list of texts, not [1]"),
    ],
)
def test_mistakes(project: Callable[[str], Path], text: str, says: str) -> None:
    """A mistake in the file ends every command with file, key and what would be right: exit code 2, nothing played."""
    path = project(text) / "astami.toml"
    done = CliRunner().invoke(cli, ["check"])
    assert (done.exit_code, f"{path}: " in done.output, says in done.output) == (2, True, True), done.output
    with pytest.raises(SettingsError):
        read_settings(path)


def test_a_value_that_the_option_refuses(project: Callable[[str], Path]) -> None:
    """What a value may be is the option's to say."""
    project('[ami]\nallow = ["everything"]\n')
    done = CliRunner().invoke(cli, ["check"])
    assert (done.exit_code, "known are writes, originates" in done.output) == (2, True)


def test_every_key_is_an_option() -> None:
    """No key without a command that takes it."""
    taken = defaults(cli, dict.fromkeys(KEYS, "x"))
    assert {key for options in taken.values() for key in options} == set(KEYS)
    assert set(taken["check"]) == {"root", "cases", "targets", "allow", "plays"}

"""The ``astami`` command."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import astami.cli
from astami.cli.commands import cli
from astami_fake import FakeAsterisk

StartPeer = Callable[..., int]
Line = Any  # the Line of conftest.py


@pytest.fixture
def run(peer: StartPeer) -> Callable[..., Result]:
    """Run the command against a peer with this script."""

    def run(script: Callable[[Line], None], *args: str, secret: str | None = "hush", **options: Any) -> Result:
        port = peer(script)
        env = {"ASTAMI_SECRET": secret, "ASTAMI_USERNAME": "admin"}
        return CliRunner().invoke(cli, ["--port", str(port), *args], env=env, **options)

    return run


def answering(*lines: str, response: str = "Success") -> Callable[[Line], None]:
    """A server that answers one action so."""

    def script(line: Line) -> None:
        assert line.accept_login()["Secret"] == "hush"
        line.answer(*lines, response=response)
        line.answer(response="Goodbye")

    return script


def test_ping(run: Callable[..., Result]) -> None:
    """The headers of the answer, a line each."""
    result = run(answering("Ping: Pong"), "ping")
    assert result.exit_code == 0
    assert "Ping: Pong\n" in result.output


def test_command_prints_its_output(run: Callable[..., Result]) -> None:
    """As it came, blank lines and indentation kept; odd bytes are shown as escapes."""
    result = run(answering("Output: [a]", "Output: ", "Output:   b"), "command", "core", "show", "help")
    assert (result.exit_code, result.stdout) == (0, "[a]\n\n  b\n")


def test_control_characters_are_shown_and_not_obeyed(run: Callable[..., Result]) -> None:
    """What a caller calls himself must not steer a terminal. For programs it is as it came."""
    name = "\x1b]0;owned\x07 \x9b31m\u202e"
    event = f"CallerIDName: {name}"
    result = run(answering(event), "action", "Status")
    assert "CallerIDName: \\x1b]0;owned\\x07 \\x9b31m\\u202e\n" in result.stdout
    result = run(answering(f"Output: {name}"), "command", "x")
    assert result.stdout == "\\x1b]0;owned\\x07 \\x9b31m\\u202e\n"
    result = run(answering(event), "--json", "action", "Status")
    assert ["CallerIDName", name] in json.loads(result.stdout)["headers"]


def test_bytes_outside_the_encoding_are_escaped(run: Callable[..., Result]) -> None:
    """A terminal could not take them."""

    def script(line: Line) -> None:
        line.accept_login()
        action = line.action()
        line.send(f"Response: Success\r\nActionID: {action['ActionID']}\r\n".encode() + b"Output: M\xfcller\r\n\r\n")

    assert run(script, "command", "x").stdout == "M\\udcfcller\n"


def test_command_with_a_dash(run: Callable[..., Result]) -> None:
    """What follows the first word is Asterisk's."""
    seen: list[dict[str, str]] = []

    def script(line: Line) -> None:
        line.accept_login()
        line.answer("Message: Command output follows", "Output: x", seen=seen)
        line.answer(response="Goodbye")

    assert run(script, "command", "database", "put", "a", "b", "-1").stdout == "x\n"
    assert seen[0]["Command"] == "database put a b -1"


def test_help_tells_all_of_each_command() -> None:
    """In a line of a usual terminal."""
    shown = CliRunner().invoke(cli, ["--help"], env={"COLUMNS": "80"}).output
    assert "..." not in shown.partition("Commands:")[2]


def test_unknown_command(run: Callable[..., Result]) -> None:
    """What Asterisk says, and exit code 1."""
    result = run(answering("Output: No such command", response="Error"), "command", "nope")
    assert (result.exit_code, result.stdout) == (1, "No such command\n")


def test_action_with_a_list(run: Callable[..., Result]) -> None:
    """Its events follow the response; as JSON they are lists of pairs."""

    def script(line: Line) -> None:
        line.accept_login()
        action = line.action()
        assert (action["Action"], action["Queue"], action["X"]) == ("QueueStatus", "a=b", "")
        line.reply(action, "EventList: start")
        for event in ("Event: QueueParams\r\nQueue: a", "Event: QueueStatusComplete\r\nEventList: Complete"):
            line.send(f"{event}\r\nActionID: {action['ActionID']}\r\n\r\n")
        line.answer(response="Goodbye")

    args = ("action", "QueueStatus", "Queue=a=b", "X=")
    assert "Event: QueueParams\nQueue: a\n" in run(script, *args).stdout
    said = json.loads(run(script, "--json", *args).stdout)
    assert said["success"] is True
    assert said["events"][0][:2] == [["Event", "QueueParams"], ["Queue", "a"]]


def test_refused_login(run: Callable[..., Result]) -> None:
    """Exit code 1; the secret is not shown."""

    def script(line: Line) -> None:
        line.greet()
        line.answer("Message: Authentication failed", response="Error")

    result = run(script, "ping")
    assert result.exit_code == 1
    assert "Authentication failed" in result.stderr
    assert "hush" not in result.output


def test_no_connection(free_port: int) -> None:
    """Exit code 3."""
    result = CliRunner().invoke(cli, ["--port", str(free_port), "-u", "a", "ping"], env={"ASTAMI_SECRET": "x"})
    assert result.exit_code == 3
    assert "cannot connect" in result.stderr


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (("action", "X", "novalue"), "write Key=value"),
        (("action", "X", "=value"), "write Key=value"),
        (("action", "X", "a:b=c"), "no header name"),
        (("originate", "PJSIP/1", "--application", "Wait", "--exten", "1"), "not both"),
    ],
)
def test_wrong_usage(run: Callable[..., Result], args: tuple[str, ...], why: str) -> None:
    """Exit code 2."""
    result = run(lambda line: line.accept_login() and line.closed(), *args)
    assert result.exit_code == 2
    assert why in result.stderr


def test_secret_must_come_from_somewhere(run: Callable[..., Result]) -> None:
    """Without a terminal there is nobody to ask."""
    result = run(lambda line: line.greet(), "ping", secret=None)
    assert result.exit_code == 2
    assert "set ASTAMI_SECRET" in result.stderr
    # Nothing that the help of ping tells of could mend it.
    assert "--help' for help" in result.stderr
    assert "ping --help" not in result.stderr


def test_secret_is_asked_for_in_a_terminal(run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    """Unseen."""
    monkeypatch.setattr("astami.cli.target.has_terminal", lambda: True)
    result = run(answering("Ping: Pong"), "ping", secret=None, input="hush\n")
    assert result.exit_code == 0
    assert "hush" not in result.output


def test_only_force_takes_the_secret_from_the_command_line(run: Callable[..., Result]) -> None:
    """Every user of the machine can read a command line: the option says so in its name."""
    assert [name for option in cli.params for name in option.opts if "secret" in name] == ["--insecure-secret"]
    result = run(answering("Ping: Pong"), "--insecure-secret", "hush", "ping", secret=None)
    assert result.exit_code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals on Windows")
def test_interrupted_while_it_waits(peer: StartPeer) -> None:
    """At once, with an exit code of its own, and without a word of log or traceback."""
    asked = threading.Event()

    def script(line: Line) -> None:
        line.accept_login()
        line.action()
        asked.set()
        line.answer(response="Goodbye")

    env = {**os.environ, "ASTAMI_SECRET": "hush", "ASTAMI_USERNAME": "admin", "ASTAMI_PORT": str(peer(script))}
    command = [Path(sys.executable).with_name("astami"), "action", "WaitEvent"]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert asked.wait(60)
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=60) == ("", "")
    assert process.returncode == 130


def test_version() -> None:
    """Name and version."""
    result = CliRunner().invoke(cli, ["--version"])
    assert result.output.startswith("astami, version ")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["ping", "--host", "pbx"], "--host stands before the command: astami --host … ping"),
        (["db", "show", "-u", "admin"], "-u stands before the command: astami -u … db"),
        (["ping", "--hots", "pbx"], "No such option"),
    ],
)
def test_an_option_of_the_connection_behind_the_command(args: list[str], said: str) -> None:
    """The error says where it belongs; an option that is nowhere is just unknown."""
    result = CliRunner().invoke(cli, args)
    assert result.exit_code == 2
    assert said in result.stderr


@pytest.mark.parametrize("missing", ["click", "rich"])
def test_missing_dependency_is_told(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    """With the extra to install."""
    for name in [name for name in sys.modules if name.startswith("astami.cli.") or name.split(".")[0] == missing]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(SystemExit, match=rf"needs {missing}.*astami\[cli\]"):
        astami.cli.main()


def test_other_import_errors_are_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a missing dependency is a matter of the extra."""
    for name in [name for name in sys.modules if name.startswith("astami.cli.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "json", None)
    with pytest.raises(ModuleNotFoundError, match="json"):
        astami.cli.main()


def test_main_runs_the_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """As the console script does."""
    monkeypatch.setattr(sys, "argv", ["astami", "--version"])
    with pytest.raises(SystemExit) as caught:
        astami.cli.main()
    assert caught.value.code == 0
    assert capsys.readouterr().out.startswith("astami, version ")


@pytest.fixture
def fake() -> Iterator[FakeAsterisk]:
    """A fake with its small default configuration."""
    with FakeAsterisk() as pbx:
        yield pbx


def on_fake(pbx: FakeAsterisk, *args: str) -> Result:
    """Run the command against the fake."""
    env = {"ASTAMI_SECRET": pbx.secret, "ASTAMI_USERNAME": pbx.username, "ASTAMI_PORT": str(pbx.port)}
    return CliRunner().invoke(cli, args, env=env)


def test_database(fake: FakeAsterisk) -> None:
    """Put, get, show, delete; what is not there is exit code 1."""
    assert on_fake(fake, "db", "put", "family", "a/b", "1; 2").exit_code == 0
    assert on_fake(fake, "db", "get", "family", "a/b").stdout == "1; 2\n"
    assert on_fake(fake, "db", "del", "family", "a/b").exit_code == 0
    gone = on_fake(fake, "db", "get", "family", "a/b")
    assert (gone.exit_code, "Database entry not found" in gone.stderr) == (1, True)
    refused = on_fake(fake, "--json", "db", "get", "family", "a/b")
    assert (refused.exit_code, json.loads(refused.stdout)["message"]) == (1, "Database entry not found")
    on_fake(fake, "db", "put", "family", "c", "3")
    assert on_fake(fake, "db", "deltree", "family").exit_code == 0
    assert on_fake(fake, "db", "deltree", "family", "c").exit_code == 1


def test_database_show(run: Callable[..., Result]) -> None:
    """A line an entry, a tab between."""

    def script(line: Line) -> None:
        line.accept_login()
        action = line.action()
        assert (action["Action"], action["Family"]) == ("DBGetTree", "family")
        line.reply(action, "EventList: start")
        for event in (
            "Event: DBGetTreeResponse\r\nKey: /family/k\r\nVal: a b",
            "Event: DBGetTreeComplete\r\nEventList: Complete",
        ):
            line.send(f"{event}\r\nActionID: {action['ActionID']}\r\n\r\n")
        line.answer(response="Goodbye")

    assert run(script, "db", "show", "family").stdout == "/family/k\ta b\n"


def test_originate(run: Callable[..., Result]) -> None:
    """Options become headers; seconds become milliseconds."""
    seen = []

    def script(line: Line) -> None:
        line.accept_login()
        action = line.action()
        seen.append(action)
        line.reply(action, "Message: Originate successfully queued")
        line.answer(response="Goodbye")

    args = ("--context", "default", "--exten", "100", "--caller-id", "Ann <1>", "--ring", "2.5", "--variable", "A=b=c")
    result = run(script, "originate", "PJSIP/1000", *args)
    assert (result.exit_code, "Message: Originate successfully queued" in result.stdout) == (0, True)
    expected = {
        "Action": "Originate",
        "Channel": "PJSIP/1000",
        "Context": "default",
        "Exten": "100",
        "Priority": "1",
        "Timeout": "2500",
        "CallerID": "Ann <1>",
        "Variable": "A=b=c",
    }
    assert {name: value for name, value in seen[0].items() if name != "ActionID"} == expected
    result = run(script, "originate", "PJSIP/1000", "--application", "Wait", "--data", "1")
    assert result.exit_code == 0
    assert (seen[1]["Application"], seen[1]["Data"], "Priority" in seen[1]) == ("Wait", "1", False)


def test_as_a_program(fake: FakeAsterisk) -> None:
    """The installed command in a process of its own; no colours, since its output is no terminal."""
    env = {**os.environ, "ASTAMI_SECRET": fake.secret}
    command = [Path(sys.executable).with_name("astami"), "--port", str(fake.port), "-u", fake.username, "ping"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Ping: Pong\n" in done.stdout
    assert "\x1b" not in done.stdout

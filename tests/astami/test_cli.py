"""The ``astami`` command."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

import astami.cli
from astami.cli.commands import cli

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


def test_bytes_outside_the_encoding_are_escaped(run: Callable[..., Result]) -> None:
    """A terminal could not take them."""

    def script(line: Line) -> None:
        line.accept_login()
        action = line.action()
        line.send(f"Response: Success\r\nActionID: {action['ActionID']}\r\n".encode() + b"Output: M\xfcller\r\n\r\n")

    assert run(script, "command", "x").stdout == "M\\udcfcller\n"


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
    ("args", "why"), [(("action", "X", "novalue"), "write Key=value"), (("action", "X", "a:b=c"), "no header name")]
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


def test_secret_is_asked_for_in_a_terminal(run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    """Unseen."""
    monkeypatch.setattr("astami.cli.commands._has_terminal", lambda: True)
    result = run(answering("Ping: Pong"), "ping", secret=None, input="hush\n")
    assert result.exit_code == 0
    assert "hush" not in result.output


def test_no_option_takes_the_secret() -> None:
    """Every user of the machine can read a command line."""
    assert all("secret" not in str(option.opts) for option in cli.params if isinstance(option, click.Option))


def test_version() -> None:
    """Name and version."""
    result = CliRunner().invoke(cli, ["--version"])
    assert result.output.startswith("astami, version ")


@pytest.mark.parametrize("missing", ["click", "rich"])
def test_missing_dependency_is_told(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    """With the extra to install."""
    for name in [name for name in sys.modules if name == "astami.cli.commands" or name.split(".")[0] == missing]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(SystemExit, match=rf"needs {missing}.*astami\[cli\]"):
        astami.cli.main()


def test_other_import_errors_are_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a missing dependency is a matter of the extra."""
    monkeypatch.delitem(sys.modules, "astami.cli.commands")
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

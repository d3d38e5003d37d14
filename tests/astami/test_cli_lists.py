"""Actions and events of the catalogue, listed."""

from __future__ import annotations

import json

from click.testing import CliRunner, Result

from astami.cli.commands import cli


def run(*args: str) -> Result:
    """Run the command; it needs no server."""
    return CliRunner().invoke(cli, args, env={"ASTAMI_SECRET": None, "ASTAMI_USERNAME": None})


def test_actions() -> None:
    """Who may use each, and its parameters."""
    result = run("actions", "queueadd", "Ping", "DAHDIRestart")
    assert result.exit_code == 0
    assert result.stdout == (
        "DAHDIRestart  (not in a stock server)  \n"
        "Ping  (everybody)  \n"
        "QueueAdd  (agent)  Queue* Interface* Penalty Paused Reason MemberName StateInterface\n"
    )


def test_actions_of_an_older_release() -> None:
    """And as JSON, an object a line."""
    listed = [json.loads(line) for line in run("--json", "actions", "--release", "16.28", "SIP*").stdout.splitlines()]
    assert {"SIPpeers", "SIPnotify"} <= {one["name"] for one in listed}
    assert listed[0].keys() == {"name", "module", "classes", "parameters", "required"}
    assert run("actions", "SIPpeers").exit_code == 2


def test_all_actions() -> None:
    """Without a pattern."""
    assert len(run("actions").stdout.splitlines()) == 154


def test_events() -> None:
    """The class that sees each, and its headers."""
    result = run("events", "--list", "FullyBooted")
    assert result.stdout == "FullyBooted  (system)  Status Uptime LastReload\n"
    (one,) = run("--json", "events", "--list", "fullybooted").stdout.splitlines()
    assert json.loads(one)["kind"] == "system"


def test_unknown_name() -> None:
    """Exit code 2."""
    result = run("events", "--list", "Nothing*")
    assert (result.exit_code, "nothing is called Nothing*" in result.stderr) == (2, True)

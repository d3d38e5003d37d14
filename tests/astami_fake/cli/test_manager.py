"""The CLI family ``manager``. Outputs recorded: cases `manager.command.*`."""

from __future__ import annotations

import ipaddress
from typing import Any

import pytest

from astami_fake.cli import manager
from astami_fake.config.acl import NOBODY, Rule


def test_users(ask: Any, bench: Any) -> None:
    """In the order of the file."""
    names = list(bench.pbx.managers.config.users)
    assert ask("manager show users")[1] == [
        "",
        "username",
        "--------",
        *names,
        "-------------------",
        f"{len(names)} manager users configured.",
    ]


def test_a_user_by_any_case(ask: Any) -> None:
    """The secret is not shown."""
    lines = ask("manager show user WATCHER")[1]
    assert lines[1:3] == ["          username: watcher", "            secret: <Set>"]
    assert ask("manager show user nobody") == ("Success", ["There is no manager called nobody"])


def test_an_address_list() -> None:
    """Numbered; what denies stands further right."""
    rules = [NOBODY, Rule(permits=True, network=ipaddress.ip_network("10.0.0.0/8"))]
    assert manager.acl_lines("inside", rules) == [
        "ACL: inside",
        "---------------------------------------------",
        "  0:  deny - 0.0.0.0/0.0.0.0",
        "  1: allow - 10.0.0.0/255.0.0.0",
    ]


def test_who_is_connected(ask: Any, bench: Any) -> None:
    """With the seconds since the login."""
    bench.clock.advance(7)
    row = ask("manager show connected")[1][1].split()
    assert row[:4] == ["admin", "10.0.0.1", "1700000000", "7"]
    assert ask("manager show connected")[1][-1] == "1 users connected."


def test_debug_is_kept(ask: Any) -> None:
    """And shown in the settings."""
    assert ask("manager set debug")[1] == ["manager debug is off"]
    ask("manager set debug ON")
    assert ask("manager set debug")[1] == ["manager debug is on"]
    assert ask("manager show settings")[1][-1].split() == ["Debug:", "Yes"]
    assert ask("manager set debug maybe")[0] == "Error"


def test_actions_with_what_they_do(ask: Any) -> None:
    """A synopsis is cut to its column."""
    rows = ask("manager show commands")[1]
    assert next(row for row in rows if row.startswith("  Ping ")).endswith("Keepalive command. ")
    assert max(len(row) for row in rows[2:]) <= len(rows[0].split("Synopsis")[0]) + 33


def test_a_reload_reads_the_file_again(ask: Any, bench: Any) -> None:
    """Users that a test has added are gone."""
    bench.pbx.managers.config.users["more"] = bench.pbx.managers.config.users["admin"]
    ask("manager reload")
    assert "more" not in bench.pbx.managers.config.users


@pytest.mark.parametrize("command", ["users x", "user", "user a b", "events x", "settings x"])
def test_wrong_words(ask: Any, command: str) -> None:
    """The usage."""
    assert ask(f"manager show {command}")[0] == "Error"


def test_documentation_is_not_here(ask: Any, bench: Any) -> None:
    """What there is not is said as Asterisk says it; who asks for Asterisk's own words is told."""
    assert ask("manager show command nosuch") == ("Success", [""])
    assert ask("manager show event nosuch") == ("Success", ["Could not find event 'nosuch'"])
    assert ask("manager show command")[0] == ask("manager show event")[0] == ask("manager show event a b")[0] == "Error"
    assert not bench.pbx.problems
    ask("manager show command nosuch ping")
    ask("manager show event hangup")
    assert [problem.partition(" description of the ")[2].partition(";")[0] for problem in bench.pbx.problems] == [
        "action Ping, and no rule answers for it",
        "event hangup, and no rule answers for it",
    ]


def test_a_session_that_is_not_there(ask: Any, bench: Any) -> None:
    """Its number is nobody's; 16.28 ends none."""
    if bench.pbx.release.name == "16.28":
        return
    assert ask("manager kick session 9999") == ("Success", ["No manager session found using file descriptor 9999"])
    assert ask("manager kick session x")[1][0] == "Invalid AMI file descriptor: x"
    assert ask("manager kick session")[1][0].startswith("Usage: manager kick session")
    ask(f"manager kick session {bench.pbx.managers.connected[0].number}")
    assert "ends no session" in bench.pbx.problems[0]

"""The manager's own actions: what the cases under conformance/cases cannot show of them."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from astami_fake.actions._registry import ACTIONS

ACCEPTED = "Response: Success\nMessage: Authentication accepted"


def test_registered_privileges_are_those_recorded(bench: Any) -> None:
    """Every handler names the write classes that ListCommands of each release shows."""
    known = bench.pbx.release.actions
    modelled = {name: entry for name, entry in ACTIONS.items() if name in known}
    assert {entry.name: entry.privilege for entry in modelled.values()} == {
        known[name].name: known[name].privilege for name in modelled
    }
    assert {"login", "ping", "command", "reload"} <= set(modelled)


def test_every_handler_belongs_to_a_release(make_bench: Any) -> None:
    """There is no handler for an action that no release has."""
    releases = [make_bench(name).pbx.release for name in ("22.10", "16.28")]
    assert [name for name in ACTIONS if not any(name in release.actions for release in releases)] == []


def test_md5_login(bench: Any) -> None:
    """The key is the MD5 of the last challenge and the secret; each challenge is another."""
    client = bench.client()
    challenges = [client.do("Action: Challenge", "AuthType: MD5")[0].rpartition(" ")[2] for _ in range(2)]
    assert challenges[0] != challenges[1]
    old, new = (hashlib.md5(f"{number}amp111".encode()).hexdigest() for number in challenges)
    login = ("Action: Login", "AuthType: MD5", "Username: admin", "Events: off")
    assert client.do(*login, f"Key: {new}") == [ACCEPTED]
    other = bench.client()
    other.do("Action: Challenge", "AuthType: MD5")
    assert other.do(*login, f"Key: {old}") == []


@pytest.mark.parametrize("name", ["ADMIN", "Admin"])
def test_name_without_regard_to_case(bench: Any, name: str) -> None:
    """The user is found in any case, and called as it was written; it is the same user for ``allowmultiplelogin``."""
    client = bench.client()
    assert client.do("Action: Login", f"Username: {name}", "Secret: amp111", "Events: off") == [ACCEPTED]
    assert client.session.username == name
    assert bench.pbx.managers.is_connected(bench.pbx.managers.config.user("admin"))


def test_refusal_takes_a_second_of_pbx_time(bench: Any) -> None:
    """The answer to a wrong secret comes after 1.00 s, and is the last."""
    client = bench.client()
    client.do("Action: Login", "Username: admin", "Secret: wrong")
    bench.clock.advance(0.99)
    assert client.frames() == []
    bench.clock.advance(0.01)
    assert client.frames() == ["Response: Error\nMessage: Authentication failed"]
    assert client.session.closing


def test_uptime_in_fully_booted(bench: Any) -> None:
    """FullyBooted tells the seconds since the start and since the last reload of everything."""
    bench.clock.advance(90.5)
    bench.client().login().do("Action: Reload", "Module: dnsmgr")
    bench.client().login().do("Action: Reload")
    bench.clock.advance(10)
    client = bench.client()
    frames = client.do("Action: Login", "Username: admin", "Secret: amp111", "Events: system")
    assert frames[1].splitlines()[2:4] == ["Uptime: 100", "LastReload: 10"]


def test_start_and_reload_in_core_status(bench: Any) -> None:
    """CoreStatus tells both times as date and time of day, UTC."""
    bench.clock.advance(3661)
    client = bench.client().login()
    client.do("Action: Reload")
    status = client.do("Action: CoreStatus")[0].splitlines()
    assert status[1:5] == [
        "CoreStartupDate: 2023-11-14",
        "CoreStartupTime: 22:13:20",
        "CoreReloadDate: 2023-11-14",
        "CoreReloadTime: 23:14:21",
    ]


def test_a_command_not_modelled_says_so(bench: Any) -> None:
    """A CLI command of the release that has no handler is an error that names the fake, and a violation."""
    frame = bench.client().login().do("Action: Command", "Command: core show LICENSE")[0]
    assert frame.splitlines()[::2] == [
        "Response: Error",
        "Output: astami_fake does not model the CLI command core show license",
    ]
    assert bench.script.violations == [
        "astami_fake does not model the CLI command core show license yet, and no rule answers it"
    ]


def test_a_command_that_there_is_not_is_no_violation(bench: Any) -> None:
    """Asterisk's own answer to an unknown command is modelled."""
    bench.client().login().do("Action: Command", "Command: frobnicate")
    assert bench.script.violations == []


def test_outside_the_model_a_recording_answers(bench: Any) -> None:
    """By all the words; of other words the command is told to have no model."""
    client = bench.client().login()
    (frame,) = client.do("Action: Command", "Command: Media  cache show all")
    assert frame.splitlines()[0] == "Response: Success"
    assert "Local File" in frame
    (frame,) = client.do("Action: Command", "Command: media cache show something")
    assert "astami_fake does not model the CLI command media cache show" in frame

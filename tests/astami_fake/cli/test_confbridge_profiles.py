"""``confbridge show``. Outputs recorded: cases `confbridge.command.profiles*`, `confbridge.command.menus`."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def shown(make_bench: Any, overlay: Any) -> Any:
    """The lines of a command on a PBX whose profiles say much."""
    client = make_bench(etc=overlay("options")).client().login()

    def show(what: str) -> list[str]:
        (frame,) = client.do("Action: Command", f"Command: confbridge show {what}")
        return [line.removeprefix("Output: ") for line in frame.splitlines() if line.startswith("Output: ")]

    return show


@pytest.mark.parametrize("what", ["profile user", "profile bridge", "menu"])
def test_one_name_must_follow(ask: Any, what: str) -> None:
    """Else the usage is shown."""
    for more in ("", " a b"):
        response, output = ask(f"confbridge show {what}{more}")
        assert response == "Error"
        assert output[0].startswith(f"Usage: confbridge show {what}")


@pytest.mark.parametrize(
    ("what", "kind"),
    [("profile user", "user profile"), ("profile bridge", "bridge profile")],
)
def test_there_is_none_of_that_name(ask: Any, what: str, kind: str) -> None:
    """Which is no failure."""
    assert ask(f"confbridge show {what} x") == ("Success", [f"No conference {kind} named 'x' found!"])
    assert ask("confbridge show menu x") == ("Success", ["No conference menu named 'x' found!"])


def test_lists_come_as_a_table_gives_them_back(ask: Any) -> None:
    """With the profiles that are always there."""
    assert ask("confbridge show profile bridges")[1][1:] == ["default_bridge", "pair"]
    assert ask("confbridge show menus")[1] == ["--------- Menus -----------", "keys", "default_menu"]
    users = ["listener", "chair", "guest", "dependent", "waiting", "default_user"]
    assert ask("confbridge show profile users")[1][1:] == users


def test_a_name_in_any_case(ask: Any, bench: Any) -> None:
    """And the two ways to end with the marked, where the release has them."""
    lines = ask("confbridge show profile user CHAIR")[1]
    assert lines[1:3] == ["Name:                    chair", "Admin:                   true"]
    ends = [line for line in lines if line.startswith("END")]
    assert len(ends) == (2 if bench.pbx.release.name == "22.10" else 1)


def test_what_a_profile_says(shown: Any) -> None:
    """Is shown in its own words."""
    everything = shown("profile user everything")
    assert "Silence Threshold:       1000ms" in everything
    assert "PIN:                     1234" in everything
    assert "Announce User Count all: enabled" in everything
    assert "Announce join/leave:     enabled (with review)" in shown("profile user counting")
    wide = shown("profile bridge wide")
    assert "Max Members:          7" in wide
    assert "REMB Behavior:           highest" in wide
    assert not any(line.startswith("REMB Behavior") for line in shown("profile bridge first"))


def test_what_keys_do(shown: Any) -> None:
    """Several actions for one; commas within parentheses part none."""
    assert shown("menu many")[1:] == [
        "1=toggle_mute",
        "*=playback_and_continue(nothing&more)",
        "23=decrease_listening_volume, increase_talking_volume",
        "0=dialplan_exec(phones,alice,1)",
        "9=no_op",
    ]

"""confbridge.conf: who joins, and what they join."""

from __future__ import annotations

from pathlib import Path

import pytest

from astami_fake.config import confbridge
from astami_fake.config.reader import ConfigError


def load(folder: Path, text: str) -> confbridge.Profiles:
    (folder / "confbridge.conf").write_text(text, encoding="utf-8")
    return confbridge.load(folder)


def test_without_a_file_there_are_the_defaults(tmp_path: Path) -> None:
    """One profile of each kind."""
    profiles = confbridge.load(tmp_path)
    assert (set(profiles.users), set(profiles.bridges), profiles.menus) == (
        {confbridge.USER},
        {confbridge.BRIDGE},
        {confbridge.MENU: {}},
    )


def test_what_a_user_may(tmp_path: Path) -> None:
    """What the file does not say is no."""
    text = "[chair]\ntype = user\nadmin = yes\nmarked = yes\n[guest]\ntype = user\nstartmuted = yes\nend_marked = no\n"
    users = load(tmp_path, text).users
    assert users["chair"] == confbridge.User("chair", admin=True, marked=True)
    assert users["guest"] == confbridge.User("guest", start_muted=True)


def test_how_many_may_come(tmp_path: Path) -> None:
    """Any number, where the file says none."""
    bridges = load(tmp_path, "[two]\ntype = bridge\nmax_members = 2\n[any]\ntype = bridge\n").bridges
    assert (bridges["two"].max_members, bridges["any"].max_members) == (2, 0)


def test_a_default_can_be_said_anew(tmp_path: Path) -> None:
    """Menus keep what each key does; [general] says nothing of profiles."""
    profiles = load(tmp_path, "[general]\n[default_user]\ntype = user\nadmin = yes\n[keys]\ntype = menu\n*1 = x\n")
    assert profiles.users[confbridge.USER].admin
    assert profiles.menus == {"default_menu": {}, "keys": {"*1": "x"}}


def test_a_mistake_has_its_place(tmp_path: Path) -> None:
    """A type that there is not."""
    with pytest.raises(ConfigError, match=r"confbridge\.conf:1.*'room'"):
        load(tmp_path, "[blue]\ntype = room\n")

"""The data of the releases."""

from __future__ import annotations

import pytest

from astami_fake import releases
from astami_fake.releases.r16_28 import R16_28
from astami_fake.releases.r22_10 import R22_10


@pytest.mark.parametrize(("name", "found"), [("22.10", R22_10), ("22.10.1", R22_10), ("16", R16_28)])
def test_find(name: str, found: releases.Release) -> None:
    """A release is found by its name, its build, or its first number."""
    assert releases.find(name) is found


def test_no_such_release() -> None:
    """An unknown name is refused with those there are."""
    with pytest.raises(ValueError, match=r"'13'.*16\.28, 22\.10"):
        releases.find("13")


def test_what_was_recorded() -> None:
    """The numbers of actions, commands and modules that the servers showed."""
    assert [len(r.actions) for r in (R22_10, R16_28)] == [104, 101]
    assert [len(r.modules) for r in (R22_10, R16_28)] == [97, 97]
    assert R22_10.actions["pjsiphangup"].privilege == ("system", "call")
    assert "pjsiphangup" not in R16_28.actions
    assert R22_10.event_class("Newexten") == "dialplan"
    assert R22_10.event_class("Frob") is None


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("core show uptime seconds", "core show uptime [seconds]"),
        ("QUEUE unpause member x", "queue {pause|unpause} member"),
        ("queue frob member x", None),
        ("core show", None),
    ],
)
def test_command(words: str, name: str | None) -> None:
    """A command is found by its fixed words, also with alternatives in braces."""
    found = R22_10.command(words.split())
    assert (found.name if found is not None else None) == name


@pytest.mark.parametrize(("words", "count"), [("core show nothing a", 2), ("frob", 0), ("queue pause x", 2)])
def test_known_words(words: str, count: int) -> None:
    """With how many words some command begins."""
    assert R22_10.known_words(words.split()) == count

"""Command lines become words as in Asterisk's CLI (cases core.command.words, core.command.unknown)."""

from __future__ import annotations

import pytest

from astami_fake import cli
from astami_fake.cli._registry import COMMANDS, find, split


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("core show version", ["core", "show", "version"]),
        ("  core\tshow   version  ", ["core", "show", "version"]),
        ('core "show" version', ["core", "show", "version"]),
        ('core show "version', ["core", "show", "version"]),
        ("core show ver\\sion", ["core", "show", "version"]),
        ("core\\ show version", ["core show", "version"]),
        ('"core show version"', ["core show version"]),
        ('a ""', ["a", ""]),
        ('a"b c"d', ["ab cd"]),
        ("core 'show' version", ["core", "'show'", "version"]),
        ("a\\", ["a"]),
        ("a \\", ["a"]),
        ("\\", []),
        ("", []),
    ],
)
def test_split(text: str, words: list[str]) -> None:
    """Quotes hold words together, a backslash takes the next character, single quotes are letters."""
    assert split(text) == words


def test_find_takes_the_longest() -> None:
    """Of two commands the one with more fixed words is meant; case does not count."""
    cli.load()
    entry = find(["Manager", "SHOW", "user", "admin"])
    assert entry is COMMANDS["manager", "show", "user"]
    assert find(["core"]) is None


@pytest.mark.parametrize(
    ("release", "others"),
    [
        ("22.10", {"sip"}),
        (
            "16.28",
            {
                "voicemail",
                "logger filter",
                "core show taskprocessor name",
                "manager kick session",
                "rtp resolve stun hostname",
                "pjsip set maintenance",
                "pjsip show maintenance",
            },
        ),
    ],
)
def test_every_command_belongs_to_the_release(release: str, others: set[str]) -> None:
    """Each registered command is one that core show help lists, but for those that only another release has."""
    from astami_fake import releases
    from astami_fake.releases.catalogue import catalogue

    cli.load()
    found = releases.find(release)
    known = catalogue(found, frozenset(module.name for module in found.modules))
    missing = {" ".join(words) for words in COMMANDS if known.command(words) is None}
    assert {other for other in others if not any(f"{name} ".startswith(f"{other} ") for name in missing)} == set()
    assert {name for name in missing if not any(f"{name} ".startswith(f"{other} ") for other in others)} == set()

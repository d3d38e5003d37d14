"""The seam between the Command action and Asterisk's CLI: one function per command, one file per CLI family.

A handler gets the PBX and the words behind its own, and returns the lines that Asterisk prints (none is one empty line
on the wire), or a generator of waits that returns them. It raises `ShowUsage` for wrong words (Asterisk prints the
command's usage then) and `CliError` with lines where the command failed; both make ``Response: Error``. May import
`pbx`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from astami_fake.pbx.pbx import Pbx
from astami_fake.pbx.tasks import Waiting

Lines = list[str]
Handler = Callable[[Pbx, Sequence[str]], Lines | Waiting[Lines]]
H = TypeVar("H", bound=Handler)


class CliError(Exception):
    """The command failed; what it printed. That it failed is said behind that (case `core.command.failed`)."""

    def __init__(self, *lines: str) -> None:
        super().__init__(*lines)
        self.lines = list(lines)


class ShowUsage(Exception):
    """The words behind the command are wrong; what is said of them before the usage."""

    def __init__(self, *lines: str) -> None:
        super().__init__(*lines)
        self.lines = list(lines)


@dataclass(frozen=True, slots=True)
class Entry:
    """A registered command: its fixed words, its handler."""

    words: tuple[str, ...]
    handler: Handler


COMMANDS: dict[tuple[str, ...], Entry] = {}


def command(words: str) -> Callable[[H], H]:
    """Register a handler for a CLI command, given as its fixed *words* (``"database show"``). Its usage is that which
    the release has recorded."""

    def register(handler: H) -> H:
        key = tuple(words.split())
        COMMANDS[key] = Entry(key, handler)
        return handler

    return register


def find(words: Sequence[str]) -> Entry | None:
    """The command whose fixed words *words* begin with, the longest there is; case does not count."""
    lowered = tuple(word.lower() for word in words)
    for length in range(len(lowered), 0, -1):
        if (entry := COMMANDS.get(lowered[:length])) is not None:
            return entry
    return None


def split(text: str) -> list[str]:
    """The words of a command line as Asterisk's CLI takes them (recorded in cases `core.command.words.*`).

    Blanks part words, double quotes hold them together and are dropped (a missing second one does no harm), a backslash
    takes the next character as it is; one at the end is nothing (`core.command.backslash`).
    """
    words: list[str] = []
    word: list[str] | None = None
    quoted = False
    characters = iter(text)
    for character in characters:
        if character == '"':
            quoted = not quoted
            word = word or []
        elif character in " \t" and not quoted:
            if word is not None:
                words.append("".join(word))
            word = None
        else:
            taken = next(characters, None) if character == "\\" else character
            if taken is not None:
                word = word or []
                word.append(taken)
    if word is not None:
        words.append("".join(word))
    return words

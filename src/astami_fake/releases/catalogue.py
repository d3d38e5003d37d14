"""What a release has with the modules that are loaded: its actions and CLI commands. May import `releases.model`."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from astami_fake.releases.model import ActionInfo, CommandInfo, ModuleInfo, Release

CORE = "core"
"""The module of what Asterisk has without modules."""


class Catalogue:
    """The actions and commands of *release* that come with the modules *loaded*.

    Attributes:
        modules: those, by name in lower case without ``.so``, in the order of ``module show``.
        actions: by name in lower case, in the order of ``ListCommands``.
        commands: by their words in lower case, in the order of ``core show help``.
    """

    def __init__(self, release: Release, loaded: frozenset[str]) -> None:
        self.modules: Mapping[str, ModuleInfo] = {
            info.name.lower().removesuffix(".so"): info for info in release.modules if info.name in loaded
        }
        there = {*loaded, CORE}
        self.actions: Mapping[str, ActionInfo] = {
            name: info for name, info in release.actions.items() if info.module in there
        }
        self.commands: Mapping[tuple[str, ...], CommandInfo] = {
            words: info for words, info in release.commands.items() if info.module in there
        }

    def command(self, words: Sequence[str]) -> CommandInfo | None:
        """The CLI command that *words* begin with, the longest there is; None where there is none."""
        lowered = [word.lower() for word in words]
        fits = [
            (len(pattern), info)
            for pattern, info in self.commands.items()
            if len(pattern) <= len(lowered) and all(map(_fits, pattern, lowered))
        ]
        return max(fits, key=lambda found: found[0])[1] if fits else None

    def asked(self, words: Sequence[str]) -> Sequence[str]:
        """Those of *words* that are no command which Asterisk proposes to ask for help about.

        That is, up to the first at which no command ends that begins with those before it. Asterisk: main/cli.c,
        find_best(); recorded: cases `core.command.unknown`, `manager.command.logger.levels`,
        `core.command.taskprocessors`.
        """
        lowered = [word.lower() for word in words]
        for at in range(len(words)):
            if not any(len(pattern) == at + 1 and all(map(_fits, pattern[:at], lowered)) for pattern in self.commands):
                return words[: at + 1]
        return words


@lru_cache(maxsize=32)
def catalogue(release: Release, loaded: frozenset[str]) -> Catalogue:
    """The `Catalogue`, made once for each set of modules."""
    return Catalogue(release, loaded)


def words_of(pattern: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """All that the words of a command can be, ``{a|b}`` being one of several."""
    return itertools.product(*(word[1:-1].split("|") if word.startswith("{") else [word] for word in pattern))


def _fits(pattern: str, word: str) -> bool:
    return word in pattern[1:-1].split("|") if pattern.startswith("{") else word == pattern

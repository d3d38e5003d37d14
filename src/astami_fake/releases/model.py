"""The form of a release's data: a field per difference that a recording has shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import takewhile


@dataclass(frozen=True, slots=True)
class ActionInfo:
    """An action as ``ListCommands`` shows it.

    Attributes:
        name: its AMI name.
        privilege: the write classes of which a user needs one; empty for none.
        synopsis: the sentence behind the name.
    """

    name: str
    privilege: tuple[str, ...]
    synopsis: str


@dataclass(frozen=True, slots=True)
class CommandInfo:
    """A CLI command as ``core show help`` shows it.

    Attributes:
        name: its words; ``[…]`` may be left out, ``{a|b}`` is one of several.
        summary: the words behind the name.
    """

    name: str
    summary: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class ModuleInfo:
    """A module as ``module show`` shows it.

    Attributes:
        name: ``pbx_config.so``; modules built in have no ``.so``.
        description: cut to 40 characters, as shown.
        uses: the use count of an idle PBX.
        status: ``Running``.
        support: the support level, ``core``.
        reloads: it can read its configuration again.
    """

    name: str
    description: str
    uses: int
    status: str
    support: str
    reloads: bool


@dataclass(frozen=True, slots=True)
class Release:
    """One Asterisk release.

    Attributes:
        name: what a user asks for, ``22.10``.
        version: the build that was recorded, ``22.10.1``.
        banner: the AMI version in the greeting, ``11.0.0``.
        build: the version as the build shows it.
        built: by whom and when it was built, behind the version in ``core show version``.
        core_settings: what CoreSettings tells beyond what all releases tell.
        tells_processed_calls: CoreStatus has CoreProcessedCalls.
        connected_columns: what ``manager show connected`` calls the read and write classes.
        soft_hangup_is_fresh: SoftHangupRequest shows the channel as it is now, not as it was told last.
        originate_timeout_cause: hangup cause of a channel that did not answer an Originate in time.
        local_tells_dial_status: a Local channel's ``;1`` gets CHANLOCALSTATUS when ``;2`` ends behind a Dial.
        bridge_passes_cause_on: the channel left alone in a bridge ends with the cause of the one that went; else 16.
        call_identifier: how ``core show channel`` spells that word.
        channel_columns: columns of ``core show channels``; verbose_channel_columns with ``verbose``.
        concise_note: what its usage adds about ``concise``.
        hangup_takes_patterns: ``channel request hangup`` takes several names, ``/pattern/`` and wildcards.
        request_hangup_usage: its usage.
        counts_tree: DBGetTreeComplete counts its items; else it always says 1.
        finds_modules_by_file: ModuleLoad wants the module's file name, ``pbx_config.so``, and refuses others first.
    """

    name: str
    version: str
    banner: str
    build: str
    built: str
    core_settings: tuple[tuple[str, str], ...]
    tells_processed_calls: bool
    connected_columns: tuple[str, str]
    finds_modules_by_file: bool
    soft_hangup_is_fresh: bool
    originate_timeout_cause: int
    local_tells_dial_status: bool
    bridge_passes_cause_on: bool
    call_identifier: str
    channel_columns: str
    verbose_channel_columns: str
    concise_note: tuple[str, ...]
    hangup_takes_patterns: bool
    request_hangup_usage: tuple[str, ...]
    counts_tree: bool

    @property
    def actions(self) -> dict[str, ActionInfo]:
        """The actions it has with the modules of conformance/etc, by name in lower case, in its order."""
        return _actions(self.name)

    @property
    def commands(self) -> dict[tuple[str, ...], CommandInfo]:
        """The CLI commands it has with the modules of conformance/etc, by their words in lower case, in its order."""
        return _commands(self.name)

    @property
    def modules(self) -> tuple[ModuleInfo, ...]:
        """The modules that conformance/etc loads, in the order of ``module show``."""
        return _modules(self.name)

    def event_class(self, event: str) -> str | None:
        """The class of users who may see *event*; None for an event that it does not document.

        Case does not count: the documentation writes NewExten, the wire Newexten.
        """
        return _event_classes(self.name).get(event.lower())

    def command(self, words: Sequence[str]) -> CommandInfo | None:
        """The CLI command that *words* begin with; None where there is none."""
        lowered = [word.lower() for word in words]
        for pattern, info in self.commands.items():
            if len(pattern) <= len(lowered) and all(map(_fits, pattern, lowered)):
                return info
        return None

    def known_words(self, words: Sequence[str]) -> int:
        """With how many of *words* a CLI command begins."""
        lowered = [word.lower() for word in words]
        return max(_common(pattern, lowered) for pattern in self.commands)


@lru_cache
def _actions(release: str) -> dict[str, ActionInfo]:
    found = {}
    for line in _lines(release, "actions.txt"):
        name, classes, synopsis = line.split("\t", maxsplit=2)
        found[name.lower()] = ActionInfo(name, tuple(classes.split(",")) if classes else (), synopsis)
    return found


@lru_cache
def _commands(release: str) -> dict[tuple[str, ...], CommandInfo]:
    found = {}
    for line in _lines(release, "commands.txt"):
        name, summary = line.split("\t")
        fixed = name.partition(" [")[0]  # what stands in brackets may be left out
        found[tuple(fixed.lower().split())] = CommandInfo(name, summary)
    return found


@lru_cache
def _modules(release: str) -> tuple[ModuleInfo, ...]:
    found = []
    for line in _lines(release, "modules.txt"):
        name, description, uses, status, support, reloads = line.split("\t")
        found.append(ModuleInfo(name, description, int(uses), status, support, reloads == "yes"))
    return tuple(found)


def _common(pattern: Sequence[str], words: Sequence[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: _fits(*pair), zip(pattern, words, strict=False)))


@lru_cache
def _event_classes(release: str) -> dict[str, str]:
    rows = (line.split("\t") for line in _lines(release, "events.txt"))
    return {name.lower(): name_of_class for name, name_of_class in rows}


def _fits(pattern: str, word: str) -> bool:
    return word in pattern[1:-1].split("|") if pattern.startswith("{") else word == pattern


def _lines(release: str, file: str) -> list[str]:
    text = files(__package__).joinpath("data", release, file).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]

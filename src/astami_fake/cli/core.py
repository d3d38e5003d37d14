"""The CLI family ``core``: version, uptime, help. Asterisk: main/asterisk.c, main/cli.c. May import `cli._registry`."""

from __future__ import annotations

from collections.abc import Sequence

from astami_fake.cli._registry import Entry, Lines, ShowUsage, command, find
from astami_fake.pbx.pbx import Pbx

# Names and lengths of the units of time, the largest first; seconds are what is left.
_UNITS = (("year", 31536000), ("week", 604800), ("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1))


@command(
    "core show version",
    usage=("Usage: core show version", "       Shows Asterisk version information."),
)
def show_version(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Asterisk: main/cli.c, handle_version()."""
    if words:
        raise ShowUsage
    return [f"Asterisk {pbx.release.build} built by {pbx.release.built}"]


@command(
    "core show uptime",
    usage=(
        "Usage: core show uptime [seconds]",
        "       Shows Asterisk uptime information.",
        "       The seconds word returns the uptime in seconds only.",
    ),
)
def show_uptime(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Asterisk: main/cli.c, handle_showuptime()."""
    if words and [word.lower() for word in words] != ["seconds"]:
        raise ShowUsage
    now = pbx.clock.now()
    return [
        f"{what}: {duration(now - since, in_seconds=bool(words))}"
        for what, since in (("System uptime", pbx.started), ("Last reload", pbx.modules.reloaded))
    ]


def duration(seconds: float, *, in_seconds: bool) -> str:
    """A time span as Asterisk writes it, ``9 minutes, 46 seconds``, or as a bare number of seconds."""
    left = int(seconds)
    if in_seconds:
        return str(left)
    if not left:
        return "0 seconds"
    parts = []
    for name, length in _UNITS:
        count, left = divmod(left, length)
        if count:
            parts.append(f"{count} {name}{'s' if count != 1 else ''}")
    return ", ".join(parts)


def _named(pbx: Pbx, words: list[str]) -> Entry | None:
    """The command that *words* are, with or without the word that may follow it."""
    entry = find(words)
    if entry is None or len(entry.words) == len(words):
        return entry
    info = pbx.release.command(words)
    options = info.name.partition(" [")[2].rstrip("]").split("|") if info is not None else []
    return entry if words[len(entry.words) :] in [[option] for option in options] else None


@command(
    "core show help",
    usage=(
        "Usage: core show help [topic]",
        "       When called with a topic as an argument, displays usage",
        "       information on the given command. If called without a",
        "       topic, it provides a list of commands.",
    ),
)
def show_help(pbx: Pbx, words: Sequence[str]) -> Lines:
    """List commands, or print the usage of one. Asterisk: main/cli.c, handle_help()."""
    if (entry := _named(pbx, [word.lower() for word in words])) is not None:
        return list(entry.usage(pbx.release))
    topic = " ".join(words).lower()
    found = [info for info in pbx.release.commands.values() if info.name.lower().startswith(topic)]
    if not found:
        return [f"No such command '{' '.join(words)}'."]
    return [f"{info.name:<30} -- {info.summary}" for info in found]

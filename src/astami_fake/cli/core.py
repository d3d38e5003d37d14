"""The CLI family ``core``: version, uptime, help. Asterisk: main/asterisk.c, main/cli.c. May import `cli._registry`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from astami_fake.cli._registry import Lines, ShowUsage, command
from astami_fake.pbx.pbx import Pbx
from astami_fake.pbx.tasks import Waiting
from astami_fake.releases.model import CommandInfo

# Names and lengths of the units of time, the largest first; seconds are what is left.
_UNITS = (("year", 31536000), ("week", 604800), ("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1))


@command("core show version")
def show_version(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Asterisk: main/cli.c, handle_version(). Who built it is told as it is: nothing is recorded from a fake."""
    if words:
        raise ShowUsage
    builder = f"astami_fake as {pbx.release.built}"
    return [f"Asterisk {pbx.release.build} built by {builder}"]


@command("core show uptime")
def show_uptime(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Asterisk: main/cli.c, handle_showuptime()."""
    if words and [word.lower() for word in words] != ["seconds"]:
        raise ShowUsage
    now = pbx.clock.now()
    return [
        f"{what}: {duration(now - since, in_seconds=bool(words))}"
        for what, since in (("System uptime", pbx.started), ("Last reload", pbx.modules.reloaded))
    ]


@command("core waitfullybooted")
def wait_fully_booted(pbx: Pbx, words: Sequence[str]) -> Waiting[Lines]:
    """Asterisk: main/asterisk.c, handle_wait_fullybooted() (recorded before and behind the end of its start)."""
    yield from pbx.booted.wait()
    return ["Asterisk has fully booted."]


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


def _named(pbx: Pbx, words: list[str]) -> CommandInfo | None:
    """The command that *words* are, with or without the word that may follow it."""
    info = pbx.modules.catalogue.command(words)
    if info is None:
        return None
    fixed, _, optional = info.name.partition(" [")
    options = optional.rstrip("]").split("|")
    return info if words[len(fixed.split()) :] in [[], *([option] for option in options)] else None


@command("core show settings")
def show_settings(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Asterisk: main/asterisk.c, handle_show_settings(); further words do no harm (recorded)."""
    times = (datetime.fromtimestamp(moment, UTC) for moment in (pbx.started, pbx.modules.reloaded))
    started, reloaded = (f"{moment:%H:%M:%S}" for moment in times)
    known = {
        "build": pbx.release.build,
        "startup": started,
        "reload": reloaded,
        "system": pbx.options.system_name,
        "entity": pbx.entity_id,
        "uuid": pbx.astdb.get("pbx", "UUID") or "",
        "web": "Enabled" if pbx.managers.config.web_enabled else "Disabled",
    }
    return [line.format_map(known) for line in pbx.release.settings]


@command("core show help")
def show_help(pbx: Pbx, words: Sequence[str]) -> Lines:
    """List commands, or print the usage of one. Asterisk: main/cli.c, handle_help()."""
    if (info := _named(pbx, [word.lower() for word in words])) is not None:
        usage = pbx.release.usage(info)
        if not usage:
            pbx.problem(f"astami_fake does not know the usage of the CLI command {info.name}, and no rule answers it")
        return list(usage)
    topic = " ".join(words).lower()
    found = [info for info in pbx.modules.catalogue.commands.values() if info.name.lower().startswith(topic)]
    if not found:
        return [f"No such command '{' '.join(words)}'."]
    return [f"{info.name:<30} -- {info.summary}" for info in found]

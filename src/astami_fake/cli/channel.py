"""The CLI family on channels and calls: ``core show channels``, ``core show calls``, ``channel request hangup``.

Asterisk: main/cli.c. Every output recorded: cases `status.none`, `channel.*`, `core.command.calls`. May import `pbx`,
`cli.core`.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Sequence

from astami_fake.cli import core
from astami_fake.cli._registry import Lines, ShowUsage, command
from astami_fake.pbx import causes
from astami_fake.pbx.channel import SOFT_HANGUP_EXPLICIT, Channel
from astami_fake.pbx.pbx import Pbx
from astami_fake.posix import BadExpression, Expression


@command("core show channels")
def show_channels(pbx: Pbx, words: Sequence[str]) -> Lines:
    """handle_chanlist()."""
    kind = words[0].lower() if words else ""
    if len(words) > 1 or kind not in ("", "concise", "verbose", "count"):
        raise ShowUsage
    if kind == "concise":
        return ["!".join(_concise(channel)) for channel in pbx.channels.listed]
    counts = [
        counted(len(pbx.channels), "active channel"),
        counted(pbx.current_calls, "active call"),
        counted(pbx.processed_calls, "call", " processed"),
    ]
    if kind == "count":
        return counts
    columns = pbx.release.verbose_channel_columns if kind else pbx.release.channel_columns
    headings = _VERBOSE_HEADINGS if kind else _HEADINGS
    fields = _verbose if kind else _brief
    return [
        columns.format(*headings),
        *(columns.format(*fields(channel)) for channel in pbx.channels.listed),
        *counts,
    ]


_HEADINGS = ("Channel", "Location", "State", "Application(Data)")
_VERBOSE_HEADINGS = (
    "Channel",
    "Context",
    "Extension",
    "Prio",
    "State",
    "Application",
    "Data",
    "CallerID",
    "Duration",
    "Accountcode",
    "PeerAccount",
    "BridgeID",
)


@command("core show calls")
def show_calls(pbx: Pbx, words: Sequence[str]) -> Lines:
    """How many runs of the dialplan there are, and were. handle_showcalls()."""
    options = [word.lower() for word in words]
    if options not in ([], ["uptime"], ["uptime", "seconds"]):
        raise ShowUsage
    counts = [counted(pbx.current_calls, "active call"), counted(pbx.processed_calls, "call", " processed")]
    if not options:
        return counts
    since = core.duration(pbx.clock.now() - pbx.started, in_seconds="seconds" in options)
    return [*counts, f"System uptime: {since}"]


def counted(number: int, what: str, behind: str = "") -> str:
    """``1 active call``, ``2 calls processed``."""
    return f"{number} {what}{'' if number == 1 else 's'}{behind}"


def _bridge(channel: Channel) -> str:
    return channel.bridge.uniqueid if channel.bridge is not None else ""


def _brief(channel: Channel) -> tuple[str, ...]:
    context, exten, priority = channel.position
    return (
        channel.name,
        f"{exten}@{context}:{priority}" if exten else "(None)",
        causes.STATES[channel.state],
        f"{channel.application}({channel.data})" if channel.application else "(None)",
    )


def _verbose(channel: Channel) -> tuple[str, ...]:
    context, exten, priority = channel.position
    seconds = int(channel.age)
    return (
        channel.name,
        context,
        exten,
        str(priority),
        causes.STATES[channel.state],
        channel.application or "(None)",
        channel.data,
        channel.caller.number,
        f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}",
        channel.account,
        channel.account,
        _bridge(channel),
    )


def _concise(channel: Channel) -> tuple[str, ...]:
    context, exten, priority = channel.position
    return (
        channel.name,
        context,
        exten,
        str(priority),
        causes.STATES[channel.state],
        channel.application or "(None)",
        channel.data,
        channel.caller.number,
        channel.account,
        channel.account,
        "3",
        str(int(channel.age)),
        _bridge(channel),
        channel.uniqueid,
    )


@command("core show channel")
def show_channel(pbx: Pbx, words: Sequence[str]) -> Lines:
    """handle_showchan()."""
    if len(words) != 1:
        raise ShowUsage
    channel = pbx.channels.find(words[0])
    if channel is None:
        return [f"{words[0]} is not a known channel"]
    seconds = int(channel.age)
    number, name = (channel.caller.number or "(N/A)"), (channel.caller.name or "(N/A)")
    connected, connected_name = (channel.connected.number or "(N/A)"), (channel.connected.name or "(N/A)")
    return [
        " -- General --",
        f"           Name: {channel.name}",
        f"           Type: {channel.tech.name}",
        f"       UniqueID: {channel.uniqueid}",
        f"       LinkedID: {channel.linkedid}",
        f"      Caller ID: {number}",
        f" Caller ID Name: {name}",
        f"Connected Line ID: {connected}",
        f"Connected Line ID Name: {connected_name}",
        f"Eff. Connected Line ID: {connected}",
        f"Eff. Connected Line ID Name: {connected_name}",
        "    DNID Digits: (N/A)",
        f"       Language: {channel.language}",
        f"          State: {causes.STATES[channel.state]} ({channel.state})",
        "  NativeFormats: (slin)",
        "    WriteFormat: slin",
        "     ReadFormat: slin",
        " WriteTranscode: No ",
        "  ReadTranscode: No ",
        " Time to Hangup: 0",
        f"   Elapsed Time: {seconds // 3600}h{seconds // 60 % 60}m{seconds % 60}s",
        f"      Bridge ID: {_bridge(channel) or '(Not bridged)'}",
        " --   PBX   --",
        f"        Context: {channel.position.context}",
        f"      Extension: {channel.position.exten}",
        f"       Priority: {channel.position.priority}",
        "     Call Group: 0",
        "   Pickup Group: 0",
        f"    Application: {channel.application or '(N/A)'}",
        f"           Data: {channel.data or '(Empty)'}",
        f" {pbx.release.call_identifier}: {channel.call_identifier}",
        "      Variables:",
        *(f"{own.lstrip('_')}={value}" for own, value in channel.variables),
        " -- Streams --",
        "Name: audio-0",
        "    Type: audio",
        "    State: sendrecv",
        "    Group: -1",
        "    Formats: (slin)",
        "    Metadata:",
    ]


@command("channel request hangup")
def request_hangup(pbx: Pbx, words: Sequence[str]) -> Lines:
    """handle_softhangup()."""
    if not words or (len(words) > 1 and not pbx.release.hangup_takes_patterns):
        raise ShowUsage
    lines: Lines = []
    chosen: list[Channel] = []
    if words[0].lower() == "all":
        chosen = list(pbx.channels)
        lines = [_requested(channel) for channel in chosen]
    else:
        for word in words:
            found, refusal = _named(pbx, word)
            chosen += found
            lines += [_requested(channel) for channel in found] or [refusal]

    def request() -> None:
        for channel in chosen:
            channel.soft_hangup(SOFT_HANGUP_EXPLICIT)

    pbx.at_once(request)
    return lines


def _requested(channel: Channel) -> str:
    return f"Requested Hangup on channel '{channel.name}'"


def _named(pbx: Pbx, word: str) -> tuple[list[Channel], str]:
    """The channels that a word means, by name or by a pattern, and what is said where there are none."""
    unknown, unmatched = f"{word} is not a known channel", f"{word} did not match a known channel"
    channel = pbx.channels.find(word)
    if channel is not None or not pbx.release.hangup_takes_patterns:
        return [channel] if channel is not None else [], unknown
    if word.startswith("/") and word.endswith("/"):
        try:
            expression = Expression(word[1:-1])
        except BadExpression as error:
            return [], f"{word} is not a valid POSIX Extended Regular Expression: {error}"
        return [channel for channel in pbx.channels if expression.fits(channel.name)], unmatched
    if not any(sign in word for sign in "*?["):
        return [], unknown
    return [channel for channel in pbx.channels if _globs(channel.name, word)], unmatched


def _globs(name: str, pattern: str) -> bool:
    """Whether a name fits a pattern with wildcards; as with paths, none of them stands for a slash."""
    parts, patterns = name.split("/"), pattern.split("/")
    return len(parts) == len(patterns) and all(map(fnmatch.fnmatchcase, parts, patterns))

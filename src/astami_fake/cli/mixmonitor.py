"""The CLI command ``mixmonitor``. Asterisk: apps/app_mixmonitor.c. Recorded: case `mixmonitor.command`."""

from __future__ import annotations

from collections.abc import Sequence

from astami_fake.cli._registry import Lines, ShowUsage, command
from astami_fake.pbx.channel import Channel
from astami_fake.pbx.pbx import Pbx

_USAGE = (
    "Usage: mixmonitor start <chan_name> [args]",
    "         The optional arguments are passed to the MixMonitor application.",
    "       mixmonitor stop <chan_name> [args]",
    "         The optional arguments are passed to the StopMixMonitor application.",
    "       mixmonitor list <chan_name>",
)


@command("mixmonitor list")
def show(pbx: Pbx, words: Sequence[str]) -> Lines:
    """handle_cli_mixmonitor()."""
    channel = _channel(pbx, words)
    if channel is None:
        return _unknown(words)
    rows = [f"{one.identity}\t{one.file.rpartition('.')[0]}\t\t" for one in pbx.recordings.of(channel)]
    return ["MixMonitor ID\tFile\tReceive File\tTransmit File", "=" * 73, *rows]


@command("mixmonitor start")
def start(pbx: Pbx, words: Sequence[str]) -> Lines:
    """handle_cli_mixmonitor()."""
    channel = _channel(pbx, words)
    if channel is None:
        return _unknown(words)
    if len(words) > 1:
        pbx.recordings.start(channel, words[1])
    return []


@command("mixmonitor stop")
def stop(pbx: Pbx, words: Sequence[str]) -> Lines:
    """handle_cli_mixmonitor()."""
    channel = _channel(pbx, words)
    if channel is None:
        return _unknown(words)
    pbx.recordings.stop(channel, *words[1:2])
    return []


def _channel(pbx: Pbx, words: Sequence[str]) -> Channel | None:
    if not words:
        raise ShowUsage
    return pbx.channels.find(words[0])


def _unknown(words: Sequence[str]) -> Lines:
    return [f"No channel matching '{words[0]}' found."]

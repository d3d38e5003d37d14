"""The CLI family ``bridge``. Asterisk: main/bridge.c. Recorded: cases `bridge.command.*`."""

from __future__ import annotations

from collections.abc import Sequence

from astami_fake.cli._registry import Lines, ShowUsage, command
from astami_fake.pbx.bridge import Bridge
from astami_fake.pbx.pbx import Pbx

_NAMED = "{0:<36} {1:<36} {2:>5} {3:<15} {4:<15} {5}"
_UNNAMED = "{0:<36} {2:>5} {3:<15} {4:<15} {5}"
_TECHNOLOGY = "{:<20} {:<20} {:>8} {}"


@command("bridge show")
def bridge_show(pbx: Pbx, words: Sequence[str]) -> Lines:
    """handle_bridge_show_specific()."""
    if len(words) != 1:
        raise ShowUsage
    bridge = pbx.bridges.find(words[0])
    if bridge is None:
        return [f"Bridge '{words[0]}' not found"]
    count = len(bridge.members) + len(bridge.announcers)
    return [
        f"Id: {bridge.uniqueid}",
        f"Type: {bridge.kind.type}",
        f"Technology: {bridge.technology}",
        f"Subclass: {bridge.kind.type}",
        f"Creator: {bridge.creator}",
        f"Name: {bridge.name}",
        f"Video-Mode: {'single' if bridge.chooses_video else 'none'}",
        f"Video-Source-Id: {bridge.video_source.uniqueid if bridge.video_source is not None else ''}",
        f"Num-Channels: {count}",
        f"Num-Active: {count}",
        f"Duration: {_duration(pbx, bridge)}",
        *(f"Channel: {name}" for name in sorted(channel.name for channel in bridge.members)),
    ]


@command("bridge show all")
def bridge_show_all(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Bridges, a line each; further words do no harm. handle_bridge_show_all()."""
    rows = [("Bridge-ID", "Name", "Chans", "Type", "Technology", "Duration")]
    rows += [
        (
            bridge.uniqueid,
            bridge.name or "<unknown>",
            str(len(bridge.members) + len(bridge.announcers)),
            bridge.kind.type,
            bridge.technology,
            _duration(pbx, bridge),
        )
        for bridge in pbx.bridges
    ]
    form = _NAMED if pbx.release.bridges_are_shown_with_names else _UNNAMED
    return [form.format(*row) for row in rows]


@command("bridge kick")
def bridge_kick(pbx: Pbx, words: Sequence[str]) -> Lines:
    """handle_bridge_kick_channel()."""
    if len(words) != 2:
        raise ShowUsage
    bridge = pbx.bridges.find(words[0])
    if bridge is None:
        return [f"Bridge '{words[0]}' not found"]
    if words[1].lower() == "all":
        bridge.dissolve()
        return [f"Kicking all channels from bridge '{bridge.uniqueid}'"]
    channel = pbx.channels.find(words[1])
    if channel is None or channel.bridge is not bridge:
        return [f"Channel '{words[1]}' not found"]
    bridge.kick(channel)
    return [f"Kicking channel '{channel.name}' from bridge '{bridge.uniqueid}'"]


@command("bridge technology show")
def technology_show(pbx: Pbx, words: Sequence[str]) -> Lines:
    """handle_bridge_technology_show()."""
    rows = [
        _TECHNOLOGY.format(technology.name, technology.type, technology.priority, _yes(technology.suspended))
        for technology in pbx.bridges.technologies
    ]
    return [_TECHNOLOGY.format("Name", "Type", "Priority", "Suspended"), *rows]


_SUSPEND_USAGE = (
    "Usage: bridge technology {suspend|unsuspend} <technology-name>",
    "       Suspend or unsuspend a bridge technology.",
)


@command("bridge technology suspend")
def technology_suspend(pbx: Pbx, words: Sequence[str]) -> Lines:
    """handle_bridge_technology_suspend()."""
    return _suspend(pbx, words, True, "Suspended")


@command("bridge technology unsuspend")
def technology_unsuspend(pbx: Pbx, words: Sequence[str]) -> Lines:
    """handle_bridge_technology_suspend()."""
    return _suspend(pbx, words, False, "Unsuspended")


def _suspend(pbx: Pbx, words: Sequence[str], suspended: bool, done: str) -> Lines:
    if len(words) != 1:
        raise ShowUsage
    technology = pbx.bridges.technology(words[0])
    if technology is None:
        return [f"Bridge technology '{words[0]}' not found"]
    technology.suspended = suspended
    return [f"{done} bridge technology '{technology.name}'"]


def _yes(value: bool) -> str:
    return "Yes" if value else "No"


def _duration(pbx: Pbx, bridge: Bridge) -> str:
    seconds = int(pbx.clock.now() - bridge.created)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"

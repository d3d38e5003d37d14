"""The CLI family ``confbridge``. Asterisk: apps/app_confbridge.c. Recorded: cases `confbridge.command*`."""

from __future__ import annotations

from collections.abc import Sequence

from astami_fake.cli._registry import CliError, Lines, ShowUsage, command
from astami_fake.pbx.conferences import Conference
from astami_fake.pbx.pbx import Pbx

_ROOMS = "{:<32} {:>6} {:>6} {:<6} {}"
_MEMBERS = "{:<30} {:<6} {:<16} {:<16} {:<16} {}"
_TWO, _ONE = 2, 1


@command("confbridge list")
def show(pbx: Pbx, words: Sequence[str]) -> Lines:
    """handle_cli_confbridge_list()."""
    if len(words) > 1:
        raise ShowUsage
    if not words:
        rooms = [
            _ROOMS.format(room.name, len(room.members), room.marked, _yes(room.locked), "No")
            for room in pbx.conferences.rooms.values()
        ]
        heading = "Conference Bridge Name           Users  Marked Locked Muted"
        return [heading, " ".join("=" * width for width in (32, 6, 6, 6, 5)), *rooms]
    room = pbx.conferences.rooms.get(words[0])
    if room is None:
        return [f"No conference bridge named '{words[0]}' found!"]
    heading = "Channel                        Flags  User Profile     Bridge Profile   Menu             CallerID"
    return [heading, " ".join("=" * width for width in (30, 6, 16, 16, 16, 16)), *_members(room)]


def _members(room: Conference) -> Lines:
    return [
        _MEMBERS.format(
            member.channel.name,
            member.flags,
            member.profile.name,
            room.profile.name,
            member.menu,
            member.channel.caller.number or "<unknown>",
        )
        for member in room.members
    ]


@command("confbridge lock")
def lock(pbx: Pbx, words: Sequence[str]) -> Lines:
    """handle_cli_confbridge_lock()."""
    return _lock(pbx, words, True, "locked")


@command("confbridge unlock")
def unlock(pbx: Pbx, words: Sequence[str]) -> Lines:
    """handle_cli_confbridge_unlock()."""
    return _lock(pbx, words, False, "unlocked")


def _lock(pbx: Pbx, words: Sequence[str], locked: bool, done: str) -> Lines:
    if len(words) != _ONE:
        raise ShowUsage
    room = pbx.conferences.rooms.get(words[0])
    if room is None:
        return [f"Conference {words[0]} is not found"]
    room.locked = locked
    return [f"Conference {room.name} is {done}."]


@command("confbridge mute")
def mute(pbx: Pbx, words: Sequence[str]) -> Lines:
    """handle_cli_confbridge_mute()."""
    return _mute(pbx, words, True)


@command("confbridge unmute")
def unmute(pbx: Pbx, words: Sequence[str]) -> Lines:
    """handle_cli_confbridge_unmute()."""
    return _mute(pbx, words, False)


def _mute(pbx: Pbx, words: Sequence[str], muted: bool) -> Lines:
    if len(words) != _TWO:
        raise ShowUsage
    room = pbx.conferences.rooms.get(words[0])
    if room is None:
        return [f"No conference bridge named '{words[0]}' found!"]
    member = room.find(words[1])
    if member is None:
        return [f"No channel named '{words[1]}' found in conference {room.name}"]
    room.mute(member, muted)
    return [f"{'Muting' if muted else 'Unmuting'} {member.channel.name} from confbridge {room.name}"]


@command("confbridge kick")
def kick(pbx: Pbx, words: Sequence[str]) -> Lines:
    """handle_cli_confbridge_kick()."""
    if len(words) != _TWO:
        raise ShowUsage
    room = pbx.conferences.rooms.get(words[0])
    if room is None:
        return [f"No conference bridge named '{words[0]}' found!"]
    member = room.find(words[1])
    if member is None:
        return [f"No participant named '{words[1]}' found!"]
    room.kick(member)
    return [f"Kicked '{member.channel.name}' out of conference '{room.name}'"]


@command("confbridge record start")
def record_start(pbx: Pbx, words: Sequence[str]) -> Lines:
    """handle_cli_confbridge_start_record()."""
    if not words:
        raise ShowUsage
    room = pbx.conferences.rooms.get(words[0])
    if room is None:
        raise CliError("Conference not found.")
    if room.recorder:
        return ["Conference is already being recorded."]
    room.record()
    return ["Recording started"]


@command("confbridge record stop")
def record_stop(pbx: Pbx, words: Sequence[str]) -> Lines:
    """handle_cli_confbridge_stop_record()."""
    if len(words) != _ONE:
        raise ShowUsage
    room = pbx.conferences.rooms.get(words[0])
    if room is None:
        return ["Conference not found."]
    if not room.recorder:
        return ["Recording could not be stopped."]
    room.stop_recording()
    return ["Recording stopped."]


def _yes(value: bool) -> str:
    return "Yes" if value else "No"

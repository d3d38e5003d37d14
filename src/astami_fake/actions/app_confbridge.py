"""Actions on conferences. Asterisk: apps/app_confbridge.c. Recorded: cases `confbridge.*`."""

from __future__ import annotations

from collections.abc import Callable

from astami_fake.actions._lists import complete, start
from astami_fake.actions._registry import Action, Frame, Manager, Reply, action, error, success
from astami_fake.pbx.conferences import Conference, Member, listed
from astami_fake.pbx.pbx import Pbx

_NONE = "No active conferences."
_NO_NAME = "No Conference name provided."
_NO_SUCH = "No Conference by that name found."
_NO_MEMBER = "No Channel by that name found in Conference."


@action("ConfbridgeListRooms", privilege="reporting")
def list_rooms(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """action_confbridgelistrooms()."""
    if not pbx.conferences.rooms:
        return error(action, _NONE)
    items: list[Frame] = [
        [
            ("Event", "ConfbridgeListRooms"),
            *action.action_id,
            ("Conference", room.name),
            ("Parties", str(len(room.members))),
            ("Marked", str(room.marked)),
            ("Locked", "Yes" if room.locked else "No"),
            ("Muted", "No"),
        ]
        for room in pbx.conferences.rooms.values()
    ]
    end = complete(action, "ConfbridgeListRoomsComplete", len(items))
    return [start(action, "Confbridge conferences will follow"), *items, end]


@action("ConfbridgeList", privilege="reporting")
def list_members(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """action_confbridgelist()."""
    room = _room(action, pbx)
    if isinstance(room, str):
        return error(action, room)
    items: list[Frame] = [
        [
            ("Event", "ConfbridgeList"),
            *action.action_id,
            ("Conference", room.name),
            *listed(member),
            *member.channel.last.headers(),
        ]
        for member in room.members
    ]
    end = complete(action, "ConfbridgeListComplete", len(items))
    return [start(action, "Confbridge user list will follow"), *items, end]


@action("ConfbridgeMute", privilege="call")
def mute(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """action_confbridgemute()."""
    return _on_members(action, pbx, "User muted", lambda room, member: room.mute(member, True))


@action("ConfbridgeUnmute", privilege="call")
def unmute(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """action_confbridgeunmute()."""
    return _on_members(action, pbx, "User unmuted", lambda room, member: room.mute(member, False))


@action("ConfbridgeKick", privilege="call")
def kick(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """action_confbridgekick()."""
    done = "All participants kicked" if action.get("Channel").lower() == "all" else "User kicked"
    return _on_members(action, pbx, done, lambda room, member: room.kick(member), unnamed=_NO_MEMBER)


@action("ConfbridgeLock", privilege="call")
def lock(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """action_confbridgelock(). No event tells it."""
    return _lock(action, pbx, True, "Conference locked")


@action("ConfbridgeUnlock", privilege="call")
def unlock(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """action_confbridgeunlock()."""
    return _lock(action, pbx, False, "Conference unlocked")


@action("ConfbridgeStartRecord", privilege="system")
def start_record(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """action_confbridgestartrecord()."""
    room = _room(action, pbx)
    if isinstance(room, str):
        return error(action, room)
    if room.recorder:
        return error(action, "Conference is already being recorded.")
    room.record()
    return success(action, "Conference Recording Started.")


@action("ConfbridgeStopRecord", privilege="system")
def stop_record(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """action_confbridgestoprecord()."""
    room = _room(action, pbx)
    if isinstance(room, str):
        return error(action, room)
    if not room.recorder:
        return error(action, "Internal error while stopping recording.")
    room.stop_recording()
    return success(action, "Conference Recording Stopped.")


@action("ConfbridgeSetSingleVideoSrc", privilege="call")
def set_video_source(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """action_confbridgesetsinglevideosrc()."""

    def show(room: Conference, member: Member) -> None:
        room.bridge.show(member.channel)

    unknown = "No channel by that name found in conference."
    return _on_members(action, pbx, "Conference single video source set.", show, unknown=unknown)


_GROUPS: dict[str, Callable[[Member], bool]] = {
    "all": lambda member: True,
    "participants": lambda member: not member.profile.admin,
}


def _on_members(
    action: Action,
    pbx: Pbx,
    done: str,
    work: Callable[[Conference, Member], None],
    *,
    unnamed: str = "No channel name provided.",
    unknown: str = _NO_MEMBER,
) -> Reply:
    """Do *work* on the member named, or on a group of them; else say that none is named, or that it is unknown."""
    room = _room(action, pbx)
    if isinstance(room, str):
        return error(action, room)
    if not action.get("Channel"):
        return error(action, unnamed)
    name = action.get("Channel")
    group = _GROUPS.get(name.lower())
    one = room.find(name)
    members = [member for member in room.members if group(member)] if group else [one] if one is not None else []
    if not members and group is None:
        return error(action, unknown)
    for member in members:
        work(room, member)
    return success(action, done)


def _lock(action: Action, pbx: Pbx, locked: bool, done: str) -> Reply:
    room = _room(action, pbx)
    if isinstance(room, str):
        return error(action, room)
    room.locked = locked
    return success(action, done)


def _room(action: Action, pbx: Pbx) -> Conference | str:
    """The room that is meant, or what is wrong."""
    name = action.get("Conference")
    if not name:
        return _NO_NAME
    if not pbx.conferences.rooms:
        return _NONE
    return pbx.conferences.rooms.get(name) or _NO_SUCH

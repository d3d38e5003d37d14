"""Actions on bridges: BridgeList, BridgeInfo, BridgeKick, BridgeDestroy. Asterisk: main/manager_bridges.c.

Recorded: cases `bridge.*`.
"""

from __future__ import annotations

from astami_fake.actions._lists import complete, start
from astami_fake.actions._registry import Action, Frame, Manager, Reply, action, error, success
from astami_fake.pbx.bridge import Bridge
from astami_fake.pbx.pbx import Pbx

_MISSING = "BridgeUniqueid must be provided"
_UNKNOWN = "Specified BridgeUniqueid not found"


@action("BridgeList")
def bridge_list(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """List the bridges; ``BridgeType`` picks those of one technology (recorded). manager_bridges_list()."""
    wanted = action.get("BridgeType")
    found = [bridge for bridge in pbx.bridges if wanted in ("", bridge.technology)]
    items: list[Frame] = [[("Event", "BridgeListItem"), *action.action_id, *bridge.headers()] for bridge in found]
    return [
        start(action, "Bridge listing will follow"),
        *items,
        complete(action, "BridgeListComplete", len(items)),
    ]


@action("BridgeInfo")
def bridge_info(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """List the channels of one bridge. manager_bridge_info()."""
    found = _bridge(action, pbx)
    if isinstance(found, str):
        return error(action, found)
    members = sorted(found.members, key=lambda channel: channel.created)
    items: list[Frame] = [
        [("Event", "BridgeInfoChannel"), *action.action_id, *channel.last.headers()] for channel in members
    ]
    end = complete(action, "BridgeInfoComplete", len(items), *found.headers())
    return [start(action, "Bridge channel listing will follow"), *items, end]


@action("BridgeKick")
def bridge_kick(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Take one channel out of a bridge. manager_bridge_kick()."""
    name = action.get("Channel")
    if not name:
        return error(action, "Channel must be provided")
    channel = pbx.channels.find(name)
    if channel is None:
        return error(action, "Channel does not exist")
    bridge = channel.bridge
    if action.get("BridgeUniqueid"):
        found = _bridge(action, pbx)
        if isinstance(found, str):
            return error(action, found)
        bridge = found
    if bridge is None:
        return error(action, "Channel is not in a bridge")
    bridge.kick(channel)
    return success(action, "Channel has been kicked")


@action("BridgeDestroy")
def bridge_destroy(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Let all leave a bridge. manager_bridge_destroy()."""
    found = _bridge(action, pbx)
    if isinstance(found, str):
        return error(action, found)
    found.dissolve()
    return success(action, "Bridge has been destroyed")


def _bridge(action: Action, pbx: Pbx) -> Bridge | str:
    """The bridge that is meant, or what is wrong."""
    uniqueid = action.get("BridgeUniqueid")
    if not uniqueid:
        return _MISSING
    return pbx.bridges.find(uniqueid) or _UNKNOWN

"""Lists of states. Asterisk: main/pbx.c, res/res_manager_devicestate.c, res/res_manager_presencestate.c.

May import `actions._lists`, `actions._registry`, `pbx`.
"""

from __future__ import annotations

from astami_fake.actions._lists import complete, start
from astami_fake.actions._registry import Action, Frame, Manager, Reply, action
from astami_fake.pbx import devices, hints
from astami_fake.pbx.pbx import Pbx


@action("ExtensionStateList", privilege="call,reporting")
def extension_state_list(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """The hints but patterns. action_extensionstatelist()."""
    items: list[Frame] = []
    for hint in pbx.hints:
        if not hint.is_pattern:
            status = (("Status", str(hint.state)), ("StatusText", hints.TEXTS[hint.state]))
            items.append([("Event", "ExtensionStatus"), *action.action_id, *hint.headers(), *status])
    end = complete(action, "ExtensionStateListComplete", len(items))
    return [start(action, "Extension Statuses will follow"), *items, end]


@action("DeviceStateList", privilege="call,reporting")
def device_state_list(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """The devices whose state was ever told. action_devicestatelist()."""
    items: list[Frame] = [
        [("Event", "DeviceStateChange"), *action.action_id, ("Device", device), ("State", devices.WORDS[state])]
        for device, state in pbx.devices
    ]
    end = complete(action, "DeviceStateListComplete", len(items))
    return [start(action, "Device State Changes will follow"), *items, end]


@action("PresenceStateList", privilege="call,reporting")
def presence_state_list(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """The presentities that were ever set. action_presencestatelist()."""
    items: list[Frame] = [
        [("Event", "PresenceStateChange"), *action.action_id, ("Presentity", presentity), *presence.headers()]
        for presentity, presence in pbx.presence
    ]
    end = complete(action, "PresenceStateListComplete", len(items))
    return [start(action, "Presence State Changes will follow"), *items, end]

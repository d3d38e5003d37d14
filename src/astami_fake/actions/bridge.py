"""Actions on the ways of mixing: BridgeTechnologyList, -Suspend, -Unsuspend. Asterisk: main/bridge.c.

Recorded: cases `bridge.technology.*`.
"""

from __future__ import annotations

from astami_fake.actions._lists import complete, start
from astami_fake.actions._registry import Action, Frame, Manager, Reply, action, error, success
from astami_fake.pbx.pbx import Pbx


@action("BridgeTechnologyList")
def technology_list(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """manager_bridge_tech_list()."""
    items: list[Frame] = [
        [
            ("Event", "BridgeTechnologyListItem"),
            ("BridgeTechnology", technology.name),
            ("BridgeType", technology.type),
            ("BridgePriority", str(technology.priority)),
            ("BridgeSuspended", "Yes" if technology.suspended else "No"),
            *action.action_id,
        ]
        for technology in pbx.bridges.technologies
    ]
    end = complete(action, "BridgeTechnologyListComplete", len(items))
    return [start(action, "Bridge technology listing will follow"), *items, end]


@action("BridgeTechnologySuspend")
def technology_suspend(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """manager_bridge_tech_suspend(). The model's bridges go on as before: each kind has one technology."""
    return _suspend(action, pbx, True, "Suspended bridge technology")


@action("BridgeTechnologyUnsuspend")
def technology_unsuspend(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """manager_bridge_tech_suspend()."""
    return _suspend(action, pbx, False, "Unsuspended bridge technology")


def _suspend(action: Action, pbx: Pbx, suspended: bool, done: str) -> Reply:
    name = action.get("BridgeTechnology")
    if not name:
        return error(action, "BridgeTechnology must be provided")
    technology = pbx.bridges.technology(name)
    if technology is None:
        return error(action, "BridgeTechnology not found")
    technology.suspended = suspended
    return success(action, done)

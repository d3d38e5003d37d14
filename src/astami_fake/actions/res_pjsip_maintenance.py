"""Endpoints out of service: the actions PJSIPSetMaintenance and PJSIPShowMaintenance. Asterisk 22.10:
res/res_pjsip_maintenance.c.

Recorded: cases `actions.pjsipsetmaintenance`, `actions.pjsipshowmaintenance`, `actions.live.pjsipsetmaintenance`,
`pjsip.maintenance.*`. Lives here: what managers say and hear of it. Does not live here: what becomes of calls
(`pbx.pjsip`, `pbx.chan_pjsip`). May import `actions._lists`, `actions._registry`, `pbx`.
"""

from __future__ import annotations

from astami_fake.actions._lists import complete, start
from astami_fake.actions._registry import Action, Manager, Reply, action, error, success
from astami_fake.pbx.pbx import Pbx
from astami_fake.pbx.pjsip import SERVICE, in_service


@action("PJSIPSetMaintenance", privilege="system")
def set_maintenance(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Take an endpoint out of service, or back into it; told where that changes something."""
    name, state = action.get("Endpoint"), action.get("State").lower()
    if not name:
        return error(action, "Endpoint parameter missing")
    if not state:
        return error(action, "State parameter missing")
    if name not in pbx.pjsip.endpoints:
        return error(action, f"Endpoint '{name}' not found")
    if state not in ("on", "off"):
        return error(action, "State must be 'on' or 'off'")
    out = state == "on"
    pbx.pjsip.maintain(name, out)
    return success(action, f"Maintenance mode {SERVICE[out]}")


@action("PJSIPShowMaintenance", privilege="system,reporting")
def show_maintenance(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """The endpoints that are out of service, or how it is with one, whether there is such an endpoint or not."""
    asked = action.get("Endpoint")
    names = [asked] if asked else [name for name in pbx.pjsip.endpoints if name in pbx.pjsip.maintained]
    rows = [
        [("Event", "PJSIPMaintenanceStatus"), *action.action_id, *in_service(name, name in pbx.pjsip.maintained)]
        for name in names
    ]
    opening = start(action, "Maintenance status events follow")
    return [opening, *rows, complete(action, "PJSIPMaintenanceStatusComplete", len(rows))]

"""The action SendText. Asterisk: main/manager.c, action_sendtext().

Recorded: cases `bridge.text`, `bridge.digits.errors`.
"""

from __future__ import annotations

from astami_fake.actions._registry import Action, Manager, Reply, action, error, success
from astami_fake.pbx.pbx import Pbx


@action("SendText", privilege="call")
def send_text(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Send a text to the far side of a channel; no event tells of it."""
    name = action.get("Channel")
    if not name:
        return error(action, "No channel specified")
    if not action.get("Message"):
        return error(action, "No Message specified")
    if pbx.channels.find(name) is None:
        return error(action, "No such channel")
    return success(action, "Success")

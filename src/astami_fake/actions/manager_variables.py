"""Getvar and Setvar, and who may read what. Asterisk: main/manager.c."""

from __future__ import annotations

from astami_fake.actions._registry import Action, Manager, Reply, action, error, success
from astami_fake.pbx import functions, substitution
from astami_fake.pbx.channel import Channel
from astami_fake.pbx.pbx import Pbx

_POWERFUL = ("SHELL", "EVAL")
"""Functions that need the class ``system``. Recorded: case `variables.getvar.forbidden`."""


@action("Getvar", privilege="call,reporting")
def getvar(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Read a variable or a function, of a channel or of the whole PBX. action_getvar()."""
    name = action.get("Variable")
    if not name:
        return error(action, "No variable specified")
    if forbidden(session, name):
        return error(action, "GetVar Access Forbidden: Variable")
    channel = pbx.channels.find(action.get("Channel")) if action.get("Channel") else None
    if channel is None and action.get("Channel"):
        return error(action, "No such channel")
    return success(action, None, ("Variable", name), ("Value", shown_value(pbx, channel, name, "")))


@action("Setvar", privilege="call")
def setvar(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Set a variable or write a function, of a channel or of the whole PBX. action_setvar()."""
    name = action.get("Variable")
    if not name:
        return error(action, "No variable specified")
    channel = pbx.channels.find(action.get("Channel")) if action.get("Channel") else None
    if channel is None and action.get("Channel"):
        return error(action, "No such channel")
    value = action.get("Value")
    if name.endswith(")"):
        written = not _blocked(pbx, name) and functions.write(pbx, channel, name, value)
        return success(action, "Variable Set") if written else error(action, "Variable not set")
    if channel is not None:
        channel.set_variable(name, value or None)
    else:
        pbx.set_global(name, value or None)
    return success(action, "Variable Set")


def forbidden(session: Manager, name: str) -> bool:
    """Whether the user may not ask for *name*."""
    return any(function in name.upper() for function in _POWERFUL) and not session.may_write("system")


def shown_value(pbx: Pbx, channel: Channel | None, name: str, absent: str) -> str:
    """The value that a manager is shown; *absent* where there is none."""
    if name.endswith(")"):
        if _blocked(pbx, name):
            return ""
        return functions.read(pbx, channel, name) or ""
    value = substitution.read(pbx, channel, name)
    return absent if value is None else value


def _blocked(pbx: Pbx, name: str) -> bool:
    """Functions that reach beyond the call are blocked without ``live_dangerously = yes`` in asterisk.conf."""
    return functions.split(name)[0] in functions.DANGEROUS and not pbx.options.live_dangerously

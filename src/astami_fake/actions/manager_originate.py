"""Originate. Asterisk: main/manager.c, action_originate()."""

from __future__ import annotations

from astami_fake.actions._registry import Action, Header, Manager, Reply, action, error, success
from astami_fake.pbx import arguments, callerid
from astami_fake.pbx.events import Event
from astami_fake.pbx.originate import ANSWERED, Outcome, Request, originate
from astami_fake.pbx.pbx import Pbx
from astami_fake.pbx.snapshots import NOBODY, Position
from astami_fake.pbx.tasks import Promise, Waiting

DEFAULT_TIMEOUT = 30.0

_POWERFUL_APPLICATIONS = ("system", "exec", "agi", "mixmonitor", "externalivr", "originate")
_POWERFUL_DATA = ("SHELL", "EVAL")
"""What needs the class ``system``. Recorded: case `originate.forbidden`."""


@action("Originate", privilege="originate")
def originate_action(session: Manager, action: Action, pbx: Pbx) -> Reply | Waiting[Reply]:
    """Call a channel and give it to an application or the dialplan.

    Without ``Async`` the answer waits for the outcome, and with it the connection that asked.
    """
    request = _request(session, action, pbx)
    if isinstance(request, str):
        return error(action, request)
    outcome = originate(pbx, request)
    if action.get("Async").lower() in ("true", "yes", "y", "t", "1", "on"):
        pbx.spawn(_tell(pbx, action, request, outcome))
        return success(action, "Originate successfully queued")
    return _answer(action, outcome)


def _answer(action: Action, outcome: Promise[Outcome]) -> Waiting[Reply]:
    result = yield from outcome.wait()
    if result.reason == ANSWERED:
        return success(action, "Originate successfully queued")
    return error(action, "Originate failed")


def _tell(pbx: Pbx, action: Action, request: Request, promise: Promise[Outcome]) -> Waiting[None]:
    outcome = yield from promise.wait()
    channel = outcome.channel
    target: tuple[Header, ...] = (("Application", request.application), ("Data", request.data))
    if request.target is not None:
        target = (("Context", request.target.context), ("Exten", request.target.exten))
    headers = (
        *action.action_id,
        ("Response", "Success" if channel is not None else "Failure"),
        ("Channel", channel.name if channel is not None else f"{request.tech}/{request.address}"),
        *target,
        ("Reason", str(outcome.reason)),
        ("Uniqueid", channel.uniqueid if channel is not None else "<unknown>"),
        ("CallerIDNum", request.caller.number or "<unknown>"),
        ("CallerIDName", request.caller.name or "<unknown>"),
    )
    pbx.events.publish(Event("OriginateResponse", ("call",), headers))


def _request(session: Manager, action: Action, pbx: Pbx) -> Request | str:
    """What is asked for, or what is wrong with it, in the order in which Asterisk looks."""
    name = action.get("Channel")
    if not name:
        return "Channel not specified"
    priority = _priority(action, pbx)
    if action.get("Priority") and not priority:
        return "Invalid priority"
    timeout = action.get("Timeout")
    if timeout and not timeout.isdigit():
        return "Invalid timeout"
    tech, slash, address = name.partition("/")
    if not slash or not address:
        return "Invalid channel"
    target = _target(action, pbx, priority)
    if isinstance(target, str):
        return target
    application, data = action.get("Application"), action.get("Data")
    if application and not session.may_write("system") and _powerful(application, data):
        return "Originate Access Forbidden: app or data blacklisted"
    return Request(
        tech,
        address,
        int(timeout) / 1000 if timeout else DEFAULT_TIMEOUT,
        application,
        data,
        target,
        callerid.parse(action.get("CallerID")) if action.get("CallerID") else NOBODY,
        action.get("Account"),
        tuple(_variables(action)),
        action.get("ChannelId"),
        action.get("OtherChannelId"),
    )


def _priority(action: Action, pbx: Pbx) -> int:
    """The priority as a number; it may be a label. 0 for none and for a wrong one."""
    word = action.get("Priority")
    if not word or word.isdigit():
        return int(word or 0)
    return pbx.dialplan.labelled(action.get("Context"), action.get("Exten"), word) or 0


def _target(action: Action, pbx: Pbx, priority: int) -> Position | str | None:
    """The place in the dialplan; None for an application, which with a priority is none any more (recorded)."""
    context, exten = action.get("Context"), action.get("Exten")
    if action.get("Application") and not priority:
        return None
    if not action.get("Application") and not (context and exten and priority):
        return "Originate with 'Exten' requires 'Context' and 'Priority'"
    position = Position(context, exten, priority)
    return position if pbx.dialplan.exists(position) else "Extension does not exist."


def _powerful(application: str, data: str) -> bool:
    name = application.lower()
    return any(word in name for word in _POWERFUL_APPLICATIONS) or any(word in data.upper() for word in _POWERFUL_DATA)


def _variables(action: Action) -> list[tuple[str, str]]:
    """All ``Variable`` headers, each of which may hold several, joined by commas."""
    found = []
    for header in action.get_all("Variable"):
        for part in arguments.split(header):
            name, equals, value = part.partition("=")
            if name and equals:
                found.append((name, value))
    return found

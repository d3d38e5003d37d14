"""What is done with PJSIP's endpoints and lines. Asterisk: res/res_pjsip/pjsip_options.c, res/res_pjsip_notify.c,
res/res_pjsip_outbound_registration.c, res/res_pjsip_pubsub.c, channels/pjsip/dialplan_functions.c.

Recorded: cases `pjsip.*`. May import `actions._lists`, `actions._registry`, `pbx`.
"""

from __future__ import annotations

from collections.abc import Callable

from astami_fake.actions._lists import complete, start
from astami_fake.actions._registry import Action, Frame, Manager, Reply, action, error, success
from astami_fake.pbx import pjsip_shown
from astami_fake.pbx.behaviour import BUSY_HERE, DECLINE
from astami_fake.pbx.chan_pjsip import PhoneCall
from astami_fake.pbx.pbx import Pbx
from astami_fake.pbx.pjsip_registrations import REGISTERED

ALL = "*all"
REFUSALS = range(400, 700)
"""SIP codes that refuse a call; a cause that is none is `DECLINE`. Recorded: cases `pjsip.hangup.*`."""
NAMES = {"BUSY_HERE": BUSY_HERE, "DECLINE": DECLINE}
"""SIP codes by name, as far as they are recorded (case `pjsip.hangup.name`); Asterisk knows more."""


@action("PJSIPQualify", privilege="system,reporting")
def qualify(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Ask the contacts of an endpoint whether they are there. ami_sip_qualify()."""
    name = action.get("Endpoint")
    if not name:
        return error(action, "Endpoint parameter missing.")
    endpoint = pbx.pjsip.endpoints.get(name)
    if endpoint is None:
        return error(action, "Unable to retrieve endpoint\n")
    if not endpoint.aors:
        return error(action, "No AoRs configured for endpoint\n")
    pbx.clock.call_later(0, lambda: pbx.pjsip.qualify(endpoint))
    return success(action, "Endpoint found, will qualify")


@action("PJSIPNotify", privilege="system")
def notify(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Send a NOTIFY to an endpoint, an address or the phone of a call. manager_notify()."""
    if pbx.release.notify_wants_something and not action.has("Variable") and not action.get("Option"):
        return error(action, "PJSIPNotify requires either an Option or Variable(s).You must use only one of them.")
    targets = [name for name in ("Endpoint", "URI", "Channel") if action.get(name)]
    wanted = "PJSIPNotify requires either an endpoint name, a SIP URI, or a channel."
    if len(targets) != 1:
        return error(action, wanted + "  You must use only one of them." if targets else wanted)
    if targets == ["Endpoint"]:
        endpoint = pbx.pjsip.endpoints.get(action.get("Endpoint"))
        if endpoint is None:
            return error(action, f"Unable to retrieve endpoint {action.get('Endpoint')}")
        variables = [text.partition("=")[::2] for text in action.get_all("Variable")]
        pbx.clock.call_later(0, lambda: pbx.mailboxes.notified(endpoint, variables))
    if targets == ["Channel"] and pbx.channels.find(action.get("Channel")) is None:
        return error(action, "Channel not found")
    return success(action, "NOTIFY sent")


@action("PJSIPRegister", privilege="system,reporting")
def register(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Register a line of this server anew. ami_register()."""
    return _line(action, pbx, "Reregistration", pbx.registrations.register)


@action("PJSIPUnregister", privilege="system,reporting")
def unregister(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Take the registration of a line back. ami_unregister()."""
    return _line(action, pbx, "Unregistration", pbx.registrations.unregister)


def _line(action: Action, pbx: Pbx, what: str, deed: Callable[[str], None]) -> Reply:
    name = action.get("Registration")
    if not name:
        return error(action, "Registration parameter missing.")
    names = [line.name for line in pbx.registrations]
    if name != ALL and name not in names:
        return error(action, "Unable to retrieve registration entry\n")
    for one in names if name == ALL else [name]:
        deed(one)
    return success(action, f"{what}s queued." if name == ALL else f"{what} sent")


@action("PJSIPShowRegistrationsOutbound", privilege="system,reporting")
def show_outbound(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """The lines of this server. ami_show_outbound_registrations()."""
    items: list[Frame] = []
    for line in pjsip_shown.in_order(pbx.release, pbx.registrations, lambda one: one.name):
        items.append(
            [
                ("Event", "OutboundRegistrationDetail"),
                *action.action_id,
                ("ObjectType", "registration"),
                ("ObjectName", line.name),
                *pjsip_shown.settings(pbx.release, line.settings),
                ("Status", line.status),
                ("NextReg", str(line.next_registration(pbx.clock.now()))),
            ]
        )
    there = sum(line.status == REGISTERED for line in pbx.registrations)
    counts = (("Registered", str(there)), ("NotRegistered", str(len(items) - there)))
    end = complete(action, "OutboundRegistrationDetailComplete", len(items), *counts)
    return [start(action, "Following are Events for each Outbound registration"), *items, end]


@action("PJSIPShowSubscriptionsInbound", privilege="system")
def show_subscriptions(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Who has subscribed: nobody, no phone of the fake does. ami_show_subscriptions_inbound()."""
    return _nothing(action, "inbound")


@action("PJSIPShowSubscriptionsOutbound", privilege="system")
def show_own_subscriptions(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """What this server has subscribed to: nothing. ami_show_subscriptions_outbound()."""
    return _nothing(action, "outbound")


def _nothing(action: Action, kind: str) -> Reply:
    end = complete(action, f"{kind.capitalize()}SubscriptionDetailComplete", 0)
    return [start(action, f"Following are Events for each {kind} Subscription"), end]


@action("PJSIPHangup", privilege="system,call")
def hangup(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Refuse a call that has come in and nobody has answered, with a SIP code. chan_pjsip: pjsip_action_hangup()."""
    name = action.get("Channel")
    if not name:
        return error(action, "No channel specified")
    channel = pbx.channels.find(name)
    if channel is None:
        return error(action, "No such channel")
    call = channel.tech
    if not isinstance(call, PhoneCall):
        session.violation(f"astami_fake models PJSIPHangup of PJSIP channels only, and {name} is none")
        return error(action, f"astami_fake does not model PJSIPHangup of {name}")
    cause = action.get("Cause")
    if cause.isupper() and cause not in NAMES:
        session.violation(f"astami_fake knows no SIP code of the name {cause}, only of {' and '.join(NAMES)}")
    number = int(cause) if cause.isdigit() else NAMES.get(cause, DECLINE)
    code = number if number in REFUSALS else DECLINE
    pbx.at_once(lambda: call.refuse(code))
    return success(action, "Channel Hungup")

"""Actions that ask for one state: of an extension, a presence, a mailbox. Asterisk: main/manager.c.

May import `actions._registry`, `pbx`.
"""

from __future__ import annotations

from astami_fake.actions._registry import Action, Manager, Reply, action, error, success
from astami_fake.pbx import hints
from astami_fake.pbx.pbx import Pbx

DEFAULT_CONTEXT = "default"


@action("ExtensionState", privilege="call,reporting")
def extension_state(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """The state of an extension's hint; without one -1, which is no error. action_extensionstate()."""
    exten, context = action.get("Exten"), action.get("Context") or DEFAULT_CONTEXT
    if not exten:
        return error(action, "Extension not specified")
    hint = pbx.hints.find(exten, context)
    state = pbx.hints.state(hint) if hint is not None else hints.NO_HINT
    return success(
        action,
        "Extension Status",
        ("Exten", exten),
        ("Context", context),
        ("Hint", hint.text if hint is not None else ""),
        ("Status", str(state)),
        ("StatusText", hints.TEXTS.get(state, "Unknown")),
    )


@action("PresenceState", privilege="call,reporting")
def presence_state(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """The presence that a provider knows. action_presencestate(); it tells the message twice."""
    provider = action.get("Provider")
    if not provider:
        return error(action, "No provider specified")
    presence = pbx.presence.find(provider)
    if presence is None:
        return error(action, f"Invalid provider {provider} or provider in invalid state")
    facts = [("State", presence.state)]
    if presence.subtype:
        facts.append(("Subtype", presence.subtype))
    if presence.message:
        facts += [("Message", presence.message), ("PresenceMessage", presence.message)]
    return success(action, "Presence State", *facts)


@action("MailboxStatus", privilege="call,reporting")
def mailbox_status(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Whether there are new messages, in any of several mailboxes. action_mailboxstatus()."""
    mailbox = action.get("Mailbox")
    if not mailbox:
        return error(action, "Mailbox not specified")
    boxes = [box for name in mailbox.split(",") if (box := pbx.voicemail.at(name.strip())) is not None]
    waiting = any(box.new or box.urgent for box in boxes)
    return success(action, "Mailbox Status", ("Mailbox", mailbox), ("Waiting", str(int(waiting))))


@action("MailboxCount", privilege="call,reporting")
def mailbox_count(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """How many messages there are; none where there is no such mailbox. action_mailboxcount()."""
    mailbox = action.get("Mailbox")
    if not mailbox:
        return error(action, "Mailbox not specified")
    box = pbx.voicemail.at(mailbox)
    counts = (box.urgent, box.new, box.old) if box is not None else (0, 0, 0)
    told = zip(("UrgMessages", "NewMessages", "OldMessages"), map(str, counts), strict=True)
    return success(action, "Mailbox Message Count", ("Mailbox", mailbox), *told)

"""Actions on mailboxes. Asterisk: apps/app_voicemail.c. Recorded: cases `voicemail.*`, and `actions.voicemail*` for
what is refused."""

from __future__ import annotations

from astami_fake.actions import recorded
from astami_fake.actions._lists import complete, start
from astami_fake.actions._registry import Action, Header, Manager, Reply, action, success
from astami_fake.pbx import longdate
from astami_fake.pbx.pbx import Pbx
from astami_fake.pbx.voicemail import Mailbox


def _yes(flag: bool) -> str:
    return "Yes" if flag else "No"


def _facts(mailbox: Mailbox) -> list[Header]:
    box = mailbox.box
    options = box.options
    return [
        ("VMContext", box.context),
        ("VoiceMailbox", box.number),
        ("Fullname", box.name),
        ("Email", "(null)" if box.email is None else box.email),
        ("Pager", box.pager),
        ("ServerEmail", options["serveremail"]),
        ("FromString", options.get("fromstring", "")),
        ("MailCommand", options["mailcmd"]),
        ("Language", options.get("language", "")),
        ("TimeZone", options.get("tz", "")),
        ("Callback", options.get("callback", "")),
        ("Dialout", options.get("dialout", "")),
        ("UniqueID", ""),
        ("ExitContext", options.get("exitcontext", "")),
        ("SayDurationMinimum", options["saydurationm"]),
        ("SayEnvelope", _yes(box.has("envelope"))),
        ("SayCID", _yes(box.has("saycid"))),
        ("AttachMessage", _yes(box.has("attach"))),
        ("AttachmentFormat", options.get("attachfmt", "")),
        ("DeleteMessage", _yes(box.has("delete"))),
        ("VolumeGain", f"{float(options['volgain']):.2f}"),
        ("CanReview", _yes(box.has("review"))),
        ("CanMarkUrgent", "Yes"),
        ("CallOperator", _yes(box.has("operator"))),
        ("MaxMessageCount", options["maxmsg"]),
        ("MaxMessageLength", options["maxsecs"]),
        ("NewMessageCount", str(mailbox.new)),
        ("OldMessageCount", str(mailbox.old)),
    ]


def _asked(action: Action, pbx: Pbx) -> Mailbox | None:
    return pbx.voicemail.find(action.get("Mailbox"), action.get("Context"))


def _refused(action: Action, pbx: Pbx) -> Reply:
    """What is said where something is missing, or there is no such mailbox."""
    return recorded.answer(action, pbx) or []


@action("VoicemailUsersList", privilege="call,reporting")
def users_list(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """manager_list_voicemail_users()."""
    entries = [[("Event", "VoicemailUserEntry"), *action.action_id, *_facts(one)] for one in pbx.voicemail]
    if not entries:
        return _refused(action, pbx)
    opened = start(action, "Voicemail user list will follow")
    return [opened, *entries, complete(action, "VoicemailUserEntryComplete", len(entries))]


@action("VoicemailUserStatus", privilege="call,reporting")
def user_status(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """manager_status_voicemail_user()."""
    mailbox = _asked(action, pbx)
    if mailbox is None:
        return _refused(action, pbx)
    detail = [("Event", "VoicemailUserDetail"), *action.action_id, *_facts(mailbox)]
    return [
        start(action, "Voicemail user detail will follow"),
        detail,
        complete(action, "VoicemailUserDetailComplete", 1),
    ]


@action("VoicemailBoxSummary", privilege="call,reporting")
def box_summary(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """manager_get_mailbox_summary()."""
    mailbox = _asked(action, pbx)
    if mailbox is None:
        return _refused(action, pbx)
    details = [
        [
            ("Event", "VoicemailBoxDetail"),
            *action.action_id,
            ("Folder", folder),
            ("CallerID", message.caller),
            ("Date", longdate.written(message.left)),
            ("Duration", str(message.duration)),
            ("Flag", ""),
            ("ID", message.id),
        ]
        for folder, message in mailbox.messages()
    ]
    opened = start(action, "Voicemail box detail will follow")
    return [opened, *details, complete(action, "VoicemailBoxDetailComplete", len(details))]


@action("VoicemailRefresh", privilege="user")
def refresh(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """manager_voicemail_refresh(): the messages are looked for again; none comes from elsewhere here."""
    return success(action, "Refresh sent")


def _done(action: Action, deed: str, *, well: bool) -> Reply:
    return success(action, f"Message {deed} {'successful' if well else 'failed'}\n")


@action("VoicemailMove", privilege="user")
def move(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """manager_voicemail_move()."""
    mailbox = _asked(action, pbx)
    folder, identifier, to = action.get("Folder"), action.get("ID"), action.get("ToFolder")
    if mailbox is None or not (folder and identifier and to):
        return _refused(action, pbx)
    return _done(action, "move", well=pbx.voicemail.move(mailbox, folder, identifier, to))


@action("VoicemailForward", privilege="user")
def forward(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """manager_voicemail_forward()."""
    mailbox, other = _asked(action, pbx), pbx.voicemail.find(action.get("ToMailbox"), action.get("ToContext"))
    folder, identifier, to = action.get("Folder"), action.get("ID"), action.get("ToFolder")
    if mailbox is None or other is None or not (folder and identifier and to):
        return _refused(action, pbx)
    return _done(action, "forward", well=pbx.voicemail.forward(mailbox, folder, identifier, other, to))


@action("VoicemailRemove", privilege="user")
def remove(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """manager_voicemail_remove()."""
    mailbox = _asked(action, pbx)
    folder, identifier = action.get("Folder"), action.get("ID")
    if mailbox is None or not (folder and identifier):
        return _refused(action, pbx)
    return _done(action, "remove", well=pbx.voicemail.remove(mailbox, folder, identifier))

"""The CLI family ``voicemail``. Asterisk: apps/app_voicemail.c. Recorded: cases `voicemail.*`."""

from __future__ import annotations

from collections.abc import Sequence

from astami_fake.cli._registry import CliError, Lines, ShowUsage, command
from astami_fake.pbx import longdate
from astami_fake.pbx.pbx import Pbx
from astami_fake.pbx.voicemail import Mailbox

_USERS = "{:<10} {:<5} {:<25} {:<10} {:>6}"
_BOX = "{:<32} {:<32} {:<16} {:<16} {:<16} {:<16}"
_MESSAGE = "{:<8} {:<32} {:<32} {:<9} {:<6} {:<30}"
_ZONES = "{:<15} {:<20} {:<45}"


@command("voicemail show users")
def show_users(pbx: Pbx, words: Sequence[str]) -> Lines:
    """handle_voicemail_show_users()."""
    match [word.lower() if at == 0 else word for at, word in enumerate(words)]:
        case []:
            shown = list(pbx.voicemail)
            if not shown:
                raise CliError("There are no voicemail users currently defined")
        case ["for", context]:
            shown = [mailbox for mailbox in pbx.voicemail if mailbox.box.context == context]
            if not shown:
                raise CliError(f'No such voicemail context "{context}"')
        case _:
            raise ShowUsage
    title = _USERS.format("Context", "Mbox", "User", "Zone", "NewMsg")
    return [title, *map(_user, shown), f"{len(shown)} voicemail users configured."]


def _user(mailbox: Mailbox) -> str:
    box = mailbox.box
    return _USERS.format(box.context, box.number, box.name, box.options.get("tz", ""), mailbox.new)


@command("voicemail show zones")
def show_zones(pbx: Pbx, words: Sequence[str]) -> Lines:
    """handle_voicemail_show_zones(); the last one of the file first."""
    if words:
        raise ShowUsage
    if not pbx.voicemail.zones:
        raise CliError("There are no voicemail zones currently defined")
    title = _ZONES.format("Zone", "Timezone", "Message Format")
    return [title, *(_ZONES.format(*zone) for zone in reversed(pbx.voicemail.zones))]


@command("voicemail show aliases")
def show_aliases(pbx: Pbx, words: Sequence[str]) -> Lines:
    """handle_voicemail_show_aliases(); aliases are not modelled."""
    return ["Aliases are not enabled"]


@command("voicemail show mailbox")
def show_mailbox(pbx: Pbx, words: Sequence[str]) -> Lines:
    """handle_voicemail_show_mailbox()."""
    if len(words) != 2:
        raise ShowUsage
    number, context = words
    mailbox = pbx.voicemail.find(number, context)
    if mailbox is None:
        raise CliError(f"Can't find voicemail user {number}@{context}")
    box = mailbox.box
    email = "(null)" if box.email is None else box.email
    language, locale, zone = (box.options.get(name, "") for name in ("language", "locale", "tz"))
    messages = [
        _MESSAGE.format(folder, one.caller, longdate.written(one.left), one.duration, "", one.id)
        for folder, one in mailbox.messages()
    ]
    return [
        _BOX.format("Full Name", "Email", "Pager", "Language", "Locale", "Time Zone"),
        _BOX.format(box.name, email, box.pager[:16], language, locale, zone),
        "",
        _MESSAGE.format("Folder", "Caller ID", "Date", "Duration", "Flag", "ID"),
        *messages,
        f"{len(messages)} Message{'' if len(messages) == 1 else 's'} Total",
    ]


@command("voicemail reload")
def reload(pbx: Pbx, words: Sequence[str]) -> Lines:
    """handle_voicemail_reload()."""
    pbx.voicemail.reload()
    return ["Reloading voicemail configuration..."]

"""Dialplan functions on mailboxes. Asterisk: apps/app_voicemail.c, funcs/func_vmcount.c. Recorded: cases
`voicemail.message`, `voicemail.unheard`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astami_fake.pbx import arguments
from astami_fake.pbx.channel import Channel
from astami_fake.pbx.functions import readable
from astami_fake.pbx.voicemail import INBOX

if TYPE_CHECKING:
    from astami_fake.pbx.pbx import Pbx

_OPTIONS = ("tz", "locale")


@readable("VMCOUNT")
def _count(pbx: Pbx, channel: Channel | None, data: str) -> str:
    """``VMCOUNT(mailbox[@context][&…][,folder])``."""
    names, folder = [*arguments.split(data), "", ""][:2]
    boxes = [box for name in names.split("&") if (box := pbx.voicemail.at(name)) is not None]
    return str(sum(len(box.folders.get(folder or INBOX, ())) for box in boxes))


@readable("VM_INFO")
def _info(pbx: Pbx, channel: Channel | None, data: str) -> str:
    """``VM_INFO(mailbox[@context],item[,folder])``."""
    name, item, folder = [*arguments.split(data), "", "", ""][:3]
    mailbox = pbx.voicemail.at(name)
    if item == "exists":
        return str(int(mailbox is not None))
    if mailbox is None:
        return ""
    box = mailbox.box
    match item:
        case "count":
            return str(len(mailbox.folders.get(folder or INBOX, ())))
        case "fullname":
            return box.name
        case "password":
            return box.password
        case "pager":
            return box.pager
        case "email":
            if box.email is None:
                pbx.problem(f"VM_INFO({data}) of a mailbox without an address crashes Asterisk; it reads as nothing")
            return box.email or ""
        case "language":
            return box.options.get("language") or (channel.language if channel is not None else "")
    return box.options.get(item, "") if item in _OPTIONS else ""

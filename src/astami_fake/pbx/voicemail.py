"""Mailboxes with the messages that callers have left. Asterisk: apps/app_voicemail.c. Recorded: cases `voicemail.*`.

Lives here: the messages and their folders, who is told of them. Does not live here: the application that takes a
message (`applications.voicemail`), mailboxes whose messages another server keeps (`mailboxes`). May import
`config.voicemail`, `mailboxes`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from astami_fake.config import voicemail
from astami_fake.config.voicemail import DEFAULT_CONTEXT, Box, VoicemailConfig

if TYPE_CHECKING:
    from astami_fake.pbx.channel import Channel
    from astami_fake.pbx.pbx import Pbx

MODULE = "app_voicemail.so"
SPOOL = "/var/spool/asterisk/voicemail"
INBOX, OLD, URGENT = "INBOX", "Old", "Urgent"
FOLDERS = (INBOX, OLD, "Work", "Family", "Friends", "Cust1", "Cust2", "Cust3", "Cust4", "Cust5", "Deleted", URGENT)


@dataclass(slots=True)
class Message:
    """What a caller has left.

    Attributes:
        id: by which managers name it; a copy for another mailbox has the same.
        caller: as it is shown, ``"Ann" <1000>``.
        left: PBX time at which it was begun, in seconds.
        duration: of its sound, in whole seconds.
    """

    id: str
    caller: str
    left: float
    duration: int


@dataclass(slots=True)
class Mailbox:
    """A mailbox and its messages, by folder, the oldest first."""

    box: Box
    folders: dict[str, list[Message]] = field(default_factory=lambda: {name: [] for name in FOLDERS})

    def messages(self) -> Iterator[tuple[str, Message]]:
        """All that are shown, with their folders."""
        for name in FOLDERS:
            for message in self.folders[name]:
                yield name, message

    @property
    def new(self) -> int:
        return len(self.folders[INBOX])

    @property
    def old(self) -> int:
        return len(self.folders[OLD])

    @property
    def urgent(self) -> int:
        return len(self.folders[URGENT])

    def find(self, folder: str, identifier: str) -> Message | None:
        """The message *identifier* in *folder*."""
        return next((one for one in self.folders.get(folder, ()) if one.id == identifier), None)


class Voicemail:
    """The mailboxes of the PBX, where the module is loaded."""

    def __init__(self, pbx: Pbx) -> None:
        self._pbx = pbx
        self._mailboxes: dict[tuple[str, str], Mailbox] = {}
        self._count = 0
        self.zones: tuple[tuple[str, str, str], ...] = ()
        self.load()

    def __iter__(self) -> Iterator[Mailbox]:
        return iter(self._mailboxes.values())

    def load(self) -> None:
        """Read voicemail.conf; what is in mailboxes that are still there stays."""
        etc = self._pbx.etc
        there = etc is not None and self._pbx.modules.find(MODULE) is not None
        config = voicemail.load(etc) if etc is not None and there else VoicemailConfig()
        before, self._mailboxes = self._mailboxes, {}
        for box in config.boxes:
            kept = before.get((box.context, box.number))
            self._mailboxes[box.context, box.number] = Mailbox(box, kept.folders) if kept else Mailbox(box)
        self.zones = config.zones

    def reload(self) -> None:
        """As `load`, and each mailbox is told of again."""
        self.load()
        for mailbox in self:
            self.tell(mailbox)

    def find(self, number: str, context: str) -> Mailbox | None:
        """The mailbox *number* of *context*."""
        return self._mailboxes.get((context, number))

    def at(self, address: str) -> Mailbox | None:
        """The mailbox ``1000@default``; without a context it is that one."""
        number, _, context = address.partition("@")
        return self.find(number, context or DEFAULT_CONTEXT)

    def leave(self, channel: Channel, mailboxes: list[Mailbox], caller: str, begun: float) -> None:
        """Put a message of *channel*, begun at PBX time *begun*, into each of *mailboxes*. Asterisk:
        leave_voicemail()."""
        self._count += 1
        duration = int(self._pbx.clock.now() - begun)
        message = Message(f"{int(begun)}-{self._count - 1:08x}", caller, begun, duration)
        first, *others = mailboxes
        box = first.box
        channel.set_variable("VM_MESSAGEFILE", f"{SPOOL}/{box.context}/{box.number}/{INBOX}/msg{first.new:04}")
        for mailbox in (*others, first):
            mailbox.folders[INBOX].append(message)
            self.tell(mailbox, channel)

    def move(self, mailbox: Mailbox, folder: str, identifier: str, to: str) -> bool:
        """Move a message to another folder; False where there is no such message or folder."""
        message = mailbox.find(folder, identifier)
        if message is None or to not in FOLDERS:
            return False
        mailbox.folders[folder].remove(message)
        mailbox.folders[to].append(message)
        self.tell(mailbox)
        return True

    def forward(self, mailbox: Mailbox, folder: str, identifier: str, other: Mailbox, to: str) -> bool:
        """Copy a message into a folder of another mailbox; False where there is no such message or folder."""
        message = mailbox.find(folder, identifier)
        if message is None or to not in FOLDERS:
            return False
        other.folders[to].append(message)
        self.tell(other)
        return True

    def remove(self, mailbox: Mailbox, folder: str, identifier: str) -> bool:
        """Take a message away; False where there is no such message."""
        message = mailbox.find(folder, identifier)
        if message is None:
            return False
        mailbox.folders[folder].remove(message)
        self.tell(mailbox)
        return True

    def tell(self, mailbox: Mailbox, channel: Channel | None = None) -> None:
        """Say how many messages there are; a caller who has just left one is named."""
        new = mailbox.new + mailbox.urgent
        self._pbx.mailboxes.publish(mailbox.box.address, new, mailbox.old, waiting=bool(new), channel=channel)

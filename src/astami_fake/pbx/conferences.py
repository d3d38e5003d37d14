"""Conferences: rooms, who is in them, what may be done to them. Asterisk: apps/app_confbridge.c.

Lives here: joining, leaving, muting, kicking, locking, recording, with their events. Does not live here: the
application (`applications.confbridge`), the actions (`actions.app_confbridge`). A room's announcer is a pair of
channels of its own on a real server; nobody sees more of it than its name, so it is no channel here.
May import `bridge`, `config.confbridge`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from astami_fake.config import confbridge
from astami_fake.pbx import devices
from astami_fake.pbx.bridge import CONFERENCE, Bridge
from astami_fake.pbx.channel import Channel
from astami_fake.pbx.events import Headers

if TYPE_CHECKING:
    from astami_fake.pbx.pbx import Pbx

_ANNOUNCER_CHANNELS = 2
_RECORDER_CHANNELS = 1


@dataclass(eq=False, slots=True)
class Member:
    """Somebody in a conference.

    Attributes:
        menu: the name of the menu that was asked for.
        kicked: was sent out by a manager.
        joined: PBX time.
    """

    channel: Channel
    profile: confbridge.User
    menu: str
    muted: bool
    joined: float
    waiting: bool = False
    kicked: bool = False

    @property
    def flags(self) -> str:
        """As ``confbridge list`` shows them: admin, marked, waits for a marked user, ends with the marked, muted."""
        profile = self.profile
        letters = (
            ("A", profile.admin),
            ("M", profile.marked),
            ("W", profile.wait_marked),
            ("E", profile.end_marked),
            ("m", self.muted),
            ("w", self.waiting),
        )
        return "".join(letter for letter, is_set in letters if is_set)


class Conference:
    """One room, from the first who joins to the last who leaves."""

    def __init__(self, pbx: Pbx, name: str, profile: confbridge.Bridge) -> None:
        self._pbx = pbx
        self.name = name
        self.profile = profile
        self.locked = False
        self.members: list[Member] = []
        self.recorder = ""
        self.bridge = Bridge(pbx, CONFERENCE, creator="ConfBridge", name=name)
        self.bridge.announcers.append(f"CBAnn/{name}-{pbx.next_local():08x};2")
        pbx.channels.skip(_ANNOUNCER_CHANNELS)
        self.tell("ConfbridgeStart")
        self._keep(devices.INUSE)

    def tell(self, name: str, channel: Channel | None = None, *more: tuple[str, str]) -> None:
        """An event about the room, and about *channel* where one is meant."""
        self.bridge.tell(name, channel, *more, before=(("Conference", self.name),))

    def find(self, channel: str) -> Member | None:
        """Who is in the room on the channel of that name."""
        wanted = channel.lower()
        return next((member for member in self.members if member.channel.name.lower() == wanted), None)

    @property
    def marked(self) -> int:
        """How many marked users are in the room."""
        return sum(member.profile.marked for member in self.members)

    def admits(self, profile: confbridge.User) -> bool:
        """Whether somebody with *profile* may join: a locked or full room takes nobody but admins."""
        full = 0 < self.profile.max_members <= len(self.members)
        return profile.admin or not (self.locked or full)

    def join(self, member: Member) -> None:
        """Somebody comes."""
        waited = [other for other in self.members if other.waiting] if member.profile.marked else []
        member.waiting = member.profile.wait_marked and not self.marked
        self.members = [other for other in self.members if other not in waited] + [member] + waited
        for other in waited:
            other.waiting = False
        self.bridge.enter(member.channel)
        muted = ("Muted", _yes(member.muted))
        self.tell("ConfbridgeJoin", member.channel, ("Admin", _yes(member.profile.admin)), muted)

    def mute(self, member: Member, muted: bool) -> None:
        """Let the others not hear somebody, or hear them again; told each time, changed or not."""
        member.muted = muted
        name = "ConfbridgeMute" if muted else "ConfbridgeUnmute"
        self.tell(name, member.channel, ("Admin", _yes(member.profile.admin)))

    def kick(self, member: Member, result: str = "KICKED") -> None:
        """Send somebody out, who learns why."""
        member.kicked = True
        member.channel.set_variable("CONFBRIDGE_RESULT", result)
        self.bridge.kick(member.channel)

    def record(self) -> None:
        """Begin to record: somebody more is in the room, who only listens."""
        self.recorder = f"CBRec/{self.name}-{self._pbx.conferences.next_recorder():08x}"
        self._pbx.channels.skip(_RECORDER_CHANNELS)
        self.bridge.announcers.append(self.recorder)
        self.bridge.tell_peers()
        self.tell("ConfbridgeRecord")

    def stop_recording(self) -> None:
        """The one who listens goes."""
        self.tell("ConfbridgeStopRecord")
        self.bridge.announcers.remove(self.recorder)
        self.recorder = ""
        self.bridge.tell_peers()

    def left(self, member: Member) -> None:
        """Somebody is gone; the last one closes the room."""
        self.members.remove(member)
        self.tell("ConfbridgeLeave", member.channel, ("Admin", _yes(member.profile.admin)))
        if not member.kicked:
            member.channel.set_variable("CONFBRIDGE_RESULT", "HANGUP")
        if member.profile.marked and not self.marked:
            for other in tuple(self.members):
                if other.profile.end_marked:
                    self.kick(other, "ENDMARKED")
        if not self.members:
            self._pbx.conferences.rooms.pop(self.name)
            if self.bridge.video_source is not None:
                self.bridge.show(None)
            self.tell("ConfbridgeEnd")
            self.bridge.announcers.clear()
            self.bridge.dissolve()
            self._keep(devices.NOT_INUSE)

    def _keep(self, state: int) -> None:
        self._pbx.devices.keep(f"confbridge:{self.name}", state)


class Conferences:
    """The rooms of one PBX, and the profiles.

    Attributes:
        rooms: by name, oldest first.
    """

    def __init__(self, pbx: Pbx) -> None:
        self._pbx = pbx
        self._recorders = 0
        self.rooms: dict[str, Conference] = {}
        self.load()

    def load(self) -> None:
        """Read confbridge.conf; rooms stay as they are."""
        etc = self._pbx.etc
        self.profiles = confbridge.Profiles() if etc is None else confbridge.load(etc)

    def next_recorder(self) -> int:
        """The number of a new channel that records."""
        number, self._recorders = self._recorders, self._recorders + 1
        return number

    def room(self, name: str, profile: confbridge.Bridge) -> Conference:
        """The room *name*; a new one where there is none."""
        if name not in self.rooms:
            self.rooms[name] = Conference(self._pbx, name, profile)
        return self.rooms[name]


def _yes(value: bool) -> str:
    return "Yes" if value else "No"


def listed(member: Member) -> Headers:
    """What ConfbridgeList tells of a member behind its channel."""
    profile = member.profile
    end_any = member.channel.pbx.release.lists_end_marked_any
    answered = int(member.channel.pbx.clock.now() - member.channel.answered)
    return (
        ("Admin", _yes(profile.admin)),
        ("MarkedUser", _yes(profile.marked)),
        ("WaitMarked", _yes(profile.wait_marked)),
        ("EndMarked", _yes(profile.end_marked)),
        *((("EndMarkedAny", _yes(profile.end_marked_any)),) if end_any else ()),
        ("Waiting", _yes(member.waiting)),
        ("Muted", _yes(member.muted)),
        ("Talking", "No"),
        ("AnsweredTime", str(answered)),
    )

"""Bridges: who is in one, how channels come, stay, move and go, with the events of that. Asterisk: main/bridge.c.

Lives here: the bridge, the kinds of bridges, the list of those that are. Each channel in a bridge is served by its own
task, as by its own thread on a real server. Does not live here: what a call, a parking lot or a conference does with
its bridge (`applications`, `parking`, `conferences`), taking channels out of the dialplan (`bridging`).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from astami_fake.pbx import causes, digits
from astami_fake.pbx.channel import Channel, Control
from astami_fake.pbx.events import Event, Headers
from astami_fake.pbx.tasks import Until, Waiting

if TYPE_CHECKING:
    from astami_fake.pbx.pbx import Pbx


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of bridge.

    Attributes:
        type: its ``BridgeType``.
        technology: its ``BridgeTechnology``.
        pairs: it is there for two, and is over when one of them goes.
    """

    type: str
    technology: str
    pairs: bool = False


NATIVE = "native_rtp"
"""What a pair becomes whose channels exchange their sound without the PBX, once both are there."""

CALL = Kind("basic", "simple_bridge", pairs=True)
CONFERENCE = Kind("base", "softmix")
PARKING = Kind("parking", "holding_bridge")


@dataclass(slots=True)
class Technology:
    """A way of mixing: as BridgeTechnologyList shows it."""

    name: str
    type: str
    priority: int
    suspended: bool = False


class Bridges:
    """The bridges there are, oldest first, and the technologies. Recorded: case `bridge.technology.list`."""

    def __init__(self, pbx: Pbx) -> None:
        self._pbx = pbx
        self._bridges: list[Bridge] = []
        self.technologies = [
            Technology("native_rtp", "Native", 90),
            Technology("holding_bridge", "Holding", 50),
            Technology("simple_bridge", "1to1Mix", 50),
            Technology("softmix", "MultiMix", 10),
        ]

    def __iter__(self) -> Iterator[Bridge]:
        return iter(tuple(self._bridges))

    def find(self, uniqueid: str) -> Bridge | None:
        """The bridge with that BridgeUniqueid."""
        return next((bridge for bridge in self._bridges if bridge.uniqueid == uniqueid), None)

    def technology(self, name: str) -> Technology | None:
        return next((technology for technology in self.technologies if technology.name == name), None)

    def add(self, bridge: Bridge) -> None:
        self._bridges.append(bridge)

    def remove(self, bridge: Bridge) -> None:
        self._bridges.remove(bridge)


class Bridge:
    """A bridge.

    Attributes:
        members: the channels in it, in the order of their coming.
        announcers: names of what else is in it and is no channel of the model: who announces, who records.
        introduces: those who meet in it learn each other's caller id.
        on_entered: called with each channel that has come in, before it is told who is there.
        on_leaving: called with each channel that is about to leave; on_left: with each that has left to go its way.
        video_source: the channel whose picture all see.
        created: PBX time.
        dissolved: nobody may come any more, and all go.
        waits: though it is a pair it is not over when one goes, who may come back or be replaced.
    """

    def __init__(self, pbx: Pbx, kind: Kind = CALL, *, creator: str = "", name: str = "") -> None:
        self._pbx = pbx
        self.kind = kind
        self.technology = kind.technology
        self.creator = creator
        self.name = name
        self.uniqueid = str(uuid.UUID(bytes=pbx.random.randbytes(16), version=4))
        self.members: list[Channel] = []
        self.announcers: list[str] = []
        self.on_entered: Callable[[Channel], None] = lambda channel: None
        self.on_left: Callable[[Channel], None] = lambda channel: None
        self.introduces = False
        self.on_leaving: Callable[[Channel], None] = lambda channel: None
        self.video_source: Channel | None = None
        self.chooses_video = False
        self.created = pbx.clock.now()
        self.dissolved = False
        self.waits = False
        self._kicked: set[Channel] = set()
        pbx.bridges.add(self)
        self.tell("BridgeCreate")

    def headers(self) -> Headers:
        """The 7 headers of a bridge, and its source of video where there is one."""
        head = (
            ("BridgeUniqueid", self.uniqueid),
            ("BridgeType", self.kind.type),
            ("BridgeTechnology", self.technology),
            ("BridgeCreator", self.creator or "<unknown>"),
            ("BridgeName", self.name or "<unknown>"),
            ("BridgeNumChannels", str(len(self.members) + len(self.announcers))),
            ("BridgeVideoSourceMode", "single" if self.chooses_video else "none"),
        )
        return head if self.video_source is None else (*head, ("BridgeVideoSource", self.video_source.uniqueid))

    def tell(self, name: str, channel: Channel | None = None, *more: tuple[str, str], before: Headers = ()) -> None:
        """An event about the bridge, and about *channel* where one is meant; *before* and *more* stand around that."""
        about = channel.last.headers() if channel is not None else ()
        self._pbx.events.publish(Event(name, ("call",), before + self.headers() + about + more))

    # Coming

    def enter(self, channel: Channel) -> None:
        """Take a channel in, and tell all who is there."""
        channel.publish()
        channel.bridge = self
        self.members.append(channel)
        self._link()
        self.tell("BridgeEnter", channel)
        self.on_entered(channel)
        self._joined()
        if self.introduces and self.kind.pairs and len(self.members) == 2:
            self.introduce()
        if not self.kind.pairs:
            channel.tech.indicated(channel, Control.SOUND)  # what is mixed, or silence
        self._pbx.sound_changed(self.members)

    def _link(self) -> None:
        """A pair belongs to the call of the older one from now on, and both show it at once."""
        if self.kind.pairs and len(self.members) == 2:
            oldest = min((member.linkedid for member in self.members), key=_age)
            for member in self.members:
                member.linkedid = oldest
                member.publish()

    def _joined(self) -> None:
        """Sound begins to flow among those who are there."""
        self.tell_peers()
        if self.kind.pairs and len(self.members) == 2 and all(map(_may_be_native, self.members)):
            self.technology = NATIVE
            self.tell_peers()
            self.tell_peers()

    def introduce(self) -> None:
        """Each of a pair learns who the other one is, where that is known, and so does the far side of each."""
        one, two = self.members
        for channel, other in ((one, two), (two, one)):
            if other.caller.number or other.caller.name:
                channel.connected = other.caller
                channel.publish()
                channel.tech.indicated(channel, Control.CONNECTED)

    def identify(self, channel: Channel) -> None:
        """Somebody else is behind *channel* now: the other ones learn who."""
        for other in self.members:
            if other is not channel:
                other.connected = channel.caller
                other.publish()
                other.tech.indicated(other, Control.CONNECTED)

    def swap(self, channel: Channel, other: Channel) -> None:
        """Let *channel*, from another bridge, take the place of *other* in this one; both bridges are pairs.

        Whoever is left in the other bridge goes, and so does *other*.
        """
        left = channel.bridge
        if left is not None:
            left.members.remove(channel)
            left.dissolved = True
            left.tell("BridgeLeave", channel)
            left.technology = left.kind.technology
        _tell_peer(other, "")
        other.cause = other.cause or causes.NORMAL_CLEARING
        other.bridge = None
        self.members.remove(other)
        self.tell("BridgeLeave", other)
        channel.bridge = self
        self.members.append(channel)
        self._link()
        self.tell("BridgeEnter", channel, ("SwapUniqueid", other.uniqueid))
        if channel.variables.get("ATTENDEDTRANSFER") is not None:
            channel.set_variable("ATTENDEDTRANSFER", None)
        self._joined()
        for member in left.members if left is not None else ():
            _tell_peer(member, "")
            member.cause = member.cause or causes.NORMAL_CLEARING

    def take(self, channel: Channel) -> None:
        """Move a channel that is in another bridge to this one; its task goes on serving it here."""
        if channel.bridge is not None:
            channel.bridge.release(channel)
        self.enter(channel)

    def tell_peers(self) -> None:
        """Give each member the names of the others, as ``BRIDGEPEER``. A pair that waits for its second says nothing.

        Asterisk: set_bridge_peer_vars(), after each change of who is there and of how sound flows.
        """
        if self.kind.pairs and len(self.members) < 2:
            return
        for member in self.members:
            peers = [*self.announcers[:1], *(other.name for other in self.members if other is not member)]
            peers += self.announcers[1:]
            call_ids = [other.tech.call_id for other in self.members if other is not member]
            _tell_peer(member, ",".join(peers), call_ids[0] if self.kind.pairs else "")

    # Staying

    def stay(self, channel: Channel) -> Waiting[None]:
        """Serve a channel that has entered, here and wherever it is moved, until it is to leave; then it has left."""
        while (bridge := channel.bridge) is not None and bridge.holds(channel):
            if channel.errand is None:
                yield Until(channel.wakeup)
            else:
                yield from channel.errand(channel, bridge)
                channel.errand = None
            if Control.CONNECTED in channel.controls:
                bridge.identify(channel)
            channel.controls.clear()
        if bridge is not None:
            bridge.leave(channel)
        onward, channel.onward = channel.onward, None
        channel.goto = channel.goto or onward

    def holds(self, channel: Channel) -> bool:
        """Whether there is no reason for *channel* to leave."""
        return not (self.dissolved or channel.hanging_up or channel.goto is not None or channel in self._kicked)

    def digit(self, channel: Channel, digit: str, duration: int) -> None:
        """A digit of *duration* ms from *channel*: the others get it sent."""
        for member in self.members:
            if member is not channel:
                self._pbx.spawn(digits.send(member, digit, duration, told=True))

    def stream_digits(self, channel: Channel, keys: str) -> None:
        """Digits from *channel* that were held back: the others get them one by one, and nothing tells of it."""
        for member in self.members:
            if member is not channel:
                self._pbx.spawn(_stream(member, keys))

    # Going

    def kick(self, channel: Channel) -> None:
        """Let *channel* leave. Asterisk: ast_bridge_kick()."""
        self._kicked.add(channel)
        channel.wakeup.fire()

    def dissolve(self) -> None:
        """Let everybody leave. Asterisk: ast_bridge_destroy()."""
        self._over([])
        if not self.members:
            self._end()
        for member in tuple(self.members):
            member.wakeup.fire()

    def leave(self, channel: Channel) -> None:
        """*channel* goes its own way."""
        if self._is_over_without_one:
            self._over([channel])
        else:
            _tell_peer(channel, "")
            channel.publish()
            self.on_leaving(channel)
        channel.cause = channel.cause or causes.NORMAL_CLEARING
        self._gone(channel)
        self.on_left(channel)

    def release(self, channel: Channel) -> None:
        """*channel* goes to another bridge; there it is told its new peers."""
        if self._is_over_without_one and not self.dissolved:
            self.dissolved = True
            self._pbx.at_once(self._abandon)
        self.on_leaving(channel)
        self._gone(channel)

    @property
    def _is_over_without_one(self) -> bool:
        return self.kind.pairs and not self.waits

    def _abandon(self) -> None:
        """Those left behind notice once the one who has gone is where it went."""
        for member in self.members:
            _tell_peer(member, "")
            member.cause = member.cause or causes.NORMAL_CLEARING
            member.wakeup.fire()

    def _over(self, leaving: list[Channel]) -> None:
        """A pair ends: both lose their peer, and the one left behind learns a cause to hang up with."""
        for member in leaving:
            _tell_peer(member, "")
            member.publish()
        if self.dissolved:
            return
        self.dissolved = True
        others = [member for member in self.members if member not in leaving]
        for member in leaving:
            member.cause = member.cause or causes.NORMAL_CLEARING
        for member in others:
            _tell_peer(member, "")
            if leaving and self._pbx.release.bridge_passes_cause_on:
                member.cause = leaving[0].cause
            member.cause = member.cause or causes.NORMAL_CLEARING

    def _gone(self, channel: Channel) -> None:
        self.members.remove(channel)
        self._kicked.discard(channel)
        channel.bridge = None
        self.tell("BridgeLeave", channel)
        if not self.kind.pairs:
            self.tell_peers()
        elif self.members:
            self.members[0].wakeup.fire()
        elif not self.waits:
            self._end()

    def _end(self) -> None:
        self._pbx.bridges.remove(self)
        self.tell("BridgeDestroy")

    # Video

    def show(self, channel: Channel | None) -> None:
        """Make *channel* the one whose picture all see."""
        before, self.video_source = self.video_source, channel
        self.chooses_video = True
        previous = ("BridgePreviousVideoSource", before.uniqueid if before is not None else "")
        self.tell("BridgeVideoSourceUpdate", None, previous)


def _stream(channel: Channel, keys: str) -> Waiting[None]:
    for key in keys:
        yield from digits.send(channel, key, 0)


def _may_be_native(channel: Channel) -> bool:
    """With features the PBX listens to all that comes."""
    return channel.tech.native and channel.keypad is None


def _tell_peer(channel: Channel, peers: str, call_id: str = "") -> None:
    for name, value in (("BRIDGEPEER", peers), ("BRIDGEPVTCALLID", call_id)):
        if value or channel.variables.get(name) is not None:
            channel.set_variable(name, value or None)


def _age(uniqueid: str) -> tuple[int, int]:
    """What makes one Uniqueid older than another; one that a client has chosen counts as oldest."""
    seconds, _, number = uniqueid.rpartition("-")[2].partition(".")
    return (int(seconds), int(number)) if seconds.isdigit() and number.isdigit() else (0, 0)

"""Bridges of two channels. Asterisk: main/bridge.c, bridges/bridge_simple.c.

Lives here: the bridge, entering, staying and leaving, with their events. Each channel in a bridge is served by its own
task, as by its own thread on a real server.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from astami_fake.pbx import causes
from astami_fake.pbx.channel import Channel
from astami_fake.pbx.events import Event, Headers
from astami_fake.pbx.tasks import Until, Waiting

if TYPE_CHECKING:
    from astami_fake.pbx.pbx import Pbx


class Bridge:
    """A basic bridge; it dissolves when the first of its channels leaves."""

    def __init__(self, pbx: Pbx) -> None:
        self._pbx = pbx
        self.uniqueid = str(uuid.UUID(bytes=pbx.random.randbytes(16), version=4))
        self.members: list[Channel] = []
        self.dissolved = False
        self._tell("BridgeCreate")

    def headers(self) -> Headers:
        """The 7 headers of a bridge."""
        return (
            ("BridgeUniqueid", self.uniqueid),
            ("BridgeType", "basic"),
            ("BridgeTechnology", "simple_bridge"),
            ("BridgeCreator", "<unknown>"),
            ("BridgeName", "<unknown>"),
            ("BridgeNumChannels", str(len(self.members))),
            ("BridgeVideoSourceMode", "none"),
        )

    def _tell(self, name: str, channel: Channel | None = None) -> None:
        about = channel.last.headers() if channel is not None else ()
        self._pbx.events.publish(Event(name, ("call",), self.headers() + about))

    def enter(self, channel: Channel) -> None:
        """Take a channel in; with the second one each learns who is on the other side."""
        channel.publish()
        channel.bridge = self
        self.members.append(channel)
        self._tell("BridgeEnter", channel)
        if len(self.members) == 2:
            one, two = self.members
            one.set_variable("BRIDGEPEER", two.name)
            two.set_variable("BRIDGEPEER", one.name)

    def stay(self, channel: Channel) -> Waiting[None]:
        """Serve a channel that has entered until it is to leave; then it has left."""
        while not (self.dissolved or channel.hanging_up or channel.goto is not None):
            yield Until(channel.wakeup)
            channel.controls.clear()
        self._leave(channel)

    def _leave(self, channel: Channel) -> None:
        if not self.dissolved:
            self.dissolved = True
            self._dissolve(channel)
        self.members.remove(channel)
        channel.bridge = None
        self._tell("BridgeLeave", channel)
        if self.members:
            self.members[0].wakeup.fire()
        else:
            self._tell("BridgeDestroy")

    def _dissolve(self, leaving: Channel) -> None:
        """The first of two leaves: both lose their peer, and the other one learns a cause to hang up with."""
        others = [member for member in self.members if member is not leaving]
        leaving.set_variable("BRIDGEPEER", None)
        leaving.publish()
        for member in others:
            member.set_variable("BRIDGEPEER", None)
        leaving.cause = leaving.cause or causes.NORMAL_CLEARING
        passed = leaving.cause if self._pbx.release.bridge_passes_cause_on else causes.NORMAL_CLEARING
        for member in others:
            member.cause = member.cause or passed

"""Queues as they stand idle: settings, members, the members' device states. Asterisk: apps/app_queue.c.

Does not live here: callers in a queue; the application Queue is not modelled.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from astami_fake.config import queues as queues_conf
from astami_fake.pbx.events import Event, Headers

if TYPE_CHECKING:
    from astami_fake.pbx.pbx import Pbx


@dataclass(slots=True)
class Member:
    """A member of a queue; ``status`` as in `devices`."""

    settings: queues_conf.Member
    login_time: int
    status: int
    paused: bool = False
    paused_reason: str = ""

    def counters(self) -> Headers:
        """The headers that events and lists about a member share, from Membership to LoginTime."""
        return (
            ("Membership", "static"),
            ("Penalty", str(self.settings.penalty)),
            ("CallsTaken", "0"),
            ("LastCall", "0"),
            ("LastPause", "0"),
            ("LoginTime", str(self.login_time)),
            ("InCall", "0"),
            ("Status", str(self.status)),
            ("Paused", str(int(self.paused))),
            ("PausedReason", self.paused_reason),
        )


@dataclass(slots=True)
class Queue:
    """A queue with its members."""

    settings: queues_conf.Queue
    members: list[Member]

    def wrapup(self, member: Member) -> int:
        """Seconds of rest of a member: its own, else the queue's."""
        return member.settings.wrapup_time or self.settings.wrapup_time


class Queues:
    """All queues, in the order of the file."""

    def __init__(self, pbx: Pbx) -> None:
        self._pbx = pbx
        self._queues: list[Queue] = []

    def __iter__(self) -> Iterator[Queue]:
        return iter(self._queues)

    def load(self, settings: list[queues_conf.Queue]) -> None:
        """Take the queues of ``queues.conf``; members stay logged in over a reload."""
        logged_in = {
            (queue.settings.name, member.settings.interface): member.login_time
            for queue in self._queues
            for member in queue.members
        }
        self._pbx.devices.forget()
        now = int(self._pbx.clock.now())
        self._queues = []
        for one in settings:
            queue = Queue(one, [])
            self._queues.append(queue)
            for settings_of_member in one.members:
                device = settings_of_member.state_interface
                since = logged_in.get((one.name, settings_of_member.interface), now)
                member = Member(settings_of_member, since, self._pbx.devices.state(device))
                queue.members.append(member)
                self._pbx.devices.follow(device, partial(self._changed, queue, member))

    def _changed(self, queue: Queue, member: Member, status: int) -> None:
        member.status = status
        headers = (
            ("Queue", queue.settings.name),
            ("MemberName", member.settings.name),
            ("Interface", member.settings.interface),
            ("StateInterface", member.settings.state_interface),
            *member.counters(),
            ("Ringinuse", str(int(queue.settings.ring_in_use))),
            ("Wrapuptime", str(queue.wrapup(member))),
        )
        self._pbx.events.publish(Event("QueueMemberStatus", ("agent",), headers))

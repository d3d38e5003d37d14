"""Who waits in a queue: place, priority, time, and the events of coming and going. Asterisk: apps/app_queue.c.

Does not live here: the wait itself (`applications.queue`). May import `channel`, `queues`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from astami_fake.pbx.channel import Channel

if TYPE_CHECKING:
    from astami_fake.pbx.queues import Queue


@dataclass(eq=False, slots=True)
class Caller:
    """A caller in a queue.

    Attributes:
        priority: higher ones stand before lower ones.
        expires: PBX time in whole seconds at which it leaves; None for never.
        lowest, highest: penalties of the members that it may get.
        original: the place at which it came.
        turn: where the next attempt begins, in a linear queue.
        withdrawn: somebody has asked that it leave; withdraw_info: and said why.
    """

    queue: Queue
    channel: Channel
    priority: int = 0
    expires: int | None = None
    lowest: int | None = None
    highest: int | None = None
    original: int = 0
    start: int = 0
    turn: int = 0
    withdrawn: bool = False
    withdraw_info: str = ""

    @property
    def position(self) -> int:
        """Its place, from 1."""
        return self.queue.callers.index(self) + 1

    def waited(self) -> int:
        """Seconds since it came."""
        return int(self.channel.pbx.clock.now()) - self.start

    def expired(self) -> bool:
        return self.expires is not None and int(self.channel.pbx.clock.now()) >= self.expires

    def left(self) -> int | None:
        """Whole seconds until it leaves."""
        return None if self.expires is None else self.expires - int(self.channel.pbx.clock.now())

    def join(self) -> None:
        """Come, behind all who count as much or more. Asterisk: join_queue()."""
        self.start = int(self.channel.pbx.clock.now())
        self._insert()
        self.original = self.position
        self._tell("QueueCallerJoin", self.position)

    def _insert(self) -> None:
        callers = self.queue.callers
        place = next((n for n, other in enumerate(callers) if other.priority < self.priority), len(callers))
        callers.insert(place, self)

    def prioritize(self, priority: int, *, at_once: bool = False) -> None:
        """Give it another priority, which counts for who comes later; *at_once*: and the place that goes with it."""
        self.priority = priority
        if not at_once:
            return
        self.queue.callers.remove(self)
        self._insert()
        for caller in self.queue.callers:
            caller.channel.wakeup.fire()

    def withdraw(self, info: str) -> None:
        """Let it leave as soon as it notices. Asterisk: request_withdraw_caller_from_queue()."""
        self.withdrawn = True
        self.withdraw_info = info
        self.channel.wakeup.fire()

    def leave(self) -> None:
        """Go; whoever stands behind moves up. Asterisk: leave_queue()."""
        if self not in self.queue.callers:
            return
        position = self.position
        self.queue.callers.remove(self)
        self._tell("QueueCallerLeave", position)
        self.channel.set_variable("QUEUEPOSITION", str(position))
        for caller in self.queue.callers:
            caller.channel.wakeup.fire()
        self.queue.changed()

    def _tell(self, name: str, position: int) -> None:
        count = str(len(self.queue.callers))
        place = (("Queue", self.queue.settings.name), ("Position", str(position)), ("Count", count))
        self.channel.tell(name, "agent", *place)

    def abandon(self) -> None:
        """It leaves without having got anybody. Asterisk: record_abandoned()."""
        self.channel.set_variable("ABANDONED", "TRUE")
        self.queue.abandoned += 1
        self.channel.tell(
            "QueueCallerAbandon",
            "agent",
            ("Queue", self.queue.settings.name),
            ("Position", str(self.position)),
            ("OriginalPosition", str(self.original)),
            ("HoldTime", str(self.waited())),
        )

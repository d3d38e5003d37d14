"""Who waits in a queue: place, priority, time, and the events of coming and going. Asterisk: apps/app_queue.c.

Does not live here: the wait itself (`applications.queue`). May import `channel`, `queues`.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from astami_fake.config.queuerules import Change, Step
from astami_fake.pbx.channel import Channel
from astami_fake.pbx.queue_members import Member
from astami_fake.pbx.snapshots import Position

if TYPE_CHECKING:
    from astami_fake.pbx.queues import Queue


@dataclass(eq=False, slots=True)
class Caller:
    """A caller in a queue.

    Attributes:
        priority: higher ones stand before lower ones.
        expires: PBX time in whole seconds at which it leaves; None for never.
        lowest, highest: penalties of the members that it may get; raised: lower ones count as this one; None for none.
        rule: how these change while it waits: the steps that are still to come.
        subroutine: what the member that gets it runs before they talk.
        original: the place at which it came.
        turn: where the next attempt begins, in a linear queue.
        way_out: where a digit leads it.
        withdrawn: somebody has asked that it leave; withdraw_info: and said why.
    """

    queue: Queue
    channel: Channel
    priority: int = 0
    expires: int | None = None
    lowest: int | None = None
    highest: int | None = None
    raised: int | None = None
    rule: deque[Step] = field(default_factory=deque)
    subroutine: str = ""
    original: int = 0
    start: int = 0
    turn: int = 0
    way_out: Position | None = None
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

    def join(self, place: int = 0) -> None:
        """Come, behind all who count as much or more; to *place*, from 1, where one is asked for. Asterisk:
        join_queue()."""
        self.start = int(self.channel.pbx.clock.now())
        self._insert(place)
        self.original = self.position
        self._tell("QueueCallerJoin", self.position)

    def _insert(self, wanted: int = 0) -> None:
        callers = self.queue.callers
        place = next((n for n, other in enumerate(callers) if other.priority < self.priority), len(callers))
        callers.insert(min(place, wanted - 1) if wanted else place, self)

    def prioritize(self, priority: int, *, at_once: bool = False) -> None:
        """Give it another priority, which counts for who comes later; *at_once*: and the place that goes with it."""
        self.priority = priority
        if not at_once:
            return
        self.queue.callers.remove(self)
        self._insert()
        for caller in self.queue.callers:
            caller.channel.wakeup.fire()

    # Which members it may get

    def penalty(self, member: Member) -> int:
        """The penalty that *member* counts with."""
        return max(member.penalty, self.raised or 0)

    def may_get(self, member: Member) -> bool:
        """Whether the penalty of *member* is within its limits."""
        penalty = self.penalty(member)
        return (self.lowest or 0) <= penalty and (self.highest is None or penalty <= self.highest)

    def follow_rule(self) -> None:
        """Change the limits whose time has come, and say so in its variables. Asterisk: update_qe_rule()."""
        while self.rule and self.waited() > self.rule[0].seconds:
            step = self.rule.popleft()
            self.highest = self._changed("QUEUE_MAX_PENALTY", self.highest, step.highest)
            self.lowest = self._changed("QUEUE_MIN_PENALTY", self.lowest, step.lowest)
            self.raised = self._changed("QUEUE_RAISE_PENALTY", self.raised, step.raised)

    def _changed(self, variable: str, limit: int | None, change: Change) -> int | None:
        """A limit that was never set stays so."""
        if limit is None:
            return None
        new = change.of(limit)
        self.channel.set_variable(variable, str(new))
        return new

    # How it goes

    def withdraw(self, info: str) -> None:
        """Let it leave as soon as it notices. Asterisk: request_withdraw_caller_from_queue()."""
        self.withdrawn = True
        self.withdraw_info = info
        self.channel.wakeup.fire()

    def wants_out(self) -> bool:
        """Whether it is to leave: withdrawn, or a digit of it is an extension of the context for that. Other digits
        are lost. Asterisk: valid_exit()."""
        channel, context = self.channel, self.queue.settings.exits
        while channel.digits and self.way_out is None:
            place = Position(context, channel.digits.popleft(), 1)
            if channel.pbx.dialplan.exists(place, channel.caller.number):
                self.way_out = place
        return self.withdrawn or self.way_out is not None

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

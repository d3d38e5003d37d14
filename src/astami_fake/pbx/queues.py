"""Queues: settings, members, who waits, statistics. Asterisk: apps/app_queue.c.

Lives here: the queues of one PBX, and what is done to the members of one or of all. Does not live here: a member
(`queue_members`), a caller (`queue_callers`), the wait (`applications.queue`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from astami_fake.config import queues as queues_conf
from astami_fake.config.queuerules import Rule, Step
from astami_fake.pbx import devices, hashing
from astami_fake.pbx.queue_members import Member

if TYPE_CHECKING:
    from astami_fake.pbx.pbx import Pbx
    from astami_fake.pbx.queue_callers import Caller

_GROUP = "queues"
_QUEUE_BUCKETS = 53
_MEMBER_BUCKETS = 37
_KEEP_ORDER = ("linear", "rrordered")


@dataclass(eq=False, slots=True)
class Queue:
    """A queue.

    Attributes:
        added: its members, as they came; `members` has them as Asterisk lists them.
        callers: who waits, the first in line first.
        completed, abandoned, in_time: calls that got a member, that did not, that got one within the service level.
        hold_time, talk_time: moving averages, in seconds.
        turn: whose turn it is, in rrmemory and rrordered.
    """

    pbx: Pbx
    settings: queues_conf.Queue
    added: list[Member] = field(default_factory=list)
    callers: list[Caller] = field(default_factory=list)
    completed: int = 0
    abandoned: int = 0
    in_time: int = 0
    hold_time: int = 0
    talk_time: int = 0
    turn: int = 0

    @property
    def members(self) -> list[Member]:
        """Its members in the order of Asterisk's table, which only some strategies keep as they came."""
        if self.settings.strategy in _KEEP_ORDER:
            return list(self.added)
        return sorted(self.added, key=lambda member: _bucket(member.interface))

    def find(self, interface: str) -> Member | None:
        """The member with that interface; case does not count."""
        return next((member for member in self.added if member.interface.lower() == interface.lower()), None)

    def available(self) -> int:
        """How many members take a call now."""
        return sum(member.free and not member.paused for member in self.added)

    def served(self) -> int:
        """How many callers are served at once: as many as there are members that may be called, or one. Asterisk:
        num_available_members()."""
        now = self.pbx.clock.now()
        return sum(member.may_ring(now) and member.there for member in self.added) if self.settings.autofill else 1

    def nobody(self, reasons: frozenset[str], caller: Caller) -> bool:
        """Whether every member counts as nobody to *caller*, for *reasons*; without any there is always somebody."""
        now, by_penalty = self.pbx.clock.now(), "penalty" in reasons
        return bool(reasons) and all(
            member.absent(reasons, now) or (by_penalty and not caller.may_get(member)) for member in self.added
        )

    def performance(self) -> tuple[float, float]:
        """Per cent of the calls that got a member in time: of those that got one, and of all."""
        every = self.completed + self.abandoned
        return (
            100 * self.in_time / self.completed if self.completed else 0.0,
            100 * self.in_time / every if every else 0.0,
        )

    def held(self, seconds: int) -> None:
        """A call got a member behind *seconds*. Asterisk: recalc_holdtime()."""
        self.hold_time = (3 * self.hold_time + seconds) >> 2 if self.completed else seconds

    def ended(self, member: Member, talked: int, in_time: bool) -> None:
        """A call of *member* is over. Asterisk: update_queue()."""
        member.calls += 1
        member.last_call = int(self.pbx.clock.now())
        member.in_call = False
        self.talk_time = (3 * self.talk_time + talked) >> 2 if self.completed else talked
        self.completed += 1
        self.in_time += in_time

    def reset(self) -> None:
        """Forget the statistics. Asterisk: clear_queue()."""
        self.completed = self.abandoned = self.in_time = self.hold_time = self.talk_time = 0
        for member in self.added:
            member.calls = member.last_call = 0

    def changed(self) -> None:
        """Who waits has changed: the queue is a device too."""
        self.pbx.devices.keep(self._device(), devices.RINGING if self.callers else devices.NOT_INUSE)

    def availability_changed(self, *, told: bool = True) -> None:
        """Whether a member may be called has changed: that is a device of its own, ``Queue:name_avail``."""
        now = self.pbx.clock.now()
        somebody = any(member.may_ring(now) and member.there for member in self.added)
        state = devices.NOT_INUSE if somebody else devices.INUSE
        self.pbx.devices.keep(self._device("avail"), state, told=told)

    def pause_changed(self, member: Member, *, told: bool = True) -> None:
        """A member rests, or does not: one more device, ``Queue:name_pause_interface``."""
        state = devices.INUSE if member.paused else devices.NOT_INUSE
        self.pbx.devices.keep(self._device(f"pause_{member.interface}"), state, told=told)

    def _device(self, what: str = "") -> str:
        return f"Queue:{self.settings.name}{what and '_'}{what}"


class Queues:
    """All queues of a PBX.

    Attributes:
        rules: those of ``queuerules.conf``.
    """

    def __init__(self, pbx: Pbx) -> None:
        self._pbx = pbx
        self._queues: list[Queue] = []
        self.rules: list[Rule] = []

    def __iter__(self) -> Iterator[Queue]:
        """In the order of Asterisk's table."""
        return iter(hashing.ordered(self._queues, lambda queue: queue.settings.name.lower(), _QUEUE_BUCKETS))

    def find(self, name: str) -> Queue | None:
        """The queue *name*; case does not count."""
        return next((queue for queue in self._queues if queue.settings.name.lower() == name.lower()), None)

    def rule(self, name: str) -> tuple[Step, ...]:
        """The steps of the rule *name*; none where there is no such rule."""
        return next((rule.steps for rule in self.rules if rule.name.lower() == name.lower()), ())

    def load(self, settings: list[queues_conf.Queue]) -> None:
        """Take the queues of ``queues.conf``; who waits, dynamic members, pauses and statistics stay over a reload."""
        old = {queue.settings.name: queue for queue in self._queues}
        self._pbx.devices.forget(_GROUP)
        self._queues = []
        for one in settings:
            queue = old.get(one.name) or Queue(self._pbx, one)
            queue.settings = one
            self._queues.append(queue)
            known = {member.interface: member for member in queue.added if not member.dynamic}
            dynamic = [member for member in queue.added if member.dynamic]
            queue.added = []
            for row in one.members:
                member = known.get(row.interface) or self._member(queue, row.interface, row.name, row.state_interface)
                member.penalty, member.wrapup_time, member.name = row.penalty, row.wrapup_time, row.name
                queue.added.append(member)
            queue.added += dynamic
            for member in queue.added:
                self._follow(member)
                queue.pause_changed(member, told=False)
            if one.name not in old:
                self._pbx.devices.keep(f"Queue:{one.name}_avail", devices.INUSE, told=False)  # also with members

    def _member(self, queue: Queue, interface: str, name: str, state_interface: str) -> Member:
        device = state_interface or interface
        return Member(
            queue,
            interface,
            name or interface,
            device,
            int(self._pbx.clock.now()),
            self._pbx.devices.state(device),
            ring_in_use=queue.settings.ring_in_use,
        )

    def _follow(self, member: Member) -> None:
        def changed(status: int) -> None:
            if member in member.queue.added:
                member.state_changed(status)

        device = "/".join(member.state_interface.split("/")[:2])  # a Local channel's ``/n`` is no part of its device
        self._pbx.devices.follow(device, changed, _GROUP)

    def add(
        self,
        queue: Queue,
        interface: str,
        *,
        name: str = "",
        state_interface: str = "",
        penalty: int = 0,
        wrapup_time: int = 0,
        paused: bool = False,
        reason: str = "",
    ) -> bool:
        """Add a dynamic member; False where it is one already. Asterisk: add_to_queue()."""
        if queue.find(interface) is not None:
            return False
        member = self._member(queue, interface, name, state_interface)
        member.dynamic, member.penalty, member.wrapup_time = True, penalty, wrapup_time
        if paused:
            member.paused = True
            member.last_pause = member.login_time
            member.paused_reason = reason if self._pbx.release.queue_add_tells_reason else ""
        queue.added.append(member)
        self._follow(member)
        member.tell("QueueMemberAdded")
        queue.pause_changed(member)
        queue.availability_changed()
        return True

    def remove(self, member: Member) -> None:
        """Take a member out."""
        member.queue.added.remove(member)
        member.tell("QueueMemberRemoved")
        member.queue.availability_changed()

    def members(self, queue: str, interface: str) -> list[Member]:
        """The member *interface* of *queue*, or of all queues where that is empty."""
        found = [one.find(interface) for one in self if not queue or one.settings.name.lower() == queue.lower()]
        return [member for member in found if member is not None]


def _bucket(interface: str) -> int:
    """The bucket of a member in its queue's table: from the first characters behind the technology. Recorded: case
    `queue.status.filter`."""
    start = max(interface.find("/"), 0)
    total = 0
    for place, char in enumerate(interface[start : start + 5].encode()):
        total += max(char - 64 if char > 96 else char - 32, 0) << (6 * place)
    return total % _MEMBER_BUCKETS

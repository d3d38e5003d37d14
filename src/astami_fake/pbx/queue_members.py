"""The members of queues: what is known of each, and the events that tell it. Asterisk: apps/app_queue.c.

Lives here: `Member`, which calls it may get. Does not live here: who is in which queue (`queues`), who is called next
(`queue_strategies`). May import `devices`, `events`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from astami_fake.pbx import devices
from astami_fake.pbx.events import Event, Headers

if TYPE_CHECKING:
    from astami_fake.pbx.queues import Queue

_REASONS = {
    "inuse": devices.INUSE,
    "ringing": devices.RINGING,
    "unavailable": devices.UNAVAILABLE,
    "invalid": devices.INVALID,
    "unknown": devices.UNKNOWN,
}
"""The one state in which a member counts as nobody, by the words of ``joinempty``. Recorded: cases `queue.empty.*`."""


@dataclass(eq=False, slots=True)
class Member:
    """A member of a queue.

    Attributes:
        dynamic: somebody has added it; else it is one of the file.
        status: of its device, as in `devices`.
        calls: that it has taken.
        last_call, last_pause, login_time: PBX time in seconds; 0 for never.
        in_call: it talks to a caller of this queue.
        ring_in_use: it is called also where its device is in use.
        wrapup_time: seconds of its own rest behind a call; 0 for those of the queue.
    """

    queue: Queue
    interface: str
    name: str
    state_interface: str
    login_time: int
    status: int
    penalty: int = 0
    wrapup_time: int = 0
    dynamic: bool = False
    ring_in_use: bool = True
    paused: bool = False
    paused_reason: str = ""
    last_pause: int = 0
    calls: int = 0
    last_call: int = 0
    in_call: bool = False

    @property
    def rest(self) -> int:
        """Seconds of rest behind a call: its own, else the queue's."""
        return self.wrapup_time or self.queue.settings.wrapup_time

    def rests(self, now: float) -> bool:
        """Whether it rests behind its last call. In whole seconds, as Asterisk counts."""
        return bool(self.last_call) and int(now) - self.last_call < self.rest

    @property
    def free(self) -> bool:
        """Its device takes a call."""
        return self.status in (devices.NOT_INUSE, devices.UNKNOWN)

    @property
    def there(self) -> bool:
        """Its device could take a call, now or when it is free."""
        return self.status not in (devices.INVALID, devices.UNAVAILABLE)

    def counters(self, reason: str | None = None) -> Headers:
        """The headers that events and lists about a member share, from Membership to PausedReason."""
        return (
            ("Membership", "dynamic" if self.dynamic else "static"),
            ("Penalty", str(self.penalty)),
            ("CallsTaken", str(self.calls)),
            ("LastCall", str(self.last_call)),
            ("LastPause", str(self.last_pause)),
            ("LoginTime", str(self.login_time)),
            ("InCall", str(int(self.in_call))),
            ("Status", str(self.status)),
            ("Paused", str(int(self.paused))),
            ("PausedReason", self.paused_reason if reason is None else reason),
        )

    def tell(self, name: str, *more: tuple[str, str], reason: str | None = None) -> None:
        """An event about the member, with *more* headers; *reason* stands in for the one of its pause."""
        headers = (
            ("Queue", self.queue.settings.name),
            ("MemberName", self.name),
            ("Interface", self.interface),
            ("StateInterface", self.state_interface),
            *self.counters(reason),
            ("Ringinuse", str(int(self.ring_in_use))),
            ("Wrapuptime", str(self.wrapup_time)),
        )
        self.queue.pbx.events.publish(Event(name, ("agent",), headers + more))

    # What is done to it

    def pause(self, paused: bool, reason: str) -> None:
        """Pause it, or end its pause. Asterisk: set_queue_member_pause()."""
        release, now = self.queue.pbx.release, int(self.queue.pbx.clock.now())
        self.paused = paused
        if paused:
            self.paused_reason = reason
            self.last_pause = now
        shown = self.paused_reason if paused else reason
        if release.pause_reason_twice:
            more = (("Reason", reason),) if reason else ()
            self.tell("QueueMemberPause", *more, reason=shown if paused else "")
        else:
            self.tell("QueueMemberPause", reason=shown)
        if not paused:
            self.paused_reason = ""
        self.queue.pause_changed(self)
        self.queue.availability_changed()

    def set_penalty(self, penalty: int) -> None:
        self.penalty = penalty
        self.tell("QueueMemberPenalty")

    def set_ring_in_use(self, value: bool) -> None:
        self.ring_in_use = value
        self.tell("QueueMemberRinginuse")

    def state_changed(self, status: int) -> None:
        """Its device has another state."""
        self.status = status
        self.tell("QueueMemberStatus")
        self.queue.availability_changed()

    # Whether it counts

    def absent(self, reasons: frozenset[str], now: float) -> bool:
        """Whether it counts as nobody for one of *reasons*."""
        if "paused" in reasons and self.paused:
            return True
        if "wrapup" in reasons and self.rests(now):
            return True
        return any(self.status == _REASONS.get(reason) for reason in reasons)

    def may_ring(self, now: float) -> bool:
        """Whether a call may be offered to it. Asterisk: can_ring_entry()."""
        if self.paused or self.rests(now):
            return False
        return self.ring_in_use or self.free

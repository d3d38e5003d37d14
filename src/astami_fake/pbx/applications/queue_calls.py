"""One attempt of a queue: call members until one answers or the time is over. Asterisk: apps/app_queue.c,
try_calling(), ring_one(), wait_for_answer().

Does not live here: who is next (`queue_strategies`), what happens behind the answer (`queue_talk`).
"""

from __future__ import annotations

from dataclasses import dataclass

from astami_fake.pbx import causes, dialing, queue_strategies, technologies
from astami_fake.pbx.channel import Channel, Control, HungUp, Moved
from astami_fake.pbx.events import Event, Headers
from astami_fake.pbx.queue_callers import Caller
from astami_fake.pbx.queue_members import Member
from astami_fake.pbx.snapshots import Party
from astami_fake.pbx.tasks import TIMED_OUT, Until, Waiting

_AGAIN = 0.5
"""Seconds that must be left so that another member is called in the same attempt."""


@dataclass(eq=False, slots=True)
class _Leg:
    """A member that may be called, and its channel while it is. *tried*: it was, or could not be."""

    member: Member
    metric: int
    channel: Channel | None = None
    tried: bool = False


class Attempt:
    """An attempt for *caller*.

    Attributes:
        winner: the channel that has answered; member: whose it is.
        ring_time: seconds until it did.
    """

    winner: Channel
    member: Member

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._queue = caller.queue
        self._clock = caller.channel.pbx.clock
        self._begun = self._clock.now()
        self._turn = caller.turn if self._queue.settings.strategy == "linear" else self._queue.turn
        self._legs = list(self._candidates())
        self._legs.reverse()
        self.ring_time = 0

    def _candidates(self) -> list[_Leg]:
        caller, strategy = self._caller, self._queue.settings.strategy
        now, source = self._clock.now(), caller.channel.pbx.random
        found = []
        for position, member in enumerate(self._queue.members):
            if caller.may_get(member):
                penalty = caller.penalty(member)
                number = queue_strategies.metric(strategy, member, penalty, position, self._turn, now, source)
                found.append(_Leg(member, number))
        return found

    def run(self) -> Waiting[bool]:
        """Whether a member has answered."""
        caller = self._caller.channel
        longest = self._longest()
        try:
            self._ring()
            answered = yield from self._answered(longest)
        except (HungUp, Moved):
            caller.pbx.music.stop(caller)
            for leg in self._ringing():
                dialing.end(caller, _channel(leg), "CANCEL")
            self._give_up(0)
            raise
        finally:
            self._next_turn()
        if not answered:
            self._give_up(0)
        return answered

    def _longest(self) -> float | None:
        """Seconds that members ring."""
        timeout, left = self._queue.settings.timeout, self._caller.left()
        if left is not None and not (timeout and self._queue.settings.own_timeout_first) and left <= (timeout or left):
            return left
        return timeout or None

    def _next_turn(self) -> None:
        best = min((leg.metric for leg in self._legs if not leg.tried), default=None)
        passed = any(leg.metric % 1000 > self._turn for leg in self._legs)
        turn = queue_strategies.next_turn(best, self._turn, passed)
        if self._queue.settings.strategy == "linear":
            self._caller.turn = turn
        else:
            self._queue.turn = turn

    # Calling

    def _ring(self) -> bool:
        """Call who is next; in a queue that rings all, all of them. Asterisk: ring_one()."""
        while waiting := [leg for leg in self._legs if not leg.tried]:
            best = min(waiting, key=lambda leg: leg.metric)
            everybody = self._queue.settings.strategy == "ringall"
            called = [leg for leg in waiting if leg.metric <= best.metric] if everybody else [best]
            if sum(self._call(leg) for leg in called):  # all of them, not only up to the first
                return True
        return False

    def _call(self, leg: _Leg) -> bool:
        """Call one member; False where that cannot be. Asterisk: ring_entry()."""
        leg.tried = True
        member, caller = leg.member, self._caller.channel
        if not member.may_ring(self._clock.now()) or self._outweighed(member):
            return False
        tech, _, address = member.interface.partition("/")
        try:
            channel = technologies.request(caller.pbx, tech, address, linkedid=caller.linkedid)
        except technologies.Refused:
            return False
        channel.wakeup = caller.wakeup
        channel.join_call(caller.call_number)
        channel.application, channel.data = "AppQueue", "(Outgoing Line)"
        channel.caller = caller.caller if caller.caller.number else Party(caller.position.exten)
        channel.language, channel.account = caller.language, caller.account
        channel.publish()
        channel.set_variable("DIALEDPEERNUMBER", address)
        for name, value in caller.variables.inherited():
            channel.copy_variable(name, value)
        channel.connected = caller.caller
        channel.position = channel.position._replace(exten=caller.position.exten)
        if not channel.tech.call(channel):
            channel.hangup()
            return False
        leg.channel = channel
        self._tell("AgentCalled", leg, channel)
        dialing.begin(caller, channel, member.interface)
        return True

    def _outweighed(self, member: Member) -> bool:
        """Whether a heavier queue with callers wants the same member. Asterisk: compare_weight()."""
        for other in self._caller.channel.pbx.queues:
            if other is self._queue or other.settings.weight <= self._queue.settings.weight:
                continue
            if other.callers and other.find(member.interface) is not None and len(other.callers) >= other.available():
                return True
        return False

    # Waiting for the answer

    def _ringing(self) -> list[_Leg]:
        return [leg for leg in self._legs if leg.channel is not None]

    def _answered(self, longest: float | None) -> Waiting[bool]:
        caller = self._caller.channel
        ends = None if longest is None else self._clock.now() + longest
        while ringing := self._ringing():
            for leg in ringing:
                if self._hear(leg, ends):
                    return True
            caller.check()
            if not self._ringing():
                break
            left = None if ends is None else ends - self._clock.now()
            if self._caller.wants_out():
                break
            if (left is not None and left <= 0) or (yield Until(caller.wakeup, left)) is TIMED_OUT:
                self._missed(longest or 0)
                break
            caller.controls.clear()
        return False

    def _hear(self, leg: _Leg, ends: float | None) -> bool:
        """Take what has come from a member; True where it has answered."""
        channel = _channel(leg)
        while channel.controls:
            match channel.controls.popleft():
                case Control.ANSWER:
                    self._won(leg)
                    return True
                case Control.RINGING:
                    channel.set_state(causes.RINGING)
                    dialing.state(self._caller.channel, channel, "RINGING")
                case Control.BUSY | Control.CONGESTION as refusal:
                    self._lost(leg, refusal.name, ends)
                    return False
        if channel.hanging_up:
            self._lost(leg, causes.DIAL_END.get(channel.cause, "NOANSWER"), ends)
        return False

    def _won(self, leg: _Leg) -> None:
        caller = self._caller.channel
        self.winner, self.member = _channel(leg), leg.member
        leg.channel = None
        self.ring_time = int(self._clock.now()) - int(self._begun)
        self.winner.controls.clear()
        self.winner.set_state(causes.UP)
        dialing.end(caller, self.winner, "ANSWER")
        for other in self._ringing():
            dialing.end(caller, _channel(other), "CANCEL")
        self._give_up(causes.ANSWERED_ELSEWHERE)

    def _lost(self, leg: _Leg, status: str, ends: float | None) -> None:
        """A member that does not want the call; where there is time, the next one gets it."""
        channel = _channel(leg)
        dialing.end(self._caller.channel, channel, status)
        self._tell_missed(leg, (int(self._clock.now()) - int(self._begun)) * 1000)
        if status == "BUSY" and self._queue.settings.autopause_busy:
            self._pause(leg.member)
        leg.channel = None
        channel.hangup()
        if self._queue.settings.strategy == "ringall":
            return
        if ends is None or ends - self._clock.now() > _AGAIN:
            self._ring()

    def _missed(self, longest: float) -> None:
        """Nobody has answered in time."""
        for leg in self._ringing():
            self._tell_missed(leg, int(longest * 1000))
            self._pause(leg.member)
        for leg in self._ringing():
            dialing.end(self._caller.channel, _channel(leg), "NOANSWER")

    def _pause(self, member: Member) -> None:
        """A queue may pause who does not answer."""
        where = {"yes": self._queue.settings.name, "all": ""}.get(self._queue.settings.autopause)
        if where is None:
            return
        for one in self._caller.channel.pbx.queues.members(where, member.interface):
            one.pause(True, "Auto-Pause")

    def _give_up(self, cause: int) -> None:
        """Let the members that still ring go."""
        for leg in self._ringing():
            channel = _channel(leg)
            leg.channel = None
            channel.cause = cause
            dialing.end(self._caller.channel, channel, "CANCEL")
            channel.hangup()

    # Events

    def _tell_missed(self, leg: _Leg, milliseconds: int) -> None:
        self._tell("AgentRingNoAnswer", leg, _channel(leg), ("RingTime", str(milliseconds)))

    def _tell(self, name: str, leg: _Leg, channel: Channel, *more: tuple[str, str]) -> None:
        tell(name, self._caller, leg.member, channel, *more)


def _channel(leg: _Leg) -> Channel:
    if leg.channel is None:
        raise ValueError(f"{leg.member.interface} is not being called")
    return leg.channel


def tell(name: str, caller: Caller, member: Member, channel: Channel, *more: tuple[str, str]) -> None:
    """An event about a caller and the *channel* of a *member*, with *more* headers; who is gone is not shown."""
    whose = (
        ("Queue", caller.queue.settings.name),
        ("Interface", member.interface),
        ("MemberName", member.name),
    )
    both: Headers = () if caller.channel.gone else caller.channel.last.headers()
    both += () if channel.gone else channel.now().headers("Dest")
    channel.pbx.events.publish(Event(name, ("agent",), both + whose + more))

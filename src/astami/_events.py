"""Who wants which events, and the bounded queue in front of each who does.

The reader of a connection hands the text of every event to ``Subscriptions.dispatch``, which looks at its name, and
makes a message of it only if somebody wants that name. What waits for events (a task, a thread) lives in
``_async/events`` and ``_sync/events``; no thread, loop or clock here. What a caller passed in to look at events
(predicates) never runs here either: it could take its time, and the reader serves everybody. Imports ``exceptions``
and ``messages``.
"""

from __future__ import annotations

import contextlib
import fnmatch
import logging
import re
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Final, Literal

from .exceptions import AMIError, AMIOverflowError, AMIUsageError
from .messages import AMIEvent, event_name

__all__ = [
    "DEFAULT_QUEUE",
    "GAP_BEGINS",
    "GAP_ENDS",
    "Overflow",
    "Predicate",
    "Subscription",
    "Subscriptions",
    "Wanted",
]

_log = logging.getLogger("astami")

#: What a header may be wanted as: exactly this text (or number), one of these, a match of the whole value, whatever a
#: function accepts, or None for "not there".
Wanted = str | int | re.Pattern[str] | Collection[str] | Callable[[str], bool] | None
Predicate = Callable[[AMIEvent], bool]
Overflow = Literal["drop", "raise"]

#: Events that wait for one consumer; a busy PBX sends some hundred a second.
DEFAULT_QUEUE: Final = 10_000
#: Names of the two events that no server sends: between them the connection was lost and events were missed.
GAP_BEGINS: Final = "ClientDisconnected"
GAP_ENDS: Final = "ClientReconnected"
#: Different event names that are remembered; a release of Asterisk has about 170.
_MAX_NAMES: Final = 2000

#: The name of an event, and what is called with each of that name.
_Found = tuple[str, tuple[Callable[[AMIEvent], object], ...]]


class Subscription:
    """One consumer's wishes and its queue.

    Args:
        patterns: names of events, with ``*``, ``?`` and ``[…]``, whatever their case; none for all events.
        headers: what the headers must be.
        predicate: a last look at the event; runs where the event is consumed.
        queue: how many events may wait.
        overflow: what happens to one more: ``"drop"`` loses the oldest, counts it and logs the first, ``"raise"`` ends
            the subscription with AMIOverflowError.

    Attributes:
        dropped: events lost because the queue was full.
        gaps: how often the connection was lost and restored meanwhile.
        error: why no event comes any more; None while some may.
        ended: whether no event comes any more.
        lasting: whether it outlives connections: functions that are called do, iterators end with their connection.
        fragile: whether it ends when the connection is lost, even where the client makes a new one.
        on_ready: called when there is something to ``take``; the consumer sets it.
        sink: takes each event at once instead of the queue, and never raises; the consumer sets it before it is added.
        direct: does the same, and may raise: where no header has to be asked for, it saves a call for each event.
    """

    __slots__ = (
        "_exact",
        "_limit",
        "_names",
        "_overflow",
        "_patterns",
        "_queue",
        "_tests",
        "direct",
        "dropped",
        "ended",
        "error",
        "fragile",
        "gaps",
        "lasting",
        "on_ready",
        "sink",
    )

    def __init__(
        self,
        patterns: tuple[str, ...],
        headers: Mapping[str, Wanted],
        *,
        predicate: Predicate | None = None,
        queue: int = DEFAULT_QUEUE,
        overflow: Overflow = "drop",
    ) -> None:
        for pattern in patterns:
            if not isinstance(pattern, str) or not pattern:
                raise AMIUsageError(f"{pattern!r} is no name of an event; give 'Hangup', 'Queue*', or nothing for all")
        if predicate is not None and not callable(predicate):
            raise AMIUsageError(f"predicate is of type {type(predicate).__name__}, and cannot be called")
        if isinstance(queue, bool) or not isinstance(queue, int) or queue < 1:
            raise AMIUsageError(f"queue={queue!r}; give how many events may wait, at least 1")
        if overflow not in ("drop", "raise"):
            raise AMIUsageError(f"overflow={overflow!r}; give 'drop' or 'raise'")
        self._names = patterns
        self._patterns = tuple(re.compile(fnmatch.translate(pattern), re.IGNORECASE) for pattern in patterns)
        # What a text says is asked by the reader, what a caller's function says where the event is consumed.
        self._exact: list[tuple[str, frozenset[str | None]]] = []
        self._tests: list[Predicate] = [] if predicate is None else [predicate]
        for name, wanted in headers.items():
            self._want(name, wanted)
        self._limit = queue
        self._overflow = overflow
        self._queue: deque[AMIEvent] = deque()
        self.lasting = False
        self.fragile = False
        self.dropped = 0
        self.gaps = 0
        self.error: AMIError | None = None
        self.ended = False
        self.on_ready: Callable[[], None] | None = None
        self.sink: Callable[[AMIEvent], None] | None = None
        self.direct: Callable[[AMIEvent], object] | None = None

    def __str__(self) -> str:
        state = "ended" if self.ended else f"{self.waiting} waiting, {self.dropped} dropped, {self.gaps} gaps"
        return f"of {', '.join(self._names) or 'all'}: {state}"

    def _want(self, name: str, wanted: Wanted) -> None:
        if wanted is None:
            self._exact.append((name, frozenset((None,))))
        elif isinstance(wanted, (str, int)):
            self._exact.append((name, frozenset((str(wanted),))))
        elif isinstance(wanted, re.Pattern):
            pattern = wanted
            self._tests.append(lambda event: pattern.fullmatch(event.get(name, "")) is not None)
        elif callable(wanted):
            function = wanted
            self._tests.append(lambda event: name in event and function(event[name]))
        elif isinstance(wanted, Collection):
            self._exact.append((name, frozenset(str(value) for value in wanted)))
        else:
            raise AMIUsageError(
                f"{name} is wanted as {type(wanted).__name__}; give a text, several, a pattern, a function or None"
            )

    def narrow(self, name: str, text: str) -> None:
        """Want only events with this header from now on, also of those in the queue."""
        self._exact.append((name, frozenset((text,))))
        for _ in range(len(self._queue)):
            event = self.take()
            if event is not None:
                self.push(event)

    def wants(self, name: str) -> bool:
        """Whether events of this name are wanted at all."""
        return not self._patterns or any(pattern.fullmatch(name) for pattern in self._patterns)

    @property
    def tested(self) -> bool:
        """Whether functions of the caller's have a say: without any ``accepts`` need not be asked."""
        return bool(self._tests)

    @property
    def target(self) -> Callable[[AMIEvent], object]:
        """What the reader calls with an event whose name is wanted."""
        return self.push if self._exact or self.direct is None else self.direct

    @property
    def waiting(self) -> int:
        """How many events wait to be taken."""
        return len(self._queue)

    def push(self, event: AMIEvent) -> None:
        """Take an event whose name is wanted. Called by the reader; never waits and never raises."""
        for name, texts in self._exact:
            if event.get(name) not in texts:
                return
        self._put(event)

    def mark_gap(self, event: AMIEvent) -> None:
        """Take one of the two events around a gap; the second counts it."""
        if event.name == GAP_ENDS:
            self.gaps += 1
        if self.wants(event.name):
            self._put(event)

    def _put(self, event: AMIEvent) -> None:
        if self.ended:
            return
        if self.sink is not None:
            self.sink(event)
            return
        queue = self._queue
        if len(queue) >= self._limit:
            if self._overflow == "raise":
                self.end(
                    AMIOverflowError(f"more than {self._limit} events waited for a consumer that must not lose any")
                )
                return
            if not self.dropped:
                _log.warning("a consumer is too slow, and the oldest events are dropped (%s)", self)
            self.dropped += 1
            # The consumer's thread may have emptied it meanwhile.
            with contextlib.suppress(IndexError):
                queue.popleft()
        queue.append(event)
        if self.on_ready is not None:
            self.on_ready()

    def take(self) -> AMIEvent | None:
        """The next event, None if none waits. Called by the consumer, who asks ``accepts`` next."""
        try:
            return self._queue.popleft()
        except IndexError:
            return None

    def accepts(self, event: AMIEvent) -> bool:
        """Whether the caller's own functions want *event*; what they raise is the caller's."""
        if not self._tests:
            return True
        return event.name in (GAP_BEGINS, GAP_ENDS) or all(test(event) for test in self._tests)

    def end(self, error: AMIError | None) -> None:
        """No event comes any more, because of *error* or because nobody wants one. What waits can still be taken."""
        if not self.ended:
            self.error = error
            self.ended = True
            if self.on_ready is not None:
                self.on_ready()


class Subscriptions:
    """All consumers of one client. ``add`` and ``remove`` are called with the lock of their front end held.

    Args:
        own: what the client itself does with events of these names, when they come.

    Attributes:
        stale: whether a consumer has gone without ``remove``.
    """

    def __init__(self, own: Mapping[str, Callable[[AMIEvent], object]]) -> None:
        self.stale = False
        self._own = own
        self._all: tuple[Subscription, ...] = ()
        # Who wants what begins with this line: filled when it is first seen, thrown away when the consumers change.
        self._targets: dict[str, _Found] = {}

    def __bool__(self) -> bool:
        return bool(self._all)

    def __iter__(self) -> Iterator[Subscription]:
        return iter(self._all)

    def add(self, subscription: Subscription) -> None:
        """Let *subscription* have its events from now on."""
        self._all = (*self._all, subscription)
        self._targets = {}

    def remove_ended(self) -> list[Subscription]:
        """Forget those that have ended, and return them."""
        self.stale = False
        ended = [one for one in self._all if one.ended]
        self._all = tuple(one for one in self._all if not one.ended)
        self._targets = {}
        return ended

    def lose(self, error: AMIError, *, for_good: bool) -> None:
        """The connection was lost. Whoever does not outlive it ends with *error* once its queue is empty."""
        for one in self._all:
            if one.fragile or (for_good and not one.lasting):
                one.end(error)
        self.stale = True
        self.mark_gap(GAP_BEGINS, Reason=str(error))

    def end(self) -> None:
        """The client closed the connection."""
        for one in self._all:
            if not one.lasting:
                one.end(None)

    def dispatch(self, text: str) -> None:
        """Hand the event in *text* to those who want it."""
        # Known by its first line, which is "Event: " and the name.
        end = text.find("\r\n")
        known = self._targets
        found = known.get(text if end < 0 else text[:end])
        if found is None:
            found = self._find(known, text)
        name, targets = found
        if targets:
            event = AMIEvent(text, name)
            for target in targets:
                try:
                    target(event)
                except Exception:
                    _log.exception("handler %r raised on event %s", target, name)

    def _find(self, known: dict[str, _Found], text: str) -> _Found:
        name = event_name(text)
        targets = tuple(one.target for one in self._all if one.wants(name))
        if name in self._own:
            targets = (*targets, self._own[name])
        if len(known) < _MAX_NAMES and text.startswith("Event: "):
            known[f"Event: {name}"] = name, targets
        return name, targets

    def mark_gap(self, name: str, **headers: str) -> None:
        """Tell every consumer that a gap in the events begins or has ended."""
        event = AMIEvent("\r\n".join([f"Event: {name}", *(f"{key}: {value}" for key, value in headers.items())]))
        for one in self._all:
            one.mark_gap(event)

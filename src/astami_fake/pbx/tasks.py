"""Work that takes PBX time: generators that wait on the clock or on a signal.

A dialplan run, a dial attempt, a synchronous Originate and the pause after a wrong password are all the same thing: a
generator that yields what it waits for (`Sleep`, or `Until` a signal) and goes on when that has come. No event loop, no
thread: the clock calls back, and a `RunQueue` lets one task finish its step before the next one goes on, as the threads
of a real server mostly do. Imports only the clock's interface.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from astami_fake.clock import Clock, Timer

T = TypeVar("T")


class Signal:
    """Something that happens, once or several times; whoever waits when it fires is woken, in order of arrival."""

    def __init__(self) -> None:
        self._waiting: list[Callable[[Any], None]] = []

    def fire(self, value: Any = None) -> None:
        """Wake all that wait now; each gets *value* as the result of its ``yield``."""
        waiting, self._waiting = self._waiting, []
        for wake in waiting:
            wake(value)

    def add(self, wake: Callable[[Any], None]) -> None:
        self._waiting.append(wake)

    def remove(self, wake: Callable[[Any], None]) -> None:
        if wake in self._waiting:
            self._waiting.remove(wake)


class RunQueue:
    """Runs what is ready, one after the other: what becomes ready meanwhile runs when the present one has ended."""

    def __init__(self) -> None:
        self._ready: deque[Callable[[], None]] = deque()
        self._running = False

    def soon(self, callback: Callable[[], None]) -> None:
        """Call *callback*: now where nothing runs, else behind all that is ready."""
        self._ready.append(callback)
        if self._running:
            return
        self._running = True
        try:
            while self._ready:
                self._ready.popleft()()
        finally:
            self._running = False


class Promise(Generic[T]):
    """A result that comes later, once."""

    def __init__(self) -> None:
        self._come = Signal()
        self._value: list[T] = []

    def set(self, value: T) -> None:
        """Give the result; later ones are ignored."""
        if not self._value:
            self._value.append(value)
            self._come.fire()

    @property
    def kept(self) -> bool:
        """Whether the result is there."""
        return bool(self._value)

    def wait(self) -> Waiting[T]:
        """Wait for the result, as long as it takes."""
        if not self._value:
            yield Until(self._come)
        return self._value[0]


@dataclass(frozen=True, slots=True)
class Sleep:
    """Wait *seconds* of PBX time."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Until:
    """Wait for *signal*, at most *timeout* seconds; the ``yield`` gives its value, or `TIMED_OUT`."""

    signal: Signal
    timeout: float | None = None


class _TimedOut:
    def __repr__(self) -> str:
        return "TIMED_OUT"


TIMED_OUT = _TimedOut()

Waiting = Generator[Sleep | Until, Any, T]


class Task(Generic[T]):
    """A running generator. It runs up to its first wait when it is made, or when its turn comes in *queue*.

    Attributes:
        done: it has ended; `result` is what it returned (None after `cancel`).
    """

    def __init__(
        self,
        clock: Clock,
        work: Waiting[T],
        on_done: Callable[[T | None], None] | None = None,
        queue: RunQueue | None = None,
    ) -> None:
        self._clock = clock
        self._queue = queue
        self._work = work
        self._on_done = on_done
        self._timer: Timer | None = None
        self._signal: Signal | None = None
        self._running = False
        self._cancelled = False
        self.done = False
        self.result: T | None = None
        self._wake(None)

    def cancel(self) -> None:
        """End the work at its present wait (its ``finally`` blocks run); from inside itself, at its next wait."""
        if self.done:
            return
        if self._running:
            self._cancelled = True
            return
        self._stop_waiting()
        self._work.close()
        self._finish(None)

    def _wake(self, value: Any) -> None:
        self._stop_waiting()
        if self._queue is None:
            self._step(value)
        else:
            self._queue.soon(lambda: self._step(value))

    def _step(self, value: Any) -> None:
        if self.done:  # cancelled between wake and step
            return
        self._running = True
        try:
            wait = self._work.send(value)
        except StopIteration as stop:
            self._finish(stop.value)
            return
        finally:
            self._running = False
        if self._cancelled:
            self._work.close()
            self._finish(None)
            return
        match wait:
            case Sleep(seconds):
                self._timer = self._clock.call_later(seconds, lambda: self._wake(None))
            case Until(signal, timeout):
                self._signal = signal
                signal.add(self._wake)
                if timeout is not None:
                    self._timer = self._clock.call_later(timeout, lambda: self._wake(TIMED_OUT))

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._signal is not None:
            self._signal.remove(self._wake)
            self._signal = None

    def _finish(self, result: T | None) -> None:
        self.done = True
        self.result = result
        if self._on_done is not None:
            self._on_done(result)

"""The PBX's clock: what time it is for the fake, and what is due when.

Lives here: the three clocks a test can choose (``real``, ``manual``, ``jump``) behind one small interface.
Does not live here: who waits for what (`astami_fake.pbx.tasks`). Imports nothing of the package.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
import time
import weakref
from collections.abc import Callable
from typing import Protocol


class Timer(Protocol):
    """One thing that is due at a time; `cancel` is idempotent."""

    def cancel(self) -> None: ...


class Clock(Protocol):
    """PBX time in seconds since the epoch, and callbacks that become due in it."""

    def now(self) -> float: ...

    def call_later(self, delay: float, callback: Callable[[], None]) -> Timer: ...

    def call_beside(self, delay: float, callback: Callable[[], None]) -> Timer:
        """As `call_later`, of what is due again and again for as long as something else lasts: nobody waits for it."""
        ...

    def call_for_client(self, delay: float, callback: Callable[[], None]) -> Timer:
        """As `call_later`, of the time that a client is given to do something, which takes it real time."""
        ...


class RealClock:
    """The time of this machine; what is due is called by *loop*."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._timers: weakref.WeakSet[asyncio.TimerHandle] = weakref.WeakSet()

    def now(self) -> float:
        return time.time()

    def call_later(self, delay: float, callback: Callable[[], None]) -> Timer:
        timer = self._loop.call_later(delay, callback)
        self._timers.add(timer)
        return timer

    def call_beside(self, delay: float, callback: Callable[[], None]) -> Timer:
        return self.call_later(delay, callback)

    def call_for_client(self, delay: float, callback: Callable[[], None]) -> Timer:
        return self.call_later(delay, callback)

    def touch(self) -> None:
        """A client has written: no matter here."""

    def close(self) -> None:
        """Nothing becomes due any more."""
        for timer in self._timers:
            timer.cancel()


class _Due:
    __slots__ = ("beside", "callback", "cancelled")

    def __init__(self, callback: Callable[[], None], *, beside: bool = False) -> None:
        self.callback = callback
        self.beside = beside
        self.cancelled = False

    def cancel(self) -> None:
        self.cancelled = True


class ManualClock:
    """Time stands still until `advance`; it starts at the machine's time, on a whole second.

    Much of what Asterisk tells is whole seconds, and must come out alike in each run. What is due at one moment is
    called in the order in which it was asked for.
    """

    def __init__(self, start: float | None = None) -> None:
        self._now = float(int(time.time())) if start is None else start
        self._due: list[tuple[float, int, _Due]] = []
        self._order = itertools.count()

    def now(self) -> float:
        return self._now

    def call_later(self, delay: float, callback: Callable[[], None]) -> Timer:
        return self._add(delay, _Due(callback))

    def call_beside(self, delay: float, callback: Callable[[], None]) -> Timer:
        return self._add(delay, _Due(callback, beside=True))

    def call_for_client(self, delay: float, callback: Callable[[], None]) -> Timer:
        return self.call_later(delay, callback)

    def _add(self, delay: float, due: _Due) -> Timer:
        heapq.heappush(self._due, (self._now + max(delay, 0.0), next(self._order), due))
        return due

    def advance(self, seconds: float) -> None:
        """Let *seconds* pass, calling all that becomes due on the way at its own time.

        Raises:
            ValueError: *seconds* is negative.
        """
        if seconds < 0:
            raise ValueError(f"time does not go back: advance({seconds})")
        end = self._now + seconds
        while (moment := self.next_due()) is not None and moment <= end:
            self._now, _, due = heapq.heappop(self._due)
            due.callback()
        self._now = end

    def next_due(self) -> float | None:
        """The time of the next callback, None where nothing waits."""
        while self._due and self._due[0][2].cancelled:
            heapq.heappop(self._due)
        return self._due[0][0] if self._due else None

    def touch(self) -> None:
        """A client has written: no matter here."""

    def close(self) -> None:
        """Nothing becomes due any more."""
        self._due.clear()


class JumpClock(ManualClock):
    """Time stands still while clients are busy, and jumps to what is due next once they are idle.

    It does not jump to what is due beside (`call_beside`): that would never end. Idle means that no client has
    written for *idle* real seconds; a fake cannot know otherwise that nobody is about to. What a client is given time
    for (`call_for_client`) is due in real seconds: however far time jumps meanwhile, the client had no more of it.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, *, idle: float = 0.02) -> None:
        super().__init__()
        self._loop = loop
        self._idle = idle
        self._waiting: asyncio.TimerHandle | None = None
        self._real = RealClock(loop)

    def call_later(self, delay: float, callback: Callable[[], None]) -> Timer:
        timer = super().call_later(delay, callback)
        if self._waiting is None:
            self._wait()
        return timer

    def call_for_client(self, delay: float, callback: Callable[[], None]) -> Timer:
        return self._real.call_later(delay, callback)

    def touch(self) -> None:
        """A client has written: the idle time begins anew."""
        if self._waiting is not None:
            self._waiting.cancel()
            self._wait()

    def close(self) -> None:
        super().close()
        self._real.close()
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _wait(self) -> None:
        self._waiting = self._loop.call_later(self._idle, self._jump)

    def _jump(self) -> None:
        self._waiting = None
        moment = self._next_awaited()
        if moment is not None:
            self.advance(max(moment - self.now(), 0.0))
        if self._next_awaited() is not None and self._waiting is None:
            self._wait()

    def _next_awaited(self) -> float | None:
        return min((at for at, _, due in self._due if not due.cancelled and not due.beside), default=None)

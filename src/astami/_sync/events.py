"""Consumers of events with threads: the iterator, and functions that are called. Its twin has asyncio.

Imports ``exceptions``, ``messages``, ``_events`` and ``_settings``.
"""

from __future__ import annotations

import contextlib
import inspect
import logging
import os
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from astami._events import Subscription, Subscriptions
from astami._settings import check_timeout
from astami.exceptions import AMITimeoutError, AMIUsageError
from astami.messages import AMIEvent

__all__ = ["EventStream", "Handler"]

_log = logging.getLogger("astami")


class _Waiter:
    """Wakes the threads that wait for a subscription. It does not know their stream, so that one who drops it ends it.

    Each waits at a lock of its own, which is closed until somebody wakes it: the reader never waits here.
    """

    def __init__(self, subscription: Subscription) -> None:
        self._subscription = subscription
        self._gates: list[threading.Lock] = []

    def wake(self) -> None:
        while self._gates:
            # Whoever stands there may just have gone.
            with contextlib.suppress(IndexError):
                self._gates.pop().release()

    def wait(self, deadline: float | None) -> bool:
        """Wait until there is something to take or the subscription has ended, or for no reason; False when the
        deadline passed.
        """
        gate = threading.Lock()
        gate.acquire()
        # Said before looking: whoever puts something in afterwards sees it and wakes.
        self._gates.append(gate)
        try:
            if self._subscription.waiting or self._subscription.ended:
                return True
            return gate.acquire(timeout=-1 if deadline is None else max(0.0, deadline - time.monotonic()))
        finally:
            with contextlib.suppress(ValueError):
                self._gates.remove(gate)


class EventStream:
    """The events of one ``events()`` call: iterate, or ``stream.get(timeout=…)``. Many threads may share one.

    It has its events from the call on, and until it is closed: at the end of its ``with``, by ``close``, or, when it
    was dropped, with the next action of the client. Iterating ends when the client is closed, and raises
    AMIConnectionLost when the connection was lost for good.
    """

    def __init__(self, subscription: Subscription, subscriptions: Subscriptions, release: Callable[[], None]) -> None:
        self._subscription = subscription
        self._subscriptions = subscriptions
        self._release = release
        self._waiter = _Waiter(subscription)
        self._process = os.getpid()
        subscription.on_ready = self._waiter.wake

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._subscription}>"

    @property
    def dropped(self) -> int:
        """Events lost because the queue was full: this consumer was too slow."""
        return self._subscription.dropped

    @property
    def gaps(self) -> int:
        """How often the connection was lost and restored since the beginning; events may have been missed then."""
        return self._subscription.gaps

    @property
    def waiting(self) -> int:
        """Events that have come and were not taken yet."""
        return self._subscription.waiting

    def get(self, timeout: float | None = None) -> AMIEvent:
        """The next event.

        Args:
            timeout: seconds to wait; for ever by default.

        Raises:
            AMITimeoutError: none came in time.
            AMIConnectionLost: the connection was lost, and all events before have been taken.
            AMIOverflowError: too many events waited (``overflow="raise"``), and those have been taken.
            AMIUsageError: the stream or the client is closed, or *timeout* is no time to wait.
        """
        if timeout is not None:
            check_timeout("timeout", timeout, least=0)
        event = self._next(timeout)
        if event is None:
            raise AMIUsageError("this stream of events is closed")
        return event

    def _next(self, timeout: float | None) -> AMIEvent | None:
        """The next event; None where the stream has ended."""
        subscription = self._subscription
        deadline = None if timeout is None else time.monotonic() + timeout
        while True:
            event = subscription.take()
            if event is not None:
                if subscription.accepts(event):
                    return event
            elif subscription.error is not None:
                raise subscription.error
            elif subscription.ended:
                return None
            elif os.getpid() != self._process:
                raise AMIUsageError("this stream of events was made before fork(); no event can come here")
            elif not self._waiter.wait(deadline):
                raise AMITimeoutError(f"no such event within {round(timeout or 0, 3):g} s")

    def narrow(self, name: str, value: str) -> None:
        """From now on want only events with this header, also of those that wait."""
        self._subscription.narrow(name, value)

    def close(self) -> None:
        """Want no more events. Can be repeated."""
        self._subscription.end(None)
        self._subscriptions.stale = True
        self._release()

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> AMIEvent:
        event = self._next(None)
        if event is None:
            raise StopIteration
        return event

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __del__(self) -> None:
        # Anywhere, at any time, perhaps with a lock held: only marks are set here.
        self._subscription.end(None)
        self._subscriptions.stale = True


class Handler:
    """A function that is called with each event of a subscription, in a thread of its own, one after the other."""

    def __init__(self, subscription: Subscription, function: Callable[[AMIEvent], Any]) -> None:
        if inspect.iscoroutinefunction(function):
            raise AMIUsageError(f"{function!r} is a coroutine function; AsyncAMIClient calls those")
        self.subscription = subscription
        self.function = function
        self._waiter = _Waiter(subscription)
        self._running: object | None = None
        subscription.on_ready = self._waiter.wake

    def start(self) -> None:
        """Begin; again after a ``stop``."""
        if self._running is None:
            self._running = run = object()
            name = f"astami-on-{getattr(self.function, '__name__', 'handler')}"
            threading.Thread(target=self._call_all, args=(run,), name=name, daemon=True).start()

    def stop(self) -> None:
        """Call it no more; one that runs is not interrupted."""
        self._running = None
        self._waiter.wake()

    def _call_all(self, run: object) -> None:
        while self._running is run:
            event = self.subscription.take()
            if event is None:
                if self.subscription.ended:
                    # Nobody but the log can be told that a handler must not lose events and did.
                    _log.error("handler %r is called no more: %s", self.function, self.subscription.error)
                    return
                # A second at most, so that a thread that was told to stop in the wrong moment does.
                self._waiter.wait(time.monotonic() + 1.0)
                continue
            try:
                if self.subscription.accepts(event):
                    self.function(event)
            except Exception:
                _log.exception("handler %r raised on event %s", self.function, event.name)

"""Consumers of events with asyncio: the iterator, and functions that are called. Its twin has threads.

Imports ``exceptions``, ``messages``, ``_events`` and ``_settings``.
"""

from __future__ import annotations

import asyncio
import inspect
import logging
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from astami._events import Subscription, Subscriptions
from astami._settings import check_timeout
from astami.exceptions import AMITimeoutError, AMIUsageError
from astami.messages import AMIEvent

__all__ = ["AsyncEventStream", "Handler"]

_log = logging.getLogger("astami")


class _Waiter:
    """Wakes the tasks that wait for a subscription. It does not know their stream, so that one who drops it ends it."""

    def __init__(self) -> None:
        self._waiting: list[asyncio.Future[None]] = []

    def wake(self) -> None:
        while self._waiting:
            future = self._waiting.pop()
            if not future.done():
                future.set_result(None)

    async def wait(self) -> None:
        future = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        await future


class AsyncEventStream:
    """The events of one ``events()`` call: iterate, or ``await stream.get(timeout=…)``.

    It has its events from the call on, and until it is closed: at the end of its ``async with``, by ``close``, or, when
    it was dropped, with the next action of the client. Iterating ends when the client is closed, and raises
    AMIConnectionLost when the connection was lost for good.
    """

    def __init__(self, subscription: Subscription, subscriptions: Subscriptions, release: Callable[[], None]) -> None:
        self._subscription = subscription
        self._subscriptions = subscriptions
        self._release = release
        self._waiter = _Waiter()
        self._loop = asyncio.get_running_loop()
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

    async def get(self, timeout: float | None = None) -> AMIEvent:
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
        limit = asyncio.timeout(timeout)
        try:
            async with limit:
                event = await self._next()
        except TimeoutError:
            if not limit.expired():
                raise
            raise AMITimeoutError(f"no such event within {round(timeout or 0, 3):g} s") from None
        if event is None:
            raise AMIUsageError("this stream of events is closed")
        return event

    async def _next(self) -> AMIEvent | None:
        """The next event; None where the stream has ended."""
        subscription = self._subscription
        while True:
            event = subscription.take()
            if event is not None:
                if subscription.accepts(event):
                    return event
            elif subscription.error is not None:
                raise subscription.error
            elif subscription.ended:
                return None
            elif asyncio.get_running_loop() is not self._loop:
                raise AMIUsageError("this stream of events was made on another event loop; use it there")
            else:
                await self._waiter.wait()

    def narrow(self, name: str, value: str) -> None:
        """From now on want only events with this header, also of those that wait."""
        self._subscription.narrow(name, value)

    def close(self) -> None:
        """Want no more events. Can be repeated."""
        self._subscription.end(None)
        self._subscriptions.stale = True
        self._release()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> AMIEvent:
        event = await self._next()
        if event is None:
            raise StopAsyncIteration
        return event

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __del__(self) -> None:
        # Anywhere, at any time: only marks are set here.
        self._subscription.end(None)
        self._subscriptions.stale = True


class Handler:
    """A function that is called with each event of a subscription.

    A plain function is called while the connection is read, so it must not take long; a coroutine function runs in a
    task of its own, one event after the other, and may.
    """

    def __init__(self, subscription: Subscription, function: Callable[[AMIEvent], Any]) -> None:
        self.subscription = subscription
        self.function = function
        self._task: asyncio.Task[None] | None = None
        self._tested = subscription.tested
        if not inspect.iscoroutinefunction(function):
            subscription.sink = self._call
            subscription.direct = self._call if self._tested else function

    def start(self) -> None:
        """Begin, on the running loop; again after a ``stop``."""
        if inspect.iscoroutinefunction(self.function) and self._task is None:
            waiter = _Waiter()
            self.subscription.on_ready = waiter.wake
            name = f"astami-on-{getattr(self.function, '__name__', 'handler')}"
            self._task = asyncio.get_running_loop().create_task(self._await_all(waiter), name=name)

    def stop(self) -> None:
        """Call it no more; one that runs goes on to where it next waits."""
        task, self._task = self._task, None
        if task is not None and task is not asyncio.current_task() and not task.get_loop().is_closed():
            task.cancel()

    def _call(self, event: AMIEvent) -> None:
        try:
            if not self._tested or self.subscription.accepts(event):
                self.function(event)
        except Exception:
            _log.exception("handler %r raised on event %s", self.function, event.name)

    async def _await_all(self, waiter: _Waiter) -> None:
        while self._task is asyncio.current_task():
            event = self.subscription.take()
            if event is None:
                if self.subscription.ended:
                    # Nobody but the log can be told that a handler must not lose events and did.
                    _log.error("handler %r is called no more: %s", self.function, self.subscription.error)
                    return
                await waiter.wait()
                continue
            try:
                if self.subscription.accepts(event):
                    await self.function(event)
            except Exception:
                _log.exception("handler %r raised on event %s", self.function, event.name)

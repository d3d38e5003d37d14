"""Who gets the events of a client, and what Asterisk is told of it: ``events``, ``wait_for``, ``on``.

``_sync/consumers.py`` is generated from this file by ``tools/unasync.py``: so nothing of asyncio is named here.
What iterators and handlers are is said in ``events``; connecting is the business of ``link``. Imports everything below
it.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable
from typing import Any, TypeVar

from astami._events import DEFAULT_QUEUE, Overflow, Predicate, Subscription, Subscriptions, Wanted
from astami._session import Pending
from astami._settings import Settings, check_timeout
from astami.exceptions import AMIConnectionError, AMIConnectionLost, AMITimeoutError, AMIUsageError
from astami.messages import Action, AMIEvent
from astami.stats import Stats

from .connection import AsyncConnection
from .events import AsyncEventStream, Handler
from .tasks import AsyncJob, Lock

__all__ = ["AsyncConsumers"]

_log = logging.getLogger("astami")

Function = TypeVar("Function", bound=Callable[[AMIEvent], Any])


class AsyncConsumers:
    """What of a client has to do with events; ``AsyncLink`` is the rest."""

    _settings: Settings
    _stats: Stats
    _connection: AsyncConnection | None
    _reconnecting: AsyncJob | None

    def __init__(self, subscriptions: Subscriptions) -> None:
        self._subscriptions = subscriptions
        self._handlers: list[Handler] = []
        self._lock = Lock()  # guards the subscriptions, and what was last said about the event mask
        self._mask = "off"
        # What the caller asked for by an action of its own.
        self._own_mask: str | None = None

    def _timeout(self, timeout: float | None) -> float:
        return self._settings.timeout if timeout is None else check_timeout("timeout", timeout)

    def events(
        self,
        *patterns: str,
        predicate: Predicate | None = None,
        queue: int = DEFAULT_QUEUE,
        overflow: Overflow = "drop",
        **headers: Wanted,
    ) -> AsyncEventStream:
        """The events from now on, as an iterator; ``async with`` ends them.

        Asterisk is asked for events only while somebody wants some. Between two connections (``reconnect``) come
        two events that no server sends, to whoever wants their names: ``ClientDisconnected`` and ``ClientReconnected``.

        Args:
            patterns: names, with ``*``, ``?`` and ``[…]``, whatever their case; all events without one.
            predicate: called with each event that fits otherwise, where it is taken; True lets it through.
            queue: how many events may wait to be taken.
            overflow: when more wait: ``"drop"`` the oldest (and count it in ``dropped``), or ``"raise"``.
            headers: what a header must be: a text or number, a list of them, a compiled pattern for the whole value,
                a function of the value, or None for "not there".

        Raises:
            AMIUsageError: not connected, or an argument that cannot be used.

        Asterisk: main/manager.c, header Events of Login, action Events.
        """
        self._check_life("events")
        return self._subscribe(Subscription(patterns, headers, predicate=predicate, queue=queue, overflow=overflow))

    async def wait_for(
        self,
        *patterns: str,
        timeout: float | None = None,
        predicate: Predicate | None = None,
        **headers: Wanted,
    ) -> AMIEvent:
        """The next event that fits, and comes after this call; the arguments are those of ``events``.

        Args:
            patterns: as for ``events``.
            timeout: seconds to wait; the client's own by default.
            predicate: as for ``events``.
            headers: as for ``events``.

        Raises:
            AMITimeoutError: none came in time.
            AMIConnectionLost: the connection was lost meanwhile; the event may have been missed.
        """
        self._check_life("wait_for")
        subscription = Subscription(patterns, headers, predicate=predicate)
        subscription.fragile = True
        async with self._subscribe(subscription) as stream:
            return await stream.get(self._timeout(timeout))

    def on(
        self,
        *patterns: str,
        predicate: Predicate | None = None,
        queue: int = DEFAULT_QUEUE,
        overflow: Overflow = "drop",
        **headers: Wanted,
    ) -> Callable[[Function], Function]:
        """Have the decorated function called with each event that fits; the arguments are those of ``events``.

        It is called whenever the client is connected, again after a ``connect`` and ``login``, until ``off``. What it
        raises is logged. It gets one event at a time, in order; how it is run says ``Handler``. With
        ``overflow="raise"`` it is called no more once too many events waited, and the log says so.
        """
        subscription = Subscription(patterns, headers, predicate=predicate, queue=queue, overflow=overflow)
        subscription.lasting = True

        def register(function: Function) -> Function:
            if self._connection is not None:
                self._connection.check_place()
            handler = Handler(subscription, function)
            with self._lock:
                self._handlers.append(handler)
                self._subscriptions.add(subscription)
            if self._connection is not None and self._connection.session.authenticated:
                handler.start()
            self._update_mask()
            return function

        return register

    def off(self, function: Callable[[AMIEvent], Any]) -> None:
        """Call *function* no more. One that is not called anyway is no error."""
        for handler in self._handlers:
            if handler.function is function:
                handler.stop()
                handler.subscription.end(None)
        self._forget_ended()

    def _outcomes(self) -> AsyncEventStream | None:
        """The OriginateResponses from now on, if this client wants events at all and can get some."""
        if self._settings.events == "off" or self._connection is None or not self._connection.session.authenticated:
            return None
        subscription = Subscription(("OriginateResponse",), {})
        subscription.fragile = True
        return self._subscribe(subscription)

    def _check_life(self, what: str) -> None:
        if self._connection is None:
            raise AMIUsageError(f"{self._settings.peer}: {what}() needs a connection; connect() first")
        self._connection.check_place()
        if self._settings.events == "off":
            raise AMIUsageError(f"{what}() on a client that was made with events='off'")
        if self._connection.session.error is not None and self._reconnecting is None:
            raise AMIConnectionLost(f"{self._settings.peer}: the connection is lost, no events can come")

    def _subscribe(self, subscription: Subscription) -> AsyncEventStream:
        stream = AsyncEventStream(subscription, self._subscriptions, self._forget_ended)
        with self._lock:
            self._subscriptions.add(subscription)
        self._update_mask()
        return stream

    def _forget_ended(self) -> None:
        # From another loop, or after a fork, nothing can be said; what is not wanted any more does no harm.
        with contextlib.suppress(AMIUsageError):
            if self._connection is not None:
                self._connection.check_place()
            with self._lock:
                for subscription in self._subscriptions.remove_ended():
                    self._stats.dropped += subscription.dropped
                self._handlers = [one for one in self._handlers if not one.subscription.ended]
            self._update_mask()

    def _wanted_mask(self) -> str:
        if self._own_mask is not None:
            return self._own_mask
        if not self._subscriptions:
            return "off"
        mask = self._settings.events
        # FullyBooted is of the class system.
        return f"{mask},system" if self._settings.wait_booted and mask not in ("on", "all", "off") else mask

    def _update_mask(self) -> None:
        """Tell Asterisk which events this client wants, if it does not know already."""
        with self._lock:
            connection, mask = self._connection, self._wanted_mask()
            if connection is None or mask == self._mask or not connection.session.authenticated:
                return
            try:
                connection.listen(mask != "off")
                connection.post(Action("Events", (("EventMask", mask),)), self._settings.timeout, _check_mask)
            except (AMIConnectionError, AMITimeoutError) as error:
                _log.debug("%s", error)  # the end of the connection is told elsewhere
            else:
                self._mask = mask


def _check_mask(pending: Pending) -> None:
    """Say so where Asterisk does not take an event mask."""
    response = pending.response
    if response is not None and not response.success:
        _log.warning("Asterisk refused the event mask: %s", response.message)

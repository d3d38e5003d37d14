"""A session on an asyncio transport.

Owns the transport, the clock and the waiting; what bytes mean is known in ``_session``. One timer serves all actions
under way, and an event costs no task. Imports ``exceptions``, ``messages``, ``_network``, ``_session`` and
``_settings``; nothing of the client.
"""

from __future__ import annotations

import asyncio
import functools
import math
import os
from collections.abc import Callable, Iterable
from typing import Final, cast

from astami._network import connect_error, is_loopback, no_greeting, tls_context
from astami._session import Pending, Session
from astami._settings import Settings
from astami.exceptions import AMIError, AMITimeoutError, AMIUsageError
from astami.messages import Action, AMIResponse
from astami.stats import Stats

__all__ = ["AsyncConnection"]

#: The receive buffer begins small, since many connections are idle, and grows when reads fill it.
_SMALLEST_BUFFER: Final = 1024
_LARGEST_BUFFER: Final = 256 * 1024
#: Most actions in one write: what a peer that stops reading has not been given by then is known to be not sent.
_AT_A_TIME: Final = 100
#: Seconds that a transport gets to write what it still holds, when it is closed.
_FLUSH_TIME: Final = 1.0


class AsyncConnection(asyncio.BufferedProtocol):
    """One connection. Made by ``open``; usable from tasks of the loop it was made on.

    Attributes:
        session: its state.
        private: whether what is sent can be read by nobody on a network: TLS, or to this machine.
    """

    def __init__(
        self,
        settings: Settings,
        prefix: str,
        on_event: Callable[[str], None] | None,
        on_end: Callable[[AMIError], None] | None,
        stats: Stats,
    ) -> None:
        self.session = Session(
            peer=settings.peer,
            prefix=prefix,
            max_frame=settings.max_frame,
            encoding=settings.encoding,
            on_event=on_event,
            on_end=on_end,
            stats=stats,
        )
        self.private = False
        self._loop = asyncio.get_running_loop()
        self._process = os.getpid()
        self._transport: asyncio.Transport | None = None
        self._greeted = self._loop.create_future()
        self._closed = self._loop.create_future()
        self._buffer = bytearray(_SMALLEST_BUFFER)
        self._view = memoryview(self._buffer)
        self._paused = False
        self._unwritten: list[Pending] = []
        self._flushing = False
        self._timer: asyncio.TimerHandle | None = None
        self._timer_at = math.inf
        self._keepalive: asyncio.TimerHandle | None = None

    @classmethod
    async def open(
        cls,
        settings: Settings,
        *,
        prefix: str,
        timeout: float,
        on_event: Callable[[str], None] | None = None,
        on_end: Callable[[AMIError], None] | None = None,
        stats: Stats | None = None,
    ) -> AsyncConnection:
        """Connect and wait for the greeting, all within *timeout* seconds. On any error nothing stays open.

        Raises:
            AMIConnectError: no connection, or the peer closed it before greeting.
            AMITimeoutError: it took longer.
            AMIProtocolError: the peer is no Asterisk.
        """
        loop = asyncio.get_running_loop()
        self = cls(settings, prefix, on_event, on_end, Stats() if stats is None else stats)
        context = tls_context(settings.tls)
        limit = asyncio.timeout(timeout)
        try:
            async with limit:
                await loop.create_connection(
                    lambda: self,
                    settings.host,
                    settings.port,
                    ssl=context,
                    server_hostname=settings.host if context else None,
                )
                await self._greeted
        except BaseException as error:
            self.abort()
            if isinstance(error, TimeoutError) and limit.expired():
                missing = "connection" if self._transport is None else "greeting"
                raise AMITimeoutError(f"{settings.peer}: no {missing} within {round(timeout, 3):g} s") from error
            if isinstance(error, (OSError, ValueError)) and not isinstance(error, AMIError):
                raise connect_error(settings.peer, error) from error
            raise
        return self

    async def send(self, action: Action, timeout: float) -> AMIResponse:
        """Send *action* and return its answer, all within *timeout* seconds.

        Raises:
            AMITimeoutError: no (complete) answer in time. The connection stays usable.
            AMIConnectionLost: the connection ended before the answer.
            AMIProtocolError: the peer sent what is no AMI.
            AMIUsageError: the action cannot be sent.
        """
        self.check_place()
        pending = self.session.start(action)
        ended = self._loop.create_future()

        def on_done() -> None:
            if not ended.done():
                ended.set_result(None)

        pending.on_done = on_done
        self._launch(pending, timeout)
        try:
            await ended
        except asyncio.CancelledError:
            self.session.abandon(pending)
            raise
        return pending.result()

    async def send_together(self, actions: Iterable[Action], timeout: float) -> list[AMIResponse | AMIError]:
        """Send *actions* in one go and return what became of each, all within *timeout* seconds.

        Raises:
            AMIConnectionLost: the connection has ended.
            AMIUsageError: one of them cannot be sent; then none is.
        """
        self.check_place()
        batch = self.session.start_all(actions)
        if not batch:
            return []
        ended = self._loop.create_future()
        left = len(batch)

        def on_done() -> None:
            nonlocal left
            left -= 1
            if not (left or ended.done()):
                ended.set_result(None)

        deadline = self._loop.time() + timeout
        for pending in batch:
            pending.on_done, pending.deadline, pending.timeout = on_done, deadline, timeout
        self._arm(deadline)
        self._unwritten += batch
        if not self._flushing:
            self._flush()
        try:
            await ended
        except asyncio.CancelledError:
            for pending in batch:
                if not pending.done:
                    self.session.abandon(pending)
            raise
        return [pending.outcome for pending in batch]

    def post(self, action: Action, timeout: float, on_done: Callable[[Pending], None] | None = None) -> None:
        """Send *action* without waiting; *on_done* hears how it ended, within *timeout* seconds.

        What is sent later comes after it.

        Raises:
            AMIConnectionLost: the connection has ended.
            AMIUsageError: the action cannot be sent.
        """
        self.check_place()
        pending = self.session.start(action)
        if on_done is not None:
            pending.on_done = functools.partial(on_done, pending)
        self._launch(pending, timeout)

    def listen(self, wanted: bool) -> None:
        """Read also while no action is under way: a loop always does."""

    def keep_alive(self, interval: float, timeout: float) -> None:
        """From now on ping after *interval* seconds of silence; without an answer in *timeout* the link is lost."""
        seen = self.session.bytes_received

        def missed(pending: Pending) -> None:
            if isinstance(pending.error, AMITimeoutError) and self.session.error is None:
                self.session.connection_lost(TimeoutError(f"no answer to a keepalive ping within {timeout:g} s"))
                self.abort()

        def look() -> None:
            nonlocal seen
            if self.session.error is not None:
                return
            # While an action is under way its own timeout watches, and Asterisk may answer nothing else meanwhile.
            if self.session.bytes_received == seen and self.session.idle:
                self.post(Action("Ping"), timeout, missed)
            seen = self.session.bytes_received
            self._keepalive = self._loop.call_later(interval, look)

        self._keepalive = self._loop.call_later(interval, look)

    @property
    def is_here(self) -> bool:
        """Whether this is the process that made it."""
        return os.getpid() == self._process

    def check_place(self) -> None:
        """Raise AMIUsageError where this connection cannot be used: after a fork, or on another event loop."""
        if not self.is_here:
            raise AMIUsageError(f"{self.session.peer}: this client was connected before fork(); make a new one here")
        if _running_loop() is not self._loop:
            raise AMIUsageError(f"{self.session.peer}: this client was connected on another event loop; use it there")

    def _launch(self, pending: Pending, timeout: float) -> None:
        """Write *pending*, or keep it until the peer reads again, and see to its end in time."""
        pending.timeout = timeout
        pending.deadline = deadline = self._loop.time() + timeout
        self._arm(deadline)
        if len(self.session.under_way) == 1 and not self._paused:
            self._opened.write(memoryview(pending.data))
            self.session.was_sent(pending)
            return
        # One of many: those of one turn of the loop are written together. A write each is what they would cost most.
        self._unwritten.append(pending)
        if not (self._paused or self._flushing):
            self._flushing = True
            self._loop.call_soon(self._flush)

    async def close(self) -> None:
        """Close; what is under way ends with AMIConnectionLost. Takes two seconds at most; can be repeated."""
        if not self.is_here or _running_loop() is not self._loop:
            self.abort()
            return
        self.session.close()
        self._stop_timers()
        self._opened.close()
        try:
            await asyncio.wait({self._closed}, timeout=_FLUSH_TIME)
        finally:
            self._opened.abort()
        await asyncio.wait({self._closed}, timeout=_FLUSH_TIME)

    def abort(self) -> None:
        """Close at once, without waiting for anything."""
        self.session.close()
        # After a fork the loop and its connection are the parent's, and a closed loop has dropped its transports.
        if self._transport is not None and not self._loop.is_closed() and self.is_here:
            self._stop_timers()
            self._transport.abort()

    # Time

    def _arm(self, deadline: float) -> None:
        """See to it that the timer fires at *deadline* or before: too early costs a look, a timer each costs more."""
        if deadline < self._timer_at:
            self._stop_timer()
            self._timer, self._timer_at = self._loop.call_at(deadline, self._expire), deadline

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer, self._timer_at = None, math.inf

    def _stop_timers(self) -> None:
        self._stop_timer()
        if self._keepalive is not None:
            self._keepalive.cancel()

    def _expire(self) -> None:
        self._timer, self._timer_at = None, math.inf
        now = self._loop.time()
        for pending in list(self.session.under_way):
            if pending.deadline <= now:
                self.session.expire(pending, pending.timeout)
        later = [pending.deadline for pending in self.session.under_way]
        if later:
            self._arm(min(later))

    # Writing: as views, which do not show their bytes. Some tracebacks show the variables of the transport, and a login
    # holds a secret.

    @property
    def _opened(self) -> asyncio.Transport:
        assert self._transport is not None, "used before open()"  # noqa: S101 - a fault of ours, not of the peer
        return self._transport

    def _flush(self) -> None:
        """Write what was kept and is still wanted, as far as the peer reads."""
        self._flushing = False
        wanted = [pending for pending in self._unwritten if not pending.done]
        written = 0
        while written < len(wanted) and not self._paused:
            together = wanted[written : written + _AT_A_TIME]
            self._opened.write(memoryview(b"".join([pending.data for pending in together])))
            for pending in together:
                self.session.was_sent(pending)
            written += _AT_A_TIME
        self._unwritten = wanted[written:]

    def pause_writing(self) -> None:
        """The peer does not read: keep further actions, so that it is known that they were not sent."""
        self._paused = True

    def resume_writing(self) -> None:
        """Write what was kept."""
        self._paused = False
        self._flush()

    # Reading

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self._transport = cast(asyncio.Transport, transport)
        address = transport.get_extra_info("peername")
        encrypted = transport.get_extra_info("ssl_object") is not None
        # Nobody has a name any more where the connection was reset at once; nothing goes to him, no secret either.
        self.private = encrypted or address is None or is_loopback(str(address[0]))

    def get_buffer(self, sizehint: int) -> memoryview:
        """Where the transport puts what it reads."""
        return self._view

    def buffer_updated(self, nbytes: int) -> None:
        """Hand what was read to the session."""
        self.session.receive_data(bytes(self._view[:nbytes]))
        if nbytes == len(self._buffer) < _LARGEST_BUFFER:
            self._buffer = bytearray(4 * nbytes)
            self._view = memoryview(self._buffer)
        if self.session.error is not None:
            if not self._greeted.done():
                self._greeted.set_exception(self.session.error)
            self.abort()
        elif self.session.greeting is not None and not self._greeted.done():
            self._greeted.set_result(None)

    def connection_lost(self, exc: Exception | None) -> None:
        """End the session with the link."""
        if not self._greeted.done():
            self._greeted.set_exception(no_greeting(self.session.peer, exc))
        self.session.connection_lost(exc)
        self._stop_timers()
        self._unwritten.clear()
        self._closed.set_result(None)


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None

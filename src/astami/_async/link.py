"""The life of a client: connecting, logging in, staying, coming back.

``_sync/link.py`` is generated from this file by ``tools/unasync.py``: so nothing of asyncio is named here, and what the
two worlds do differently lives in their ``connection``, ``events`` and ``tasks`` modules.
Events are the business of ``consumers``, what is asked of Asterisk once logged in that of the client. Imports
everything below it.
"""

from __future__ import annotations

import contextlib
import functools
import logging
import random
import secrets
import ssl
import time
import warnings
import weakref
from dataclasses import replace
from os import PathLike
from types import TracebackType
from typing import Final, Literal, Self

from astami import actions, results
from astami._events import GAP_ENDS, Subscription, Subscriptions
from astami._settings import DEFAULT_MAX_FRAME, Backoff, Settings, check_timeout
from astami._trace import Trace
from astami.exceptions import (
    AMIAuthenticationError,
    AMIConnectError,
    AMIConnectionLost,
    AMIError,
    AMISecurityWarning,
    AMIUsageError,
)
from astami.messages import Action, AMIEvent, AMIResponse, Secret
from astami.stats import Stats

from .connection import AsyncConnection
from .consumers import AsyncConsumers
from .tasks import AsyncFlag, AsyncJob, Lock, sleep

__all__ = ["AsyncLink"]

_log = logging.getLogger("astami")

#: Seconds that the end of a ``with`` block waits for the goodbye before it closes all the same.
_GOODBYE_TIME: Final = 2.0
#: Actions of the caller's own that the next connection has to be told again.
_REMEMBERED: Final = frozenset({"events", "filter"})


class AsyncLink(AsyncConsumers):
    """What connects, and stays connected; the arguments are those of AsyncAMIClient."""

    def __init__(
        self,
        host: str = "127.0.0.1",
        port: int = 5038,
        username: str = "",
        secret: str = "",
        timeout: float = 10.0,
        *,
        tls: bool | ssl.SSLContext = False,
        auth: Literal["plain", "md5"] = "plain",
        events: str = "on",
        reconnect: bool | Backoff = False,
        ping_interval: float | None = None,
        wait_booted: bool = False,
        max_frame: int = DEFAULT_MAX_FRAME,
        encoding: str = "utf-8",
        retries: int = 0,
        retry_delay: float = 1.0,
    ) -> None:
        self._connection: AsyncConnection | None = None
        self._reconnecting: AsyncJob | None = None
        self._connecting = False
        super().__init__(Subscriptions({"Shutdown": functools.partial(_note_shutdown, weakref.ref(self))}))
        # Some tracebacks show local variables: from here on there is none that holds the secret.
        hidden = Secret(secret)
        del secret
        self._settings = Settings(
            host=host,
            port=port,
            username=username,
            secret=hidden,
            timeout=timeout,
            tls=tls,
            auth=auth,
            events=events,
            max_frame=max_frame,
            encoding=encoding,
            retries=retries,
            retry_delay=retry_delay,
            reconnect=(Backoff() if reconnect else None) if isinstance(reconnect, bool) else reconnect,
            ping_interval=ping_interval,
            wait_booted=wait_booted,
        )
        self._stats = Stats()
        self._losing = Lock()  # guards who repairs a loss; held for nothing else, since readers come here
        self._filters: list[Action] = []  # to be asked for again on the next connection
        self._trace: Trace | None = None
        # Whether this client means to be logged in: a loss of the link is then to be repaired.
        self._staying = False
        # Whether it is logging off: that Asterisk closes then, perhaps sooner than this client, is no loss.
        self._leaving = False
        self._stopped = AsyncFlag()
        self._restored = AsyncFlag()

    def __repr__(self) -> str:
        if not hasattr(self, "_settings"):  # an argument was refused, and a traceback shows this object
            return f"<{type(self).__name__} without settings>"
        state = "authenticated" if self.authenticated else "connected" if self.connected else "not connected"
        return f"<{type(self).__name__} {self._settings.username}@{self._settings.peer} {state}>"

    def __del__(self) -> None:
        # An __init__ that raised leaves no attribute.
        connection: AsyncConnection | None = getattr(self, "_connection", None)
        if connection is not None and connection.session.error is None:
            warnings.warn(f"unclosed {self!r}", ResourceWarning, stacklevel=2, source=self)
            connection.abort()

    async def __aenter__(self) -> Self:
        await self.connect()
        try:
            await self.login()
        except BaseException:
            await self.disconnect()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._staying, self._leaving = False, True
            if self.authenticated:
                # Whatever goes wrong now must not hide what the block raised, and the connection closes anyway.
                with contextlib.suppress(AMIError):
                    await self._run(actions.logoff(), timeout=min(_GOODBYE_TIME, self._settings.timeout))
        finally:
            await self.disconnect()

    # State

    @property
    def connected(self) -> bool:
        """Whether there is a connection that, as far as is known, works."""
        return self._connection is not None and self._connection.session.error is None

    @property
    def authenticated(self) -> bool:
        """Whether there is such a connection and Asterisk accepted the login."""
        return self._connection is not None and self._connection.session.authenticated

    @property
    def greeting(self) -> str:
        """What Asterisk said first, e.g. ``Asterisk Call Manager/11.0.0``; empty while there is no connection."""
        return (self._connection.session.greeting or "") if self._connection is not None else ""

    @property
    def unmatched(self) -> int:
        """How many answers of this connection were dropped because nobody (any longer) waited for them."""
        return self._connection.session.unmatched if self._connection is not None else 0

    @property
    def stats(self) -> Stats:
        """Counters of this client over all its connections, as they are now."""
        dropped = sum(one.dropped for one in self._subscriptions)
        return replace(self._stats, dropped=self._stats.dropped + dropped)

    # Session

    async def connect(self) -> None:
        """Connect and wait for the greeting. Tries again ``retries`` times; all tries share the timeout.

        Filters and a mask that actions of the caller's set on an earlier connection are forgotten; functions given to
        ``on`` are not.

        Raises:
            AMIConnectError: no connection came about, or it was closed before a greeting.
            AMITimeoutError: it took longer than the timeout.
            AMIProtocolError: the server is no Asterisk Manager Interface.
            AMIUsageError: there is a connection already.
        """
        if self.connected or self._connecting:
            raise AMIUsageError(f"{self._settings.peer}: this client is connected already")
        self._connecting = True
        try:
            await self.disconnect()
            self._stopped, self._restored = AsyncFlag(), AsyncFlag()
            self._leaving = False
            self._filters, self._own_mask = [], None
            self._connection = await self._connect()
        finally:
            self._connecting = False

    async def _connect(self) -> AsyncConnection:
        deadline = time.monotonic() + self._settings.timeout
        tries_left = self._settings.retries
        while True:
            try:
                return await self._open(max(0.001, deadline - time.monotonic()))
            except AMIConnectError:
                if not tries_left or time.monotonic() + self._settings.retry_delay >= deadline:
                    raise
            tries_left -= 1
            await sleep(self._settings.retry_delay)

    async def _open(self, timeout: float) -> AsyncConnection:
        connection = await AsyncConnection.open(
            self._settings,
            prefix=f"{secrets.token_hex(4)}-",
            timeout=timeout,
            on_event=self._subscriptions.dispatch,
            # The connection must not keep a client alive that nobody uses any more.
            on_end=functools.partial(_tell_of_end, weakref.ref(self)),
            stats=self._stats,
        )
        connection.session.tap = self._trace
        self._mask = "off"
        self._stats.connections += 1
        _log.info("%s: connected to %s", self._settings.peer, connection.session.greeting)
        return connection

    async def login(self, *, check: bool = True, timeout: float | None = None) -> AMIResponse:
        """Log in with the username and secret of this client. A refused login closes the connection.

        With ``wait_booted`` it also waits until Asterisk says that it is fully booted.

        Raises:
            AMIAuthenticationError: Asterisk refused it (with ``check=False`` the response is returned).

        Asterisk: main/manager.c, actions Login and Challenge, event FullyBooted.
        """
        deadline = time.monotonic() + self._timeout(timeout)
        booted = self._subscribe(Subscription(("FullyBooted",), {})) if self._settings.wait_booted else None
        try:
            response, action = await self._authenticate(self._connection, deadline)
            if booted is not None and response.success:
                await booted.get(max(0.001, deadline - time.monotonic()))
        finally:
            if booted is not None:
                booted.close()
        if response.success:
            self._staying = True
            for handler in self._handlers:
                handler.start()
            self._stay()
        elif not self.authenticated:
            await self.disconnect()
        return results.logged_in(response, action, check=check, peer=self._settings.peer)

    async def _authenticate(self, connection: AsyncConnection | None, deadline: float) -> tuple[AMIResponse, Action]:
        settings = self._settings
        mask = self._wanted_mask()
        action = actions.challenge()
        if settings.auth == "plain":
            action = actions.login(settings.username, settings.secret, mask)
        response = await self._usable(connection, action).send(action, max(0.001, deadline - time.monotonic()))
        if settings.auth == "md5" and response.success:
            challenge = response.headers.get("Challenge", "")
            action = actions.login_md5(settings.username, settings.secret, challenge, mask, settings.encoding)
            response = await self._usable(connection, action).send(action, max(0.001, deadline - time.monotonic()))
        if response.success and connection is not None:
            self._mask = mask
            connection.listen(mask != "off")
            _log.info("%s: logged in as %s", settings.peer, settings.username)
        return response, action

    def _stay(self) -> None:
        """What goes on as long as the new connection is there."""
        connection = self._connection
        if connection is not None:
            self._update_mask()
            if self._settings.ping_interval is not None:
                connection.keep_alive(self._settings.ping_interval, self._settings.timeout)

    async def logoff(self, *, check: bool = True, timeout: float | None = None) -> AMIResponse:
        """Log off and close the connection, as Asterisk does. Its goodbye is the response.

        Asterisk: main/manager.c, action Logoff.
        """
        self._staying, self._leaving = False, True
        try:
            return await self._run(actions.logoff(), check=check, timeout=timeout)
        finally:
            await self.disconnect()

    async def disconnect(self) -> None:
        """Close the connection without a word. Actions under way end with AMIConnectionLost. Can be repeated.

        Iterators of events end; functions given to ``on`` are called again after the next ``login``.
        """
        self._staying = False
        self._stopped.set()
        job, self._reconnecting = self._reconnecting, None
        if job is not None:
            await job.stop()
        connection, self._connection = self._connection, None
        if connection is not None and not connection.is_here:
            # After a fork: whoever holds these is not in this process.
            self._lock, self._losing = Lock(), Lock()
        for handler in self._handlers:
            handler.stop()
        self._subscriptions.end()
        self._forget_ended()
        if connection is not None:
            await connection.close()

    # Loss and return

    def _ended(self, error: AMIError) -> None:
        """The connection has ended with *error*. Called by its reader: nothing here may wait or ask it anything."""
        connection = self._connection
        if connection is None or connection.session.error is not error or connection.session.closed_here:
            return
        if self._leaving:
            return
        for_good = not (self._staying and self._settings.reconnect)
        with self._losing:
            if self._reconnecting is not None:
                return
            if not for_good:
                self._restored = AsyncFlag()
                self._reconnecting = AsyncJob(f"astami-reconnect-{self._settings.peer}", self._reconnect)
        _log.warning("%s%s", error, "" if for_good else "; connecting again")
        self._subscriptions.lose(error, for_good=for_good)

    async def _reconnect(self) -> None:
        backoff, stopped, lost = self._settings.reconnect, self._stopped, time.monotonic()
        assert backoff is not None  # noqa: S101 - only called with one
        for delay in backoff.delays(random.random):
            if await stopped.wait(delay):
                return
            try:
                await self._return(stopped, lost)
            except AMIAuthenticationError as error:
                # Going on would look like an attack, and get this address banned.
                _log.error("%s; not trying again", error)
                self._give_up(error)
                return
            except AMIError as error:
                _log.info("%s", error)
            else:
                break
        with self._losing:
            self._reconnecting = None
        self._restored.set()
        connection = self._connection
        if connection is not None and connection.session.error is not None:
            # Lost again while this was still at work, and deaf to it.
            self._ended(connection.session.error)

    async def _return(self, stopped: AsyncFlag, lost: float) -> None:
        """Make a new connection with all that the caller had asked for, in the place of the one *lost* then."""
        deadline = time.monotonic() + self._settings.timeout
        connection = await self._open(self._settings.timeout)
        try:
            response, action = await self._authenticate(connection, deadline)
            results.logged_in(response, action, check=True, peer=self._settings.peer)
            gap = f"{time.monotonic() - lost:.3f}"
            self._subscriptions.mark_gap(GAP_ENDS, Seconds=gap)
            for wanted in self._filters:
                await connection.send(wanted, max(0.001, deadline - time.monotonic()))
        except BaseException:
            connection.abort()
            raise
        old, self._connection = self._connection, connection
        if stopped.is_set:
            # Closed by the caller in the meantime; perhaps there is a newer one already.
            self._connection = old
            connection.abort()
            return
        if old is not None:
            await old.close()
        self._stats.reconnects += 1
        _log.warning("%s: connected again after %s s", self._settings.peer, gap)
        self._stay()

    def _give_up(self, error: AMIError) -> None:
        self._reconnecting = None
        self._staying = False
        self._subscriptions.lose(error, for_good=True)
        self._restored.set()

    async def wait_connected(self, timeout: float | None = None) -> None:
        """Wait until a lost connection is restored; return at once if there is one.

        Raises:
            AMITimeoutError: it is not, after *timeout* seconds (by default the client's).
            AMIConnectionLost: it is not, and no new one is being tried for.
        """
        deadline = time.monotonic() + self._timeout(timeout)
        while not self.authenticated:
            if self._reconnecting is None:
                raise AMIConnectionLost(f"{self._settings.peer}: not connected, and not connecting again")
            if not await self._restored.wait(max(0.0, deadline - time.monotonic())):
                raise results.late(f"{self._settings.peer}: not connected again", self._timeout(timeout))

    # Trace

    def trace(self, path: str | PathLike[str]) -> Trace:
        """Write what is sent and received from now on to the new file *path*, as a transcript (``.ami``).

        Secrets in it are ``***``. It ends with ``close`` of what is returned, or its ``with`` block. A second trace
        ends the first.

        Raises:
            AMIUsageError: the file is there already, or cannot be made.
        """
        settings = self._settings
        new = Trace(path, case="trace.client", secret=settings.secret, encoding=settings.encoding)
        old, self._trace = self._trace, new
        if old is not None:
            old.close()
        if self._connection is not None:
            self._connection.session.tap = new
        return new

    # Any action

    async def _run(self, action: Action, *, check: bool = False, timeout: float | None = None) -> AMIResponse:
        if self._subscriptions.stale:
            self._forget_ended()
        timeout = self._settings.timeout if timeout is None else check_timeout("timeout", timeout)
        response = await self._usable(self._connection, action).send(action, timeout)
        if action.name.casefold() in _REMEMBERED:
            self._remember(action, response)
        refused = results.refusal(response, action, peer=self._settings.peer) if check else None
        if refused is not None:
            raise refused
        return response

    async def _run_together(
        self, wanted: list[Action], *, check: bool, timeout: float | None
    ) -> list[AMIResponse | AMIError]:
        if self._subscriptions.stale:
            self._forget_ended()
        timeout = self._settings.timeout if timeout is None else check_timeout("timeout", timeout)
        if not wanted:
            return []
        outcomes = await self._usable(self._connection, *wanted).send_together(wanted, timeout)
        for at, (action, outcome) in enumerate(zip(wanted, outcomes, strict=True)):
            if isinstance(outcome, AMIResponse):
                if action.name.casefold() in _REMEMBERED:
                    self._remember(action, outcome)
                if check:
                    outcomes[at] = results.refusal(outcome, action, peer=self._settings.peer) or outcome
        return outcomes

    def _usable(self, connection: AsyncConnection | None, *wanted: Action) -> AsyncConnection:
        """*connection*, over which these actions can go."""
        if connection is None:
            raise AMIUsageError(
                f"{self._settings.peer}: not connected, {wanted[0].name} was not sent; connect() and login() first",
                action=wanted[0].masked(),
            )
        if not connection.private and any(action.shows_secret for action in wanted):
            warnings.warn(
                f"the secret goes to {self._settings.peer} in clear text; use tls= or auth='md5'",
                AMISecurityWarning,
                stacklevel=4,
            )
        return connection

    def _remember(self, action: Action, response: AMIResponse) -> None:
        """Note what the next connection has to be told again, since this one is told by an action of the caller."""
        if not response.success:
            return
        if action.name.casefold() == "filter":
            self._filters.append(action)
            return
        self._own_mask = self._mask = action.masked().get("EventMask", "off")
        if self._connection is not None:
            self._connection.listen(self._mask != "off")


def _tell_of_end(link: weakref.ref[AsyncLink], error: AMIError) -> None:
    found = link()
    if found is not None:
        found._ended(error)


def _note_shutdown(link: weakref.ref[AsyncLink], event: AMIEvent) -> None:
    """Asterisk goes down (main/asterisk.c): the error of the lost connection will say so."""
    found = link()
    if found is not None and found._connection is not None:
        found._connection.session.stopping = event

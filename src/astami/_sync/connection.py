"""A session on a blocking socket, for any number of threads and no event loop.

Of the threads that wait for an answer one reads for all of them (it leads); when it has its own, it hands the lead to
another. A thread that is alone writes, reads and returns without meeting another lock holder. Bytes and deadlines are
the business of ``stream``. Imports it and ``exceptions``, ``messages``, ``_network``, ``_session`` and ``_settings``;
nothing of the client.
"""

from __future__ import annotations

import functools
import os
import threading
import time
from collections.abc import Callable

from astami._network import connect_error, no_greeting
from astami._session import Pending, Session
from astami._settings import Settings
from astami.exceptions import AMIError, AMITimeoutError, AMIUsageError
from astami.messages import Action, AMIEvent, AMIResponse

from .stream import DeadlinePassed, Stream

__all__ = ["Connection", "sleep"]

sleep = time.sleep


class Connection:
    """One connection. Made by ``open``; usable from any thread.

    Attributes:
        session: its state; guarded by the lock.
    """

    def __init__(self, settings: Settings, prefix: str, on_event: Callable[[AMIEvent], None] | None) -> None:
        self.session = Session(
            peer=settings.peer,
            prefix=prefix,
            max_frame=settings.max_frame,
            encoding=settings.encoding,
            on_event=on_event,
        )
        self._process = os.getpid()
        self._stream: Stream | None = None
        # Guards the session and the next three.
        self._lock = threading.Lock()
        # Whose thread reads. One that is done has stopped reading, even where it did not come to say so.
        self._leader: Pending | None = None
        self._followers: dict[Pending, threading.Lock] = {}
        # Whose threads use the stream: the last one out closes it, so that its number is not reused under the others.
        self._inside: set[Pending] = set()
        # Held while one action is written, so that no other gets between its bytes.
        self._writing = threading.Lock()

    @property
    def private(self) -> bool:
        """Whether what is sent can be read by nobody on a network: TLS, or to this machine."""
        return self._opened.private

    @property
    def _opened(self) -> Stream:
        assert self._stream is not None, "used before open()"  # noqa: S101 - a fault of ours, not of the peer
        return self._stream

    @classmethod
    def open(
        cls,
        settings: Settings,
        *,
        prefix: str,
        timeout: float,
        on_event: Callable[[AMIEvent], None] | None = None,
    ) -> Connection:
        """Connect and wait for the greeting, all within *timeout* seconds. On any error nothing stays open.

        Raises:
            AMIConnectError: no connection, or the peer closed it before greeting.
            AMITimeoutError: it took longer.
            AMIProtocolError: the peer is no Asterisk.
        """
        self = cls(settings, prefix, on_event)
        deadline = time.monotonic() + timeout
        missing = "connection"
        try:
            self._stream = Stream.connect(settings, deadline)
            missing = "greeting"
            self._read_greeting(self._stream, deadline)
        except BaseException as error:
            self.close()
            if isinstance(error, DeadlinePassed):
                raise AMITimeoutError(f"{settings.peer}: no {missing} within {round(timeout, 3):g} s") from None
            if isinstance(error, (OSError, ValueError)) and not isinstance(error, AMIError):
                raise connect_error(settings.peer, error) from error
            raise
        return self

    def _read_greeting(self, stream: Stream, deadline: float) -> None:
        while self.session.greeting is None:
            try:
                data = stream.receive(deadline)
            except OSError as error:
                raise no_greeting(self.session.peer, error) from error
            if not data:
                raise no_greeting(self.session.peer, None)
            self.session.receive_data(data)
            if self.session.error is not None:
                raise self.session.error

    def send(self, action: Action, timeout: float) -> AMIResponse:
        """Send *action* and return its answer, all within *timeout* seconds.

        Raises:
            AMITimeoutError: no (complete) answer in time. The connection stays usable, unless part of the action is
                written.
            AMIConnectionLost: the connection ended before the answer.
            AMIProtocolError: the peer sent what is no AMI.
            AMIUsageError: the action cannot be sent.
        """
        if os.getpid() != self._process:
            raise AMIUsageError(f"{self.session.peer}: this client was connected before fork(); make a new one here")
        deadline = time.monotonic() + timeout
        with self._lock:
            pending = self.session.start(action)
        try:
            self._write(pending, deadline, timeout)
            while not pending.done and time.monotonic() < deadline:
                self._wait(pending, deadline)
        except BaseException:
            # Interrupted (SIGINT): half an action may be written, or bytes read and not understood.
            with self._lock:
                self.session.close()
            raise
        finally:
            with self._lock:
                if not pending.done:
                    self.session.expire(pending, timeout)
                self._leave(pending)
        return pending.result()

    def close(self) -> None:
        """Close; what is under way in other threads ends with AMIConnectionLost. Can be repeated."""
        if os.getpid() != self._process:
            # A lock may have been held at the fork, and the connection is the parent's: only drop our copy of it.
            self.session.close()
            self._opened.close()
            return
        with self._lock:
            self.session.close()
            self._shut()

    abort = close

    # Waiting

    def _wait(self, pending: Pending, deadline: float) -> None:
        """Return when *pending* is done, when the deadline has passed, or when it is this thread's turn to lead."""
        with self._lock:
            if pending.done:
                return
            gate: threading.Lock | None = None
            if self._leader is None or self._leader.done:
                self._leader = pending
                self._inside.add(pending)
            else:
                gate = self._followers[pending] = threading.Lock()
                gate.acquire()
                pending.on_done = functools.partial(self._wake, pending)
        if gate is None:
            self._lead(pending, deadline)
        else:
            gate.acquire(timeout=max(0.0, deadline - time.monotonic()))

    def _wake(self, pending: Pending) -> None:
        """Wake the thread that waits for *pending*, if it sleeps. Called with the lock held."""
        gate = self._followers.pop(pending, None)
        if gate is not None:
            gate.release()

    def _lead(self, pending: Pending, deadline: float) -> None:
        """Read for everybody until *pending* is done."""
        try:
            while not pending.done:
                data = self._opened.receive(deadline)
                with self._lock:
                    if data:
                        self.session.receive_data(data)
                    else:
                        self.session.connection_lost(None)
        except DeadlinePassed:
            pass  # send() says so
        except OSError as error:
            with self._lock:
                self.session.connection_lost(error)

    def _leave(self, pending: Pending) -> None:
        """End this thread's part: another one leads, or the last one closes. Called with the lock held."""
        self._inside.discard(pending)
        self._followers.pop(pending, None)
        if self._leader is pending:
            self._leader = None
        if self.session.error is not None:
            self._shut()
        elif self._leader is None and self._followers:
            self._wake(next(iter(self._followers)))

    def _shut(self) -> None:
        """End the connection. Called with the lock held."""
        if self._stream is not None:
            self._stream.shutdown()
            if not self._inside:
                self._stream.close()

    # Writing

    def _write(self, pending: Pending, deadline: float, timeout: float) -> None:
        """Write *pending*, if the deadline allows. Afterwards it is sent, or done, or out of time."""
        if not self._writing.acquire(timeout=max(0.0, deadline - time.monotonic())):
            return
        try:
            with self._lock:
                if pending.done:
                    return
                self._inside.add(pending)
                # From here on it may be executed: another thread may close before this one could say that it was sent.
                pending.sent = True
            written = self._opened.send(pending.data, deadline)
            with self._lock:
                if written == len(pending.data):
                    self.session.was_sent(pending)
                    return
                pending.sent = False
                if written:
                    # Whatever came next would be taken for the rest of this action.
                    self.session.expire(pending, timeout)
                    self.session.close()
        except OSError as error:
            with self._lock:
                pending.sent = False
                self.session.connection_lost(error)
        finally:
            self._writing.release()

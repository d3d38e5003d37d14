"""A session on a blocking socket, for any number of threads and no event loop.

Of the threads that wait for an answer one reads for all of them (it leads); when it has its own, it hands the lead to
another. A thread that is alone writes, reads and returns without meeting another lock holder. Bytes and deadlines are
the business of ``stream``. Imports it and ``exceptions``, ``messages``, ``_network``, ``_session`` and ``_settings``;
nothing of the client.
"""

from __future__ import annotations

import functools
import logging
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from astami._network import connect_error, no_greeting
from astami._session import Pending, Session
from astami._settings import Settings
from astami.exceptions import AMIError, AMITimeoutError, AMIUsageError
from astami.messages import Action, AMIResponse
from astami.stats import Stats

from .stream import DeadlinePassed, Stream

__all__ = ["Connection"]

_log = logging.getLogger("astami")

#: Seconds for which the reader of events waits at a time; more than a system call takes is not asked for.
_LONG: Final = 3600.0
#: Bytes of actions that are written at a time, unless one action has more: twice of it fits into a socket's buffers.
_BATCH: Final = 8 * 1024


class Connection:
    """One connection. Made by ``open``; usable from any thread.

    Attributes:
        session: its state; guarded by the lock.
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
        # Reads while nobody waits for an answer: there is a thread for it only while somebody wants events.
        self._reader: Pending | None = None
        self._ended = threading.Event()

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
        on_event: Callable[[str], None] | None = None,
        on_end: Callable[[AMIError], None] | None = None,
        stats: Stats | None = None,
    ) -> Connection:
        """Connect and wait for the greeting, all within *timeout* seconds. On any error nothing stays open.

        Raises:
            AMIConnectError: no connection, or the peer closed it before greeting.
            AMITimeoutError: it took longer.
            AMIProtocolError: the peer is no Asterisk.
        """
        self = cls(settings, prefix, on_event, on_end, Stats() if stats is None else stats)
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
                stream.receive(deadline)
            except OSError as error:
                raise no_greeting(self.session.peer, error) from error
            data = stream.received.pop()
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
        self.check_place()
        deadline = time.monotonic() + timeout
        with self._lock:
            pending = self.session.start(action)
        try:
            self._write([pending], deadline, timeout)
            while not pending.done and time.monotonic() < deadline:
                self._wait(pending, deadline)
        except BaseException:
            # Interrupted (SIGINT). Nobody waits any longer; the connection goes on.
            with self._lock:
                self.session.abandon(pending)
            raise
        finally:
            with self._lock:
                if not pending.done:
                    self.session.expire(pending, timeout)
                self._leave(pending)
        return pending.result()

    def send_together(self, actions: Iterable[Action], timeout: float) -> list[AMIResponse | AMIError]:
        """Send *actions* at a time and return what became of each, all within *timeout* seconds.

        What is written before answers are read fits into any socket's buffers: otherwise both sides would wait for the
        other one to read, and Asterisk closes a connection to which it cannot write.

        Raises:
            AMIConnectionLost: the connection has ended.
            AMIUsageError: one of them cannot be sent; then none is.
        """
        self.check_place()
        deadline = time.monotonic() + timeout
        with self._lock:
            pendings = self.session.start_all(actions)
        try:
            # One batch is always on its way while the answers to the one before are read: if both sides waited for the
            # whole of each, a server that gathers small writes (Nagle) would pause before the last of each.
            before: list[Pending] = []
            for batch in _batches(pendings):
                self._write(batch, deadline, timeout)
                if not self._wait_all(before, deadline):
                    break
                before = batch
            self._wait_all(before, deadline)
        except BaseException:
            # Interrupted (SIGINT), as in send().
            with self._lock:
                for pending in pendings:
                    if not pending.done:
                        self.session.abandon(pending)
            raise
        finally:
            with self._lock:
                for pending in pendings:
                    if not pending.done:
                        self.session.expire(pending, timeout)
                    self._leave(pending)
        return [pending.outcome for pending in pendings]

    def post(self, action: Action, timeout: float, on_done: Callable[[Pending], None] | None = None) -> None:
        """Send *action* without waiting for its answer; *on_done* hears how it ended, whoever reads that.

        What is sent later comes after it. *on_done* must not use the connection.

        Raises:
            AMITimeoutError: it could not be written within *timeout* seconds.
            AMIConnectionLost: the connection has ended.
            AMIUsageError: the action cannot be sent.
        """
        self.check_place()
        with self._lock:
            pending = self.session.start(action)
            if on_done is not None:
                pending.on_done = functools.partial(on_done, pending)
        try:
            self._write([pending], time.monotonic() + timeout, timeout)
        finally:
            with self._lock:
                if not (pending.sent or pending.done):
                    self.session.expire(pending, timeout)
                self._leave(pending)
        if pending.error is not None:
            raise pending.error

    def listen(self, wanted: bool) -> None:
        """Have a thread that reads also while no action is under way, or no longer.

        It ends with the next bytes that come: let an action follow whose answer they are.
        """
        with self._lock:
            if wanted and self._reader is None and self.session.error is None:
                self._reader = Pending(Action("reader"), "", b"")
                name = f"astami-reader-{self.session.peer}"
                threading.Thread(target=self._read, args=(self._reader,), name=name, daemon=True).start()
            elif not wanted and self._reader is not None:
                reader, self._reader = self._reader, None
                if self._leader is not reader:
                    reader.done = True
                    self._wake(reader)

    def _read(self, reader: Pending) -> None:
        """Read until nobody wants it any longer; in a thread of its own."""
        while not reader.done and self.session.error is None:
            self._wait(reader, time.monotonic() + _LONG)
            with self._lock:
                self._leave(reader)

    def keep_alive(self, interval: float, timeout: float) -> None:
        """From now on ping after *interval* seconds of silence; without an answer in *timeout* the link is lost."""
        name = f"astami-keepalive-{self.session.peer}"
        threading.Thread(target=self._keep_alive, args=(interval, timeout), name=name, daemon=True).start()

    def _keep_alive(self, interval: float, timeout: float) -> None:
        seen = self.session.bytes_received
        while not self._ended.wait(interval):
            # While an action is under way its own timeout watches, and Asterisk may answer nothing else meanwhile.
            if self.session.bytes_received == seen and self.session.idle:
                try:
                    self.send(Action("Ping"), timeout)
                except AMITimeoutError:
                    with self._lock:
                        self.session.connection_lost(
                            TimeoutError(f"no answer to a keepalive ping within {timeout:g} s")
                        )
                        self._shut()
                except AMIError as error:
                    _log.debug("%s", error)
            seen = self.session.bytes_received

    @property
    def is_here(self) -> bool:
        """Whether this is the process that made it."""
        return os.getpid() == self._process

    def check_place(self) -> None:
        """Raise AMIUsageError where this connection cannot be used: after a fork."""
        if not self.is_here:
            raise AMIUsageError(f"{self.session.peer}: this client was connected before fork(); make a new one here")

    def close(self) -> None:
        """Close; what is under way in other threads ends with AMIConnectionLost. Can be repeated."""
        if not self.is_here:
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
            if self._leader is None or self._leader.done or self._leader is pending:
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

    def _wait_all(self, batch: list[Pending], deadline: float) -> bool:
        """Wait until *batch* is done; say whether it is, or the deadline has passed."""
        for pending in batch:
            while not pending.done:
                if time.monotonic() >= deadline:
                    return False
                self._wait(pending, deadline)
        return True

    def _wake(self, pending: Pending) -> None:
        """Wake the thread that waits for *pending*, if it sleeps. Called with the lock held."""
        gate = self._followers.pop(pending, None)
        if gate is not None:
            gate.release()

    def _lead(self, pending: Pending, deadline: float) -> None:
        """Read for everybody until *pending* is done."""
        stream = self._opened
        try:
            while not pending.done:
                stream.receive(deadline)
                with self._lock:
                    self._take(stream)
                    if self.session.error is not None or (pending.kind == "reader" and pending is not self._reader):
                        pending.done = True
        except DeadlinePassed:
            pass  # send() says so
        except OSError as error:
            with self._lock:
                self.session.connection_lost(error)

    def _take(self, stream: Stream) -> None:
        """Hand what was read to the session. Called with the lock held."""
        whole = False
        try:
            data = stream.received.pop()
            if data:
                self.session.receive_data(data)
            else:
                self.session.connection_lost(None)
            whole = True
        finally:
            if not whole:
                # Interrupted (SIGINT) in the middle of it: some of the bytes may have reached nobody.
                self.session.connection_lost(InterruptedError("interrupted while reading"))

    def _leave(self, pending: Pending) -> None:
        """End this thread's part: another one leads, or the last one closes. Called with the lock held."""
        self._inside.discard(pending)
        self._followers.pop(pending, None)
        if self._leader is pending:
            self._leader = None
        if self.session.error is not None:
            self._shut()
        elif self._leader is None and self._followers:
            # The reader stays, the others come and go.
            self._wake(self._reader if self._reader in self._followers else next(iter(self._followers)))

    def _shut(self) -> None:
        """End the connection. Called with the lock held."""
        self._ended.set()
        if self._reader is not None:
            self._wake(self._reader)
        if self._stream is not None:
            self._stream.shutdown()
            if not self._inside:
                self._stream.close()

    # Writing

    def _write(self, batch: list[Pending], deadline: float, timeout: float) -> None:
        """Write *batch*, if the deadline allows. Afterwards each of it is sent, or done, or out of time."""
        if not self._writing.acquire(timeout=max(0.0, deadline - time.monotonic())):
            return
        wanted: list[Pending] = []
        try:
            with self._lock:
                wanted = [pending for pending in batch if not pending.done]
                self._inside.update(wanted)
                for pending in wanted:
                    # From here on it may be executed: another thread may close before this one could say that it was
                    # sent.
                    pending.sent = True
            # A view shows no bytes: some tracebacks show variables, and these can hold a secret.
            written = self._opened.send(memoryview(b"".join([pending.data for pending in wanted])), deadline)
            with self._lock:
                for pending in wanted:
                    size = len(pending.data)
                    if size <= written:
                        self.session.was_sent(pending)
                    else:
                        pending.sent = False
                        if written > 0 and not pending.done:
                            self.session.expire(pending, timeout)
                    written -= size
        except OSError as error:
            with self._lock:
                # The last bytes are not written, those of the others may be.
                for pending in wanted[-1:]:
                    pending.sent = False
                self.session.connection_lost(error)
        finally:
            if self._opened.torn:
                # Whatever came next would be taken for the rest of this action.
                what = batch[0].action.name if len(batch) == 1 else f"one of {len(batch)} actions"
                with self._lock:
                    self.session.connection_lost(TimeoutError(f"{what} was written only in part"))
            self._writing.release()


def _batches(pendings: list[Pending]) -> Iterator[list[Pending]]:
    """*pendings* in order, in lists of at most _BATCH bytes, or of one action."""
    batch: list[Pending] = []
    size = 0
    for pending in pendings:
        if batch and size + len(pending.data) > _BATCH:
            yield batch
            batch, size = [], 0
        batch.append(pending)
        size += len(pending.data)
    if batch:
        yield batch

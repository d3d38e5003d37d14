"""A socket of which every use ends at a deadline, plain or TLS.

The socket itself never blocks: a use waits for it no longer than its own deadline, so that threads with different
timeouts can share it. Deadlines are on ``time.monotonic``. What the bytes mean is not known here. Imports
``_network`` and ``_settings``.
"""

from __future__ import annotations

import contextlib
import functools
import math
import os
import queue
import select
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from astami._network import is_loopback, tls_context
from astami._settings import Settings

__all__ = ["DeadlinePassed", "Stream"]

_CHUNK: Final = 64 * 1024
_HAS_POLL: Final = hasattr(select, "poll")


class DeadlinePassed(Exception):
    """The deadline passed before anything happened."""


@dataclass(frozen=True, slots=True)
class _Blocked:
    """An operation would have to wait: until the socket can be written, or until it can be read."""

    to_write: bool


_TO_READ: Final = _Blocked(to_write=False)
_TO_WRITE: Final = _Blocked(to_write=True)


class Stream:
    """A connected socket. One thread may read and another one write at the same time.

    A thread can be interrupted (SIGINT) after any step of Python's. So what a system call gave is put where it is not
    lost in the same step: the result of ``recv`` and ``send`` goes straight into a list.

    Attributes:
        private: whether what is sent can be read by nobody on a network: TLS, or to this machine.
        received: bytes that came, at most one piece; whoever reads takes it out. An empty one: the peer has closed.
        torn: whether a part of what ``send`` was given is written, and not all.
    """

    def __init__(self, sock: socket.socket, *, private: bool) -> None:
        self.private = private
        self.received: list[bytes] = []
        self.torn = False
        self._socket = sock
        self._poll: select.poll | None = None
        # OpenSSL's objects do not take a read and a write at a time. Held only while a call cannot block.
        self._tls: threading.Lock | None = None

    @classmethod
    def connect(cls, settings: Settings, deadline: float) -> Stream:
        """Connect to the first address of the host that answers.

        Raises:
            DeadlinePassed: none did in time.
            OSError: none did; the error of the last one.
        """
        failure: OSError | None = None
        for family, kind, protocol, _, address in _resolve(settings.host, settings.port, deadline):
            try:
                return cls._connect(socket.socket(family, kind, protocol), address, settings, deadline)
            except ssl.SSLError:
                raise  # somebody answered; another address of the same host would not help
            except OSError as error:
                failure = error
        raise failure or OSError("the name has no address")

    @classmethod
    def _connect(cls, sock: socket.socket, address: Any, settings: Settings, deadline: float) -> Stream:
        self = cls(sock, private=False)
        try:
            sock.setblocking(False)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with contextlib.suppress(BlockingIOError):
                sock.connect(address)
            self._wait(deadline, to_write=True)
            _raise_failure(sock)
            self.private = is_loopback(address[0])
            context = tls_context(settings.tls)
            if context is not None:
                secured = context.wrap_socket(sock, server_hostname=settings.host, do_handshake_on_connect=False)
                self._socket, self._tls, self.private = secured, threading.Lock(), True
                while (blocked := self._attempt(secured.do_handshake, to_write=False)) is not None:
                    self._wait(deadline, to_write=blocked.to_write)
        except BaseException:
            self.close()
            raise
        return self

    def receive(self, deadline: float) -> None:
        """Have the next bytes in ``received``; empty once the peer has closed.

        Raises:
            DeadlinePassed: none came in time.
            OSError: the connection broke.
        """
        if self._tls is None and not self.received:
            # Nearly always there is nothing yet: asking first is cheaper than failing first.
            self._wait(deadline)
        while not self.received:
            blocked = self._attempt(self._receive, to_write=False)
            if blocked is not None:
                self._wait(deadline, to_write=blocked.to_write)

    def _receive(self) -> None:
        self.received.extend(map(self._socket.recv, (_CHUNK,)))

    def send(self, data: memoryview, deadline: float) -> int:
        """Write *data*; return how much of it was written, less than all only where the deadline passed.

        Raises:
            OSError: the connection broke.
        """
        written: list[int] = []
        try:
            if self._tls is None:
                # Nearly always there is room for all of it.
                with contextlib.suppress(BlockingIOError):
                    written.extend(map(self._socket.send, (data,)))
            while sum(written) < len(data):
                rest = data[sum(written) :]
                blocked = self._attempt(functools.partial(_send, self._socket, rest, written), to_write=True)
                if blocked is not None:
                    self._wait(deadline, to_write=blocked.to_write)
        except DeadlinePassed:
            pass
        finally:
            # TLS may have kept a part of what it could not write.
            total = sum(written)
            self.torn = total < len(data) and (total > 0 or self._tls is not None)
        return total

    def shutdown(self) -> None:
        """End the connection, which wakes the threads that wait for it; the socket keeps its number."""
        with contextlib.suppress(OSError):
            # Not the method of SSLSocket: that one would drop its TLS state and go on in clear text.
            socket.socket.shutdown(self._socket, socket.SHUT_RDWR)

    def close(self) -> None:
        """Free the socket. No thread may be using it."""
        self._socket.close()

    def _attempt(self, operation: Callable[[], object], *, to_write: bool) -> _Blocked | None:
        """Do *operation*, or tell what it would wait for; *to_write* says what that is on a plain socket."""
        try:
            if self._tls is None:
                operation()
            else:
                with self._tls:
                    operation()
        except BlockingIOError:
            return _TO_WRITE if to_write else _TO_READ
        except ssl.SSLWantReadError:
            return _TO_READ
        except ssl.SSLWantWriteError:
            return _TO_WRITE
        return None

    def _wait(self, deadline: float, *, to_write: bool = False) -> None:
        """Wait until the socket can be read (or written), or has failed."""
        remaining = deadline - time.monotonic()
        if remaining <= 0:
            raise DeadlinePassed
        if to_write or not _HAS_POLL:
            ready = _ready(self._socket, remaining, to_write=to_write)
        else:
            # Only one thread reads at a time, so one poll object serves them all.
            if self._poll is None:
                self._poll = select.poll()
                self._poll.register(self._socket, select.POLLIN)
            ready = bool(self._poll.poll(math.ceil(remaining * 1000)))
        if not ready:
            raise DeadlinePassed


def _send(sock: socket.socket, data: memoryview, written: list[int]) -> None:
    written.extend(map(sock.send, (data,)))


def _raise_failure(sock: socket.socket) -> None:
    """Raise the OSError with which a connect in the background ended, if it did."""
    error = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if error:
        raise OSError(error, os.strerror(error))


def _ready(sock: socket.socket, seconds: float, *, to_write: bool) -> bool:
    if _HAS_POLL:
        poll = select.poll()
        poll.register(sock, select.POLLOUT if to_write else select.POLLIN)
        return bool(poll.poll(math.ceil(seconds * 1000)))
    # Windows; it also reports a failed connect as an exceptional condition, not as writable.
    sockets = [sock]
    return any(select.select([] if to_write else sockets, sockets if to_write else [], sockets, seconds))


def _resolve(host: str, port: int, deadline: float) -> list[Any]:
    """The addresses of *host*. Name servers can take longer than any deadline, so they are asked in another thread."""
    with contextlib.suppress(socket.gaierror):
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    answer: queue.SimpleQueue[list[Any] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answer.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except Exception as error:
            answer.put(error)

    threading.Thread(target=ask, name=f"astami-resolve-{host}", daemon=True).start()
    try:
        found = answer.get(timeout=max(0.0, deadline - time.monotonic()))
    except queue.Empty:
        raise DeadlinePassed from None
    if isinstance(found, Exception):
        raise found
    return found

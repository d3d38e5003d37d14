"""What a client is told when it is made, checked once for both clients.

Imports ``exceptions``, ``messages``, ``_network`` and ``_wire``.
"""

from __future__ import annotations

import math
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

from ._network import peer_name
from ._wire import check_encoding
from .exceptions import AMIUsageError
from .messages import Secret

__all__ = ["DEFAULT_MAX_FRAME", "Backoff", "Settings", "check_timeout"]

#: Most bytes of one message: 100 times the largest ordinary one (a ``database show`` of 1,500 keys has 130 kB).
DEFAULT_MAX_FRAME: Final = 16 * 1024 * 1024


#: Most seconds that anything may be limited to, eleven days: system calls that wait count milliseconds in 31 bits.
LONGEST: Final = 1_000_000


def check_timeout(name: str, seconds: float, *, least: float = math.ulp(0.0)) -> float:
    """Return *seconds* if a call can be limited to them; raise AMIUsageError otherwise."""
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)):
        raise AMIUsageError(f"{name} is of type {type(seconds).__name__}; give seconds")
    if not least <= seconds <= LONGEST:
        above = "from" if least == 0 else "above"
        raise AMIUsageError(f"{name}={seconds} is no time to wait; give seconds {above} 0, {LONGEST:,} at most")
    return seconds


@dataclass(frozen=True, slots=True)
class Backoff:
    """How long to wait before each try to connect again.

    The n-th wait is ``first * factor ** (n - 1)`` seconds, *longest* at most, and of that a random part: between
    ``1 - jitter`` and 1 of it, so that a hundred clients of a server that restarts do not come back at once.
    """

    first: float = 0.5
    factor: float = 2.0
    longest: float = 30.0
    jitter: float = 0.5

    def __post_init__(self) -> None:
        if not (0 < self.first <= self.longest <= LONGEST and 1 <= self.factor < math.inf and 0 <= self.jitter <= 1):
            raise AMIUsageError(f"{self} makes no sense: 0 < first <= longest, 1 <= factor, 0 <= jitter <= 1")

    def delays(self, random: Callable[[], float]) -> Iterator[float]:
        """The waits, without end; *random* gives numbers from 0 to 1."""
        wait = self.first
        while True:
            yield wait * (1 - self.jitter * random())
            wait = min(wait * self.factor, self.longest)


@dataclass(frozen=True, slots=True)
class Settings:
    """The checked settings of one client; AMIUsageError where one cannot be used."""

    host: str
    port: int
    username: str
    secret: Secret = field(repr=False)
    timeout: float
    tls: bool | ssl.SSLContext
    auth: Literal["plain", "md5"]
    events: str
    max_frame: int
    encoding: str
    retries: int
    retry_delay: float
    reconnect: Backoff | None = None
    ping_interval: float | None = None
    wait_booted: bool = False
    peer: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        for name in ("host", "username", "events", "encoding"):
            if not isinstance(getattr(self, name), str):
                raise AMIUsageError(f"{name} is of type {type(getattr(self, name)).__name__}, not str")
        if not self.host:
            raise AMIUsageError("host is empty")
        if not _is_int(self.port) or not 0 < self.port < 65536:
            raise AMIUsageError(f"port={self.port!r} is no port; AMI usually listens on 5038")
        if self.auth not in ("plain", "md5"):
            raise AMIUsageError(f"auth={self.auth!r}; Asterisk knows 'plain' and 'md5'")
        if not self.events:
            raise AMIUsageError("events is empty; give 'off', 'on' or classes such as 'call,system'")
        if not isinstance(self.tls, (bool, ssl.SSLContext)):
            raise AMIUsageError(f"tls is of type {type(self.tls).__name__}, not bool or ssl.SSLContext")
        if not _is_int(self.max_frame) or self.max_frame < 1:
            raise AMIUsageError(f"max_frame={self.max_frame!r} is no number of bytes")
        if not _is_int(self.retries) or self.retries < 0:
            raise AMIUsageError(f"retries={self.retries!r}; give how often to try again, 0 for never")
        if self.reconnect is not None and not isinstance(self.reconnect, Backoff):
            raise AMIUsageError(f"reconnect is of type {type(self.reconnect).__name__}; give True, False or a Backoff")
        if self.ping_interval is not None:
            check_timeout("ping_interval", self.ping_interval)
        check_timeout("timeout", self.timeout)
        check_timeout("retry_delay", self.retry_delay, least=0)
        check_encoding(self.encoding)

        # Asked for with every action; a frozen class sets what it works out itself this way.
        object.__setattr__(self, "peer", peer_name(self.host, self.port))


def _is_int(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)

"""What a client is told when it is made, checked once for both clients.

Imports ``exceptions``, ``messages``, ``_network`` and ``_wire``.
"""

from __future__ import annotations

import math
import ssl
from dataclasses import dataclass, field
from typing import Final, Literal

from ._network import peer_name
from ._wire import check_encoding
from .exceptions import AMIUsageError
from .messages import Secret

__all__ = ["DEFAULT_MAX_FRAME", "Settings", "check_timeout"]

#: Most bytes of one message: 100 times the largest ordinary one (a ``database show`` of 1,500 keys has 130 kB).
DEFAULT_MAX_FRAME: Final = 16 * 1024 * 1024


def check_timeout(name: str, seconds: float) -> float:
    """Return *seconds* if a call can be limited to them; raise AMIUsageError otherwise."""
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)):
        raise AMIUsageError(f"{name} is of type {type(seconds).__name__}; give seconds")
    if not (math.isfinite(seconds) and seconds > 0):
        raise AMIUsageError(f"{name}={seconds} is no time to wait; give seconds above 0")
    return seconds


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
        check_timeout("timeout", self.timeout)
        if self.retry_delay != 0:
            check_timeout("retry_delay", self.retry_delay)
        check_encoding(self.encoding)

    @property
    def peer(self) -> str:
        """``host:port``."""
        return peer_name(self.host, self.port)


def _is_int(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)

"""What the life of a client needs of threads: waiting, telling, work beside. Its twin has asyncio.

Imports nothing of the package.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

__all__ = ["Awaited", "Flag", "Job", "Lock", "sleep"]

T = TypeVar("T")

sleep = time.sleep
Lock = threading.Lock


class Flag:
    """Something that is so or not, to be waited for."""

    def __init__(self) -> None:
        self._event = threading.Event()

    @property
    def is_set(self) -> bool:
        """Whether it is so."""
        return self._event.is_set()

    def set(self) -> None:
        """It is so from now on."""
        self._event.set()

    def wait(self, timeout: float | None) -> bool:
        """Wait until it is so, *timeout* seconds at most; return whether it is."""
        return self._event.wait(timeout)


class Awaited(Generic[T]):
    """What has a ``wait``; there is nothing to await without asyncio."""

    __slots__ = ()


class Job:
    """Work that goes on beside the caller's, in a thread that does not keep the process alive."""

    def __init__(self, name: str, work: Callable[[], None]) -> None:
        threading.Thread(target=work, name=name, daemon=True).start()

    def stop(self) -> None:
        """A thread ends when it next looks; who made it tells it by a Flag."""

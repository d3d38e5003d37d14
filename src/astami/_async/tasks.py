"""What the life of a client needs of asyncio: waiting, telling, work beside. Its twin has threads.

Imports nothing of the package.
"""

from __future__ import annotations

import asyncio
import contextlib
from abc import abstractmethod
from collections.abc import Callable, Coroutine, Generator
from typing import Any, Generic, TypeVar

__all__ = ["AsyncFlag", "AsyncJob", "Awaited", "Lock", "sleep"]

T = TypeVar("T")

sleep = asyncio.sleep


class Lock(contextlib.nullcontext[None]):
    """Nothing to lock: what one task does without waiting is not interrupted by another."""


class AsyncFlag:
    """Something that is so or not, to be waited for. (asyncio's own Event takes ten times the memory.)"""

    def __init__(self) -> None:
        self._is_set = False
        self._waiting: list[asyncio.Future[None]] = []

    @property
    def is_set(self) -> bool:
        """Whether it is so."""
        return self._is_set

    def set(self) -> None:
        """It is so from now on."""
        self._is_set = True
        while self._waiting:
            future = self._waiting.pop()
            if not future.done():
                future.set_result(None)

    async def wait(self, timeout: float | None) -> bool:
        """Wait until it is so, *timeout* seconds at most; return whether it is."""
        if not self._is_set:
            future = asyncio.get_running_loop().create_future()
            self._waiting.append(future)
            await asyncio.wait([future], timeout=timeout)
        return self._is_set


class Awaited(Generic[T]):
    """What can be awaited itself instead of its ``wait``."""

    __slots__ = ()

    @abstractmethod
    async def wait(self, timeout: float | None = None) -> T:
        """Wait for it, *timeout* seconds at most."""

    def __await__(self) -> Generator[Any, None, T]:
        return self.wait().__await__()


class AsyncJob:
    """Work that goes on beside the caller's. Made where a loop runs."""

    def __init__(self, name: str, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._task = asyncio.get_running_loop().create_task(work(), name=name)

    async def stop(self) -> None:
        """End it now, wherever it waits."""
        self._task.cancel()
        if not self._task.get_loop().is_closed() and self._task is not asyncio.current_task():
            await asyncio.wait([self._task])

"""What the PBX tells: events with their privilege classes, and the bus that carries them to whoever listens.

Lives here: `Event`, `EventBus`. Does not live here: who may see an event (the manager session's read classes and event
mask) and how it is written (the wire). Imports nothing of the package.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

Headers = tuple[tuple[str, str], ...]

NEVER = "1970-01-01T00:00:00.000+0000"


def timestamp(seconds: float) -> str:
    """A time as security events write it: milliseconds, UTC."""
    if not seconds:
        return NEVER
    moment = datetime.fromtimestamp(seconds, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}+0000"


def local_time(seconds: float) -> str:
    """A time as records of calls write it: whole seconds, the PBX's own time zone, which is UTC."""
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M:%S}"


@dataclass(frozen=True, slots=True)
class Event:
    """One AMI event.

    Attributes:
        name: value of the ``Event`` header.
        privilege: the classes that may see it, as in the ``Privilege`` header without the trailing ``all``.
        headers: the headers behind ``Event`` and ``Privilege``, in order, repeats kept.
    """

    name: str
    privilege: tuple[str, ...]
    headers: Headers


Sink = Callable[[Event], None]


class EventBus:
    """Carries each event to all sinks, in the order of their subscription."""

    def __init__(self) -> None:
        self._sinks: list[Sink] = []

    def subscribe(self, sink: Sink) -> Callable[[], None]:
        """Hand every later event to *sink*; the returned function ends that."""
        self._sinks.append(sink)
        return lambda: self._sinks.remove(sink)

    def publish(self, event: Event) -> None:
        """Hand *event* to all sinks that are subscribed now."""
        for sink in tuple(self._sinks):
            sink(event)

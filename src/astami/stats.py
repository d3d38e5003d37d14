"""Counters of one client. Imports nothing of the package."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Stats"]


@dataclass(slots=True)
class Stats:
    """What one client has done so far, over all its connections.

    Attributes:
        connections: connections that reached their greeting.
        reconnects: those of them that the client made by itself after a loss.
        actions: actions written.
        messages: messages received, answers and events.
        responses: answers among them.
        unmatched: messages dropped because nobody (any longer) waited for them.
        timeouts: actions that had no answer in time.
        dropped: events lost because a consumer was too slow; those of consumers that have ended too.
        bytes_sent: bytes of the actions.
        bytes_received: bytes that came.
    """

    connections: int = 0
    reconnects: int = 0
    actions: int = 0
    messages: int = 0
    responses: int = 0
    unmatched: int = 0
    timeouts: int = 0
    dropped: int = 0
    bytes_sent: int = 0
    bytes_received: int = 0

    @property
    def events(self) -> int:
        """Events received, items of lists among them."""
        return self.messages - self.responses

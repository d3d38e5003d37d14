"""Device states and who follows them. Asterisk: main/devicestate.c, apps/app_queue.c.

Lives here: the state of a device as its channels make it, and telling its followers when that has changed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from astami_fake.pbx.pbx import Pbx

UNKNOWN, NOT_INUSE, INUSE, INVALID = 0, 1, 2, 4
"""As ``Status`` of a queue member shows them; 4 for an extension that is not there."""

NAMES = {UNKNOWN: "Unknown", NOT_INUSE: "Not in use", INUSE: "In use", INVALID: "Invalid"}

Follower = Callable[[int], None]


class Devices:
    """The states of all devices somebody follows."""

    def __init__(self, pbx: Pbx) -> None:
        self._pbx = pbx
        self._followers: dict[str, list[Follower]] = {}
        self._known: dict[str, int] = {}

    def state(self, device: str) -> int:
        """A Local device is in use while a channel of its pair exists."""
        if any(channel.tech.device == device for channel in self._pbx.channels):
            return INUSE
        return self._pbx.idle_state(device)

    def follow(self, device: str, follower: Follower) -> None:
        """Tell *follower* each new state of *device*."""
        self._followers.setdefault(device, []).append(follower)
        self._known[device] = self.state(device)

    def forget(self) -> None:
        """Nobody follows anything any more (a queue reload begins anew)."""
        self._followers.clear()

    def changed(self, device: str) -> None:
        """Something happened to *device*; its followers hear of it where its state is another one now."""
        if device not in self._followers:
            return
        state = self.state(device)
        if state == self._known[device]:
            return
        self._known[device] = state
        for follower in self._followers[device]:
            follower(state)

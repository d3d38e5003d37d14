"""Recordings of channels. Asterisk: apps/app_mixmonitor.c. No sound is written: there is none.

May import `channel`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from astami_fake.pbx.channel import Channel

if TYPE_CHECKING:
    from astami_fake.pbx.pbx import Pbx

DIRECTIONS = ("read", "write", "both")


@dataclass(frozen=True, slots=True)
class Recording:
    """One recording of a channel; *identity* as Asterisk gives it, an address."""

    identity: str
    file: str


class Recordings:
    """All recordings that go on."""

    def __init__(self, pbx: Pbx) -> None:
        self._pbx = pbx
        self._of: dict[Channel, list[Recording]] = {}

    def of(self, channel: Channel) -> list[Recording]:
        """Those of *channel*, oldest first."""
        return self._of.get(channel, [])

    def start(self, channel: Channel, file: str, identity_variable: str = "") -> Recording:
        """Record *channel* into *file*."""
        recording = Recording(f"0x{self._pbx.random.randrange(2**44):x}", file)
        self._of.setdefault(channel, []).append(recording)
        channel.set_variable("MIXMONITOR_FILENAME", file)
        if identity_variable:
            channel.set_variable(identity_variable, recording.identity)
        if channel.bridge is not None:
            channel.bridge.tell_peers()
        channel.tell("MixMonitorStart", "call")
        return recording

    def mute(self, channel: Channel, direction: str, state: str) -> bool:
        """Leave one direction out of the recordings; False where there are none."""
        if not self.of(channel):
            return False
        channel.tell("MixMonitorMute", "call", ("Direction", direction), ("State", state))
        return True

    def stop(self, channel: Channel, identity: str = "") -> bool:
        """End the recording called *identity*, or the oldest; False where there is no such recording."""
        found = next((one for one in self.of(channel) if identity in ("", one.identity)), None)
        if found is None:
            return False
        self._of[channel].remove(found)
        channel.tell("MixMonitorStop", "call")
        return True

    def gone(self, channel: Channel) -> None:
        """The channel has ended, and its recordings with it."""
        self._of.pop(channel, None)

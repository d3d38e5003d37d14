"""Keys that mean something in a call. Asterisk: main/features.c, bridges/bridge_builtin_features.c.

Lives here: the `Keypad` of one channel, which tells a feature's keys from those for the other side, and what the
features do. Does not live here: which keys (`config.features`), who may use what (`applications.dial_options`), what
more than one call is needed for (`consultation`). May import `channel`, `digits`, `tasks`.
Recorded: cases `calls.feature.*`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from astami_fake.pbx.digits import SHORTEST
from astami_fake.pbx.tasks import Sleep, Waiting

if TYPE_CHECKING:
    from astami_fake.pbx.bridge import Bridge
    from astami_fake.pbx.channel import Channel

Deed = Callable[["Channel", "Bridge"], None]


class Keypad:
    """The features that a channel has in its call.

    Args:
        deeds: by keys, what they do.
        patience: seconds within which the next key must come.
    """

    def __init__(self, deeds: Mapping[str, Deed], patience: float) -> None:
        self._deeds = deeds
        self._patience = patience
        self._held = ""
        self._turn = 0

    def wants(self, key: str) -> bool:
        """The key may belong to a feature, so that the other side does not get it yet."""
        return bool(self._held) or any(keys.startswith(key) for keys in self._deeds)

    def press(self, channel: Channel, bridge: Bridge, key: str, duration: int) -> Waiting[None]:
        """A key that it `wants`, of *duration* ms: when it ends, do what it completes; else all go on."""
        yield Sleep(max(duration, SHORTEST) / 1000)
        self._turn += 1
        turn = self._turn
        self._held += key
        if self._held in self._deeds:
            deed, self._held = self._deeds[self._held], ""
            if channel.bridge is bridge:
                deed(channel, bridge)
            return
        if any(keys.startswith(self._held) for keys in self._deeds):
            yield Sleep(self._patience)
        if turn == self._turn:
            keys, self._held = self._held, ""
            bridge.stream_digits(channel, keys)


def disconnect(channel: Channel, bridge: Bridge) -> None:
    """Who has pressed it leaves, and so the call is over."""
    bridge.kick(channel)

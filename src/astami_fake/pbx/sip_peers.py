"""The peers of the old SIP channel driver, chan_sip, which 16.28 has: what is configured. No phone is behind them here,
so that those who register are nowhere.

Asterisk: channels/chan_sip.c. Recorded: cases `sip.*`. May import `config.sip`, `hashing`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from astami_fake.config import sip
from astami_fake.config.sip import Peer, SipConfig
from astami_fake.pbx import devices, hashing

if TYPE_CHECKING:
    from astami_fake.pbx.pbx import Pbx

MODULE = "chan_sip.so"


class SipPeers:
    """The peers, by name."""

    def __init__(self, pbx: Pbx) -> None:
        self._pbx = pbx
        self._peers: dict[str, Peer] = {}

    def load(self) -> None:
        """Read sip.conf, where the module is loaded."""
        etc = self._pbx.etc
        there = etc is not None and self._pbx.modules.find(MODULE) is not None
        config = sip.load(etc) if etc is not None and there else SipConfig()
        self._peers = {peer.name: peer for peer in config.peers}
        for sentence in config.unmodelled:
            self._pbx.problem(sentence)
        if there:
            self._pbx.devices.provide("SIP", self.state)

    def find(self, name: str) -> Peer | None:
        """The peer *name*; None where there is none."""
        return self._peers.get(name)

    def by_name(self) -> list[Peer]:
        """In the order of most lists."""
        return sorted(self._peers.values(), key=lambda peer: peer.name)

    def by_hash(self) -> list[Peer]:
        """In the order of the driver's table."""
        return hashing.ordered(self._peers.values(), lambda peer: peer.name.lower())

    def state(self, name: str) -> int:
        """The state of the device ``SIP/name``."""
        peer = self.find(name)
        if peer is None:
            return devices.INVALID
        return devices.NOT_INUSE if peer.host else devices.UNAVAILABLE

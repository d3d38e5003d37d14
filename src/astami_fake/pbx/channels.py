"""All channels of a PBX and the counters that name them. Imports only `channel`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from astami_fake.pbx.channel import Channel, Technology
from astami_fake.pbx.snapshots import NOBODY, Party, Position

if TYPE_CHECKING:
    from astami_fake.pbx.pbx import Pbx


class Channels:
    """The channels that exist, oldest first."""

    def __init__(self, pbx: Pbx) -> None:
        self._pbx = pbx
        self._channels: dict[str, Channel] = {}
        self._hidden: list[Channel] = []
        self._created = 0

    def __iter__(self) -> Iterator[Channel]:
        return iter(tuple(self._channels.values()))

    def __len__(self) -> int:
        return len(self._channels)

    @property
    def listed(self) -> list[Channel]:
        """Those that lists show: hidden ones too, which are nowhere else."""
        return [*self._channels.values(), *self._hidden]

    def find(self, name: str) -> Channel | None:
        """The channel with that name (case does not count) or that Uniqueid. Asterisk: ast_channel_get_by_name()."""
        wanted = name.lower()
        for channel in self._channels.values():
            if channel.name.lower() == wanted or channel.uniqueid == name:
                return channel
        return None

    def of(self, uniqueid: str) -> Channel | None:
        """The channel with that Uniqueid, a hidden one too."""
        return next((channel for channel in self.listed if channel.uniqueid == uniqueid), None)

    def create(
        self,
        tech: Technology,
        name: str,
        position: Position,
        *,
        state: int = 0,
        uniqueid: str = "",
        linkedid: str = "",
        caller: Party = NOBODY,
        account: str = "",
        hidden: bool = False,
    ) -> Channel:
        """A new channel, told as Newchannel; without *uniqueid* it gets the next one of this PBX. A *hidden* one is
        `listed`, and that is all."""
        number, self._created = self._created, self._created + 1
        own = uniqueid or f"{int(self._pbx.clock.now())}.{number}"
        begins = position if position.exten else position._replace(exten="s")  # recorded: originate.noextension
        channel = Channel(self._pbx, tech, name, own, linkedid, begins)
        channel.state = state
        channel.caller = caller
        channel.account = account
        if hidden:
            self._hidden.append(channel)
        else:
            self._channels[own] = channel
        channel.publish()
        return channel

    def skip(self, number: int) -> None:
        """Use up the numbers of channels that the model does not have."""
        self._created += number

    def moved(self, channel: Channel) -> None:
        """*channel* has the name and Uniqueid of another one now."""
        self._channels[channel.uniqueid] = channel

    def remove(self, channel: Channel) -> None:
        self._channels.pop(channel.uniqueid, None)

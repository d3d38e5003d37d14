"""Device states and who follows them. Asterisk: main/devicestate.c.

Lives here: the names of states, how several make one, who is asked for the state of a device, states that are kept as
they were said (``Queue:…``, ``confbridge:…``; recorded: cases `devices.*`), telling its followers and managers when it
has changed. Does not live here: what a state comes from (whoever calls `Devices.provide`), hints
(`hints`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from astami_fake.pbx import causes, hashing
from astami_fake.pbx.events import Event

if TYPE_CHECKING:
    from astami_fake.pbx.channel import Channel
    from astami_fake.pbx.pbx import Pbx

UNKNOWN, NOT_INUSE, INUSE, BUSY, INVALID, UNAVAILABLE, RINGING, RINGINUSE, ONHOLD = range(9)
"""As ``Status`` of a queue member shows them; INVALID for a device that is not there."""

WORDS = ("UNKNOWN", "NOT_INUSE", "INUSE", "BUSY", "INVALID", "UNAVAILABLE", "RINGING", "RINGINUSE", "ONHOLD")
"""As DeviceStateChange, DEVICE_STATE and ``devstate change`` write them. Recorded: case `states.aggregate`."""

NAMES = {
    UNKNOWN: "Unknown",
    NOT_INUSE: "Not in use",
    INUSE: "In use",
    BUSY: "Busy",
    INVALID: "Invalid",
    UNAVAILABLE: "Unavailable",
    RINGING: "Ringing",
    RINGINUSE: "Ring+Inuse",
    ONHOLD: "On Hold",
}
"""As lists for people write them."""

OF_CHANNEL = {
    causes.DOWN: NOT_INUSE,
    causes.RING: INUSE,
    causes.RINGING: RINGING,
    causes.UP: INUSE,
    causes.BUSY: BUSY,
}
"""What a channel in a state makes of its device."""

_WEIGHT = {state: weight for weight, state in enumerate((
    INVALID, UNKNOWN, UNAVAILABLE, NOT_INUSE, ONHOLD, RINGING, INUSE, BUSY, RINGINUSE
))}  # fmt: skip

Follower = Callable[[int], None]
Provider = Callable[[str], int]


def aggregate(states: Iterable[int]) -> int:
    """The one state that several make; INVALID where there are none. ast_devstate_aggregate_add()."""
    result, ringing, in_use = INVALID, False, False
    for state in states:
        ringing = ringing or state == RINGING
        in_use = in_use or state in (INUSE, ONHOLD, BUSY)
        result = RINGINUSE if ringing and in_use else max(result, state, key=_WEIGHT.__getitem__)
    return result


def of_word(word: str) -> int:
    """The state that *word* names, in any case; UNKNOWN for any other word, as Asterisk takes it."""
    return WORDS.index(word.upper()) if word.upper() in WORDS else UNKNOWN


class Devices:
    """The states of all devices somebody has asked for, follows or has changed."""

    def __init__(self, pbx: Pbx) -> None:
        self._pbx = pbx
        self._providers: dict[str, Provider] = {}
        self._followers: dict[str, list[tuple[str, Follower]]] = {}
        self._known: dict[str, int] = {}
        self._told: dict[str, int] = {}
        self._kept: dict[str, int] = {}

    def provide(self, kind: str, provider: Provider) -> None:
        """Ask *provider* for the state of each device ``kind/address`` or ``kind:address``, with its address."""
        self._providers[kind] = provider

    def state(self, device: str) -> int:
        """The state of *device* now."""
        kind, mark, address = device.partition("/")
        if not mark:
            kind, mark, address = device.partition(":")
        provider = self._providers.get(kind)
        return provider(address) if provider is not None else self._kept.get(device, INVALID)

    def channels(self, device: str) -> list[Channel]:
        """The channels of *device*."""
        return [channel for channel in self._pbx.channels if channel.tech.device == device]

    def __iter__(self) -> Iterator[tuple[str, int]]:
        """Each device that was ever told, with the state told last, in the order in which Asterisk lists them."""
        return iter(hashing.ordered(self._told.items(), lambda item: item[0], digest=hashing.of_device))

    def keep(self, device: str, state: int, *, told: bool = True) -> None:
        """Let *device*, for which nobody is asked, have *state* from now on; nobody is told where not *told*."""
        self._kept[device] = state
        if told:
            self.changed(device)
        else:
            self._told.setdefault(device, state)

    def begin(self, device: str) -> None:
        """*device* is there when the PBX starts."""
        self._told[device] = self._known[device] = self.state(device)

    def follow(self, device: str, follower: Follower, group: str = "") -> None:
        """Tell *follower*, one of *group*, each new state of *device*."""
        self._followers.setdefault(device, []).append((group, follower))
        self._known[device] = self.state(device)

    def forget(self, group: str = "") -> None:
        """The followers of *group* follow nothing any more (a reload begins anew)."""
        for device, followers in self._followers.items():
            self._followers[device] = [one for one in followers if one[0] != group]

    def changed(self, device: str) -> None:
        """Something happened to *device*; where its state is another one now, its followers and managers hear of it."""
        state = self.state(device)
        if device in self._followers and state != self._known[device]:
            self._known[device] = state
            for _, follower in self._followers[device]:
                follower(state)
        if state == self._told.get(device):
            return
        self._told[device] = state
        if self._pbx.modules.find("res_manager_devicestate.so") is not None:
            headers = (("Device", device), ("State", WORDS[state]))
            self._pbx.events.publish(Event("DeviceStateChange", ("call",), headers))

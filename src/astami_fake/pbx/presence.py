"""Presence: what a person is doing, as somebody has set it. Asterisk: main/presencestate.c, funcs/func_presencestate.c.

Lives here: custom presentities, who follows them, PresenceStateChange. Does not live here: hints (`hints`). May import
`events`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from astami_fake.pbx.events import Event, Headers

if TYPE_CHECKING:
    from astami_fake.pbx.pbx import Pbx

CUSTOM = "CustomPresence"
STATES = ("not_set", "unavailable", "available", "away", "xa", "chat", "dnd")


class Presence(NamedTuple):
    """A state, what kind of it, and words of the person's own."""

    state: str = "not_set"
    subtype: str = ""
    message: str = ""

    def headers(self) -> Headers:
        """What an event says of it."""
        return (("Status", self.state), ("Subtype", self.subtype), ("Message", self.message))


Follower = Callable[[str, Presence], None]


class Presences:
    """All presentities that were ever set, by name with ``CustomPresence:``."""

    def __init__(self, pbx: Pbx) -> None:
        self._pbx = pbx
        self._known: dict[str, Presence] = {}
        self._followers: list[Follower] = []

    def __iter__(self) -> Iterator[tuple[str, Presence]]:
        """Each presentity with its presence, in the order in which they were first set."""
        return iter(self._known.items())

    def follow(self, follower: Follower) -> None:
        """Tell *follower* each presentity that changes."""
        self._followers.append(follower)

    def find(self, presentity: str) -> Presence | None:
        """The presence of *presentity*; None where nobody could know it."""
        kind, _, name = presentity.partition(":")
        if kind != CUSTOM or not name or self._pbx.modules.find("func_presencestate.so") is None:
            return None
        return self._known.get(presentity, Presence())

    def set(self, presentity: str, text: str) -> bool:
        """Set ``state[,subtype[,message]]``; False where the state is none or the presentity cannot be set."""
        kind, _, name = presentity.partition(":")
        state, subtype, message = [*text.split(",", 2), "", ""][:3]
        if kind != CUSTOM or not name or state.lower() not in STATES:
            return False
        presence = Presence(state.lower(), subtype, message)
        if self._known.get(presentity) == presence:
            return True
        self._known[presentity] = presence
        for follower in self._followers:
            follower(presentity, presence)
        if self._pbx.modules.find("res_manager_presencestate.so") is not None:
            headers = (("Presentity", presentity), *presence.headers())
            self._pbx.events.publish(Event("PresenceStateChange", ("call",), headers))
        return True

"""Hints: extensions that show the states of devices and of a person. Asterisk: main/pbx.c, ast_add_hint() ff.

Lives here: the hints of the dialplan, their states, ExtensionStatus and PresenceStatus. Does not live here: device
states (`devices`), presence (`presence`), what managers and CLI ask (`actions.manager_states`, `actions.state_lists`,
`cli.hints`). May import `config.extensions`, `devices`, `events`, `hashing`, `presence`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from astami_fake.config.extensions import match
from astami_fake.pbx import devices, hashing
from astami_fake.pbx.events import Event, Headers
from astami_fake.pbx.presence import Presence

if TYPE_CHECKING:
    from astami_fake.pbx.pbx import Pbx

GROUP = "hints"

IDLE, INUSE, BUSY, UNAVAILABLE, RINGING, INUSE_RINGING, ONHOLD = 0, 1, 2, 4, 8, 9, 16
NO_HINT = -1

TEXTS = {
    IDLE: "Idle",
    INUSE: "InUse",
    BUSY: "Busy",
    UNAVAILABLE: "Unavailable",
    RINGING: "Ringing",
    INUSE_RINGING: "InUse&Ringing",
    ONHOLD: "Hold",
}
"""Of the states of an extension, by number; ``Unknown`` for any other."""

WORDS = {
    IDLE: "NOT_INUSE",
    INUSE: "INUSE",
    BUSY: "BUSY",
    UNAVAILABLE: "UNAVAILABLE",
    RINGING: "RINGING",
    INUSE_RINGING: "RINGINUSE",
    ONHOLD: "HOLD",
}
"""Of the same, as EXTENSION_STATE writes them."""

_OF_DEVICE = {
    devices.UNKNOWN: IDLE,
    devices.NOT_INUSE: IDLE,
    devices.INUSE: INUSE,
    devices.BUSY: BUSY,
    devices.INVALID: UNAVAILABLE,
    devices.UNAVAILABLE: UNAVAILABLE,
    devices.RINGING: RINGING,
    devices.RINGINUSE: INUSE_RINGING,
    devices.ONHOLD: ONHOLD,
}


class Hint:
    """One hint of the dialplan.

    Attributes:
        exten, context: where it stands; a pattern begins with ``_``.
        text: all that the line says.
        devices: whose states it shows.
        presentity: whose presence it shows; empty for none.
        state: as it was told last.

    With *presence_alone* a presentity may stand among the devices.
    """

    def __init__(self, exten: str, context: str, text: str, *, presence_alone: bool) -> None:
        self.exten = exten
        self.context = context
        self.text = text
        watched, _, self.presentity = text.partition(",")
        parts = [part for part in watched.split("&") if part]
        self.devices = [part for part in parts if not part.startswith("CustomPresence:")]
        if not self.presentity and presence_alone:
            self.presentity = next((part for part in parts if part not in self.devices), "")
        self.state = IDLE

    @property
    def is_pattern(self) -> bool:
        return self.exten.startswith("_")

    def headers(self) -> Headers:
        """What an event says of which hint it is."""
        return (("Exten", self.exten), ("Context", self.context), ("Hint", self.text))


class Hints:
    """All hints, as the dialplan has them."""

    def __init__(self, pbx: Pbx) -> None:
        self._pbx = pbx
        self._hints: list[Hint] = []
        pbx.presence.follow(self._presence_changed)

    def __iter__(self) -> Iterator[Hint]:
        """The hints in the order in which Asterisk lists them."""
        if self._pbx.release.hints_are_kept:
            return iter(sorted(self._hints, key=lambda hint: hint.exten))
        return iter(hashing.ordered(self._hints, lambda hint: hint.exten))

    def load(self) -> None:
        """Take the hints of the dialplan, and after the first time tell their states anew."""
        kept = self._pbx.release.hints_are_kept
        again = bool(self._hints) and not kept
        self._pbx.devices.forget(GROUP)
        self._hints = [
            Hint(extension.name, context.name, extension.hint, presence_alone=not kept)
            for context in self._pbx.dialplan.contexts.values()
            for extension in context.extensions
            if extension.hint
        ]
        for hint in self._hints:
            hint.state = self.state(hint)
            for device in hint.devices if not hint.is_pattern else ():
                self._pbx.devices.follow(device, partial(self._changed, hint), GROUP)
            if again and not hint.is_pattern:
                self._tell(hint)

    def find(self, exten: str, context: str) -> Hint | None:
        """The hint of an extension. Asterisk makes one out of a pattern when it is asked for; that is reported as not
        modelled."""
        here = [hint for hint in self._hints if hint.context == context]
        found = next((hint for hint in here if hint.exten == exten), None)
        if found is None and any(match(hint.exten, exten) for hint in here):
            self._pbx.problem(f"the hint of {exten}@{context} comes from a pattern, which is not modelled; it has none")
        return found

    def state(self, hint: Hint) -> int:
        """What the devices of *hint* make of it; a pattern has none."""
        if hint.is_pattern:
            return UNAVAILABLE
        return _OF_DEVICE[devices.aggregate(map(self._pbx.devices.state, hint.devices))]

    def _changed(self, hint: Hint, _: int) -> None:
        state = self.state(hint)
        if state == hint.state:
            return
        hint.state = state
        self._tell(hint)

    def _tell(self, hint: Hint) -> None:
        facts = (("Status", str(hint.state)), ("StatusText", TEXTS[hint.state]))
        self._pbx.events.publish(Event("ExtensionStatus", ("call",), hint.headers() + facts))

    def _presence_changed(self, presentity: str, presence: Presence) -> None:
        for hint in self._hints:
            if hint.presentity == presentity:
                headers = hint.headers() + presence.headers()
                self._pbx.events.publish(Event("PresenceStatus", ("call",), headers))

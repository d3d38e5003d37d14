"""Custom devices: ``Custom:`` states that somebody sets; they stand in the AstDB. Asterisk: funcs/func_devstate.c.

May import `devices`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from astami_fake.pbx import devices

if TYPE_CHECKING:
    from astami_fake.pbx.pbx import Pbx

KIND = "Custom"
FAMILY = "CustomDevstate"


class CustomDevices:
    """The custom devices of a PBX."""

    def __init__(self, pbx: Pbx) -> None:
        self._pbx = pbx
        pbx.devices.provide(KIND, self._state)

    def names(self) -> list[tuple[str, str]]:
        """Each custom device that was ever set, with the word of its state."""
        prefix = f"/{FAMILY}/"
        return [(path.removeprefix(prefix), word) for path, word in self._pbx.astdb.tree(FAMILY)]

    def set(self, name: str, word: str) -> None:
        """Give the custom device *name* the state that *word* is."""
        self._pbx.astdb.put(FAMILY, name, devices.WORDS[devices.of_word(word)])
        self._pbx.devices.changed(f"{KIND}:{name}")

    def _state(self, name: str) -> int:
        return devices.of_word(self._pbx.astdb.get(FAMILY, name) or "UNKNOWN")

"""The modules of the PBX: which there are, and what happens when they are told to read their configuration again.

Lives here: `Modules`. Does not live here: what a module re-reads (each registers it with `on_reload`), the texts of
actions and CLI (`actions.loader`, `cli.module`). May import `pbx.events`, `releases`.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator

from astami_fake.clock import Clock
from astami_fake.pbx.events import Event, EventBus
from astami_fake.releases.model import ModuleInfo, Release


class Reloaded(enum.IntEnum):
    """How a reload ended; the numbers are those of the Reload event's Status (recorded in cases `reload.*`)."""

    SUCCESS = 0
    NO_SUCH_MODULE = 2
    NOT_SUPPORTED = 6


class Modules:
    """The modules of one PBX.

    Attributes:
        reloaded: when all of them were last reloaded, PBX time.
    """

    def __init__(self, release: Release, clock: Clock, events: EventBus) -> None:
        self._release = release
        self._clock = clock
        self._events = events
        self._hooks: dict[str, Callable[[], None]] = {}
        self.reloaded = clock.now()

    def on_reload(self, name: str, hook: Callable[[], None]) -> None:
        """Have *hook* called when the module *name* (``pbx_config.so``) is reloaded, also with all others."""
        self._hooks[name] = hook

    def __iter__(self) -> Iterator[ModuleInfo]:
        return iter(self._release.modules)

    def find(self, name: str) -> ModuleInfo | None:
        """The module *name*, with or without ``.so``, in any case."""
        wanted = name.lower().removesuffix(".so")
        return next((info for info in self if info.name.removesuffix(".so").lower() == wanted), None)

    def reload(self, name: str = "") -> Reloaded:
        """Reload the module *name*, or all of them, and tell of it in a Reload event."""
        if not name:
            for reload in tuple(self._hooks.values()):
                reload()
            self.reloaded = self._clock.now()
            return self._tell("All", Reloaded.SUCCESS)
        module = self.find(name)
        if module is None:
            return self._tell(name, Reloaded.NO_SUCH_MODULE)
        if not module.reloads:
            return self._tell(name, Reloaded.NOT_SUPPORTED)
        if (hook := self._hooks.get(module.name)) is not None:
            hook()
        return self._tell(name, Reloaded.SUCCESS)

    def _tell(self, name: str, status: Reloaded) -> Reloaded:
        self._events.publish(Event("Reload", ("system",), (("Module", name), ("Status", str(int(status))))))
        return status

"""The modules of the PBX: which there are, and what happens when they are told to read their configuration again.

Lives here: `Modules`. Does not live here: what a module re-reads (each registers it with `on_reload`), the texts of
actions and CLI (`actions.loader`, `cli.module`). May import `config.modules`, `pbx.events`, `releases`.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator
from functools import lru_cache

from astami_fake.clock import Clock
from astami_fake.config.modules import ModulesConfig
from astami_fake.pbx.events import Event, EventBus
from astami_fake.releases import registered
from astami_fake.releases.catalogue import CORE, Catalogue, catalogue
from astami_fake.releases.model import ModuleInfo, Release


class Reloaded(enum.IntEnum):
    """How a reload ended; the numbers are those of the Reload event's Status (recorded in cases `reload.*`)."""

    SUCCESS = 0
    NO_SUCH_MODULE = 2
    NOT_SUPPORTED = 6


_HOLD_THEMSELVES = "res_format_attr_"
"""Modules with such names are in use as soon as they are loaded (case `module.loadunload.used`)."""


class Modules:
    """The modules of one PBX.

    Attributes:
        named: those that modules.conf names one by one, without ``.so``, in order; none where all are loaded.
        reloaded: when all of them were last reloaded, PBX time.
        is_held: what needs the list of them waits for ever.
        catalogue: the actions and commands that there are with the modules loaded now.
    """

    def __init__(self, release: Release, clock: Clock, events: EventBus, chosen: ModulesConfig) -> None:
        self._release = release
        self._clock = clock
        self._events = events
        self._has(_chosen(release, chosen))
        self._by_hand: set[str] = set()
        self.named = () if chosen.autoload else chosen.wanted
        self._hooks: dict[str, Callable[[], None]] = {}
        self._starts: dict[str, Callable[[], None]] = {}
        self.reloaded = clock.now()
        self.is_held = False

    def on_reload(self, name: str, hook: Callable[[], None]) -> None:
        """Have *hook* called when the module *name* (``pbx_config.so``) is reloaded, also with all others."""
        self._hooks[name] = hook

    def on_load(self, name: str, hook: Callable[[], None]) -> None:
        """Have *hook* called when the module *name* is loaded into the running PBX."""
        self._starts[name] = hook

    def __iter__(self) -> Iterator[ModuleInfo]:
        return iter(self.catalogue.modules.values())

    def _has(self, loaded: frozenset[str]) -> None:
        self._loaded = loaded
        self.catalogue: Catalogue = catalogue(self._release, loaded)

    def find(self, name: str) -> ModuleInfo | None:
        """The module *name*, with or without ``.so``, in any case."""
        return self.catalogue.modules.get(name.lower().removesuffix(".so"))

    def brings(self, name: str) -> bool:
        """Whether what the module *name* brings is there: it is loaded, or it is ``core``, Asterisk itself."""
        return name == CORE or name in self._loaded

    def registered(self, kind: str) -> list[registered.Registered]:
        """What those loaded register of a *kind*, as `releases.registered` names it."""
        return [one for one in registered.registered(self._release.data, kind) if self.brings(one.module)]

    def users(self, module: ModuleInfo) -> int:
        """How many hold *module*. Nobody holds one that was loaded into the running PBX: those that would were there
        before it (case `module.loadunload.used`)."""
        alone = module.name in self._by_hand and not module.name.startswith(_HOLD_THEMSELVES)
        return 0 if alone else module.uses

    def load(self, name: str) -> bool:
        """Load the module *name*; False where it is loaded, or there is none."""
        wanted = self._there(name)
        if wanted is None or wanted in self._loaded:
            return False
        self._has(self._loaded | {wanted})
        self._by_hand.add(wanted)
        if start := self._starts.get(wanted):
            start()
        return True

    def unload(self, name: str) -> bool:
        """Unload the module *name*; False where it is not loaded, or in use, or none that can be."""
        module = self.find(name)
        if module is None or self.users(module) or not module.name.endswith(".so"):
            return False
        self._has(self._loaded - {module.name})
        return True

    def _there(self, name: str) -> str | None:
        wanted = name.lower().removesuffix(".so") + ".so"
        return next((info.name for info in self._release.modules if info.name.lower() == wanted), None)

    def is_file(self, name: str) -> bool:
        """Whether *name* is the file name of a module that there is."""
        return name.endswith(".so") and self._there(name) == name

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


@lru_cache(maxsize=32)
def _chosen(release: Release, config: ModulesConfig) -> frozenset[str]:
    return config.chosen(info.name for info in release.modules)

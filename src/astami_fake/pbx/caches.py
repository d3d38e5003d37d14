"""Caches of PJSIP's objects: which objects are in which. Asterisk: res/res_sorcery_memory_cache.c.

Lives here: the state. Does not live here: what managers do with it (`actions.res_sorcery_memory_cache`). Whoever looks
an address of record up by its name says so with `asked`; of other types of objects only whole caches are modelled.
May import `config.sorcery`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from astami_fake.config import sorcery

KIND = "aor"
"""The type of object that is followed one by one."""


@dataclass(slots=True)
class Cache:
    """A cache and the names of the objects in it."""

    settings: sorcery.Cache
    objects: set[str] = field(default_factory=set)


class Caches:
    """The caches of one PBX, by name."""

    def __init__(self, configured: list[sorcery.Cache]) -> None:
        self._caches = {one.name: Cache(one) for one in configured}

    def find(self, name: str) -> Cache | None:
        """The cache called *name*; case counts."""
        return self._caches.get(name)

    def asked(self, aor: str) -> None:
        """Somebody has looked up the address of record *aor*."""
        for cache in self._caches.values():
            if cache.settings.kind == KIND:
                cache.objects.add(aor)

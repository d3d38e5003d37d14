"""Reads ``sorcery.conf``: the caches of PJSIP's objects. Asterisk: main/sorcery.c, res/res_sorcery_memory_cache.c.

Where objects come from is not told here: the fake has them from ``pjsip.conf``. May import `config.reader`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from astami_fake.config.reader import TRUE, read

FILE = "sorcery.conf"
WIZARD = "memory_cache"


@dataclass(frozen=True, slots=True)
class Cache:
    """A cache as configured: ``aor/cache = memory_cache,name=NAME,full_backend_cache=yes``.

    Attributes:
        name: what managers call it.
        kind: the type of the objects in it, ``aor``.
        whole: it holds all objects of that type or none.
    """

    name: str
    kind: str
    whole: bool


def load(etc: Path) -> list[Cache]:
    """The caches with a name in ``sorcery.conf`` of the folder *etc*; a missing file means none.

    Raises:
        ConfigError: a mistake, with file and line.
    """
    found = []
    for entry in (entry for section in read(etc, FILE, missing_ok=True) for entry in section.entries):
        wizard, _, rest = entry.value.partition(",")
        kind, slash, _ = entry.name.partition("/cache")
        if not slash or wizard.strip() != WIZARD:
            continue
        options = {name.strip(): value.strip() for name, _, value in (one.partition("=") for one in rest.split(","))}
        if "name" in options:
            whole = options.get("full_backend_cache", "").lower() in TRUE
            found.append(Cache(options["name"], kind, whole))
    return found

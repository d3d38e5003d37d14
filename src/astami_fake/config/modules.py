"""modules.conf: which modules are loaded. May import `config.reader`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from astami_fake.config.reader import read

FILE = "modules.conf"


@dataclass(frozen=True, slots=True)
class ModulesConfig:
    """Attributes:
    autoload: every module that is there is loaded, but those of `excluded`.
    wanted: modules to load, without ``.so``, in order.
    excluded: modules not to load, without ``.so``.
    """

    autoload: bool = True
    wanted: tuple[str, ...] = ()
    excluded: frozenset[str] = frozenset()

    def chosen(self, modules: Iterable[str]) -> frozenset[str]:
        """Those of *modules* that are loaded; what has no ``.so`` is part of Asterisk itself."""
        return frozenset(name for name in modules if not name.endswith(".so") or self._loads(name.removesuffix(".so")))

    def _loads(self, name: str) -> bool:
        return name in self.wanted or (self.autoload and name not in self.excluded)


def load(etc: Path) -> ModulesConfig:
    """Read ``modules.conf`` of the folder *etc*; a module that there is not does no harm, as in Asterisk.

    A missing file means all modules: a test that needs three lines of dialplan need not name them.

    Raises:
        ConfigError: the file has a mistake.
    """
    if not (etc / FILE).is_file():
        return ModulesConfig()
    section = read(etc, FILE).find("modules")
    if section is None:
        return ModulesConfig(autoload=False)
    wanted = (name for word in ("load", "preload", "require", "preload-require") for name in section.get_all(word))
    return ModulesConfig(
        autoload=section.flag("autoload"),
        wanted=tuple(name.removesuffix(".so") for name in wanted),
        excluded=frozenset(name.removesuffix(".so") for name in section.get_all("noload")),
    )

"""Further configurations: `etc-NAME` beside `etc` holds the files that differ, the case says `@etc NAME`.

Lives here: finding such a folder and laying it over `etc` in a folder of its own; what documentation it brings. Imports
nothing of the package.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path


def documentation(etc: Path) -> Path | None:
    """The folder in the configuration *etc* whose files lie over those of Asterisk's own folder ``documentation``; the
    fake has no others."""
    folder = etc / "documentation"
    return folder if folder.is_dir() else None


class Overlays:
    """The configurations that lie beside *etc*. `close` removes what was laid together."""

    def __init__(self, etc: Path | None) -> None:
        self._etc = etc
        self._made: dict[str, Path] = {}

    def has(self, name: str) -> bool:
        """Whether there is a configuration *name*; the empty name is `etc` itself."""
        return not name or (self._etc is not None and self._folder(self._etc, name).is_dir())

    def path(self, name: str) -> Path:
        """The folder with the whole configuration *name*.

        Raises:
            FileNotFoundError: there is no such overlay.
        """
        if self._etc is None or not self.has(name):
            raise FileNotFoundError(f"no configuration etc-{name} beside {self._etc}")
        if not name:
            return self._etc
        if name not in self._made:
            whole = Path(tempfile.mkdtemp(prefix=f"astami-etc-{name}-"))
            self._made[name] = whole
            shutil.copytree(self._etc, whole, dirs_exist_ok=True)
            shutil.copytree(self._folder(self._etc, name), whole, dirs_exist_ok=True)
            whole.chmod(0o755)
        return self._made[name]

    @staticmethod
    def _folder(etc: Path, name: str) -> Path:
        return etc.with_name(f"{etc.name}-{name}")

    def close(self) -> None:
        """Remove the folders that were made."""
        for path in self._made.values():
            shutil.rmtree(path)
        self._made.clear()

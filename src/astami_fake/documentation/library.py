"""The folder with Asterisk's documentation: which entry describes what.

Lives here: `Documentation`, what was read of a folder, kept until its files change. Does not live here: how an entry is
shown (`pages`). Opens no file outside the folder that it was given, and none before something is asked. Imports
`config.reader`, `documentation.includes`, `stylesheet`, `tree`.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from astami_fake.config.reader import ConfigError
from astami_fake.documentation import includes, tree
from astami_fake.documentation.stylesheet import Stylesheet
from astami_fake.documentation.tree import Document, Element

FILES = "*-en_US.xml"
"""The files that Asterisk reads, in the order of their names: first those of others (case `documentation.files`)."""

_OTHERS = "thirdparty"

_LANGUAGE = "en_US"
_BUILT_IN = "builtin"


class Documentation:
    """The documentation in *folder*, ``/usr/share/asterisk/documentation`` of a server.

    Raises:
        ConfigError: there is no such folder, it has no such file, or one leads out of it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files = [*sorted((folder / _OTHERS).glob(FILES)), *sorted(folder.glob(FILES))]
        if not self._files:
            raise ConfigError(
                str(folder),
                0,
                f"has no {FILES}" if folder.is_dir() else "is no folder",
                "Asterisk's folder 'documentation' is expected",
            )
        for path in self._files:
            self._check(path)

    def load(self) -> None:
        """Read the files, unless that was done.

        Raises:
            ConfigError: one has a mistake; it says which, and where.
        """
        for path, document in self._documents():
            self._stylesheet(path, document)

    def entry(self, kind: str, name: str, module: str = "") -> Element | None:
        """What describes the *kind* ``application``, ``function``, ``manager`` or ``managerEvent`` called *name*.

        Args:
            module: ``app_dial.so``, ``core``; where several modules have a *name*, its entry.
        """
        found = [
            (one, path, document)
            for path, document in self._documents()
            for one in document.root.elements(kind)
            if _describes(one, name)
        ]
        if not found:
            return None
        provider = _BUILT_IN if module == "core" else module.removesuffix(".so")
        entry, path, document = next((one for one in found if one[0].get("module") in ("", provider)), found[0])
        return self._stylesheet(path, document).apply(includes.resolve(entry, document.root))

    def event(self, name: str) -> Element | None:
        """What describes the event *name*, in any case."""
        names = (one.get("name") for _, file in self._documents() for one in file.root.elements("managerEvent"))
        known = next((one for one in names if one.lower() == name.lower()), None)
        return None if known is None else self.entry("managerEvent", known)

    def _documents(self) -> list[tuple[Path, Document]]:
        return [(path, _document(path, _state(path))) for path in self._files]

    def _stylesheet(self, file: Path, document: Document) -> Stylesheet:
        """The stylesheet that the *document* in *file* asks for, which Asterisk's own does."""
        if not document.stylesheet:
            return Stylesheet(None)
        path = file.parent / document.stylesheet
        self._check(path)
        return _stylesheet(path, _state(path))

    def _check(self, path: Path) -> None:
        if not path.resolve().is_relative_to(self._folder.resolve()):
            raise ConfigError(path.name, 0, "leads out of the folder", "a file in it is expected")


def _describes(element: Element, name: str) -> bool:
    """Whether *element* says something of *name*; one without anything in it is passed over."""
    if element.get("name") != name or element.get("language") != _LANGUAGE:
        return False
    return next(element.elements(), None) is not None


def _state(path: Path) -> tuple[int, int]:
    """What changes when a file does."""
    try:
        stat = path.stat()
    except OSError:
        return 0, 0
    return stat.st_mtime_ns, stat.st_size


@lru_cache(maxsize=8)
def _document(path: Path, _changed: tuple[int, int]) -> Document:
    return tree.read(path)


@lru_cache(maxsize=8)
def _stylesheet(path: Path, _changed: tuple[int, int]) -> Stylesheet:
    return Stylesheet(path)

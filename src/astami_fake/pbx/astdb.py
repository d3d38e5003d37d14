"""AstDB: Asterisk's own small database, one value per path ``/family/key``.

Lives here: the values and what main/db.c's SQL makes of a family and a key. Does not live here: how the DB actions, the
``database`` commands and ``DB()`` show them; all three share one `AstDB`. Imports nothing of the package.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, MutableMapping


class AstDB:
    """All entries, by path. ``astdb["family"]["key"]`` reads, writes and deletes one; keys may hold slashes."""

    def __init__(self) -> None:
        self._values: dict[str, str] = {}

    def __getitem__(self, family: str) -> Family:
        return Family(self, family)

    def __contains__(self, family: object) -> bool:
        return isinstance(family, str) and bool(self.tree(family))

    def get(self, family: str, key: str) -> str | None:
        """The value, None where there is no such entry. Case counts."""
        return self._values.get(f"/{family}/{key}")

    def put(self, family: str, key: str, value: str) -> None:
        """Write an entry, new or not; it stands behind the others then, as SQLite's REPLACE has it."""
        path = f"/{family}/{key}"
        self._values.pop(path, None)
        self._values[path] = value

    def delete(self, family: str, key: str) -> bool:
        """Delete an entry; whether it was there."""
        return self._values.pop(f"/{family}/{key}", None) is not None

    def tree(self, family: str = "", key: str = "") -> list[tuple[str, str]]:
        """Path and value of the entry *family*/*key* and of all below it, sorted by path.

        Without *family* all entries, whatever *key* says. As on a real server, a match is SQL's LIKE: ``_`` and ``%``
        are wildcards, and ASCII letters match in both cases (recorded on 16.28 and 22.10).
        """
        return self.below(f"/{family}/{key}" if family and key else f"/{family}" if family else "")

    def below(self, path: str) -> list[tuple[str, str]]:
        """Path and value of the entry at *path* and of all below it, matched and sorted as in `tree`."""
        wanted = _like(path)
        return [(path, self._values[path]) for path in sorted(self._values) if wanted.match(path + "/")]

    def delete_tree(self, family: str = "", key: str = "") -> int:
        """Delete what `tree` shows; how many entries that were."""
        gone = self.tree(family, key)
        for path, _ in gone:
            del self._values[path]
        return len(gone)

    def rows(self) -> list[tuple[str, str]]:
        """Path and value of all entries, in the order in which they were written last."""
        return list(self._values.items())

    def replace(self, rows: Iterable[tuple[str, str]]) -> None:
        """Hold nothing but these paths and values."""
        self._values = dict(rows)

    def keys_named(self, key: str) -> list[tuple[str, str]]:
        """Path and value of the entries called *key* in any family, sorted by path (``database showkey``)."""
        wanted = re.compile(f".*{_pattern('/' + key)}", re.IGNORECASE | re.DOTALL | re.ASCII)
        return [(path, self._values[path]) for path in sorted(self._values) if wanted.fullmatch(path)]


class Family(MutableMapping[str, str]):
    """The entries of one family as a mapping."""

    def __init__(self, db: AstDB, family: str) -> None:
        self._db = db
        self._prefix = f"/{family}/"
        self._family = family

    def __getitem__(self, key: str) -> str:
        value = self._db.get(self._family, key)
        if value is None:
            raise KeyError(key)
        return value

    def __setitem__(self, key: str, value: str) -> None:
        self._db.put(self._family, key, value)

    def __delitem__(self, key: str) -> None:
        if not self._db.delete(self._family, key):
            raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return (path.removeprefix(self._prefix) for path, _ in self._db.tree() if path.startswith(self._prefix))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __repr__(self) -> str:
        return repr(dict(self))


def _like(prefix: str) -> re.Pattern[str]:
    return re.compile(_pattern(prefix + "/") if prefix else "", re.IGNORECASE | re.DOTALL | re.ASCII)


def _pattern(like: str) -> str:
    return "".join({"_": ".", "%": ".*"}.get(char, re.escape(char)) for char in like)

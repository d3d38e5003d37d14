"""Variables of a channel or of the whole PBX: a list with the newest first, as main/pbx_variables.c keeps it.

Lives here: the list and the meaning of leading underscores. Does not live here: VarSet events (`channel`, `pbx`) and
``${…}`` (`substitution`). Imports nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

_CONTROL = dict(zip("\a\b\f\n\r\t\v", "abfnrtv", strict=True))
_ESCAPES = str.maketrans({char: "\\" + _CONTROL.get(char, char) for char in "\a\b\f\n\r\t\v\\'\"?"})


def escaped(value: str) -> str:
    """A value as VarSet shows it, or a name in the block of a channel, with C's escapes (case `variables.callerid`)."""
    return value.translate(_ESCAPES)


def bare(name: str) -> str:
    """The name under which a variable is read: without the underscores that say how far it is inherited."""
    if name.startswith("__"):
        return name[2:]
    return name.removeprefix("_")


class Variables:
    """Names and values; iterating gives pairs in Asterisk's order, newest first, names with their underscores."""

    def __init__(self) -> None:
        self._pairs: list[tuple[str, str]] = []

    def get(self, name: str) -> str | None:
        """The value, None where there is no such variable; *name* without underscores."""
        return next((value for own, value in self._pairs if bare(own) == name), None)

    def all(self, name: str) -> list[str]:
        """All values of *name*, the one that `get` gives first."""
        return [value for own, value in self._pairs if bare(own) == name]

    def set(self, name: str, value: str | None) -> None:
        """Give *name* (with its underscores) a value, or take it away with None."""
        self._pairs = [pair for pair in self._pairs if bare(pair[0]) != bare(name)]
        if value is not None:
            self._pairs.insert(0, (name, value))

    def push(self, name: str, value: str) -> None:
        """Put a value over the present one, which `pop` brings back."""
        self._pairs.insert(0, (name, value))

    def pop(self, name: str) -> None:
        """Take the newest value of *name* away."""
        for index, (own, _) in enumerate(self._pairs):
            if bare(own) == name:
                del self._pairs[index]
                return

    def append(self, name: str, value: str) -> None:
        """Add a variable behind all others, as copies from another channel come."""
        self._pairs.append((name, value))

    def inherited(self) -> list[tuple[str, str]]:
        """What a channel that this one creates gets: ``__X`` stays ``__X``, ``_X`` becomes ``X``."""
        return [
            (name if name.startswith("__") else name[1:], value) for name, value in self._pairs if name.startswith("_")
        ]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._pairs)

    def __len__(self) -> int:
        return len(self._pairs)

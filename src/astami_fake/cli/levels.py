"""``core set verbose`` and ``core set debug``: how much a server says on its console. Asterisk: main/cli.c.

The fake keeps the levels, and says nothing. Recorded: case `core.command.levels`. May import `cli._registry` and `pbx`.
"""

from __future__ import annotations

from collections.abc import Sequence

from astami_fake.cli._registry import Lines, ShowUsage, command
from astami_fake.pbx.pbx import Pbx

_OFF = "off"


@command("core set verbose")
def set_verbose(pbx: Pbx, words: Sequence[str]) -> Lines:
    """``[atleast] LEVEL [silent]``. handle_verbose()."""
    silent = words[-1:] == ["silent"]
    lines = _set(pbx, "Console verbose", words[:-1] if silent else words)
    return [] if silent else lines


@command("core set debug")
def set_debug(pbx: Pbx, words: Sequence[str]) -> Lines:
    """``[atleast] LEVEL``. handle_debug()."""
    return _set(pbx, "Core debug", words)


def _set(pbx: Pbx, what: str, words: Sequence[str]) -> Lines:
    *least, word = words or [""]
    if least not in ([], ["atleast"]) or not (word == _OFF or word.isdigit()):
        raise ShowUsage
    old = pbx.levels.get(what, 0)
    new = 0 if word == _OFF else int(word)
    if least:
        new = max(old, new)
    pbx.levels[what] = new
    if new == old:
        return [f"{what} is still {_shown(new)}."]
    return [f"{what} was {_shown(old)} and is now {_shown(new)}."]


def _shown(level: int) -> str:
    return str(level) if level else "OFF"

"""``core set verbose``, ``debug`` and ``trace``: how much a server says on its console. Asterisk: main/cli.c.

The fake keeps the levels, and says nothing. Recorded: cases `core.command.levels`, `core.command.debug`. May
import `cli._registry` and `pbx`.
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


@command("core set trace")
def set_trace(pbx: Pbx, words: Sequence[str]) -> Lines:
    """``[atleast] LEVEL``. handle_trace()."""
    return _set(pbx, "Core trace", words)


@command("core set debug category")
def set_categories(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Parts of Asterisk that are debugged. handle_debug_category()."""
    if not words:
        raise ShowUsage
    pbx.problem("astami_fake has no categories of debugging, and no rule answers for it")
    return []


@command("core set debug channel")
def set_channel(pbx: Pbx, words: Sequence[str]) -> Lines:
    """``all|CHANNEL [off]``; of new channels is told, too, where there is none of that name (recorded).
    handle_core_set_debug_channel()."""
    if len(words) not in (1, 2) or (len(words) == 2 and words[1].lower() != _OFF):
        raise ShowUsage
    name, on = words[0], len(words) == 1
    known = name.lower() == "all" or pbx.channels.find(name) is not None
    return [
        *([] if known else [f"No such channel {name}"]),
        f"Debugging on new channels is {'enabled' if on else 'disabled'}",
    ]


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

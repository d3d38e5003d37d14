"""What the modules of a release register with Asterisk, and which files they read.

Data only: ``data/RELEASE/registered.txt`` and ``configreaders.txt``, written by tools/record_release.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Registered:
    """Attributes:
    name: of an application, a function, a file format …; of a translator both formats, ``ulaw@8000 slin@8000``.
    module: what brings it; ``core`` for Asterisk itself.
    facts: what its list tells beside the name: of an application its synopsis; of a function its syntax, cut as shown,
        and its synopsis; of a file format what it holds, and its extensions; of a switch its description; of a
        translator its cost.
    """

    name: str
    module: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a configuration file.

    Attributes:
        file: ``queues.conf``.
        name: as ``config list`` has it; empty for readers of sorcery, which has an id there.
        module: what it belongs to; ``core`` for Asterisk itself.
        times: how many such readers there are.
    """

    file: str
    name: str
    module: str
    times: int


@lru_cache
def registered(release: str, kind: str) -> tuple[Registered, ...]:
    """All of a *kind* in the order of their list.

    Kinds: ``applications``, ``functions``, ``file_formats``, ``switches``, ``config_engines``, ``translators``,
    ``identifiers`` (of PJSIP); ``rates``, the audio codecs with their sample rates, ``ulaw@8000``; ``described``, what
    has its options described.
    """
    return tuple(
        Registered(name, module, tuple(facts))
        for row_kind, name, module, *facts in _rows(release, "registered.txt")
        if row_kind == kind
    )


@lru_cache
def readers(release: str) -> tuple[Reader, ...]:
    """All readers, by file."""
    return tuple(
        Reader(file, name, module, int(times)) for file, name, module, times in _rows(release, "configreaders.txt")
    )


def _rows(release: str, file: str) -> list[list[str]]:
    text = files(__package__).joinpath("data", release, file).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if not line.startswith("#")]

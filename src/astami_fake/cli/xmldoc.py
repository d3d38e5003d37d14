"""What commands show of Asterisk's own documentation. Asterisk: main/xmldoc.c.

Lives here: the page of what is asked for, or the problem that there is none. Does not live here: the commands
(`cli.manager`, `cli.applications`), reading and laying out (`documentation`). The texts are Asterisk's, under its
licence, and not in this project: they are in the folder that the user gives, and a test without one is told. May import
`cli._registry`, `documentation`, `pbx`.
"""

from __future__ import annotations

from collections.abc import Sequence

from astami_fake.cli._registry import Lines
from astami_fake.config.reader import ConfigError
from astami_fake.documentation.library import Documentation
from astami_fake.documentation.pages import Pages
from astami_fake.documentation.tree import Element
from astami_fake.pbx.pbx import Pbx
from astami_fake.releases.model import ActionInfo
from astami_fake.releases.registered import Registered


def coloured(lines: Lines) -> Lines:
    """*lines* with the empty one behind them that a manager gets of what has colours (`core.command.escapes`)."""
    return [*lines, ""] if lines else []


def action(pbx: Pbx, info: ActionInfo) -> Lines:
    """The page of an action."""
    entry = _entry(pbx, "action", "manager", info.name, info.module)
    privilege = ",".join((*info.privilege, "all")) if info.privilege else "<none>"
    return [] if entry is None else _pages(pbx).action(entry, privilege)


def event(pbx: Pbx, name: str) -> Lines | None:
    """The page of an event, in any case; None where there is no such event."""
    library = _library(pbx)
    if library is not None:
        entry = library.event(name)
        return None if entry is None else _pages(pbx).event(name, entry)
    if name.lower() not in (known.lower() for known in pbx.release.events):
        return None
    _tell(pbx, f"event {name}")
    return []


def application(pbx: Pbx, one: Registered) -> Lines:
    """The page of an application."""
    entry = _entry(pbx, "application", "application", one.name, one.module)
    return [] if entry is None else _pages(pbx).application(one.name, entry)


def function(pbx: Pbx, one: Registered) -> Lines:
    """The page of a function; some are described by their module, and nowhere else."""
    if one.name in pbx.release.undocumented:
        _tell(pbx, f"function {one.name}")
        return []
    entry = _entry(pbx, "function", "function", one.name, one.module)
    return [] if entry is None else _pages(pbx).function(one.name, entry)


def synopsis(pbx: Pbx, one: Registered) -> str:
    """What an application does: as the documentation says, or as the release was recorded."""
    library = _library(pbx)
    entry = None if library is None else library.entry("application", one.name, one.module)
    return one.facts[0] if entry is None else _pages(pbx).synopsis(entry)


def hits(pbx: Pbx, one: Registered, words: Sequence[str]) -> int:
    """How many of *words* the description of an application has, in any case, its mark-up included."""
    library = _library(pbx)
    entry = None if library is None else library.entry("application", one.name, one.module)
    text = "" if entry is None else _pages(pbx).description(entry).lower()
    return sum(word.lower() in text for word in words)


def is_there(pbx: Pbx) -> bool:
    """Whether there is any documentation."""
    return _library(pbx) is not None


def _library(pbx: Pbx) -> Documentation | None:
    """The documentation; None where there is none. One with a mistake is a problem, once, and counts as none."""
    try:
        if pbx.documentation is not None:
            pbx.documentation.load()
    except ConfigError as mistake:
        pbx.problem(str(mistake))
        pbx.documentation = None
    return pbx.documentation


def _pages(pbx: Pbx) -> Pages:
    return Pages(tell_origin=pbx.release.documents_origin)


def _entry(pbx: Pbx, what: str, kind: str, name: str, module: str) -> Element | None:
    library = _library(pbx)
    entry = None if library is None else library.entry(kind, name, module)
    if entry is None:
        _tell(pbx, f"{what} {name}")
    return entry


def _tell(pbx: Pbx, what: str) -> None:
    if pbx.documentation is not None:
        pbx.problem(f"astami_fake has no description of the {what}, and no rule answers for it")
    else:
        pbx.problem(
            f"astami_fake has no description of the {what}, and no rule answers for it; "
            "Asterisk's own can be given, FakeAsterisk(documentation=...)"
        )

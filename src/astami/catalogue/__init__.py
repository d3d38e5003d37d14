"""Actions and events of each release of Asterisk: their names, parameters, headers and classes, as data.

The tables in ``data/`` are written by ``tools/catalogue.py`` from what a server and the documentation of its build say,
and read when they are first asked for. Imports nothing of the package.

    >>> from astami.catalogue import load
    >>> load("22.10").actions["QueueAdd"].required
    ('Queue', 'Interface')
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

__all__ = ["RELEASES", "Action", "Catalogue", "Event", "load"]

#: Releases that the catalogue knows, the newest first.
RELEASES: Final = ("22.11", "22.10", "16.28")


@dataclass(frozen=True, slots=True)
class Action:
    """One action.

    Attributes:
        name: as Asterisk spells it.
        module: what holds it: ``app_queue``, or ``builtin`` for the core; empty where it is not documented.
        classes: a user needs one of these in its ``write=``; none where everybody may, None where a stock server does
            not have the action, so that nobody could ask.
        parameters: its headers, in the order of the documentation; ActionID among them.
        required: those that the documentation calls required. Asterisk itself can be more lenient, or stricter.
    """

    name: str
    module: str
    classes: tuple[str, ...] | None
    parameters: tuple[str, ...]
    required: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """One event.

    Attributes:
        name: as Asterisk spells it.
        kind: the class that a user needs in its ``read=``.
        headers: what is documented, in that order; an event need not have all of them, and can have more.
    """

    name: str
    kind: str
    headers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What one release has, by name."""

    release: str
    actions: dict[str, Action]
    events: dict[str, Event]


def load(release: str = RELEASES[0]) -> Catalogue:
    """The catalogue of *release*, read once; ValueError for one that is not in ``RELEASES``."""
    if release not in RELEASES:
        raise ValueError(f"no catalogue of release {release!r}; there are {', '.join(RELEASES)}")
    return _read(release)


@cache
def _read(release: str) -> Catalogue:
    actions = [_action(*row) for row in _rows(release, "actions.txt", 4)]
    events = [Event(name, kind, tuple(headers.split())) for name, kind, headers in _rows(release, "events.txt", 3)]
    return Catalogue(release, {one.name: one for one in actions}, {one.name: one for one in events})


def _action(name: str, module: str, classes: str, parameters: str) -> Action:
    marked = parameters.split()
    return Action(
        name,
        module,
        None if classes == "?" else tuple(classes.split(",")) if classes else (),
        tuple(one.removesuffix("*") for one in marked),
        tuple(one.removesuffix("*") for one in marked if one.endswith("*")),
    )


def _rows(release: str, name: str, columns: int) -> list[list[str]]:
    text = (files(__name__) / "data" / release / name).read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return [line + [""] * (columns - len(line)) for line in lines]

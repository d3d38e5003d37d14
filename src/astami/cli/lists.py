"""What the catalogue holds, for people: actions and events of a release. Needs no connection.

Imports ``catalogue``, click and rich.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, TypeVar

import click
from rich.console import Console
from rich.text import Text

from astami.catalogue import RELEASES, Action, Event, load

if TYPE_CHECKING:
    from .target import Target

__all__ = ["actions", "show_events"]

Named = TypeVar("Named", Action, Event)


@click.command()
@click.argument("patterns", nargs=-1)
@click.option("--release", default=RELEASES[0], show_default=True, type=click.Choice(RELEASES))
@click.pass_obj
def actions(target: Target, patterns: tuple[str, ...], release: str) -> None:
    """List the actions of a release of Asterisk.

    With each: the classes of users that may use it, and its parameters (* needed). PATTERNS are names, with * and ?,
    whatever their case. Needs no connection.
    """
    found = _chosen(load(release).actions.values(), patterns)
    if target.as_json:
        _as_json(found)
        return
    console = Console(soft_wrap=True, highlight=False)
    for action in found:
        who = "not in a stock server" if action.classes is None else ",".join(action.classes) or "everybody"
        names = (f"{name}*" if name in action.required else name for name in action.parameters if name != "ActionID")
        console.print(Text.assemble((action.name, "bold"), f"  ({who})  ", " ".join(names)))


def show_events(patterns: tuple[str, ...], release: str, *, as_json: bool) -> None:
    """List the events of a release: the class that sees each, and its headers."""
    found = _chosen(load(release).events.values(), patterns)
    if as_json:
        _as_json(found)
        return
    console = Console(soft_wrap=True, highlight=False)
    for event in found:
        console.print(Text.assemble((event.name, "bold"), f"  ({event.kind})  ", " ".join(event.headers)))


def _chosen(values: Iterable[Named], patterns: tuple[str, ...]) -> list[Named]:
    wanted = [pattern.casefold() for pattern in patterns]
    found = [one for one in values if not wanted or any(fnmatchcase(one.name.casefold(), each) for each in wanted)]
    if not found:
        raise click.UsageError(f"nothing is called {' or '.join(patterns)}")
    return found


def _as_json(found: Iterable[Action | Event]) -> None:
    for one in found:
        click.echo(json.dumps(asdict(one)))

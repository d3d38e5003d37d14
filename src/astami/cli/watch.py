"""What goes on on the server: ``events`` prints them as they come, ``top`` shows channels and queues.

Imports the public client, ``views``, click and rich.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterator
from typing import Any, Final

import click
from rich.console import Console, Group
from rich.live import Live
from rich.table import Column, Table

from astami import AMIClient, AMITimeoutError, Channel, Queue
from astami.catalogue import RELEASES

from .lists import show_events
from .show import event_as_json, event_as_object, printable, show_event
from .target import Target

__all__ = ["events", "top"]

#: Columns of a screen that is no terminal: there, names are not cut off.
_PAPER: Final = 240


@contextlib.contextmanager
def _until_interrupted() -> Iterator[None]:
    """Ctrl-C is how one stops to watch: no error."""
    with contextlib.suppress(KeyboardInterrupt):
        yield


@click.command()
@click.argument("patterns", nargs=-1)
@click.option(
    "--match", "matches", multiple=True, metavar="HEADER=VALUE", help="Only with this header; can be repeated."
)
@click.option("--count", type=click.IntRange(1), help="End after so many.")
@click.option("--seconds", type=click.FloatRange(0, min_open=True), help="End after so long.")
@click.option("--list", "only_list", is_flag=True, help="List the events that there are, without a connection.")
@click.option("--release", default=RELEASES[0], show_default=True, type=click.Choice(RELEASES), help="For --list.")
@click.pass_obj
def events(
    target: Target,
    patterns: tuple[str, ...],
    matches: tuple[str, ...],
    count: int | None,
    seconds: float | None,
    only_list: bool,
    release: str,
) -> None:
    """Print events as they come, until Ctrl-C.

    PATTERNS are names, with * and ?; without one all events are printed.
    """
    if only_list:
        show_events(patterns, release, as_json=target.as_json)
        return
    headers: dict[str, Any] = dict(_match(one) for one in matches)
    end = None if seconds is None else time.monotonic() + seconds
    with target.client() as ami, _until_interrupted(), ami.events(*patterns, **headers) as stream:
        left = count
        while left is None or left > 0:
            try:
                event = stream.get(timeout=None if end is None else max(0.001, end - time.monotonic()))
            except AMITimeoutError:
                break
            if target.as_json:
                click.echo(event_as_json(event))
            else:
                show_event(event)
            left = None if left is None else left - 1
        if stream.dropped:
            click.echo(f"astami: {stream.dropped} events were lost, they came faster than they were printed", err=True)


def _match(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise click.UsageError(f"{text!r} is no match; write Header=value")
    return name, value


@click.command()
@click.option("--interval", default=2.0, show_default=True, type=click.FloatRange(0.1), help="Seconds between looks.")
@click.option("--once", is_flag=True, help="Look once; so too where the output is no terminal, but for --json.")
@click.pass_obj
def top(target: Target, interval: float, once: bool) -> None:
    """Show channels and queues, until Ctrl-C.

    With --json each look is a line with the headers of each channel and queue.
    """
    console = Console()
    with target.client() as ami, _until_interrupted():
        if target.as_json:
            click.echo(_line(ami))
            while not once:
                time.sleep(interval)
                click.echo(_line(ami))
            return
        if once or not console.is_terminal:
            console.width = max(console.width, _PAPER)
            console.print(_screen(ami))
            return
        with Live(_screen(ami), console=console, screen=True, auto_refresh=False) as live:
            while True:
                time.sleep(interval)
                live.update(_screen(ami), refresh=True)


def _line(ami: AMIClient) -> str:
    queues = [
        event_as_object(queue.event)
        | {
            "Members": [event_as_object(member.event) for member in queue.members],
            "Callers": [event_as_object(caller.event) for caller in queue.callers],
        }
        for queue in ami.queues()
    ]
    return json.dumps({"channels": [event_as_object(one.event) for one in ami.channels()], "queues": queues})


def _screen(ami: AMIClient) -> Group:
    return Group(_channels(ami.channels()), _queues(ami.queues()))


def _channels(channels: list[Channel]) -> Table:
    table = Table(
        Column("channel", overflow="fold"),
        "state",
        "caller",
        "connected to",
        "where",
        "runs",
        "seconds",
        title=f"{len(channels)} channels",
    )
    for one in sorted(channels, key=lambda channel: channel.duration, reverse=True):
        table.add_row(
            printable(one.name),
            one.state_desc,
            printable(one.caller_id_num),
            printable(one.connected_line_num),
            printable(f"{one.exten}@{one.context}:{one.priority}"),
            printable(one.application),
            str(one.duration),
        )
    return table


def _queues(queues: list[Queue]) -> Table:
    table = Table(
        Column("queue", overflow="fold"),
        "strategy",
        "waiting",
        "longest",
        "members",
        "paused",
        "done",
        "given up",
        title="queues",
    )
    for one in queues:
        table.add_row(
            printable(one.name),
            one.strategy,
            str(one.calls),
            str(max((caller.wait for caller in one.callers), default=0)),
            str(len(one.members)),
            str(sum(member.paused for member in one.members)),
            str(one.completed),
            str(one.abandoned),
        )
    return table

"""Measure astami against peers from the registry, in one run, as ratios.

    python benchmarks/run.py                    prints the table and writes benchmarks/RESULTS.md; takes minutes
    python benchmarks/run.py --rounds 1 --scale 0.05 --no-write

Each library runs in a virtual environment of its own and in a process of its own, all on the same recorded bytes from
the same replayer. Rounds are interleaved, each in another order, so that a machine whose speed drifts treats all alike;
a figure is the median over the rounds, and only the ratios inside one run mean anything. Needs the extra ``cli``.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import platform
import random
import re
import statistics
import subprocess
import sys
import venv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

HERE = Path(__file__).parent
VENVS = HERE / ".venvs"
WORKERS = HERE / "workers"


@dataclass(frozen=True)
class Library:
    """One measured library: the requirement that installs it and the worker that drives it.

    Attributes:
        share: of the usual operations, for libraries that take tens of milliseconds for one. Not of the million.
    """

    name: str
    requirement: str
    worker: str
    share: float = 1.0


@dataclass(frozen=True)
class Measure:
    """One question, asked of several libraries.

    Attributes:
        title: the question; ``{count}`` in it is the first number, as it was scaled.
        name: of the workers' measure.
        numbers: what it is given; the first one is scaled.
        libraries: who is asked, ours first.
        figure: ``cpu`` or ``wall`` (microseconds per operation) or ``bytes`` (per connection, or in all).
        goal: how many times ours the best peer is to be; for ``bytes`` how many bytes ours may be.
        rounds: how often at most; memory hardly differs from round to round.
    """

    title: str
    name: str
    numbers: tuple[int, ...]
    libraries: tuple[Library, ...]
    figure: str
    goal: float | None = None
    rounds: int = 1000


ASYNC = Library("astami (async)", str(HERE.parent), "astami_async")
SYNC = Library("astami (sync)", str(HERE.parent), "astami_sync")
PANORAMISK = Library("panoramisk", "panoramisk", "panoramisk_peer")
ASTERISK_AMI = Library("asterisk-ami", "asterisk-ami", "asterisk_ami_peer")
BASICAMI = Library("basicami", "basicami", "basicami_peer")
PYSTRIX = Library("pystrix", "pystrix", "pystrix_peer", 0.1)
PYST2 = Library("pyst2", "pyst2", "pyst2_peer", 0.1)
PY_ASTERISK = Library("py-asterisk", "py-asterisk", "py_asterisk_peer", 0.1)
PYAMI = Library("pyami-asterisk", "pyami-asterisk", "pyami_asterisk_peer")
ASTAMI_1 = Library("astami 1 of the registry", "astami==1.1", "astami_1_peer")
ASTAMI_1_SYNC = Library("astami 1 of the registry (sync)", "astami==1.1", "astami_1_sync_peer")
FAKE = Library("astami_fake, own thread", str(HERE.parent), "fake_server")
AIOSMTPD = Library("aiosmtpd Controller", "aiosmtpd", "aiosmtpd_server")
HTTPSERVER = Library("pytest-httpserver", "pytest-httpserver", "httpserver_server")

#: What the same costs without any library: no peers, but what no client can be quicker than.
FLOOR = Library("asyncio, no client", str(HERE.parent), "asyncio_floor")
SOCKET_FLOOR = Library("socket, no client", str(HERE.parent), "socket_floor")
FLOORS = (FLOOR, SOCKET_FLOOR)

ASYNC_PEERS = (PANORAMISK, BASICAMI, PYAMI, ASTAMI_1)
SYNC_PEERS = (ASTERISK_AMI, PYSTRIX, PYST2, PY_ASTERISK, ASTAMI_1_SYNC)
CLIENTS = (ASYNC, SYNC, *ASYNC_PEERS, *SYNC_PEERS)
MILLION = 1_000_000
#: Seconds that one library may take for one question.
PATIENCE = 120

MEASURES = (
    Measure("events, 50 a write, four headers read", "events", (60_000, 50), (*CLIENTS, FLOOR), "cpu", 2.0),
    Measure("events, 50 a write, the whole dict", "dicts", (60_000, 50), (*CLIENTS, FLOOR), "cpu", 1.2),
    Measure("events, one a read, asyncio", "events", (5_000, 1), (ASYNC, *ASYNC_PEERS, FLOOR), "cpu", 1.8),
    Measure("events, one a read, blocking", "events", (5_000, 1), (SYNC, *SYNC_PEERS), "cpu"),
    Measure("Ping round trip, asyncio", "ping", (4_000,), (ASYNC, *ASYNC_PEERS, FLOOR), "cpu", 2.3),
    Measure("Ping round trip, blocking", "ping", (4_000,), (SYNC, *SYNC_PEERS, SOCKET_FLOOR), "cpu", 1.8),
    Measure("Ping, 100 in flight", "flight", (10_000,), (ASYNC, SYNC, *ASYNC_PEERS, *SYNC_PEERS), "cpu", 1.4),
    Measure("memory grown over {count:,} events", "memory", (MILLION,), CLIENTS, "bytes", 2e6, rounds=1),
    Measure("memory of an idle connection", "idle", (200,), CLIENTS, "bytes", 8e3, rounds=1),
    Measure("test server start + stop", "start_stop", (20,), (FAKE, AIOSMTPD, HTTPSERVER), "wall"),
)


def environment(library: Library) -> Path:
    """The Python of *library*'s own virtual environment, made on first use; ours is installed anew each time."""
    folder = VENVS / re.sub(r"\W", "_", "astami" if library.requirement == str(HERE.parent) else library.requirement)
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    ours = library.requirement == str(HERE.parent)
    if ours:
        pip += ["--force-reinstall", "--no-deps"]
    subprocess.run([*pip, library.requirement], check=True)
    return python


def version(python: Path, library: Library) -> str:
    if library in FLOORS:
        return ""
    name = "astami" if library.requirement == str(HERE.parent) else library.requirement.partition("==")[0]
    code = f"import importlib.metadata as m; print(m.version({name!r}))"
    return subprocess.run([str(python), "-c", code], check=True, capture_output=True, text=True).stdout.strip()


@contextlib.contextmanager
def replayer() -> Iterator[int]:
    command = [sys.executable, str(HERE / "replayer.py"), str(HERE / "data" / "events-22.10.raw")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield int(process.stdout.readline())
        assert process.stdin is not None
        process.stdin.close()


@dataclass
class Result:
    """What one library took for one measure: a figure per operation, one a round, or why there is none."""

    measure: Measure
    library: Library
    figures: list[float] = field(default_factory=list)
    failure: str = ""

    @property
    def median(self) -> float | None:
        """The figure that counts; None where there is none."""
        return statistics.median(self.figures) if self.figures else None


def run_once(python: Path, result: Result, port: int, scale: float) -> None:
    """Ask once more. A library of others that cannot or breaks is not asked again, and the table says so."""
    measure = result.measure
    count, *rest = measure.numbers
    share = 1.0 if measure.figure == "bytes" else result.library.share
    numbers = [max(1, int(count * scale * share)), *rest]
    command = [str(python), str(WORKERS / f"{result.library.worker}.py"), measure.name, str(port), *map(str, numbers)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
        taken = json.loads(done.stdout) if done.stdout else {}
        failure = done.stderr
    except subprocess.TimeoutExpired:
        taken, failure = {}, f"no end within {PATIENCE} s"
    if "cannot" in taken:
        result.failure = f"cannot: {taken['cannot']}"
    elif not taken:
        if result.library.requirement == str(HERE.parent):
            raise click.ClickException(f"{result.library.name}, {measure.title}:\n{failure}")
        last = failure.strip().splitlines()[-1:] or ["without a word"]
        result.failure = f"breaks: {last[0].removeprefix('_measure.Lost: ')}"
    else:
        figure = taken[measure.figure] / taken["count"]
        result.figures.append(figure if measure.figure == "bytes" else figure * 1e6)


@click.command()
@click.option("--rounds", default=5, show_default=True, type=click.IntRange(1), help="interleaved rounds")
@click.option(
    "--scale",
    default=1.0,
    show_default=True,
    type=click.FloatRange(0, min_open=True),
    help="share of the usual operations",
)
@click.option("--only", default="", metavar="TEXT", help="only what has TEXT in its name, as in 'Ping round trip'")
@click.option("--write/--no-write", default=None, help="write RESULTS.md [default: only a full run does]")
def main(rounds: int, scale: float, only: str, write: bool | None) -> None:
    """Measure, print the table, write RESULTS.md."""
    console = Console()
    measures = [measure for measure in MEASURES if only in measure.title]
    if not measures:
        raise click.BadParameter(f"nothing is called {only!r}: {'; '.join(measure.title for measure in MEASURES)}")
    libraries = list(dict.fromkeys(library for measure in measures for library in measure.libraries))
    results = [Result(measure, library) for measure in measures for library in measure.libraries]
    with Progress(console=console, transient=True) as progress, replayer() as port:
        setup = progress.add_task("installing", total=len(libraries))
        pythons = {}
        for library in libraries:
            pythons[library] = environment(library)
            progress.advance(setup)
        running = progress.add_task("measuring", total=rounds * len(results))
        for number in range(rounds):
            for result in in_turn(results, number):
                if not result.failure and number < result.measure.rounds:
                    run_once(pythons[result.library], result, port, scale)
                progress.advance(running)
    versions = {library: version(pythons[library], library) for library in libraries}
    rows = [row for measure in measures for row in table_rows(measure, results, versions, scale)]
    show(console, rows)
    if write if write is not None else (rounds >= 5 and scale >= 1 and not only):
        (HERE / "RESULTS.md").write_text(markdown(rows, rounds, scale))
        console.print("written: benchmarks/RESULTS.md")


def in_turn(results: list[Result], number: int) -> list[Result]:
    """One measure after the other; who is asked first differs from round to round, so that nobody follows the same."""
    order = random.Random(number)
    return sorted(results, key=lambda result: (MEASURES.index(result.measure), order.random()))


def table_rows(
    measure: Measure, results: list[Result], versions: dict[Library, str], scale: float
) -> list[tuple[str, ...]]:
    """Title, library, figure, how many times ours; behind the title whether the goal is met."""
    asked = [result for result in results if result.measure is measure]
    mine = asked[0].median or 0.0
    title = measure.title.format(count=max(1, int(measure.numbers[0] * scale)))
    return [
        (
            f"{title}{verdict(measure, asked)}" if result is asked[0] else "",
            f"{result.library.name} {versions[result.library]}".rstrip(),
            shown(result),
            f"{result.median / mine:.1f}×" if result.median is not None and mine else "",
        )
        for result in asked
    ]


def shown(result: Result) -> str:
    """The figure for people."""
    if result.median is None:
        return result.failure
    if result.measure.figure == "bytes":
        return f"{result.median / 1000:,.1f} kB"
    return f"{result.median:.1f} µs {result.measure.figure}"


def verdict(measure: Measure, asked: list[Result]) -> str:
    """Whether the goal is met, by how much, and if not, whether any client could: in words."""
    if measure.goal is None or asked[0].median is None:
        return ""
    if measure.figure == "bytes":
        met = asked[0].median <= measure.goal
        return f" (goal ≤ {measure.goal / 1000:,.0f} kB: {'met' if met else 'not met'})"
    figures = {one.library: one.median for one in asked if one.median is not None}
    floor = min((figures.pop(library) for library in FLOORS if library in figures), default=None)
    peers = {library: figure for library, figure in figures.items() if library not in (ASYNC, SYNC)}
    if not peers:
        return ""
    best = min(peers, key=lambda library: peers[library])
    reached = peers[best] / asked[0].median
    words = f"goal best peer ≥ {measure.goal:g}×: {'met' if reached >= measure.goal else 'not met'}"
    words += f", {best.name} {reached:.2f}×"
    if reached < measure.goal and floor is not None:
        possible = peers[best] / floor
        words += f"; {'out of reach, ' if possible < measure.goal else ''}no client at all would be {possible:.2f}×"
    return f" ({words})"


HEAD = ("measure", "library", "per operation or connection (median)", "astami = 1")


def show(console: Console, rows: list[tuple[str, ...]]) -> None:
    table = Table(*HEAD)
    for row in rows:
        table.add_row(*row)
    console.print(table)


def load() -> str:
    return f"Load of the machine at the end: {os.getloadavg()[1]:.1f} on {os.cpu_count()} cores."


def markdown(rows: list[tuple[str, ...]], rounds: int, scale: float) -> str:
    command = "python benchmarks/run.py" + (f" --rounds {rounds} --scale {scale:g}" if scale != 1 else "")
    lines = [
        "# Results",
        "",
        f"`{command}`, {dt.datetime.now(dt.UTC):%Y-%m-%d}, {platform.python_implementation()} "
        f"{platform.python_version()}, {rounds} interleaved rounds, medians. {load()}",
        'The ratios are what counts; the microseconds are this machine\'s. "No client" is what the same costs without',
        "any library: what it takes of a figure, no client can save.",
        "",
        "| " + " | ".join(HEAD) + " |",
        "|---" * len(HEAD) + "|",
        *("| " + " | ".join(row) + " |" for row in rows),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()

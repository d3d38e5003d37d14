"""Measure astami against peers from the registry, in one run, as ratios.

    python benchmarks/run.py                    about a minute; prints the table and writes benchmarks/RESULTS.md
    python benchmarks/run.py --rounds 1 --scale 0.05 --no-write

Each library runs in a virtual environment of its own and in a process of its own, all on the same recorded bytes from
the same replayer. Rounds are interleaved, so that a machine whose speed drifts treats all alike; a figure is the median
over the rounds, and only the ratios inside one run mean anything. Needs the extra ``cli``.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import platform
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
    """One measured library: the requirement that installs it and the worker that drives it."""

    name: str
    requirement: str
    worker: str


@dataclass(frozen=True)
class Measure:
    """One question, asked of several libraries: the worker's measure, its numbers, the unit of the figure."""

    title: str
    name: str
    numbers: tuple[int, ...]
    libraries: tuple[Library, ...]
    figure: str  # cpu or wall


ASYNC = Library("astami (async)", str(HERE.parent), "astami_async")
SYNC = Library("astami (sync)", str(HERE.parent), "astami_sync")
PANORAMISK = Library("panoramisk", "panoramisk", "panoramisk_peer")
ASTERISK_AMI = Library("asterisk-ami", "asterisk-ami", "asterisk_ami_peer")
FAKE = Library("astami_fake, own thread", str(HERE.parent), "fake_server")
AIOSMTPD = Library("aiosmtpd Controller", "aiosmtpd", "aiosmtpd_server")
HTTPSERVER = Library("pytest-httpserver", "pytest-httpserver", "httpserver_server")

MEASURES = (
    Measure(
        "events, 50 a write, handler reads 4 headers", "events", (100_000, 50), (ASYNC, PANORAMISK, ASTERISK_AMI), "cpu"
    ),
    Measure("Ping round trip, asyncio", "ping", (5_000,), (ASYNC, PANORAMISK), "cpu"),
    Measure("Ping round trip, blocking", "ping", (5_000,), (SYNC, ASTERISK_AMI), "cpu"),
    Measure("test server start + stop", "start_stop", (20,), (FAKE, AIOSMTPD, HTTPSERVER), "wall"),
)


def environment(library: Library) -> Path:
    """The Python of *library*'s own virtual environment, made on first use; ours is installed anew each time."""
    folder = VENVS / library.worker.rpartition("_")[0]
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
    name = "astami" if library.requirement == str(HERE.parent) else library.requirement
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
    """What one library took for one measure: a list of microseconds per operation, one a round."""

    measure: Measure
    library: Library
    microseconds: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return statistics.median(self.microseconds)


def run_once(python: Path, result: Result, port: int, scale: float) -> None:
    measure = result.measure
    count, *rest = measure.numbers
    numbers = [max(1, int(count * scale)), *rest]
    command = [str(python), str(WORKERS / f"{result.library.worker}.py"), measure.name, str(port), *map(str, numbers)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    if done.returncode != 0:
        raise click.ClickException(f"{result.library.name}, {measure.title}:\n{done.stderr}")
    taken = json.loads(done.stdout)
    result.microseconds.append(taken[measure.figure] / taken["count"] * 1e6)


@click.command()
@click.option("--rounds", default=5, show_default=True, type=click.IntRange(1), help="interleaved rounds")
@click.option(
    "--scale",
    default=1.0,
    show_default=True,
    type=click.FloatRange(0, min_open=True),
    help="share of the usual operations",
)
@click.option("--write/--no-write", default=None, help="write RESULTS.md [default: only a full run does]")
def main(rounds: int, scale: float, write: bool | None) -> None:
    """Measure, print the table, write RESULTS.md."""
    console = Console()
    libraries = list(dict.fromkeys(library for measure in MEASURES for library in measure.libraries))
    results = [Result(measure, library) for measure in MEASURES for library in measure.libraries]
    with Progress(console=console, transient=True) as progress, replayer() as port:
        setup = progress.add_task("installing", total=len(libraries))
        pythons = {}
        for library in libraries:
            pythons[library] = environment(library)
            progress.advance(setup)
        running = progress.add_task("measuring", total=rounds * len(results))
        for _ in range(rounds):
            for result in results:
                run_once(pythons[result.library], result, port, scale)
                progress.advance(running)
    versions = {library: version(pythons[library], library) for library in libraries}
    rows = [row for measure in MEASURES for row in table_rows(measure, results, versions)]
    show(console, rows)
    if write if write is not None else (rounds >= 5 and scale >= 1):
        (HERE / "RESULTS.md").write_text(markdown(rows, rounds))
        console.print("written: benchmarks/RESULTS.md")


def table_rows(measure: Measure, results: list[Result], versions: dict[Library, str]) -> list[tuple[str, ...]]:
    """Title, library, microseconds, how many times as long as ours."""
    mine, *peers = [result for result in results if result.measure is measure]
    return [
        (
            measure.title if result is mine else "",
            f"{result.library.name} {versions[result.library]}",
            f"{result.median:.1f} µs {measure.figure}",
            f"{result.median / mine.median:.1f}×",
        )
        for result in (mine, *peers)
    ]


HEAD = ("measure", "library", "per operation (median)", "astami = 1")


def show(console: Console, rows: list[tuple[str, ...]]) -> None:
    table = Table(*HEAD)
    for row in rows:
        table.add_row(*row)
    console.print(table)


def markdown(rows: list[tuple[str, ...]], rounds: int) -> str:
    lines = [
        "# Results",
        "",
        f"`python benchmarks/run.py`, {dt.datetime.now(dt.UTC):%Y-%m-%d}, {platform.python_implementation()} "
        f"{platform.python_version()}, {rounds} interleaved rounds, medians. The ratios are what counts; the",
        "microseconds are this machine's.",
        "",
        "| " + " | ".join(HEAD) + " |",
        "|---" * len(HEAD) + "|",
        *("| " + " | ".join(row) + " |" for row in rows),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()

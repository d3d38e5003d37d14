"""The command `astami-conformance`.

May import: everything in this package, click and rich (extra `cli`).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path
from typing import NoReturn

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from astami_fake.conformance import report
from astami_fake.conformance.check import GUARDED_TAGS, Results, check_case
from astami_fake.conformance.compare import Change, Side, compare, grouped
from astami_fake.conformance.derive import RecordError
from astami_fake.conformance.record import record, save
from astami_fake.conformance.suite import CaseFile, find_root, load_cases, select
from astami_fake.conformance.targets import FORMS, Target, TargetError, TargetUsageError, open_target
from astami_fake.releases import RELEASES
from astami_fake.transcript.format import FormatError, print_document
from astami_fake.transcript.session import StageError

#: Exit codes, besides 0 for a clean result.
DIFFERENCES, USAGE, UNAVAILABLE, UNRECORDED = 1, 2, 3, 4


def _fail(code: int, message: str) -> NoReturn:
    click.echo(f"astami-conformance: {message}", err=True)
    sys.exit(code)


def _allowed(_: click.Context, __: click.Parameter, value: str) -> frozenset[str]:
    words = frozenset(word for word in value.split(",") if word)
    for word in words.difference(GUARDED_TAGS):
        raise click.BadParameter(f"{word!r}: known are {', '.join(GUARDED_TAGS)}")
    return words


#: What is checked unasked: the fake as each release that it knows, the newest first.
_FAKES = tuple(f"fake:{name}" for name in sorted(RELEASES, reverse=True))

_root_option = click.option(
    "--root",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The directory that holds 'etc' and 'cases' (default: 'conformance' at or above the current directory).",
)
_allow_option = click.option(
    "--allow", default="", callback=_allowed, help="What cases may do on an ami:// target: writes,originates."
)
_paths_argument = click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[CASE]...")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("astami"), prog_name="astami-conformance")
def cli() -> None:
    """Play recorded AMI sessions on the fake and on real Asterisk.

    Exit codes: 0 clean, 1 differences, 2 usage, 3 target unavailable, 4 only unrecorded.
    """


@cli.command("check")
@click.option("--target", "targets", multiple=True, default=_FAKES, show_default=True, help=f"{FORMS}; repeatable.")
@click.option("--cases", type=click.Path(path_type=Path), help="Directory of cases (default: ROOT/cases).")
@click.option("-k", "expression", default="", help="Only cases whose name or tags fit: 'word and not word'.")
@click.option("--junit", type=click.Path(path_type=Path), help="Also write a JUnit XML file.")
@_root_option
@_allow_option
@_paths_argument
def check_command(
    targets: Sequence[str],
    cases: Path | None,
    expression: str,
    junit: Path | None,
    root: Path | None,
    allow: frozenset[str],
    paths: Sequence[Path],
) -> None:
    """Play cases on one or more targets and compare with the recordings."""
    console = Console(width=None if sys.stdout.isatty() else 160)
    base, selected = _select(root, paths or ((cases,) if cases else ()), expression)
    results = Results()
    with ExitStack() as opened:
        servers = [_open(opened, spec, base, allow) for spec in targets]
        with Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        ) as progress:
            task = progress.add_task("cases", total=len(selected) * len(servers))
            for server in servers:
                for case in selected:
                    progress.update(task, description=f"{server.spec} {case.name}")
                    result = check_case(case, server)
                    results.results.append(result)
                    progress.advance(task)
                    if not console.is_terminal:
                        click.echo(report.one_line(result))
    if junit:
        junit.write_text(report.junit(results.results), encoding="utf-8")
    for line in report.findings(results.results):
        click.echo(line)
    console.print(report.table(results.results))
    sys.exit(results.exit_code)


@cli.command("record")
@click.option("--target", required=True, help="A real server: container:, root: or ami://.")
@click.option("--runs", default=20, show_default=True, type=click.IntRange(1), help="How often each case is played.")
@click.option("--dry-run", is_flag=True, help="Print the result, change no file.")
@_root_option
@_allow_option
@_paths_argument
def record_command(
    target: str,
    runs: int,
    dry_run: bool,
    root: Path | None,
    allow: frozenset[str],
    paths: Sequence[Path],
) -> None:
    """Fill in what a real server answers, or add a release to what is recorded."""
    if not paths:
        _fail(USAGE, "record needs the case files to record")
    base, selected = _select(root, paths, "")
    failed = 0
    with ExitStack() as opened:
        server = _open(opened, target, base, allow)
        for case in selected:
            click.echo(f"{case.path}: ", nl=False)
            try:
                recorded = record(case, server, runs=runs, tell=lambda run: click.echo(".", nl=False))
            except (RecordError, StageError, FormatError) as error:
                failed += 1
                click.echo(f" not recorded\n  {error}")
                continue
            if dry_run:
                click.echo("\n" + print_document(recorded.document), nl=False)
            else:
                save(recorded.document, case.path)
                click.echo(f" recorded on {server.version}")
            for warning in recorded.warnings:
                click.echo(f"  look at this: {warning}")
    sys.exit(DIFFERENCES if failed else 0)


@cli.command("diff")
@click.option("--cases", type=click.Path(path_type=Path), help="Directory of cases (default: ROOT/cases).")
@click.option("-k", "expression", default="", help="Only cases whose name or tags fit: 'word and not word'.")
@_root_option
@_allow_option
@click.argument("left", metavar="A")
@click.argument("right", metavar="B")
@_paths_argument
def diff_command(
    left: str,
    right: str,
    cases: Path | None,
    expression: str,
    root: Path | None,
    allow: frozenset[str],
    paths: Sequence[Path],
) -> None:
    """Show what is new, gone or changed from A to B.

    A and B are releases (22.10: what the recordings say) or targets (what they say now).
    """
    base, selected = _select(root, paths or ((cases,) if cases else ()), expression)
    found: list[tuple[CaseFile, Change]] = []
    compared = 0
    with ExitStack() as opened:
        sides = [
            Side(spec) if re.fullmatch(r"\d+\.\d+", spec) else Side(spec, _open(opened, spec, base, allow))
            for spec in (left, right)
        ]
        for case in selected:
            try:
                changes = compare(case, *sides)
            except (RecordError, StageError) as error:
                click.echo(f"{case.path}: not compared: {error}", err=True)
                continue
            if changes is not None:
                compared += 1
                found += [(case, change) for change in changes]
    for change, names in grouped(found):
        click.echo(f"{change}\n    in {', '.join(names)}")
    click.echo(f"{compared} of {len(selected)} cases compared, {len({change for _, change in found})} differences")
    sys.exit(DIFFERENCES if found else 0 if compared else UNRECORDED)


def _select(root: Path | None, paths: Sequence[Path], expression: str) -> tuple[Path, list[CaseFile]]:
    try:
        base = root or find_root(Path.cwd())
        selected = select(load_cases(paths or (base / "cases",)), expression)
    except (FormatError, FileNotFoundError, ValueError) as error:
        _fail(USAGE, str(error))
    if not selected:
        _fail(USAGE, "no case is selected")
    return base, selected


def _open(opened: ExitStack, spec: str, base: Path, allow: frozenset[str]) -> Target:
    try:
        return opened.enter_context(open_target(spec, etc=base / "etc", allow=allow))
    except TargetUsageError as error:
        _fail(USAGE, str(error))
    except TargetError as error:
        _fail(UNAVAILABLE, str(error))

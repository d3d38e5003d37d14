"""The command `astami-conformance`.

May import: everything in this package, click and rich (extra `cli`).
"""

from __future__ import annotations

import re
import signal
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from difflib import unified_diff
from importlib.metadata import version
from pathlib import Path
from typing import NoReturn

import click
from rich.console import Console

from astami_fake.conformance import report
from astami_fake.conformance.cli_data import coverage_command, stale_command
from astami_fake.conformance.cli_fuzz import fuzz_command
from astami_fake.conformance.cli_report import report_command
from astami_fake.conformance.compare import Change, Side, compare, grouped
from astami_fake.conformance.options import (
    DIFFERENCES,
    UNAVAILABLE,
    UNRECORDED,
    USAGE,
    allow_option,
    cases_option,
    expression_option,
    fail,
    open_server,
    paths_argument,
    plays_option,
    root_option,
    select_cases,
    targets_option,
)
from astami_fake.conformance.playing import play_all
from astami_fake.conformance.record import record, save
from astami_fake.conformance.settings import SettingsError, defaults, find_settings, read_settings
from astami_fake.conformance.suite import CaseFile
from astami_fake.conformance.targets import TargetError
from astami_fake.conformance.upgrade import Found, some, upgrade_guide
from astami_fake.conformance.volatile import RecordError
from astami_fake.transcript.format import Document, FormatError, print_document
from astami_fake.transcript.session import StageError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("astami"), prog_name="astami-conformance")
@click.pass_context
def cli(context: click.Context) -> None:
    """Play recorded AMI sessions on the fake and on real Asterisk.

    Options that a project always needs stand in the table [ami] of its astami.toml, here or in a folder above.

    Exit codes: 0 clean, 1 differences, 2 usage, 3 target unavailable, 4 only unrecorded.
    """
    # a job that is cancelled ends what it started, as after Ctrl-C
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    context.call_on_close(lambda: signal.signal(signal.SIGTERM, before))
    if path := find_settings(Path.cwd()):
        try:
            context.default_map = defaults(cli, read_settings(path))
        except SettingsError as error:
            fail(USAGE, str(error))


@cli.command("check")
@targets_option
@cases_option
@expression_option
@plays_option
@click.option(
    "--repeat",
    default=1,
    show_default=True,
    type=click.IntRange(1),
    help="Play all of it so often and count the plays that differ; each play decides for itself then.",
)
@click.option("--junit", type=click.Path(path_type=Path), help="Also write a JUnit XML file.")
@root_option
@allow_option
@paths_argument
def check_command(
    targets: Sequence[str],
    cases: Path | None,
    expression: str,
    plays: int,
    repeat: int,
    junit: Path | None,
    root: Path | None,
    allow: frozenset[str],
    paths: Sequence[Path],
) -> None:
    """Play cases on one or more targets and compare with the recordings."""
    console = Console(width=None if sys.stdout.isatty() else 160)
    base, selected = select_cases(root, paths or ((cases,) if cases else ()), expression)
    with ExitStack() as opened:
        servers = [open_server(opened, spec, base, allow) for spec in targets]
        results = play_all(selected, servers, plays if repeat == 1 else 1, console, repeat)
    if junit:
        junit.write_text(report.junit(results.results), encoding="utf-8")
    for line in report.findings(results.results) if repeat == 1 else report.repeated(results.results):
        click.echo(line)
    console.print(report.table(results.results))
    sys.exit(results.exit_code)


@cli.command("record")
@click.option("--target", required=True, help="A real server: container:, root: or ami://.")
@click.option("--runs", default=20, show_default=True, type=click.IntRange(1), help="How often each case is played.")
@click.option(
    "--like",
    default="",
    metavar="RELEASE",
    help="Only where every run fits what is recorded on RELEASE: say the same, with all freedom known, of this one.",
)
@click.option(
    "--anew",
    is_flag=True,
    help="Say only what these runs show, and forget the freedom that earlier recordings of the release showed.",
)
@click.option("--dry-run", is_flag=True, help="Print the result, change no file.")
@click.option("--review", is_flag=True, help="Show what changes in each file, and ask before it is written.")
@root_option
@allow_option
@paths_argument
def record_command(
    target: str,
    runs: int,
    like: str,
    anew: bool,
    dry_run: bool,
    review: bool,
    root: Path | None,
    allow: frozenset[str],
    paths: Sequence[Path],
) -> None:
    """Fill in what a real server answers, or add a release to what is recorded."""
    if not paths:
        fail(USAGE, "record needs the case files to record")
    if like and anew:
        fail(USAGE, "--like takes over all freedom that is known, --anew none: name one of them")
    base, selected = select_cases(root, paths, "")
    failed = 0
    with ExitStack() as opened:
        server = open_server(opened, target, base, allow)
        for case in selected:
            click.echo(f"{case.path}: ", nl=False)
            try:
                recorded = record(
                    case, server, runs=runs, like=like, anew=anew, tell=lambda run: click.echo(".", nl=False)
                )
            except (RecordError, StageError, FormatError) as error:
                failed += 1
                click.echo(f" not recorded\n  {error}")
                continue
            if dry_run:
                click.echo("\n" + print_document(recorded.document), nl=False)
            elif review and not _approved(case, recorded.document):
                click.echo("  left as it was")
            else:
                save(recorded.document, case.path)
                click.echo(f" recorded on {server.version}")
            for warning in recorded.warnings:
                click.echo(f"  look at this: {warning}")
    sys.exit(DIFFERENCES if failed else 0)


def _approved(case: CaseFile, new: Document) -> bool:
    """Show what a recording changes in its file, and ask."""
    before, after = (print_document(one).splitlines() for one in (case.document, new))
    click.echo("\n" + "\n".join(unified_diff(before, after, str(case.path), "recorded now", lineterm="", n=6)))
    return click.confirm("write it?")


@cli.command("diff")
@cases_option
@expression_option
@root_option
@allow_option
@click.option("--guide", is_flag=True, help="The upgrade guide from A to B, as Markdown.")
@click.option(
    "--check", "current", type=click.Path(path_type=Path, exists=True), help="With --guide: compare it with this file."
)
@click.argument("left", metavar="A")
@click.argument("right", metavar="B")
@paths_argument
def diff_command(
    left: str,
    right: str,
    guide: bool,
    current: Path | None,
    cases: Path | None,
    expression: str,
    root: Path | None,
    allow: frozenset[str],
    paths: Sequence[Path],
) -> None:
    """Show what is new, gone or changed from A to B.

    A and B are releases (22.10: what the recordings say) or targets (what they say now).
    """
    base, selected = select_cases(root, paths or ((cases,) if cases else ()), expression)
    found: list[tuple[CaseFile, Change]] = []
    compared = 0
    with ExitStack() as opened:
        old, new = (
            Side(spec) if re.fullmatch(r"\d+\.\d+", spec) else Side(spec, open_server(opened, spec, base, allow))
            for spec in (left, right)
        )
        for case in selected:
            try:
                changes = compare(case, old, new)
            except (RecordError, StageError) as error:
                click.echo(f"{case.path}: not compared: {error}", err=True)
                continue
            if changes is not None:
                compared += 1
                found += [(case, change) for change in changes]
        if guide:
            _guide([(case.name, change) for case, change in found], compared, old, new, current)
    for change, names in grouped(found):
        click.echo(f"{change}\n    in {some(names)}")
    click.echo(f"{compared} of {len(selected)} cases compared, {len({change for _, change in found})} differences")
    sys.exit(DIFFERENCES if found else 0 if compared else UNRECORDED)


def _guide(found: Found, compared: int, left: Side, right: Side, current: Path | None) -> NoReturn:
    try:
        text = upgrade_guide(found, compared, left, right)
    except ValueError as error:
        fail(USAGE, str(error))
    except TargetError as error:
        fail(UNAVAILABLE, str(error))
    if current is None:
        click.echo(text, nl=False)
        sys.exit(0)
    if current.read_text(encoding="utf-8") != text:
        again = f"astami-conformance diff {left.name} {right.name} --guide > {current}"
        fail(DIFFERENCES, f"{current} is out of date: {again}")
    click.echo(f"{current} is up to date")
    sys.exit(0)


for _command in (coverage_command, fuzz_command, report_command, stale_command):
    cli.add_command(_command)

"""The commands of `astami-conformance` that read recordings and play nothing: `coverage`, `stale`.

May import: `coverage`, `options`, click.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import click

from astami_fake.conformance.coverage import (
    baseline,
    coverage,
    lacks,
    lost,
    read_baseline,
    summary,
    write_baseline,
)
from astami_fake.conformance.options import (
    DIFFERENCES,
    USAGE,
    cases_option,
    expression_option,
    fail,
    paths_argument,
    root_option,
    select_cases,
)
from astami_fake.releases import RELEASES
from astami_fake.transcript.case import recordings_of

_BASELINE = "coverage.json"


@click.command("coverage")
@click.option("--release", "releases", multiple=True, type=click.Choice(sorted(RELEASES)), help="Repeatable.")
@click.option(
    "--missing",
    is_flag=True,
    help="List what no case shows and the fake does not model, and which answers no case has.",
)
@click.option("--update", is_flag=True, help=f"Write what there is to ROOT/{_BASELINE}.")
@root_option
def coverage_command(releases: Sequence[str], missing: bool, update: bool, root: Path | None) -> None:
    """Which actions, events and CLI commands of each release are shown by cases, and modelled by the fake.

    The whole is what the release itself lists. Exit code 1 when something is lost that ROOT/coverage.json has.
    """
    base, cases = select_cases(root, (), "")
    for release in releases or sorted(RELEASES, reverse=True):
        rows = coverage(cases, release)
        for what, text in summary(rows):
            click.echo(f"{release} {what}: {text}")
        for row in rows if missing else ():
            for lack in lacks(row):
                click.echo(f"  {row.kind} {row.name}: {lack}")
    path = base / _BASELINE
    if update:
        write_baseline(path, baseline(cases))
    elif path.exists():
        try:
            gone = lost(read_baseline(path), baseline(cases))
        except ValueError as error:
            fail(USAGE, str(error))
        for line in gone:
            click.echo(f"lost since {path}: {line}")
        sys.exit(DIFFERENCES if gone else 0)


@click.command("stale")
@click.option("--days", default=90, show_default=True, type=click.IntRange(0), help="Older than this is stale.")
@click.option("--runs", default=20, show_default=True, type=click.IntRange(1), help="Fewer runs than this are stale.")
@cases_option
@expression_option
@root_option
@paths_argument
def stale_command(
    days: int, runs: int, cases: Path | None, expression: str, root: Path | None, paths: Sequence[Path]
) -> None:
    """Which recordings are old, or made of few runs; and releases on which a case was never recorded.

    Exit code 1 when there are any.
    """
    _, selected = select_cases(root, paths or ((cases,) if cases else ()), expression)
    limit = datetime.now(UTC).date() - timedelta(days=days)
    known = sorted({release for case in selected for release in case.releases}, reverse=True)
    count = 0
    for case in selected:
        recordings = recordings_of(case.document)
        reasons = [f"never recorded on {release}" for release in known if release not in case.releases]
        reasons += [
            f"recorded on {one}" for one in recordings if date.fromisoformat(one.date) < limit or one.runs < runs
        ]
        count += bool(reasons)
        for reason in reasons:
            click.echo(f"{case.path}: {reason}")
    click.echo(f"{count} of {len(selected)} cases are stale")
    sys.exit(DIFFERENCES if count else 0)

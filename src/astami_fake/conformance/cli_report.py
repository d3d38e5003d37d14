"""The command `astami-conformance report`: play, and write down how it went for people and machines.

May import: `kept`, `options`, `page`, `playing`, `report`, click, rich.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import click
from rich.console import Console

from astami_fake.conformance import page, report
from astami_fake.conformance.check import Results
from astami_fake.conformance.kept import KeptError, kept
from astami_fake.conformance.options import (
    DIFFERENCES,
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

#: Between these lines of a Markdown file stands the table.
BEGIN, END = "<!-- conformance: table -->\n", "<!-- conformance: end -->\n"


@click.command("report")
@targets_option
@cases_option
@expression_option
@plays_option
@click.option(
    "--played",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Play nothing: report what pytest --astami-cases --astami-results=DIR has played; repeatable.",
)
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="Directory for report.html, .json, .md and .xml."
)
@click.option(
    "--table", type=click.Path(path_type=Path, exists=True), help="Markdown file whose table is brought up to date."
)
@click.option("--check", is_flag=True, help="With --table: change nothing, exit code 1 where it is out of date.")
@root_option
@allow_option
@paths_argument
def report_command(
    targets: Sequence[str],
    cases: Path | None,
    expression: str,
    plays: int,
    played: Sequence[Path],
    out: Path | None,
    table: Path | None,
    check: bool,
    root: Path | None,
    allow: frozenset[str],
    paths: Sequence[Path],
) -> None:
    """Play cases on targets and write a report: a page that works offline, JSON, Markdown, JUnit.

    Ctrl-C leaves a report of what was played until then.
    """
    console = Console(width=None if sys.stdout.isatty() else 160)
    base, selected = select_cases(root, paths or ((cases,) if cases else ()), expression)
    if played:
        try:
            results = Results(kept(played, selected))
        except KeptError as error:
            fail(USAGE, str(error))
    else:
        with ExitStack() as opened:
            servers = [open_server(opened, spec, base, allow) for spec in targets]
            results = play_all(selected, servers, plays, console)
    text = page.markdown(results.results)
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        found = page.data(results.results, selected)
        (out / "report.html").write_text(page.html(found), encoding="utf-8")
        (out / "report.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
        (out / "report.md").write_text(text, encoding="utf-8")
        (out / "report.xml").write_text(report.junit(results.results), encoding="utf-8")
        click.echo(f"written: {out / 'report.html'}")
    if table is not None:
        _bring_up_to_date(table, text, check=check)
    console.print(report.table(results.results))
    sys.exit(results.exit_code)


def _bring_up_to_date(path: Path, text: str, *, check: bool) -> None:
    before, begin, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    old, end, after = rest.partition(END)
    if not begin or not end:
        fail(USAGE, f"{path} has no place for the table: a line {BEGIN.strip()!r} and below it one {END.strip()!r}")
    if old == text:
        return
    if check:
        fail(DIFFERENCES, f"{path} is out of date: astami-conformance report --table {path}")
    path.write_text(before + begin + text + end + after, encoding="utf-8")

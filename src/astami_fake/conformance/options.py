"""What the commands of `astami-conformance` have in common: exit codes, options, the cases and servers that they name.

May import: `check`, `suite`, `targets`, the fake's releases, click.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NoReturn

import click

from astami_fake.conformance.check import PLAYS, allowed
from astami_fake.conformance.suite import CaseFile, base_of, etc_in, load_cases, select
from astami_fake.conformance.targets import FORMS, Target, TargetError, TargetUsageError, open_target
from astami_fake.releases import RELEASES
from astami_fake.transcript.format import FormatError

#: Exit codes, besides 0 for a clean result.
DIFFERENCES, USAGE, UNAVAILABLE, UNRECORDED = 1, 2, 3, 4
#: What is checked unasked: the fake as each release that it knows, the newest first.
FAKES = tuple(f"fake:{name}" for name in sorted(RELEASES, reverse=True))


def fail(code: int, message: str) -> NoReturn:
    """End the command with *code* and a sentence."""
    click.echo(f"astami-conformance: {message}", err=True)
    sys.exit(code)


def _allowed(_: click.Context, __: click.Parameter, value: str) -> frozenset[str]:
    try:
        return allowed(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


targets_option = click.option(
    "--target", "targets", multiple=True, default=FAKES, show_default=True, help=f"{FORMS}; repeatable."
)
root_option = click.option(
    "--root",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The directory that holds 'etc' and 'cases' (default: 'conformance' at or above the current directory).",
)
cases_option = click.option(
    "--cases", type=click.Path(path_type=Path), help="Directory of cases (default: ROOT/cases)."
)
expression_option = click.option(
    "-k", "expression", default="", help="Only cases whose name or tags fit: 'word and not word'."
)
allow_option = click.option(
    "--allow", default="", callback=_allowed, help="What cases may do on an ami:// target: writes,originates."
)
plays_option = click.option(
    "--plays",
    default=PLAYS,
    show_default=True,
    type=click.IntRange(1),
    help="How often a case that differs is played on a real server; one that passes then is 'unsteady'.",
)
paths_argument = click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[CASE]...")


def select_cases(root: Path | None, paths: Sequence[Path], expression: str) -> tuple[Path, list[CaseFile]]:
    """The directory of the suite, and the cases that a command line names; ends the command where there are none."""
    try:
        base = root or base_of(paths)
        selected = select(load_cases(paths or (base / "cases",)), expression)
    except (FormatError, FileNotFoundError, ValueError) as error:
        fail(USAGE, str(error))
    if not selected:
        fail(USAGE, "no case is selected")
    return base, selected


def open_server(opened: ExitStack, spec: str, base: Path, allow: frozenset[str]) -> Target:
    """The target that a command line names; ends the command where it cannot be reached."""
    try:
        return opened.enter_context(open_target(spec, etc=etc_in(base), allow=allow))
    except TargetUsageError as error:
        fail(USAGE, str(error))
    except TargetError as error:
        fail(UNAVAILABLE, str(error))

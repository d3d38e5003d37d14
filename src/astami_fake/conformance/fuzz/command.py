"""`astami-conformance fuzz`, without its servers (the command opens those): the run with its progress, and its report.

May import: `run`, click and rich (extra `cli`).
"""

from __future__ import annotations

import re
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from astami_fake.conformance.fuzz.run import Outcome, fuzz
from astami_fake.conformance.targets import Target

#: After so many steps a run that nobody watches in a terminal says how far it is.
_EVERY = 1000


def run_and_report(
    fake: Target, real: Target, *, steps: int, seed: int, areas: frozenset[str], save: Path | None, console: Console
) -> Outcome:
    """Fuzz with a progress bar; print each difference, and write its session as a case into the folder *save*."""
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as progress:
        task = progress.add_task(f"{fake.spec} against {real.spec}", total=steps)

        def tell(done: int) -> None:
            progress.update(task, completed=min(done, steps))
            if not console.is_terminal and done % _EVERY == 0:
                click.echo(f"{done} steps", err=True)

        outcome = fuzz(fake, real, steps=steps, start=seed, areas=areas, tell=tell)
    for number, found in enumerate(outcome.found, 1):
        click.echo(str(found))
        if save is not None:
            path = _free_path(save, number)
            path.write_text(re.sub(r"(?m)^@case .*$", f"@case fuzz.{path.stem}", found.case), encoding="utf-8")
            click.echo(f"written to {path}: record it on real Asterisk, then mend the fake")
    for sentence in outcome.unrepeatable:
        click.echo(f"differed once, not again: {sentence}")
    verdict = f"{len(outcome.found)} differences" if outcome.found else "no difference"
    if outcome.is_partial:
        verdict += f"; stopped before {steps} steps"
    click.echo(f"{outcome.steps} steps on {fake.spec} and {real.spec} {real.version}, from seed {seed}: {verdict}")
    return outcome


def _free_path(folder: Path, number: int) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    while (folder / f"found{number}.ami").exists():
        number += 1
    return folder / f"found{number}.ami"

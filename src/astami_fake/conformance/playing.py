"""Playing many cases on many targets, with a progress bar; Ctrl-C leaves what there is.

May import: `check`, `report`, `suite`, `targets`, click, rich.
"""

from __future__ import annotations

from collections.abc import Sequence

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from astami_fake.conformance import report
from astami_fake.conformance.check import Results, check_case
from astami_fake.conformance.suite import CaseFile
from astami_fake.conformance.targets import Target


def play_all(
    cases: Sequence[CaseFile], servers: Sequence[Target], plays: int, console: Console, repeat: int = 1
) -> Results:
    """Every case on every server. Where there is no terminal, a line for each; Ctrl-C ends with what was played.

    With *repeat* all of it that often, and each play is a result of its own.
    """
    results = Results()
    turns = [(server, number, case) for server in servers for number in range(1, repeat + 1) for case in cases]
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as progress:
        task = progress.add_task("cases", total=len(turns))
        try:
            for server, number, case in turns:
                progress.update(task, description=f"{server.spec} {case.name}")
                result = check_case(case, server, plays=plays, first=number)
                results.results.append(result)
                progress.advance(task)
                if not console.is_terminal:
                    click.echo(report.one_line(result))
        except KeyboardInterrupt:
            results.is_partial = True
            click.echo(f"stopped after {len(results.results)} of {len(turns)} plays", err=True)
    return results

"""The command `astami-conformance fuzz`: random sessions on the fake and on a real server at once.

May import: `options`, `targets`, `fuzz` (which needs hypothesis), click, rich.
"""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path

import click
from rich.console import Console

from astami_fake.conformance.fuzz.command import run_and_report
from astami_fake.conformance.fuzz.sessions import AREAS
from astami_fake.conformance.options import (
    DIFFERENCES,
    UNAVAILABLE,
    USAGE,
    allow_option,
    fail,
    open_server,
    root_option,
)
from astami_fake.conformance.suite import find_root
from astami_fake.conformance.targets import TargetUsageError
from astami_fake.transcript.session import StageError


@click.command("fuzz")
@click.option("--target", required=True, help="A real server: container:, root: or ami://.")
@click.option("--steps", default=1000, show_default=True, type=click.IntRange(1), help="Actions to send, at least.")
@click.option("--seed", default=0, show_default=True, help="The same seed makes the same sessions.")
@click.option("--area", "areas", multiple=True, type=click.Choice(AREAS), help="Only this; repeatable.")
@click.option("--save", type=click.Path(path_type=Path, file_okay=False), help="Folder for the case of what is found.")
@root_option
@allow_option
def fuzz_command(
    target: str,
    steps: int,
    seed: int,
    areas: tuple[str, ...],
    save: Path | None,
    root: Path | None,
    allow: frozenset[str],
) -> None:
    """Play random sessions on the fake and on a real server, and shrink what they differ in to a case.

    The fake is the one of the server's release. Exit code 1 when a difference is found, or where Ctrl-C stopped it.
    """
    try:
        base = root or find_root(Path.cwd())
    except FileNotFoundError as error:
        fail(USAGE, str(error))
    with ExitStack() as opened:
        real = open_server(opened, target, base, allow)
        if real.strangers:
            fail(
                USAGE, f"sessions log in as {', '.join(sorted(real.strangers))} of {base / 'etc'}: unset ASTAMI_SECRET"
            )
        fake = open_server(opened, f"fake:{real.release}", base, frozenset())
        try:
            outcome = run_and_report(
                fake,
                real,
                steps=steps,
                seed=seed,
                areas=frozenset(areas or AREAS),
                save=save,
                console=Console(stderr=True),
            )
        except TargetUsageError as error:
            fail(USAGE, str(error))
        except StageError as error:
            fail(UNAVAILABLE, str(error))
    sys.exit(DIFFERENCES if outcome.found or outcome.is_partial else 0)

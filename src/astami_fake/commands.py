"""What `astami-fake` does: the fake as a server of its own, for programs in any language.

Lives here: options, messages, signals. Does not live here: the fake (`server`), the command's start (`cli_main`).
Needs the extra ``cli``.
"""

from __future__ import annotations

import os
import signal
import threading
from importlib.metadata import version
from pathlib import Path
from typing import Literal

import click
from rich.console import Console

from astami_fake import releases
from astami_fake.config import manager
from astami_fake.config.reader import ConfigError
from astami_fake.server import FakeAsterisk

DEFAULT_PORT = 5038


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("astami"), prog_name="astami-fake")
def cli() -> None:
    """A fake Asterisk with a manager interface."""


@cli.command()
@click.option(
    "--etc",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Asterisk's configuration folder. Without it: one user, admin, who may do everything.",
)
@click.option(
    "--release",
    type=click.Choice(sorted((*releases.RELEASES, *releases.UNRECORDED))),
    default=releases.DEFAULT,
    show_default=True,
    help="Which Asterisk it is; 18 and 20 are UNRECORDED: as 16.28 and 22.10, not proven.",
)
@click.option(
    "--documentation",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Asterisk's folder 'documentation', from which 'manager show command' and its kin answer.",
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen on. bindaddr in manager.conf is not used: nothing is open to the network unasked.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help=f"Port to listen on, 0 for a free one.  [default: that of manager.conf, or {DEFAULT_PORT}]",
)
@click.option(
    "--clock",
    type=click.Choice(["real", "jump"]),
    default="real",
    show_default=True,
    help="jump: waits are over as soon as clients are idle.",
)
@click.option(
    "--ready-file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File that holds HOST:PORT once it listens, and is gone when it ends.",
)
def serve(
    etc: Path | None,
    release: str,
    documentation: Path | None,
    host: str,
    port: int | None,
    clock: Literal["real", "jump"],
    ready_file: Path | None,
) -> None:
    """Serve until SIGTERM or SIGINT (Ctrl-C)."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    try:
        if port is None:
            port = DEFAULT_PORT if etc is None else manager.load(etc).port
        fake = FakeAsterisk(release, etc, documentation=documentation, strict=False, clock=clock, host=host, port=port)
        fake.start()
    except ConfigError as mistake:
        raise click.ClickException(str(mistake)) from None
    except OSError as refused:
        raise click.ClickException(f"cannot listen on {host}:{port}: {refused.strerror or refused}") from None
    try:
        _tell(fake)
        if ready_file is not None:
            unfinished = ready_file.with_name(ready_file.name + ".new")
            unfinished.write_text(f"{fake.host}:{fake.port}\n", encoding="utf-8")
            os.replace(unfinished, ready_file)  # whoever waits for the file never reads half of it
        stop.wait()
    finally:
        fake.stop()
        if ready_file is not None:
            ready_file.unlink(missing_ok=True)


def _tell(fake: FakeAsterisk) -> None:
    users = ", ".join(fake.users)
    console = Console(highlight=False, soft_wrap=True)
    console.print(
        f"Asterisk {fake.release.version}{fake.release.note} (fake) listens on [bold]{fake.host}:{fake.port}[/bold]"
    )
    console.print(f"Users: {users}. Ctrl-C ends it.")

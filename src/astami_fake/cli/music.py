"""The CLI family ``moh``. Asterisk: res/res_musiconhold.c. Recorded: case `core.command.music`. May import `pbx`."""

from __future__ import annotations

from collections.abc import Sequence

from astami_fake.cli._registry import Lines, ShowUsage, command
from astami_fake.pbx.pbx import Pbx


@command("moh show classes")
def show_classes(pbx: Pbx, words: Sequence[str]) -> Lines:
    """handle_cli_moh_show_classes()."""
    if words:
        raise ShowUsage
    return [
        line
        for music in pbx.music.classes.values()
        for line in (f"Class: {music.name}", "\tMode: files", f"\tDirectory: {music.directory}")
    ]


@command("moh show files")
def show_files(pbx: Pbx, words: Sequence[str]) -> Lines:
    """handle_cli_moh_show_files()."""
    if words:
        raise ShowUsage
    return [
        line
        for music in pbx.music.classes.values()
        for line in (f"Class: {music.name}", *(f"\tFile: {music.directory}/{file}" for file in music.files))
    ]

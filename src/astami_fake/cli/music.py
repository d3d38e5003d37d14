"""The CLI family ``moh``. Asterisk: res/res_musiconhold.c. Recorded: cases `core.command.music`,
`module.command.moh`. May import `cli._registry` and `pbx`."""

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


@command("moh reload")
def reload(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Read musiconhold.conf again. handle_cli_moh_reload()."""
    if words:
        raise ShowUsage
    pbx.music.load()
    return []


@command("moh unregister class")
def unregister_class(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Forget a class that a database brought, and there are none. handle_cli_moh_unregister_class()."""
    if len(words) != 1:
        raise ShowUsage
    return [f"No such realtime moh class '{words[0]}'"]

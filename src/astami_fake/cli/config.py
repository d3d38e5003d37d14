"""The CLI family ``config``, and ``core show config mappings``: which files were read, reading one again.

A file is known by its whole path, and by who reads it; many parts of Asterisk call themselves ``core``, which is no
module, and sorcery an id. Asterisk: main/config.c, main/config_options.c. Recorded: cases `config.command.*`,
`core.command.formats*`. May import `cli._registry`, `cli.module`, `pbx`.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence

from astami_fake.cli._registry import Lines, ShowUsage, command
from astami_fake.cli.module import never, reload_named
from astami_fake.pbx.configfiles import Place
from astami_fake.pbx.pbx import Pbx
from astami_fake.pbx.tasks import Waiting
from astami_fake.releases.registered import Reader, readers

_FOLDER = "/etc/asterisk/"
_ROW = "{:<20.20} {:<50}"
_HANGS = frozenset({"asterisk.conf", "modules.conf"})
"""22.10.1 and 16.28.0 hang when they read these again (recorded: case `config.command.reload.hangs`)."""


def _readers(pbx: Pbx) -> Iterator[tuple[str, Reader]]:
    """Each file that was read, with who reads it: one of theirs, or one that such a file includes."""
    for reader in readers(pbx.release.data):
        if pbx.modules.brings(reader.module) and pbx.files.place(reader.file) is Place.THERE:
            yield reader.file, reader
            yield from ((file, reader) for file in pbx.files.included(reader.file))


def _names(reader: Reader) -> list[str]:
    """What the reader calls itself; for sorcery an id each."""
    ids = (f"{reader.file} {reader.module} {number}" for number in range(reader.times))
    return [reader.name or str(uuid.uuid5(uuid.NAMESPACE_OID, one)) for one in ids]


@command("config list")
def show_list(pbx: Pbx, words: Sequence[str]) -> Lines:
    """By file; further words do no harm. handle_cli_config_list()."""
    rows = sorted(_readers(pbx), key=lambda row: row[0])
    return [_ROW.format(name, _FOLDER + file) for file, reader in rows for name in _names(reader)]


@command("config reload")
def reload(pbx: Pbx, words: Sequence[str]) -> Lines | Waiting[Lines]:
    """Reload all who read a file; of a file that nobody reads nothing is said. handle_cli_config_reload()."""
    if len(words) != 1:
        raise ShowUsage
    path = words[0]
    readers_of = [reader for file, reader in _readers(pbx) if _FOLDER + file == path]
    if any(reader.file in _HANGS for reader in readers_of):
        pbx.problem(f"a real Asterisk does not come back from config reload {path}, and no more does astami_fake")
        pbx.modules.is_held = True
    if pbx.modules.is_held:
        return never()
    return [reload_named(pbx, name) for reader in readers_of for name in _names(reader)]


@command("config show help")
def show_help(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Whose options are described; the descriptions are documentation, which is not here. cli_show_module_options()."""
    if len(words) > 3:
        raise ShowUsage
    described = [one.name for one in pbx.modules.registered("described")]
    if not words:
        return ["The following modules have configuration information:", *(f"\t{name}" for name in described)]
    if words[0].lower() not in described:
        return [pbx.release.no_config_help.format(words[0]) if len(words) == 1 else f"Unknown module {words[0]}"]
    pbx.problem("astami_fake has no descriptions of options, and no rule answers for it")
    return []


@command("core show config mappings")
def show_mappings(pbx: Pbx, words: Sequence[str]) -> Lines:
    """What can keep configuration elsewhere; further words do no harm. handle_cli_core_show_config_mappings()."""
    engines = [f"Config Engine: {one.name}" for one in pbx.modules.registered("config_engines")]
    return engines or ["No config mappings found."]

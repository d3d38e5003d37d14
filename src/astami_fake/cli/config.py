"""``config reload``: reading a file again. Asterisk: main/config.c.

A file is known by its whole path, and by who reads it; many parts of Asterisk call themselves ``core``, which is no
module. Recorded: cases `config.command.reload*`. May import `cli._registry`, `cli.module`, `pbx`.
"""

from __future__ import annotations

from collections.abc import Sequence

from astami_fake.cli._registry import Lines, ShowUsage, command, usage
from astami_fake.cli.module import reload_named
from astami_fake.pbx.configfiles import Place
from astami_fake.pbx.pbx import Pbx

_FOLDER = "/etc/asterisk/"

_READERS = {
    "extensions.conf": "pbx_config",
    "indications.conf": "indications",
    "logger.conf": "logger",
    "manager.conf": "manager",
    "musiconhold.conf": "res_musiconhold",
    "queuerules.conf": "app_queue",
    "queues.conf": "app_queue",
    **dict.fromkeys(("acl.conf", "asterisk.conf", "cdr.conf", "cel.conf", "features.conf", "modules.conf"), "core"),
}
"""By whom files are read, as ``config list`` names them."""


@command("config reload", usage=usage("config reload"))
def reload(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Reload who reads a file; of a file that nobody reads nothing is said. handle_cli_config_reload()."""
    if len(words) != 1:
        raise ShowUsage
    path = words[0]
    name = path.removeprefix(_FOLDER)
    if name == path or pbx.files.place(name) is not Place.THERE:
        return []
    reader = _reader(pbx, name)
    if reader is None:
        pbx.problem(f"astami_fake does not know who reads {path}, and no rule answers for it")
        return []
    return [reload_named(pbx, reader)]


def _reader(pbx: Pbx, name: str) -> str | None:
    """Who reads *name*, or a file that includes it."""
    if name in _READERS:
        return _READERS[name]
    for file, reader in _READERS.items():
        sections = pbx.files.read(file).sections if pbx.files.place(file) is Place.THERE else []
        if any(section.file == name for section in sections):
            return reader
    return None

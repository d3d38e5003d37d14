"""The CLI family ``dnsmgr``: names that are asked for again and again. Asterisk: main/dnsmgr.c.

The fake asks for none. Recorded: cases `core.command.dnsmgr`, `core.command.dnsmgr.options`. May import
`cli._registry`, `config.dnsmgr`, `pbx`.
"""

from __future__ import annotations

from collections.abc import Sequence

from astami_fake.cli._registry import Lines, ShowUsage, command
from astami_fake.config import dnsmgr
from astami_fake.pbx.pbx import Pbx


def _config(pbx: Pbx) -> dnsmgr.DnsmgrConfig:
    return dnsmgr.DnsmgrConfig() if pbx.etc is None else dnsmgr.load(pbx.etc)


@command("dnsmgr status")
def show_status(pbx: Pbx, words: Sequence[str]) -> Lines:
    """handle_cli_status()."""
    if words:
        raise ShowUsage
    config = _config(pbx)
    return [
        f"DNS Manager: {'enabled' if config.enabled else 'disabled'}",
        f"Refresh Interval: {config.interval} seconds",
        "Number of entries: 0",
    ]


@command("dnsmgr refresh")
def refresh(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Ask for all now; further words do no harm without it. handle_cli_refresh()."""
    if not _config(pbx).enabled:
        return ["DNS Manager is disabled."]
    return []


@command("dnsmgr reload")
def reload(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Read the file again, which is read each time it is asked for. handle_cli_reload()."""
    if words:
        raise ShowUsage
    return []

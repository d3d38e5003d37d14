"""The CLI family ``udptl``: how fax over UDP would go. Asterisk: main/udptl.c.

The fake sends none. Recorded: cases `core.command.udptl`, `core.command.udptl.options`. May import `cli._registry`,
`config.udptl`, `pbx`.
"""

from __future__ import annotations

from collections.abc import Sequence

from astami_fake.cli._registry import Lines, command
from astami_fake.config import udptl
from astami_fake.pbx.pbx import Pbx


@command("udptl show config")
def show_config(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Further words do no harm. handle_cli_show_config()."""
    config = udptl.UdptlConfig() if pbx.etc is None else udptl.load(pbx.etc)
    return [
        "UDPTL Global options",
        "--------------------",
        f"udptlstart:      {config.first}",
        f"udptlend:        {config.last}",
        f"udptlfecentries: {config.entries}",
        f"udptlfecspan:    {config.span}",
        f"use_even_ports:  {_yes(config.even_ports)}",
        f"udptlchecksums: {_yes(config.checksums)}",
    ]


def _yes(value: bool) -> str:
    return "Yes" if value else "No"

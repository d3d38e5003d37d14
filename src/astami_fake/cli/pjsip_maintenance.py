"""``pjsip set maintenance`` and ``pjsip show maintenance``: endpoints out of service. Asterisk 22.10:
res/res_pjsip_maintenance.c.

Recorded: case `pjsip.command.maintenance`. May import `cli._registry`, `pbx`.
"""

from __future__ import annotations

from collections.abc import Sequence

from astami_fake.cli._registry import Lines, ShowUsage, command
from astami_fake.pbx.pbx import Pbx

_ROW = "  {:<40}  {}"


@command("pjsip show maintenance")
def show(pbx: Pbx, words: Sequence[str]) -> Lines:
    """All that are out of service, or how it is with one."""
    if len(words) > 1:
        raise ShowUsage
    out = [name for name in pbx.pjsip.endpoints if name in pbx.pjsip.maintained]
    if words:
        return [f"Endpoint '{words[0]}' is {'' if words[0] in out else 'NOT '}in maintenance mode"]
    rows = [_ROW.format(name, "ON") for name in out]
    heading = [_ROW.format("Endpoint", "State"), _ROW.format("-" * 40, "-----")]
    return ["", *heading, *rows, "", f"  {_counted(len(out))} in maintenance mode", ""]


@command("pjsip set maintenance")
def change(pbx: Pbx, words: Sequence[str]) -> Lines:
    """``on|off ENDPOINT|all``."""
    if len(words) != 2 or words[0].lower() not in ("on", "off"):
        raise ShowUsage
    out, name = words[0].lower() == "on", words[1]
    state = "ENABLED" if out else "DISABLED"
    if name.lower() == "all":
        return [f"Maintenance mode {state} for {_counted(pbx.pjsip.maintain_all(out))}"]
    if name not in pbx.pjsip.endpoints:
        return [f"Endpoint '{name}' not found"]
    if pbx.pjsip.maintain(name, out):
        return [f"Maintenance mode {state} for endpoint '{name}'"]
    return [f"Endpoint '{name}' {'is already' if out else 'was not'} in maintenance mode"]


def _counted(number: int) -> str:
    return f"{number} endpoint{'' if number == 1 else 's'}"

"""``pjsip set logger``: which SIP messages would be logged. Asterisk: res/res_pjsip_logger.c.

The fake sends none. Recorded: case `pjsip.command.logger`. May import `cli._registry`, `pbx`.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

from astami_fake.cli._registry import Lines, ShowUsage, command
from astami_fake.pbx.pbx import Pbx


def _switch(word: str, state: str) -> None:
    @command(f"pjsip set logger {word}")
    def switch(pbx: Pbx, words: Sequence[str]) -> Lines:
        """All of them, or none."""
        if words:
            raise ShowUsage
        return [f"PJSIP Logging {state}"]


_switch("on", "enabled")
_switch("off", "disabled")


@command("pjsip set logger host")
@command("pjsip set logger add")
def log_host(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Those of an address, alone or beside others; a name that has none is refused. pjsip_set_logger_host()."""
    if len(words) != 1 or not _is_address(words[0]):
        raise ShowUsage
    return [f"PJSIP Logging Enabled for host: {words[0]}"]


@command("pjsip set logger verbose")
def log_verbose(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Whether the console shows them. pjsip_set_logger_verbose()."""
    if len(words) != 1 or words[0].lower() not in ("on", "off"):
        raise ShowUsage
    return [f"PJSIP Logging to verbose has been {'enabled' if words[0].lower() == 'on' else 'disabled'}"]


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return True

"""Commands that switch debugging of a part on and off: the fake says so, and has nothing more to tell then.

Asterisk: main/stun.c, main/aoc.c, res/res_agi.c, res/res_rtp_asterisk.c, main/udptl.c, res/res_pjsip_logger.c.
Recorded: cases `core.command.debug`, `core.command.rtp`, `core.command.udptl`, `pjsip.command.logger`. May import
`cli._registry`, `pbx`.
"""

from __future__ import annotations

from collections.abc import Sequence

from astami_fake.cli._registry import Lines, ShowUsage, command
from astami_fake.pbx.pbx import Pbx

_SWITCHES = {
    "stun set debug": "STUN Debugging {}",
    "rtp set debug": "RTP Packet Debugging {}",
    "rtcp set debug": "RTCP Packet Debugging {}",
    "rtcp set stats": "RTCP Stats {}",
    "udptl set debug": "UDPTL Debugging {}",
}
"""Those whose last word is a part of the command."""


def _switch(name: str, text: str, word: str, state: str) -> None:
    @command(f"{name} {word}")
    def switch(pbx: Pbx, words: Sequence[str]) -> Lines:
        """Say so."""
        return [text.format(state)]


for _name, _text in _SWITCHES.items():
    _switch(_name, _text, "on", "Enabled")
    _switch(_name, _text, "off", "Disabled")


@command("rtp set debug ip")
@command("udptl set debug ip")
def debug_address(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Only what goes to an address and comes from it."""
    if len(words) != 1:
        raise ShowUsage
    pbx.problem("astami_fake debugs no packets, and no rule answers for it")
    return []


@command("aoc set debug")
def debug_charges(pbx: Pbx, words: Sequence[str]) -> Lines:
    """aoc_cli_debug_enable()."""
    return [f"aoc debug {'enabled' if _is_on(words) else 'disabled'}"]


@command("agi set debug")
def debug_agi(pbx: Pbx, words: Sequence[str]) -> Lines:
    """handle_cli_agi_debug()."""
    return [f"AGI Debugging {'Enabled' if _is_on(words) else 'Disabled'}"]


def _is_on(words: Sequence[str]) -> bool:
    """Whether the one word is ``on``."""
    if len(words) != 1 or words[0].lower() not in ("on", "off"):
        raise ShowUsage
    return words[0].lower() == "on"

"""The CLI family ``rtp``: how sound would go. Asterisk: res/res_rtp_asterisk.c.

The fake sends none. Recorded: cases `core.command.rtp`, `core.command.rtp.options`. May import `cli._registry`,
`config.rtp`, `pbx`.
"""

from __future__ import annotations

from collections.abc import Sequence

from astami_fake.cli._registry import Lines, ShowUsage, command
from astami_fake.config import rtp
from astami_fake.pbx.pbx import Pbx


@command("rtp show settings")
def show_settings(pbx: Pbx, words: Sequence[str]) -> Lines:
    """handle_cli_rtp_settings()."""
    if words:
        raise ShowUsage
    config = rtp.RtpConfig() if pbx.etc is None else rtp.load(pbx.etc)
    facts = [
        ("Port start:", str(config.first)),
        ("Port end:", str(config.last)),
        ("Checksums:", _yes(config.checksums)),
        ("DTMF Timeout:", str(config.digit_timeout)),
        ("Strict RTP:", _yes(config.strict)),
        *([("Probation:", f"{config.probation} frames")] if config.strict else []),
        ("Replay Protect:", "Yes"),
        ("ICE support:", _yes(config.ice)),
        *pbx.release.stun_settings,
    ]
    return ["", "", "General Settings:", "----------------", *(f"  {name:<16} {value}" for name, value in facts)]


@command("rtp resolve stun hostname")
def resolve_stun(pbx: Pbx, words: Sequence[str]) -> Lines:
    """There is no name to resolve; how the line ends is Asterisk's. handle_cli_rtp_resolve_stun_hostname()."""
    return ["RTP STUN disabled./n"]


def _yes(value: bool) -> str:
    return "Yes" if value else "No"

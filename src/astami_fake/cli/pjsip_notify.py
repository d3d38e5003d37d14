"""``pjsip send notify``: tell phones something unasked. Asterisk: res/res_pjsip_notify.c.

What is told reaches no phone of the fake's. Recorded: case `pjsip.command.notify`. May import `cli._registry`,
`config.pjsip_notify`, `pbx`.
"""

from __future__ import annotations

from collections.abc import Sequence

from astami_fake.cli._registry import CliError, Lines, ShowUsage, command
from astami_fake.config import pjsip_notify
from astami_fake.pbx.pbx import Pbx


@command("pjsip send notify")
def send_notify(pbx: Pbx, words: Sequence[str]) -> Lines:
    """``TYPE endpoint|uri|channel WHO…``. cli_notify()."""
    if len(words) < 3:
        raise ShowUsage
    what, kind, *whom = words
    if kind.lower() not in pbx.release.notify_targets:
        raise ShowUsage
    if pbx.etc is None or what not in pjsip_notify.load(pbx.etc):
        raise CliError(f"Unable to find notify type '{what}'")
    return [line for name in whom for line in (f"Sending NOTIFY of type '{what}' to '{name}'", *_sent(pbx, kind, name))]


def _sent(pbx: Pbx, kind: str, name: str) -> Lines:
    if kind.lower() == "endpoint" and name not in pbx.pjsip.endpoints:
        return [f"Unable to retrieve endpoint {name}"]
    if kind.lower() == "channel" and pbx.channels.find(name) is None:
        return [f"Unable to find channel {name}"]
    return []

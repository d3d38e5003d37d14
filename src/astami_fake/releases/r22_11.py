"""Asterisk 22.11, recorded from Debian's 22.11.0-rc2: what differs from 22.10."""

from dataclasses import replace

from astami_fake.releases.r22_10 import R22_10

R22_11 = replace(
    R22_10,
    name="22.11",
    version="22.11.0-rc2",
    # case core.command.version
    build="22.11.0-rc2+dfsg+~cs6.17.60671434-1",
    built="nobody @ buildd.debian.org on a unknown running Linux on 2026-08-27 18:58:55 UTC",
    # cases states.extensions, states.hints, states.presence.change, states.reload
    hints_are_kept=True,
)

"""What is told of a channel: who takes part, where it stands, and the 14 headers that show it. Data only.

Lives here: `Party`, `Position`, `Snapshot`. Does not live here: when a snapshot is taken and what its changes tell
(`channel`). Asterisk: main/stasis_channels.c, main/manager_channels.c, ast_manager_build_channel_state_string_prefix().
"""

from __future__ import annotations

from typing import NamedTuple

from astami_fake.pbx import causes
from astami_fake.pbx.events import Headers
from astami_fake.pbx.variables import escaped


class Party(NamedTuple):
    """A number and a name; empty where unknown."""

    number: str = ""
    name: str = ""


NOBODY = Party()

PRESENTATION = ("CID-CallingPres", "0 (Presentation Allowed, Not Screened)")
"""How NewCallerid ends: nobody hides a number here."""


class Position(NamedTuple):
    """A place in the dialplan."""

    context: str
    exten: str
    priority: int


class Snapshot(NamedTuple):
    """What an event tells of a channel."""

    name: str
    state: int
    caller: Party
    connected: Party
    language: str
    account: str
    position: Position
    uniqueid: str
    linkedid: str
    application: str
    data: str

    def headers(self, prefix: str = "") -> Headers:
        """The 14 headers of a channel, each behind *prefix* (``Dest``, ``LocalOne`` …)."""
        values = (
            ("Channel", self.name),
            ("ChannelState", str(self.state)),
            ("ChannelStateDesc", causes.STATES[self.state]),
            ("CallerIDNum", self.caller.number or "<unknown>"),
            ("CallerIDName", escaped(self.caller.name) or "<unknown>"),
            ("ConnectedLineNum", self.connected.number or "<unknown>"),
            ("ConnectedLineName", escaped(self.connected.name) or "<unknown>"),
            ("Language", self.language),
            ("AccountCode", self.account),
            ("Context", self.position.context),
            ("Exten", self.position.exten),
            ("Priority", str(self.position.priority)),
            ("Uniqueid", self.uniqueid),
            ("Linkedid", self.linkedid),
        )
        return tuple((prefix + name, value) for name, value in values) if prefix else values

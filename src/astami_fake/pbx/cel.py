"""The channel event log, as cel.conf wants it: a follower of the events of channels and bridges that tells each again.

Lives here: `ChannelEventLog`. Asterisk: main/cel.c, cel/cel_manager.c. Recorded: cases `records.*`. Does not live here:
call detail records (`cdr`). Imports `channel`, `events`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from astami_fake.config.records import RecordsConfig
from astami_fake.pbx import causes
from astami_fake.pbx.channel import Channel
from astami_fake.pbx.events import Event, Headers, local_time

if TYPE_CHECKING:
    from astami_fake.pbx.pbx import Pbx


class ChannelEventLog:
    """Tells CEL events from when it is made.

    Attributes:
        config: which of them.
    """

    def __init__(self, pbx: Pbx, config: RecordsConfig) -> None:
        self._pbx = pbx
        self.config = config
        self._dialed: dict[str, str] = {}  # by Uniqueid: how the last attempt of a channel to reach somebody ended
        pbx.events.subscribe(self._follow)

    def _follow(self, event: Event) -> None:
        headers = dict(event.headers)
        channel = self._pbx.channels.of(headers.get("Uniqueid", ""))
        if channel is None:
            return
        match event.name:
            case "Newchannel":
                self._tell("CHAN_START", channel, headers)
            case "Newstate" if channel.state == causes.UP:
                self._tell("ANSWER", channel, headers)
            case "BridgeEnter" | "BridgeLeave":
                self._meets(channel, event.name, headers)
            case "DialEnd":
                self._dialed[channel.uniqueid] = headers["DialStatus"]
            case "Hangup":
                self._ends(channel, headers)

    def application_begins(self, channel: Channel) -> None:
        if channel.application.lower() in self.config.cel_apps:
            self._tell("APP_START", channel, dict(channel.last.headers()))

    def application_ends(self, channel: Channel) -> None:
        if channel.application.lower() in self.config.cel_apps:
            self._tell("APP_END", channel, dict(channel.last.headers()))

    def _meets(self, channel: Channel, name: str, headers: dict[str, str]) -> None:
        bridge = self._pbx.bridges.find(headers["BridgeUniqueid"])
        others = [one.name for one in bridge.members if one is not channel] if bridge is not None else []
        extra = {"bridge_id": headers["BridgeUniqueid"], "bridge_technology": headers["BridgeTechnology"]}
        kind = "BRIDGE_ENTER" if name == "BridgeEnter" else "BRIDGE_EXIT"
        self._tell(kind, channel, headers, peer=",".join(others), extra=extra)

    def _ends(self, channel: Channel, headers: dict[str, str]) -> None:
        extra = {
            "hangupcause": channel.cause,
            "hangupsource": channel.hangup_source,
            "dialstatus": self._dialed.pop(channel.uniqueid, ""),
        }
        self._tell("HANGUP", channel, headers, extra=extra)
        self._tell("CHAN_END", channel, headers)
        if not any(one.linkedid == channel.linkedid for one in self._pbx.channels if one is not channel):
            self._tell("LINKEDID_END", channel, headers)

    def _tell(
        self,
        name: str,
        channel: Channel,
        headers: dict[str, str],
        *,
        peer: str = "",
        extra: Mapping[str, object] | None = None,
    ) -> None:
        if name not in self.config.cel_events:
            return
        is_new = name == "CHAN_START"  # who calls whom is not known yet
        record: Headers = (
            ("EventName", name),
            ("AccountCode", headers["AccountCode"]),
            ("CallerIDnum", channel.caller.number),
            ("CallerIDname", channel.caller.name),
            ("CallerIDani", "" if is_new else channel.caller.number),
            ("CallerIDrdnis", ""),
            ("CallerIDdnid", "" if is_new else channel.dialed),
            ("Exten", headers["Exten"]),
            ("Context", headers["Context"]),
            ("Channel", channel.name),
            ("Application", channel.application),
            ("AppData", channel.data),
            ("EventTime", local_time(self._pbx.clock.now())),
            ("AMAFlags", "DOCUMENTATION"),
            ("UniqueID", channel.uniqueid),
            ("LinkedID", channel.linkedid),
            ("Userfield", ""),
            ("Peer", peer),
            ("PeerAccount", ""),
            ("Extra", json.dumps(extra, separators=(",", ":")) if extra is not None else ""),
        )
        self._pbx.at_once(lambda: self._pbx.events.publish(Event("CEL", ("call",), record)))

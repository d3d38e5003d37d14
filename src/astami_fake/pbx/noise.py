"""What a PBX may tell or not, and the races of real servers that a test can have on purpose: `Noise`, `Races`.

Lives here: the switches, and the event of a test build. Does not live here: the events themselves (`cel`, `cdr`,
`chan_pjsip`, the manager session), attended transfers (`transfers`). May import `cdr`, `cel`, `config.records`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from astami_fake.config.records import ALL, RecordsConfig
from astami_fake.pbx.cdr import CallDetails
from astami_fake.pbx.cel import ChannelEventLog
from astami_fake.pbx.channel import Channel, call_identifier
from astami_fake.pbx.events import Event

if TYPE_CHECKING:
    from astami_fake.pbx.pbx import Pbx


@dataclass(slots=True)
class Races:
    """What real servers do in some runs of a call and not in others.

    Attributes:
        attended_transfer_without_target: AttendedTransfer comes without the headers of the TransferTarget, as 22.10
            sent it in some of the runs of case `transfer.attended.hungup`.
    """

    attended_transfer_without_target: bool = False


class Noise:
    """Which events come that are not about the course of calls. It begins as the release and its configuration say.

    Attributes:
        security: reports about manager sessions, of the class security.
        rtp: variables of a phone's channel that tell of its sound, in releases that have them.
        rtcp: what PBX and phone report to each other of that, each five seconds, of the class reporting.
        test_event: TestEvent where a channel gets its call identifier, as builds for tests, like Debian's, send it.
    """

    def __init__(self, pbx: Pbx, config: RecordsConfig) -> None:
        self._pbx = pbx
        self.security = True
        self.rtp = True
        self.rtcp = True
        self.test_event = False
        self.call_details: CallDetails | None = None
        self._log: ChannelEventLog | None = None
        if config.cdr:
            tells = config.cdr_manager and pbx.modules.find("cdr_manager.so") is not None
            self._follow_details(CallDetails(pbx, config, tells=tells))
        if config.cel_events and pbx.modules.find("cel_manager.so"):
            self._follow_log(ChannelEventLog(pbx, config))

    def _follow_details(self, details: CallDetails) -> None:
        self.call_details = details
        self._pbx.followers.append(details)

    def _follow_log(self, log: ChannelEventLog) -> None:
        self._log = log
        self._pbx.followers.append(log)

    def tell_details(self, tells: bool) -> None:
        """Tell a Cdr event of each call that begins from now on, or of none."""
        if self.call_details is None:
            self._follow_details(CallDetails(self._pbx, RecordsConfig(cdr=True), tells=tells))
        else:
            self.call_details.tells = tells

    def tell_log(self, tells: bool) -> None:
        """Tell each CEL event that is modelled, of applications that of Dial, or none."""
        everything = RecordsConfig(
            cel=True, cel_manager=True, cel_tracked=frozenset({ALL}), cel_apps=frozenset({"dial"})
        )
        config = everything if tells else RecordsConfig()
        if self._log is None:
            self._follow_log(ChannelEventLog(self._pbx, config))
        else:
            self._log.config = config

    def call_identified(self, channel: Channel, before: int) -> None:
        """*channel* has got its call identifier, instead of number *before*. Asterisk: main/channel_internal_api.c.

        Real servers tell it once more of the first half of a pair of Local channels.
        """
        if self.test_event:
            headers = (
                ("Type", "StateChange"),
                ("State", "CallIDChange"),
                ("AppFile", "channel_internal_api.c"),
                ("AppFunction", "ast_channel_callid_set"),
                ("AppLine", str(self._pbx.release.call_identifier_line)),
                ("State", "CallIDChange"),
                ("Channel", channel.name),
                ("CallID", channel.call_identifier),
                ("PriorCallID", call_identifier(before)),
            )
            self._pbx.events.publish(Event("TestEvent", ("reporting",), headers))

"""The CLI family ``pjsip``: channels, and subscriptions, of which there are none.

Asterisk: channels/pjsip/cli_commands.c, res/res_pjsip_pubsub.c, res/res_pjsip/pjsip_distributor.c.

Recorded: cases `pjsip.command.channels`, `pjsip.command.channelstats*`,
`pjsip.command.absent`. May import `cli._registry`, `cli.pjsip`, `pbx`.
"""

from __future__ import annotations

from collections.abc import Sequence

from astami_fake.cli._registry import Lines, command
from astami_fake.cli.pjsip import NOTHING, RULE, listing, named
from astami_fake.pbx import callerid, causes
from astami_fake.pbx.chan_pjsip import PhoneCall
from astami_fake.pbx.channel import Channel
from astami_fake.pbx.pbx import Pbx

_TITLE = "  Channel:  <ChannelId........................................>  <State.....>  <Time.....>"
_NUMBERS = "      Exten: <DialedExten.............>  CLCID: <ConnectedLineCID.......>"
_SHORT = ["Endpoint/CLI                   Resource/Event                 Expiry Call-id", ""]
_LONG = [
    "Endpoint: <Endpoint/Caller-ID.............................................>",
    "Resource: <Resource/Event.................................................>",
    "  Expiry: <Expiry>  <Call-id..............................................>",
    "===========================================================================",
    "",
]
_STATS = [
    " " * 45 + "...........Receive......... .........Transmit..........",
    " BridgeId ChannelId ........ UpTime.. Codec.   Count    Lost Pct  Jitter   Count    Lost Pct  Jitter RTT....",
    " " + "=" * 107,
]
_NONE = "0 active subscriptions"


def _channels(pbx: Pbx) -> list[Channel]:
    return [channel for channel in pbx.channels if channel.tech.name == "PJSIP"]


def _clock(channel: Channel) -> str:
    seconds = int(channel.age)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _row(channel: Channel) -> str:
    name = f"{channel.name}/{channel.application}"
    return f"  Channel: {name:<54}{causes.STATES[channel.state]:<12}  {_clock(channel)}   "


def _numbers(channel: Channel) -> str:
    return f"      Exten: {channel.dialed:<27} CLCID: {callerid.written(channel.connected)}"


@command("pjsip show channels")
def show_channels(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Channels of phones, with the number dialled and who is connected."""
    return listing([_TITLE, _NUMBERS], [[_row(one), _numbers(one)] for one in _channels(pbx)], apart=True)


@command("pjsip list channels")
def list_channels(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Channels of phones, a line each."""
    return listing([_TITLE], [[_row(one)] for one in _channels(pbx)], apart=False)


@command("pjsip show channel")
def show_channel(pbx: Pbx, words: Sequence[str]) -> Lines:
    """One of them."""

    def shown(name: str) -> Lines | None:
        found = next((one for one in _channels(pbx) if one.name == name), None)
        return None if found is None else ["", _TITLE, _NUMBERS, RULE, "", _row(found), _numbers(found), "", ""]

    return named(words, shown)


@command("pjsip show channelstats")
def show_stats(pbx: Pbx, words: Sequence[str]) -> Lines:
    """What channels of phones have sent and got; a channel that is not answered has no figures yet.

    What the dialplan says to a phone is not counted, and nothing is lost or late. channels/pjsip/cli_commands.c.
    """
    rows = [_stats(pbx, channel) for channel in _channels(pbx)]
    return ["", *_STATS, "", *rows, "", f"Objects found: {len(rows)}", ""] if rows else NOTHING


def _stats(pbx: Pbx, channel: Channel) -> str:
    if channel.state != causes.UP:
        return f" {channel.name} not valid"
    bridge = channel.bridge
    members = bridge.members if bridge is not None else []
    calls = {member.name: member.tech for member in (channel, *members) if isinstance(member.tech, PhoneCall)}
    sent = {name: call.media.came.packets for name, call in calls.items()}
    received = sent.pop(channel.name, 0)
    name = channel.name.partition("/")[2]
    start = (
        f" {bridge.uniqueid if bridge is not None else '':<8.8} {name:<18} {_clock(channel)} {channel.tech.format:<6}"
    )
    return f"{start} {_counts(received)} {_counts(sum(sent.values()))}   0.000"


def _counts(packets: int) -> str:
    return f"{packets:>6} {0:>7} {0:>4} {'0.000':>7}"


@command("pjsip show unidentified_requests")
def show_unidentified_requests(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Strangers: nobody but the phones of the PBX calls it."""
    return NOTHING


def _listed(pbx: Pbx, words: Sequence[str]) -> Lines:
    return [*_SHORT, _NONE]


def _shown(pbx: Pbx, words: Sequence[str]) -> Lines:
    return [*_LONG, _NONE]


for _way in ("inbound", "outbound"):
    command(f"pjsip list subscriptions {_way}")(_listed)
    command(f"pjsip show subscriptions {_way}")(_shown)

"""Channels and bridges in events, as objects; the events are recorded ones of Asterisk 22.10."""

from __future__ import annotations

import pytest

from astami import AMIEvent, AMIProtocolError

BLOCK = (
    "{0}Channel: Local/1002@default-00000006;2|{0}ChannelState: 6|{0}ChannelStateDesc: Up|{0}CallerIDNum: <unknown>|"
    "{0}CallerIDName: <unknown>|{0}ConnectedLineNum: <unknown>|{0}ConnectedLineName: <unknown>|{0}Language: en|"
    "{0}AccountCode: |{0}Context: default|{0}Exten: 1002|{0}Priority: 3|{0}Uniqueid: 1795396884.18|"
    "{0}Linkedid: 1795396884.16|"
)
BRIDGE = (
    "{0}BridgeUniqueid: 1b9e|{0}BridgeType: basic|{0}BridgeTechnology: simple_bridge|{0}BridgeCreator: <unknown>|"
    "{0}BridgeName: <unknown>|{0}BridgeNumChannels: 2|{0}BridgeVideoSourceMode: none|"
)


def event(name: str, *blocks: str) -> AMIEvent:
    """An event of these blocks."""
    return AMIEvent(f"Event: {name}|Privilege: call,all|{''.join(blocks)}".strip("|").replace("|", "\r\n"))


def test_channel() -> None:
    """Fourteen headers; numbers are numbers, texts as they came."""
    channel = event("Newchannel", BLOCK.format("")).channel
    assert channel is not None
    assert (channel.name, channel.uniqueid) == ("Local/1002@default-00000006;2", "1795396884.18")
    assert (channel.state, channel.state_desc, channel.priority) == (6, "Up", 3)
    assert (channel.caller_id_num, channel.connected_line_name) == ("<unknown>", "<unknown>")
    assert (channel.language, channel.account_code) == ("en", "")
    assert (channel.context, channel.exten, channel.linkedid) == ("default", "1002", "1795396884.16")


def test_blocks_with_prefixes() -> None:
    """The two of a dial, and those of other events by their prefix."""
    dial = event("DialEnd", BLOCK.format(""), BLOCK.format("Dest"))
    assert dial.dest_channel == dial.channel
    local = event("LocalBridge", BLOCK.format("LocalOne"), BLOCK.format("LocalTwo"))
    assert local.channel is None
    assert local.dest_channel is None
    one = local.channel_of("LocalOne")
    assert one is not None
    assert one == local.channel_of("LocalTwo")
    assert one.exten == "1002"


def test_bridge() -> None:
    """Seven headers; two bridges of a merge by their prefix."""
    enter = event("BridgeEnter", BRIDGE.format(""), BLOCK.format(""))
    assert enter.bridge is not None
    assert (enter.bridge.uniqueid, enter.bridge.type, enter.bridge.num_channels) == ("1b9e", "basic", 2)
    assert (enter.bridge.technology, enter.bridge.creator) == ("simple_bridge", "<unknown>")
    assert (enter.bridge.name, enter.bridge.video_source_mode) == ("<unknown>", "none")
    merge = event("BridgeMerge", BRIDGE.format("To"), BRIDGE.format("From"))
    assert merge.bridge is None
    assert merge.bridge_of("To") == merge.bridge_of("From") == enter.bridge


def test_events_without_a_block() -> None:
    """A name alone is no snapshot."""
    bare = AMIEvent("Event: OriginateResponse\r\nChannel: PJSIP/1000\r\nUniqueid: 1.1")
    assert (bare.channel, bare.dest_channel, bare.bridge) == (None, None, None)


def test_a_number_that_is_none() -> None:
    """It is the peer's fault, and named."""
    with pytest.raises(AMIProtocolError, match="DestPriority is 'x'"):
        event("DialEnd", BLOCK.format("Dest").replace("Priority: 3", "Priority: x")).dest_channel  # noqa: B018

"""Lists as objects; the events are recorded ones of Asterisk 22.10."""

from __future__ import annotations

import pytest

from astami import AMIEvent, AMIProtocolError, views


def event(text: str) -> AMIEvent:
    """An event written in one line."""
    return AMIEvent(text.replace("|", "\r\n"))


CHANNEL = (
    "Event: CoreShowChannel|ActionID: 1|Channel: Local/1002@default-00000006;2|ChannelState: 6|ChannelStateDesc: Up|"
    "CallerIDNum: <unknown>|CallerIDName: <unknown>|ConnectedLineNum: <unknown>|ConnectedLineName: <unknown>|"
    "Language: en|AccountCode: |Context: default|Exten: 1002|Priority: 3|Uniqueid: 1795396884.18|"
    "Linkedid: 1795396884.16|Application: Wait|ApplicationData: 30|Duration: 01:02:03|BridgeId: "
)
PARAMS = (
    "Event: QueueParams|Queue: support|Max: 0|Strategy: linear|Calls: 1|Holdtime: 4|TalkTime: 5|Completed: 6|"
    "Abandoned: 7|ServiceLevel: 0|ServicelevelPerf: 0.0|ServicelevelPerf2: 0.0|Weight: 0|ActionID: 1"
)
MEMBER = (
    "Event: QueueMember|Queue: support|Name: Second Phone|Location: Local/1002@default|"
    "StateInterface: Local/1002@default|Membership: static|Penalty: 2|CallsTaken: 3|LastCall: 0|LastPause: 0|"
    "LoginTime: 1795394762|InCall: 0|Status: 2|Paused: 1|PausedReason: lunch|Wrapuptime: 0|ActionID: 1"
)
ENTRY = (
    "Event: QueueEntry|Queue: support|Position: 1|Channel: Local/1002@default-00000007;1|Uniqueid: 1795396884.17|"
    "CallerIDNum: unknown|CallerIDName: unknown|ConnectedLineNum: unknown|ConnectedLineName: unknown|Wait: 9|"
    "Priority: 0|ActionID: 1"
)
ENDPOINT = (
    "Event: EndpointList|ActionID: 1|ObjectType: endpoint|ObjectName: 1000|Transport: |Aor: 1000, 1000-b|Auths: 1000|"
    "OutboundAuths: |Contacts: |DeviceState: Unavailable|ActiveChannels: 0"
)


def test_channels() -> None:
    """The snapshot, and what the list adds; other events are no channels."""
    (channel,) = views.channels([event(CHANNEL), event(PARAMS)])
    assert (channel.name, channel.state, channel.application) == ("Local/1002@default-00000006;2", 6, "Wait")
    assert (channel.application_data, channel.duration, channel.bridge_id) == ("30", 3723, "")
    assert channel.event["Exten"] == channel.exten == "1002"


def test_channel_that_is_none() -> None:
    """It is the peer's fault."""
    with pytest.raises(AMIProtocolError, match="without Channel, ChannelState or Uniqueid"):
        views.channels([event("Event: CoreShowChannel|Channel: x")])
    with pytest.raises(AMIProtocolError, match="Duration is 'long'"):
        views.channels([event(CHANNEL.replace("01:02:03", "long"))])


def test_queues() -> None:
    """Each queue has its own members and callers."""
    other = PARAMS.replace("support", "sales")
    support, sales = views.queues([event(text) for text in (PARAMS, MEMBER, ENTRY, other)])
    assert (support.name, support.strategy, support.calls, support.max) == ("support", "linear", 1, 0)
    assert (support.hold_time, support.talk_time, support.completed, support.abandoned) == (4, 5, 6, 7)
    (member,), (caller,) = support.members, support.callers
    assert (member.queue, member.name, member.interface) == ("support", "Second Phone", "Local/1002@default")
    assert (member.state_interface, member.membership) == ("Local/1002@default", "static")
    assert (member.penalty, member.calls_taken, member.in_call, member.status) == (2, 3, False, 2)
    assert (member.paused, member.paused_reason) == (True, "lunch")
    assert (caller.queue, caller.position, caller.wait, caller.priority) == ("support", 1, 9, 0)
    assert (caller.channel, caller.uniqueid) == ("Local/1002@default-00000007;1", "1795396884.17")
    assert (caller.caller_id_num, caller.caller_id_name) == ("unknown", "unknown")
    assert (sales.name, sales.members, sales.callers) == ("sales", (), ())


def test_endpoints() -> None:
    """Lists in a header are lists."""
    (endpoint,) = views.endpoints([event(ENDPOINT), event(PARAMS)])
    assert (endpoint.name, endpoint.aors, endpoint.auths, endpoint.outbound_auths) == (
        "1000",
        ("1000", "1000-b"),
        ("1000",),
        (),
    )
    assert (endpoint.transport, endpoint.device_state, endpoint.active_channels) == ("", "Unavailable", "0")

"""The helpers of both clients: which action each sends."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from astami import AMIActionError, AMIClient, AMIEvent, AMIResponse, AMIUsageError, AsyncAMIClient, ConfigChange
from astami._async import helpers
from astami.catalogue import RELEASES, load
from astami.messages import Action

RESPONSE = "Response: Success\r\nMessage: done"

#: Helper, arguments, options, the headers of its action.
CALLS: list[tuple[str, tuple[Any, ...], dict[str, Any], str, list[tuple[str, str]]]] = [
    ("status", (), {}, "Status", []),
    ("status", ("C",), {"variables": ["A", "B"], "all_variables": True}, "Status",
     [("Channel", "C"), ("Variables", "A,B"), ("AllVariables", "yes")]),
    ("core_show_channels", (), {}, "CoreShowChannels", []),
    ("bridge", ("A", "B"), {"tone": "both"}, "Bridge", [("Channel1", "A"), ("Channel2", "B"), ("Tone", "both")]),
    ("blind_transfer", ("A", "100"), {}, "BlindTransfer", [("Channel", "A"), ("Exten", "100")]),
    ("blind_transfer", ("A", "100", "c"), {}, "BlindTransfer", [("Channel", "A"), ("Context", "c"), ("Exten", "100")]),
    ("atxfer", ("A", "100", "c"), {}, "Atxfer", [("Channel", "A"), ("Exten", "100"), ("Context", "c")]),
    ("cancel_atxfer", ("A",), {}, "CancelAtxfer", [("Channel", "A")]),
    ("park", ("A",), {"parking_lot": "p", "timeout_channel": "B", "announce_channel": "A", "park_time": 5000,
                      "parking_space": 701}, "Park",
     [("Channel", "A"), ("TimeoutChannel", "B"), ("AnnounceChannel", "A"), ("Timeout", "5000"), ("Parkinglot", "p"),
      ("ParkingSpace", "701")]),
    ("parked_calls", ("p",), {}, "ParkedCalls", [("ParkingLot", "p")]),
    ("parking_lots", (), {}, "Parkinglots", []),
    ("mixmonitor", ("A", "f.wav"), {"options": "b", "command": "x"}, "MixMonitor",
     [("Channel", "A"), ("File", "f.wav"), ("Options", "b"), ("Command", "x")]),
    ("stop_mixmonitor", ("A", "1"), {}, "StopMixMonitor", [("Channel", "A"), ("MixMonitorID", "1")]),
    ("play_dtmf", ("A", "#"), {"duration": 100, "receive": True}, "PlayDTMF",
     [("Channel", "A"), ("Digit", "#"), ("Duration", "100"), ("Receive", "true")]),
    ("send_text", ("A", "hi"), {"content_type": "text/plain"}, "SendText",
     [("Channel", "A"), ("Message", "hi"), ("Content-Type", "text/plain")]),
    ("aoc_message", ("A", "D", "Free"), {"headers": {"TotalType": "Total"}}, "AOCMessage",
     [("Channel", "A"), ("MsgType", "D"), ("ChargeType", "Free"), ("TotalType", "Total")]),
    ("queue_status", ("q", "m"), {}, "QueueStatus", [("Queue", "q"), ("Member", "m")]),
    ("queue_summary", ("q",), {}, "QueueSummary", [("Queue", "q")]),
    ("queue_add", ("q", "i"), {"penalty": 0, "paused": False, "reason": "r", "member_name": "n",
                               "state_interface": "s"}, "QueueAdd",
     [("Queue", "q"), ("Interface", "i"), ("Penalty", "0"), ("Paused", "false"), ("Reason", "r"), ("MemberName", "n"),
      ("StateInterface", "s")]),
    ("queue_remove", ("q", "i"), {}, "QueueRemove", [("Queue", "q"), ("Interface", "i")]),
    ("queue_pause", ("i",), {"queue": "q", "reason": "r"}, "QueuePause",
     [("Interface", "i"), ("Paused", "true"), ("Queue", "q"), ("Reason", "r")]),
    ("queue_penalty", ("i", 2), {}, "QueuePenalty", [("Interface", "i"), ("Penalty", "2")]),
    ("queue_member_ring_in_use", ("i", False), {"queue": "q"}, "QueueMemberRingInUse",
     [("Interface", "i"), ("RingInUse", "no"), ("Queue", "q")]),
    ("queue_log", ("q", "E"), {"uniqueid": "u", "interface": "i", "message": "m"}, "QueueLog",
     [("Queue", "q"), ("Event", "E"), ("Uniqueid", "u"), ("Interface", "i"), ("Message", "m")]),
    ("queue_reset", (), {}, "QueueReset", []),
    ("queue_reload", ("q",), {"members": True, "rules": False, "parameters": True}, "QueueReload",
     [("Queue", "q"), ("Members", "yes"), ("Rules", "no"), ("Parameters", "yes")]),
    ("queue_rule", ("r",), {}, "QueueRule", [("Rule", "r")]),
    ("queue_change_priority_caller", ("q", "C", 3), {}, "QueueChangePriorityCaller",
     [("Queue", "q"), ("Caller", "C"), ("Priority", "3")]),
    ("queue_withdraw_caller", ("q", "C", "w"), {}, "QueueWithdrawCaller",
     [("Queue", "q"), ("Caller", "C"), ("WithdrawInfo", "w")]),
    ("confbridge_list", ("c",), {}, "ConfbridgeList", [("Conference", "c")]),
    ("confbridge_list_rooms", (), {}, "ConfbridgeListRooms", []),
    ("confbridge_kick", ("c", "A"), {}, "ConfbridgeKick", [("Conference", "c"), ("Channel", "A")]),
    ("confbridge_mute", ("c", "A"), {}, "ConfbridgeMute", [("Conference", "c"), ("Channel", "A")]),
    ("confbridge_unmute", ("c", "A"), {}, "ConfbridgeUnmute", [("Conference", "c"), ("Channel", "A")]),
    ("confbridge_lock", ("c",), {}, "ConfbridgeLock", [("Conference", "c")]),
    ("confbridge_unlock", ("c",), {}, "ConfbridgeUnlock", [("Conference", "c")]),
    ("confbridge_start_record", ("c", "f"), {}, "ConfbridgeStartRecord", [("Conference", "c"), ("RecordFile", "f")]),
    ("confbridge_stop_record", ("c",), {}, "ConfbridgeStopRecord", [("Conference", "c")]),
    ("confbridge_set_single_video_src", ("c", "A"), {}, "ConfbridgeSetSingleVideoSrc",
     [("Conference", "c"), ("Channel", "A")]),
    ("extension_state", ("100", "c"), {}, "ExtensionState", [("Exten", "100"), ("Context", "c")]),
    ("extension_state_list", (), {}, "ExtensionStateList", []),
    ("device_state_list", (), {}, "DeviceStateList", []),
    ("presence_state", ("CustomPresence:x",), {}, "PresenceState", [("Provider", "CustomPresence:x")]),
    ("presence_state_list", (), {}, "PresenceStateList", []),
    ("mailbox_status", ("1000@c",), {}, "MailboxStatus", [("Mailbox", "1000@c")]),
    ("mailbox_count", ("1000@c",), {}, "MailboxCount", [("Mailbox", "1000@c")]),
    ("pjsip_show_endpoints", (), {}, "PJSIPShowEndpoints", []),
    ("pjsip_show_endpoint", ("1000",), {}, "PJSIPShowEndpoint", [("Endpoint", "1000")]),
    ("pjsip_show_aors", (), {}, "PJSIPShowAors", []),
    ("pjsip_show_auths", (), {}, "PJSIPShowAuths", []),
    ("pjsip_show_contacts", (), {}, "PJSIPShowContacts", []),
    ("pjsip_show_registrations_inbound", (), {}, "PJSIPShowRegistrationsInbound", []),
    ("pjsip_show_registrations_outbound", (), {}, "PJSIPShowRegistrationsOutbound", []),
    ("pjsip_qualify", ("1000",), {}, "PJSIPQualify", [("Endpoint", "1000")]),
    ("pjsip_notify", ({"Event": "a,b", "Content": "x"},), {"endpoint": "1000"}, "PJSIPNotify",
     [("Endpoint", "1000"), ("Variable", "Event=a\\,b"), ("Variable", "Content=x")]),
    ("user_event", ("Name", {"Key": ["a", "b"]}), {}, "UserEvent",
     [("UserEvent", "Name"), ("Key", "a"), ("Key", "b")]),
    ("set_event_mask", ("off",), {}, "Events", [("EventMask", "off")]),
    ("set_event_mask", (["call", "user"],), {}, "Events", [("EventMask", "call,user")]),
    ("filter", ("!Event: X",), {}, "Filter", [("Operation", "Add"), ("Filter", "!Event: X")]),
    ("filter", ("",), {"match_criteria": "name(X)"}, "Filter",
     [("Operation", "Add"), ("MatchCriteria", "name(X)"), ("Filter", "")]),
    ("wait_event", (3,), {}, "WaitEvent", [("Timeout", "3")]),
    ("message_send", ("pjsip:1000", "hi"), {"from_": "a", "destination": "d", "variables": {"K": "v"}}, "MessageSend",
     [("From", "a"), ("To", "pjsip:1000"), ("Destination", "d"), ("Body", "hi"), ("Variable", "K=v")]),
    ("message_send", ("pjsip:1000", ""), {"base64_body": "aGk="}, "MessageSend",
     [("To", "pjsip:1000"), ("Base64Body", "aGk=")]),
    ("core_status", (), {}, "CoreStatus", []),
    ("core_settings", (), {}, "CoreSettings", []),
    ("list_commands", (), {}, "ListCommands", []),
    ("logger_rotate", (), {}, "LoggerRotate", []),
    ("module_check", ("app_queue",), {}, "ModuleCheck", [("Module", "app_queue")]),
    ("module_load", ("reload",), {}, "ModuleLoad", [("LoadType", "reload")]),
    ("module_load", ("refresh", "m.so"), {"recursive": True}, "ModuleLoad",
     [("Module", "m.so"), ("LoadType", "refresh"), ("Recursive", "true")]),
    ("get_config", ("f.conf",), {"category": "c", "filter": "a=b"}, "GetConfig",
     [("Filename", "f.conf"), ("Category", "c"), ("Filter", "a=b")]),
    ("create_config", ("f.conf",), {}, "CreateConfig", [("Filename", "f.conf")]),
    ("list_categories", ("f.conf",), {}, "ListCategories", [("Filename", "f.conf")]),
    ("update_config",
     ("f.conf", [ConfigChange("NewCat", "c", options="allowdups"), ConfigChange("Append", "c", "v", "1")]),
     {"destination": "g.conf", "reload": True}, "UpdateConfig",
     [("SrcFilename", "f.conf"), ("DstFilename", "g.conf"), ("Reload", "yes"), ("Action-000000", "NewCat"),
      ("Cat-000000", "c"), ("Options-000000", "allowdups"), ("Action-000001", "Append"), ("Cat-000001", "c"),
      ("Var-000001", "v"), ("Value-000001", "1")]),
    ("update_config", ("f.conf", [ConfigChange("Delete", "c", "v", match="1", line=0)]), {"reload": "app_queue"},
     "UpdateConfig",
     [("SrcFilename", "f.conf"), ("DstFilename", "f.conf"), ("Reload", "app_queue"), ("Action-000000", "Delete"),
      ("Cat-000000", "c"), ("Var-000000", "v"), ("Match-000000", "1"), ("Line-000000", "0")]),
    ("dialplan_extension_add", ("c", "1", 1, "NoOp", "x"), {"replace": True}, "DialplanExtensionAdd",
     [("Context", "c"), ("Extension", "1"), ("Priority", "1"), ("Application", "NoOp"), ("ApplicationData", "x"),
      ("Replace", "yes")]),
    ("dialplan_extension_remove", ("c", "1"), {}, "DialplanExtensionRemove", [("Context", "c"), ("Extension", "1")]),
    ("show_dialplan", ("c", "1"), {}, "ShowDialPlan", [("Context", "c"), ("Extension", "1")]),
    ("database_get_tree", ("f", "k"), {}, "DBGetTree", [("Family", "f"), ("Key", "k")]),
]  # fmt: skip

#: What is refused before anything is sent, and a word of the reason.
REFUSED: list[tuple[str, tuple[Any, ...], dict[str, Any], str]] = [
    ("bridge", ("", "B"), {}, "Channel1 is needed"),
    ("bridge", ("A", "B"), {"tone": "loud"}, "tone is 'loud'"),
    ("park", ("A",), {"park_time": 0}, "park_time is 0"),
    ("play_dtmf", ("A", "12"), {}, "digit is '12'"),
    ("play_dtmf", ("A", ""), {}, "digit is ''"),
    ("aoc_message", ("A", "X", "Free"), {}, "msg_type is 'X'"),
    ("queue_add", ("q", "i"), {"penalty": -1}, "penalty is -1"),
    ("queue_add", ("q", "i"), {"penalty": True}, "penalty is True"),
    ("queue_penalty", ("i", float("nan")), {}, "penalty is nan"),
    ("pjsip_notify", ({"Event": "x"},), {}, "one of endpoint, uri and channel"),
    ("pjsip_notify", ({"Event": "x"},), {"endpoint": "a", "uri": "b"}, "one of endpoint, uri and channel"),
    ("pjsip_notify", (), {"endpoint": "a"}, "variables or an option"),
    ("pjsip_notify", ({"a=b": "x"},), {"endpoint": "a"}, "no name of a variable"),
    ("message_send", ("a", ""), {}, "body or base64_body"),
    ("message_send", ("a", "b"), {"base64_body": "Yg=="}, "body or base64_body"),
    ("filter", ("",), {}, "filter or match_criteria"),
    ("filter", ("x",), {"operation": "Remove"}, "operation is 'Remove'"),
    ("wait_event", (-1,), {}, "seconds is -1"),
    ("module_load", ("unload",), {}, "Module is needed"),
    ("module_load", ("burn", "m"), {}, "load_type is 'burn'"),
    ("update_config", ("f", [ConfigChange("Burn", "c")]), {}, "action is 'Burn'"),
    ("update_config", ("f", [ConfigChange("NewCat", "")]), {}, "category is empty"),
]

Ask = Callable[..., tuple[Action, AMIResponse]]


@pytest.fixture(params=["async", "sync"])
def ask(request: pytest.FixtureRequest) -> Ask:
    """Call a helper of either client, and give the action that it sends and what it returns."""

    def ask(
        name: str, *args: Any, answer: str = RESPONSE, items: tuple[str, ...] = (), **options: Any
    ) -> tuple[Action, Any]:
        sent: list[tuple[Action, dict[str, Any]]] = []

        def respond(action: Action, given: dict[str, Any]) -> AMIResponse:
            sent.append((action, given))
            response = AMIResponse.from_frame(answer)
            response.events = [AMIEvent(item) for item in items]
            return response

        class Async(AsyncAMIClient):
            async def _run(self, action: Action, **given: Any) -> AMIResponse:
                return respond(action, given)

        class Sync(AMIClient):
            def _run(self, action: Action, **given: Any) -> AMIResponse:
                return respond(action, given)

        client = Async() if request.param == "async" else Sync()
        returned = getattr(client, name)(*args, **options)
        if inspect.iscoroutine(returned):
            returned = asyncio.run(returned)
        return sent[0][0], returned

    return ask


@pytest.mark.parametrize(("helper", "args", "options", "action", "headers"), CALLS)
def test_action(
    ask: Ask, helper: str, args: tuple[Any, ...], options: dict[str, Any], action: str, headers: list[tuple[str, str]]
) -> None:
    """Name and headers, in order, nothing that was not given."""
    sent, response = ask(helper, *args, **options)
    assert (sent.name, list(sent.headers)) == (action, headers)
    assert response.message == "done"


@pytest.mark.parametrize(("helper", "args", "options", "reason"), REFUSED)
def test_refused(ask: Ask, helper: str, args: tuple[Any, ...], options: dict[str, Any], reason: str) -> None:
    """What Asterisk would misread; nothing is sent."""
    with pytest.raises(AMIUsageError, match=reason):
        ask(helper, *args, **options)


@pytest.mark.parametrize("release", RELEASES)
def test_headers_are_in_the_catalogue(release: str) -> None:
    """Each action and header that a helper sends is documented in at least one release."""
    known = {name.casefold(): action for name, action in load(release).actions.items()}
    others = [load(other).actions for other in RELEASES]
    for helper, _, _, action, headers in CALLS:
        if action in ("UserEvent", "AOCMessage", "UpdateConfig"):
            continue  # their headers have numbers, or are the caller's own
        if action == "QueueWithdrawCaller" and action.casefold() not in known:
            continue
        assert action.casefold() in known, helper
        documented = {name for one in others for name in one[action].parameters if action in one}
        assert {name for name, _ in headers} <= documented, helper


def test_every_helper_is_tried() -> None:
    """The table above has each public method of the helpers' modules; `send_actions` is tried in `test_sending`."""
    folder = Path(helpers.__file__).parent
    methods = {
        line.split("(")[0].split()[-1]
        for path in folder.glob("*.py")
        for line in path.read_text().splitlines()
        if line.startswith("    async def ") and not line.startswith("    async def _")
    }
    assert methods - {call[0] for call in CALLS} == {"send_action", "send_actions", "channels", "queues", "endpoints"}


def test_wait_event_has_time(ask: Ask) -> None:
    """Its own timeout is what Asterisk waits, and some seconds."""
    assert ask("wait_event", 30)[0].headers == (("Timeout", "30"),)


def test_send_action_by_name(ask: Ask) -> None:
    """Keywords are headers; None leaves one out, a list repeats it."""
    sent, _ = ask("send_action", "QueueAdd", Queue="q", Interface="i", Penalty=None)
    assert (sent.name, sent.headers) == ("QueueAdd", (("Queue", "q"), ("Interface", "i")))
    sent, _ = ask("send_action", "Originate", Variable=["A=1", "B=2"], ActionID="mine")
    assert (sent.headers, sent.action_id) == ((("Variable", "A=1"), ("Variable", "B=2")), "mine")


def test_send_action_does_not_mix_its_forms(ask: Ask) -> None:
    """Keywords beside a mapping would leave open which of two headers counts."""
    with pytest.raises(AMIUsageError, match="Queue: headers as keywords"):
        ask("send_action", {"Action": "QueueStatus"}, Queue="q")


def test_endpoints(ask: Ask) -> None:
    """No endpoint is an empty list, any other refusal an error."""
    _, found = ask("endpoints", items=("Event: EndpointList\r\nObjectName: 1000\r\nAor: 1000\r\nAuths: ",))
    assert [(one.name, one.aors, one.auths) for one in found] == [("1000", ("1000",), ())]
    assert ask("endpoints", answer="Response: Error\r\nMessage: No endpoints found\n")[1] == []
    with pytest.raises(AMIActionError, match="Invalid/unknown command"):
        ask("endpoints", answer="Response: Error\r\nMessage: Invalid/unknown command: PJSIPShowEndpoints.")


def test_lists_as_objects(ask: Ask) -> None:
    """Channels and queues."""
    item = "Event: CoreShowChannel\r\nChannel: A\r\nChannelState: 6\r\nUniqueid: 1.1\r\nDuration: 00:01:02"
    assert [(one.name, one.duration) for one in ask("channels", items=(item,))[1]] == [("A", 62)]
    assert [one.name for one in ask("queues", items=("Event: QueueParams\r\nQueue: q",))[1]] == ["q"]

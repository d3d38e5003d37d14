"""The helpers of the client, each on the target: what it does, or the refusal that Asterisk has for it."""

import contextlib
import itertools
import time

import pytest

from astami import AMIActionError, AMIClient, AMIUsageError, ConfigChange

NOBODY = "Local/nobody"
#: These ask for actions whose modules need not be loaded; a strict fake takes that for a mistake of the program.
UNLOADED = pytest.mark.ami_server(strict=False)
_NUMBER = itertools.count(1)


@pytest.fixture
def ami(ami_settings):
    """A client of the user who may do everything."""
    with AMIClient(**ami_settings) as client:
        yield client


@pytest.fixture
def call(ami):
    """Begin a call whose near end runs an application, and give the names of its two channels once it is up."""
    begun = []

    def call(application="Wait", data="30"):
        near, far = (f"astami-helpers-{next(_NUMBER)}-{side}" for side in "ab")
        begun.append(near)
        ami.originate(
            "Local/1002@default",
            application=application,
            data=data,
            async_=True,
            channel_id=near,
            other_channel_id=far,
        )

        def up():
            listed = {event["Uniqueid"]: event for event in ami.core_show_channels().events}
            if far in listed and listed.get(near, {}).get("ChannelStateDesc") == "Up" and listed[near]["Application"]:
                return listed[near]["Channel"], listed[far]["Channel"]
            return None

        return until(up)

    yield call
    for event in ami.core_show_channels().events:
        if event["Linkedid"] in begun:
            ami.hangup(event["Channel"], check=False)


def until(condition, seconds=10):
    """Ask until there is an answer."""
    end = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        assert time.monotonic() < end, f"not so within {seconds} s"


def names(response):
    """Names of the items of a list, and that it says how many they are."""
    assert response.completion["ListItems"] == str(len(response.events))
    return [event.name for event in response.events]


def refused(method, *args, message, **options):
    """The helper raises with Asterisk's words, or with check=False gives its answer."""
    with pytest.raises(AMIActionError) as caught:
        method(*args, **options)
    assert caught.value.response.message.strip() == message
    assert method(*args, check=False, **options).message.strip() == message


# Channels


def test_status_and_core_show_channels(ami, call):
    """One channel, all of them, with variables; nobody's is refused."""
    near, far = call()
    ami.set_var(near, "COLOUR", "red")
    (one,) = ami.status(near, variables=["COLOUR"]).events
    assert one["Channel"] == near
    assert one.headers.get_all("Variable") == ["COLOUR=red"]
    assert "COLOUR=red" in ami.status(near, all_variables=True).events[0].headers.get_all("Variable")
    assert {near, far} <= {event["Channel"] for event in ami.status().events}
    assert {near, far} <= {event["Channel"] for event in ami.core_show_channels().events}
    refused(ami.status, NOBODY, message="No such channel")


def test_channels_as_objects(ami, call):
    """The same, typed."""
    near, far = call()
    until(lambda: any((one.name, one.application) == (near, "Wait") for one in ami.channels()))  # begins a moment later
    found = {channel.name: channel for channel in ami.channels()}
    assert {near, far} <= set(found)
    assert found[near].state_desc == "Up"
    assert found[near].uniqueid == found[far].linkedid


def test_bridge(ami, call):
    """Two channels that are up are connected; others are refused."""
    (one, _), (other, _) = call(), call()
    assert ami.bridge(one, other, tone="no").message == "Channels have been bridged"
    refused(ami.bridge, NOBODY, other, message=f"Channel1 does not exist: {NOBODY}")
    refused(ami.bridge, other, NOBODY, message=f"Channel2 does not exist: {NOBODY}")


def test_blind_transfer(ami, call):
    """It needs a channel that is bridged."""
    (one, _), (other, _) = call(), call()
    refused(ami.blind_transfer, one, "1002", "default", message="Transfer invalid")
    ami.bridge(one, other)
    assert ami.blind_transfer(one, "1002", "default").message == "Transfer succeeded"
    refused(ami.blind_transfer, NOBODY, "1002", "default", message="Channel specified does not exist")


def test_atxfer(ami, call):
    """The feature's digits are queued on the channel, as they are for giving it up."""
    near, _ = call()
    assert ami.atxfer(near, "1002", "default").message == "Atxfer successfully queued"
    assert ami.cancel_atxfer(near).message == "CancelAtxfer successfully queued"
    refused(ami.atxfer, NOBODY, "1002", message="Channel specified does not exist")
    refused(ami.cancel_atxfer, NOBODY, message="Channel specified does not exist")


def test_park(ami, call):
    """Who is parked is listed."""
    (near, _), (other, _) = call(), call()
    ami.bridge(near, other)
    until(lambda: all(one.bridge_id for one in ami.channels() if one.name in (near, other)))
    assert ami.park(near, park_time=60000).message.strip() == "Park successful"
    parked = until(lambda: [event for event in ami.parked_calls().events if event["ParkeeChannel"] == near])
    assert parked[0]["Parkinglot"] == "default"


def test_parking_lots(ami):
    """They are listed; one that is not there, and nobody to park, are refused."""
    assert "default" in [event["Name"] for event in ami.parking_lots().events]
    refused(ami.park, NOBODY, message=f"Channel does not exist: {NOBODY}")
    refused(ami.parked_calls, "nowhere", message="Requested parking lot could not be found.")


def test_mixmonitor(ami, call):
    """A recording begins and ends; a second end is refused."""
    near, _ = call()
    assert ami.mixmonitor(near, "astami-helpers.wav").success
    assert ami.stop_mixmonitor(near).success
    refused(ami.stop_mixmonitor, near, message="Could not stop monitoring channel")
    refused(ami.mixmonitor, NOBODY, "astami-helpers.wav", message="No such channel")


def test_what_a_channel_is_told(ami, call):
    """Digits, text and what the call costs."""
    near, _ = call()
    assert ami.play_dtmf(near, "5", duration=100).message == "DTMF successfully queued"
    assert ami.play_dtmf(near, "#", receive=True).success
    assert ami.send_text(near, "hello").message == "Success"
    amount = {"CurrencyName": "EUR", "CurrencyAmount": 5, "CurrencyMultiplier": "One", "TotalType": "Total"}
    told = ami.aoc_message(near, "D", "Currency", headers=amount)
    assert told.message == "AOC Message successfully queued on channel"
    refused(ami.play_dtmf, NOBODY, "1", message="Channel not found")
    refused(ami.send_text, NOBODY, "hello", message="No such channel")
    refused(ami.aoc_message, NOBODY, "D", "Free", message="No such channel")


# Queues


def test_queue_members(ami):
    """A member is added, seen, paused, moved and removed; what is not there is refused."""
    member = "Local/1004@default"
    added = ami.queue_add("sales", member, penalty=1, paused=True, member_name="Four")
    assert added.message == "Added interface to queue"
    try:
        (seen,) = [event for event in ami.queue_status("sales").events if event.name == "QueueMember"]
        assert (seen["Name"], seen["Location"], seen["Penalty"], seen["Paused"]) == ("Four", member, "1", "1")
        refused(ami.queue_add, "sales", member, message="Unable to add interface: Already there")
        assert ami.queue_pause(member, False, queue="sales").message == "Interface unpaused successfully"
        assert ami.queue_pause(member, reason="lunch").message == "Interface paused successfully"
        assert ami.queue_penalty(member, 3, queue="sales").message == "Interface penalty set successfully"
        assert ami.queue_member_ring_in_use(member, False).message == "Interface ringinuse set successfully"
        (queue,) = ami.queues("sales")
        assert [(one.interface, one.penalty, one.paused) for one in queue.members] == [(member, 3, True)]
    finally:
        assert ami.queue_remove("sales", member).message == "Removed interface from queue"
    refused(ami.queue_remove, "sales", member, message="Unable to remove interface: Not there")
    refused(ami.queue_add, "nowhere", member, message="Unable to add interface to queue: No such queue")
    refused(ami.queue_pause, "Local/nobody", message="Interface not found")
    refused(ami.queue_penalty, "Local/nobody", 1, message="Invalid interface, queuename or penalty")


def test_queue_callers(ami, call):
    """Who waits is listed, moved and sent back into the dialplan."""
    near, _ = call("Queue", "sales")
    (entry,) = until(lambda: [one for one in ami.queue_status("sales").events if one.name == "QueueEntry"])
    assert (entry["Channel"], entry["Position"]) == (near, "1")
    (queue,) = ami.queues("sales")
    assert [caller.channel for caller in queue.callers] == [near]
    assert ami.queue_change_priority_caller("sales", near, 3).message == "Priority change for caller on queue"
    assert ami.queue_withdraw_caller("sales", near, "enough").message == "Withdraw requested successfully"
    refused(
        ami.queue_change_priority_caller,
        "sales",
        NOBODY,
        3,
        message="Unable to change priority caller on queue: No such caller",
    )
    refused(ami.queue_withdraw_caller, "sales", NOBODY, message="Unable to request withdraw from queue: No such caller")


def test_queue_lists(ami):
    """Status and summary of one queue and of all; of one that is not there they are empty."""
    assert set(names(ami.queue_status("sales"))) == {"QueueParams"}
    assert names(ami.queue_status("nowhere")) == []
    assert names(ami.queue_summary("sales")) == ["QueueSummary"]
    assert len(ami.queue_summary().events) >= 2
    assert ami.queues("nowhere") == []
    assert {"support", "sales"} <= {queue.name for queue in ami.queues()}


def test_queue_upkeep(ami):
    """Log, numbers and files."""
    assert ami.queue_log("sales", "ASTAMI", interface="Local/1", message="hi").message == "Event added successfully"
    assert ami.queue_reset("sales").message == "Queue stats reset successfully"
    assert ami.queue_reload("sales", members=True).message == "Queue reloaded successfully"


@pytest.mark.ami_real  # the fake does not model QueueRule
def test_queue_rule(ami):
    """The rules of the file, or one of them; one that is not there is just not listed."""
    listed = ami.queue_rule().headers.get_all("RuleList")
    for name in listed:
        assert ami.queue_rule(name).headers.get_all("RuleList") == [name]
    assert ami.queue_rule("nowhere").headers.get_all("RuleList") == []


# Conferences


def test_conferences(ami, call):
    """What can be done to a conference and to who takes part."""
    near, _ = call("ConfBridge", "astami")
    until(  # the conference is there before its first party is counted
        lambda: [
            one
            for one in ami.confbridge_list_rooms(check=False).events
            if (one["Conference"], one["Parties"]) == ("astami", "1")
        ]
    )
    assert [event["Channel"] for event in ami.confbridge_list("astami").events] == [near]
    assert ami.confbridge_lock("astami").message == "Conference locked"
    assert ami.confbridge_unlock("astami").message == "Conference unlocked"
    assert ami.confbridge_mute("astami", near).message == "User muted"
    assert ami.confbridge_unmute("astami", near).message == "User unmuted"
    assert ami.confbridge_set_single_video_src("astami", near).message == "Conference single video source set."
    assert ami.confbridge_start_record("astami", "astami-helpers.wav").message == "Conference Recording Started."
    assert ami.confbridge_stop_record("astami").message == "Conference Recording Stopped."
    assert ami.confbridge_kick("astami", near).message == "User kicked"


@pytest.fixture
def no_conference(ami):
    """None is left of what was before: a real server ends it a moment behind its last party."""
    until(lambda: not ami.confbridge_list_rooms(check=False).events)


@pytest.mark.usefixtures("no_conference")
@pytest.mark.parametrize("what", ["list", "lock", "unlock", "start_record", "stop_record"])
def test_conference_that_is_not_there(ami, what):
    """There is none at all."""
    refused(getattr(ami, f"confbridge_{what}"), "nowhere", message="No active conferences.")


@pytest.mark.usefixtures("no_conference")
@pytest.mark.parametrize("what", ["mute", "unmute", "kick", "set_single_video_src"])
def test_participant_that_is_not_there(ami, what):
    """There is no conference at all."""
    refused(getattr(ami, f"confbridge_{what}"), "nowhere", NOBODY, message="No active conferences.")


@pytest.mark.usefixtures("no_conference")
def test_rooms_that_are_not_there(ami):
    """An empty list is an error here."""
    refused(ami.confbridge_list_rooms, message="No active conferences.")


# States


def test_extension_states(ami):
    """An extension without hint has no state; hints are listed."""
    state = ami.extension_state("1001", "default")
    assert (state.data["Hint"], state.data["Status"], state.data["StatusText"]) == ("", "-1", "Unknown")
    assert set(names(ami.extension_state_list())) <= {"ExtensionStatus"}


@UNLOADED
def test_device_and_presence_states(ami):
    """Their lists, where the modules are loaded; a provider that is not there is refused."""
    for method, item in (
        (ami.device_state_list, "DeviceStateChange"),
        (ami.presence_state_list, "PresenceStateChange"),
    ):
        response = method(check=False)
        if response.success:
            assert set(names(response)) <= {item}
        else:
            assert response.message.startswith("Invalid/unknown command: ")
    provider = "Nothing:1"
    refused(ami.presence_state, provider, message=f"Invalid provider {provider} or provider in invalid state")


def test_mailboxes(ami):
    """A mailbox that nobody knows is empty."""
    assert ami.mailbox_status("astami@nowhere").data["Waiting"] == "0"
    count = ami.mailbox_count("astami@nowhere").data
    assert (count["UrgMessages"], count["NewMessages"], count["OldMessages"]) == ("0", "0", "0")


# PJSIP


@pytest.mark.parametrize(
    ("what", "item", "nothing"),
    [
        ("endpoints", "EndpointList", "No endpoints found"),
        ("aors", "AorList", "No AORs found"),
        ("auths", "AuthList", "No Auths found"),
        ("contacts", "ContactList", "No Contacts found"),
    ],
)
def test_pjsip_lists(ami, what, item, nothing):
    """What is configured is listed; an empty list is an error."""
    response = getattr(ami, f"pjsip_show_{what}")(check=False)
    if response.success:
        assert set(names(response)) == {item}
    else:
        assert response.message.strip() == nothing


def test_endpoints_as_objects(ami):
    """The same, typed; without an endpoint the list is empty."""
    listed = ami.pjsip_show_endpoints(check=False).events
    assert [one.name for one in ami.endpoints()] == [event["ObjectName"] for event in listed]


@UNLOADED
def test_pjsip_registrations(ami):
    """Nobody need be registered."""
    assert set(names(ami.pjsip_show_registrations_inbound())) <= {"InboundRegistrationDetail"}
    outbound = ami.pjsip_show_registrations_outbound(check=False)
    assert outbound.success or outbound.message.startswith("Invalid/unknown command: ")


def test_pjsip_endpoint(ami):
    """One is described, asked for a sign of life and notified; a URI needs no endpoint."""
    name = ami.endpoints()[0].name
    items = ami.pjsip_show_endpoint(name).events
    assert (items[0].name, items[0]["ObjectName"]) == ("EndpointDetail", name)
    assert ami.pjsip_qualify(name).message == "Endpoint found, will qualify"
    assert ami.pjsip_notify({"Event": "check-sync"}, endpoint=name).message == "NOTIFY sent"
    assert ami.pjsip_notify({"Event": "check-sync"}, uri="sip:nobody@127.0.0.1").message == "NOTIFY sent"


def test_pjsip_endpoint_that_is_not_there(ami):
    """It is refused."""
    refused(ami.pjsip_show_endpoint, "nobody", message="Unable to retrieve endpoint nobody")
    refused(ami.pjsip_qualify, "nobody", message="Unable to retrieve endpoint")
    refused(ami.pjsip_notify, {"Event": "x"}, endpoint="nobody", message="Unable to retrieve endpoint nobody")


# Messages and events


def test_user_event(ami):
    """It comes back to who listens, headers as they were given."""
    with ami.events("UserEvent", UserEvent="Astami") as stream:
        # Asterisk has taken the event mask once it answers what was asked after it.
        ami.ping()
        assert ami.user_event("Astami", {"Key": "a, b", "Empty": ""}).message == "Event Sent"
        event = stream.get(timeout=10)
    assert (event["Key"], event["Empty"]) == ("a, b", "")


def test_event_mask_and_filter(ami):
    """Both are for this connection only."""
    assert ami.set_event_mask("off").data["Events"] == "Off"
    assert ami.set_event_mask(["call", "system"]).data["Events"] == "On"
    assert ami.filter("Event: Nothing").message == "Success"


def test_wait_event(ami):
    """It ends when its time is over."""
    response = ami.wait_event(1)
    assert response.message == "Waiting for Event completed."
    assert response.completion.name == "WaitEventComplete"


def test_message_to_nobody(ami):
    """It is refused."""
    refused(
        ami.message_send,
        "pjsip:nobody",
        "hello",
        from_="Shop <sip:shop@example.com>",
        message="Message failed to send.",
    )


def test_message_to_a_phone(own_target):
    """It is sent, by text and in base64; to a phone that is not registered it is not."""
    with own_target.stage() as stage:
        if not stage.has_phones:
            pytest.skip("no way to phones")  # somebody's own PBX: nobody would take the message
        stage.phones.come(["1001"])
        try:
            with AMIClient(stage.host, stage.port, stage.user("admin"), stage.secret("admin")) as ami:
                sent = ami.message_send("pjsip:1001", "Your order is ready", from_="Shop <sip:shop@example.com>")
                assert sent.message == "Message successfully sent"
                assert ami.message_send("pjsip:1001", "", base64_body="dGV4dA==", variables={"X": 1}).success
                refused(ami.message_send, "pjsip:1000", "hello", message="Message failed to send.")
        finally:
            stage.phones.leave()


# System


def test_core(ami):
    """Versions, times, numbers."""
    assert ami.core_settings().data["AsteriskVersion"]
    assert "CoreCurrentCalls" in ami.core_status().data


def test_list_commands(ami):
    """Each action with the classes that may use it."""
    listed = ami.list_commands().data
    assert listed["Originate"].endswith("(Priv: originate,all)")


def test_logger_rotate(ami):
    """Log files begin anew."""
    assert ami.logger_rotate().message == "Reloaded the logger and rotated log files"


def test_modules(ami):
    """One that is loaded, and what cannot be done to one that is not."""
    assert ami.module_check("app_queue").success
    refused(ami.module_check, "app_nothing", message="Module not loaded")
    refused(ami.module_load, "reload", "res_mutestream.so", message="Module does not support reload action.")
    assert not ami.module_load("load", "app_nothing", check=False).success


def test_read_configuration(ami):
    """Sections and lines of a file; one that is not there is refused."""
    config = ami.get_config("queues.conf").headers
    assert "support" in [value for name, value in config if name.startswith("Category-")]
    assert "strategy=linear" in [value for name, value in config if name.startswith("Line-")]
    only = ami.get_config("queues.conf", category="sales").headers
    assert [value for name, value in only if name.startswith("Category-")] == ["sales"]
    assert "sales" in ami.list_categories("queues.conf").data.values()
    refused(ami.get_config, "nothing.conf", message="Config file not found")
    refused(ami.list_categories, "nothing.conf", message="Config file not found")


def test_write_configuration(ami):
    """Where the folder may be written, a file is made and changed; elsewhere it is refused."""
    made = ami.create_config("astami-helpers.conf", check=False)
    if not made.success:
        assert made.message == "Read-only file system"
        return
    changes = [
        ConfigChange("NewCat", "phones"),
        ConfigChange("Append", "phones", "one", "PJSIP/1000"),
        ConfigChange("Append", "phones", "two", "PJSIP/1001"),
        ConfigChange("Update", "phones", "one", "PJSIP/2000", match="PJSIP/1000"),
    ]
    assert ami.update_config("astami-helpers.conf", changes).success
    written = ami.get_config("astami-helpers.conf").headers
    lines = [value for name, value in written if name.startswith("Line-")]
    assert lines == ["one=PJSIP/2000", "two=PJSIP/1001"]


def test_dialplan(ami):
    """A step is added, seen and removed; a second time is refused."""
    with contextlib.suppress(AMIActionError):
        ami.dialplan_extension_remove("astami-helpers", "1")
    step = ("astami-helpers", "1", 1, "NoOp", "hello")
    assert ami.dialplan_extension_add(*step).message == "Added requested extension"
    refused(ami.dialplan_extension_add, *step, message="That extension and priority already exist at that context")
    (shown,) = ami.show_dialplan("astami-helpers").events
    assert (shown["Application"], shown["AppData"]) == ("NoOp", "hello")
    removed = ami.dialplan_extension_remove("astami-helpers", "1", 1)
    assert removed.message == "Removed the requested priority from the extension"
    refused(ami.dialplan_extension_remove, "astami-helpers", "1", message="Failed to remove requested extension")


def test_database_tree(ami):
    """Entries of a family, and of a family that is not there none."""
    for key in ("a", "b"):
        ami.database_put("astami-helpers", key, f"value {key}")
    try:
        found = ami.database_get_tree("astami-helpers").events
    finally:
        ami.database_deltree("astami-helpers")
    assert [(event["Key"], event["Val"]) for event in found] == [
        ("/astami-helpers/a", "value a"),
        ("/astami-helpers/b", "value b"),
    ]
    assert ami.database_get_tree("astami-helpers").events == []


def test_limits_are_refused_before_anything_is_sent(ami):
    """A number, a choice or a digit that Asterisk would misread."""
    for call in (
        lambda: ami.queue_add("", "Local/1"),
        lambda: ami.queue_add("sales", "Local/1", penalty=-1),
        lambda: ami.play_dtmf("Local/1", "12"),
        lambda: ami.bridge("Local/1", "Local/2", tone="loud"),
        lambda: ami.pjsip_notify({"Event": "x"}),
        lambda: ami.message_send("pjsip:1", ""),
        lambda: ami.module_load("vanish", "app_queue.so"),
        lambda: ami.update_config("x.conf", [ConfigChange("Burn", "phones")]),
    ):
        with pytest.raises(AMIUsageError):
            call()
    assert ami.ping().success

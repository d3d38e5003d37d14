"""The public API as type checkers see it. Not a test module: mypy and pyright read it (tox -e types)."""

from typing import assert_type

from astami import (
    AMIActionError,
    AMIClient,
    AMIError,
    AMIEvent,
    AMIResponse,
    AsyncAMIClient,
    BridgeSnapshot,
    Channel,
    ChannelSnapshot,
    Endpoint,
    Queue,
)
from astami.catalogue.names import ActionName, EventName
from astami_fake import FakeAsterisk


def sync_client() -> None:
    with AMIClient("127.0.0.1", 5038, "admin", "secret", timeout=5.0) as ami:
        assert_type(ami, AMIClient)
        assert_type(ami.ping(), AMIResponse)
        assert_type(ami.command("core show version").output, list[str])
        assert_type(ami.database_get("family", "key").data, dict[str, str])
        assert_type(ami.send_action({"Action": "QueueStatus"}).events, list[AMIEvent])
        assert_type(ami.send_action([("Action", "Originate"), ("Variable", "A=1"), ("Variable", "B=2")]), AMIResponse)
        assert_type(ami.connected, bool)
    try:
        ami.logoff()
    except AMIActionError as error:
        assert_type(error.response, AMIResponse)
    except AMIError as error:
        assert_type(error.response, AMIResponse | None)


async def async_client() -> None:
    async with AsyncAMIClient(host="127.0.0.1", username="admin", secret="secret", tls=True, auth="md5") as ami:
        assert_type(ami, AsyncAMIClient)
        assert_type(await ami.originate("Local/1001@default", application="Wait", data="1"), AMIResponse)
        assert_type(await ami.get_var("", "OFFICE"), AMIResponse)


def actions_by_name(ami: AMIClient) -> None:
    assert_type(ami.send_action("QueueAdd", Queue="support", Interface="PJSIP/1000", Penalty=1), AMIResponse)
    assert_type(ami.send_action("Originate", Channel="PJSIP/1000", Variable=["A=1", "B=2"], timeout=5), AMIResponse)
    assert_type(ami.send_action("CoreStatus", ActionID="mine", check=True), AMIResponse)
    ami.send_action({"Action": "OfMyOwnModule", "Header": 1})
    # Each of these must be an error: Interface is needed, Penatly is no header, QueueAd is no action.
    ami.send_action("QueueAdd", Queue="support")  # type: ignore  # must be one, see above
    ami.send_action("QueueAdd", Queue="support", Interface="PJSIP/1000", Penatly=1)  # type: ignore  # must be one, see above
    ami.send_action("QueueAd", Queue="support")  # type: ignore  # must be one, see above


async def actions_by_name_async(ami: AsyncAMIClient) -> None:
    assert_type(await ami.send_action("QueueAdd", Queue="support", Interface="PJSIP/1000"), AMIResponse)
    await ami.send_action("QueueRemove", Queue="support")  # type: ignore  # Interface is needed


def names(action: ActionName, event: EventName) -> None:
    takes_action: ActionName = "QueueAdd"
    takes_event: EventName = "Hangup"
    takes_action = "QueueAd"  # type: ignore  # no such action
    assert (takes_action, takes_event) != (action, event)


async def objects(sync: AMIClient, ami: AsyncAMIClient, event: AMIEvent) -> None:
    assert_type(event.channel, ChannelSnapshot | None)
    assert_type(event.dest_channel, ChannelSnapshot | None)
    assert_type(event.channel_of("Transferer"), ChannelSnapshot | None)
    assert_type(event.bridge, BridgeSnapshot | None)
    assert_type(sync.channels(), list[Channel])
    assert_type(await ami.channels(), list[Channel])
    assert_type(await ami.queues("support"), list[Queue])
    assert_type(await ami.endpoints(), list[Endpoint])


def fake() -> None:
    with FakeAsterisk(release="16.28") as pbx:
        assert_type(pbx, FakeAsterisk)
        assert_type(pbx.host, str)
        assert_type(pbx.port, int)
        with pbx.client() as ami:
            assert_type(ami, AMIClient)

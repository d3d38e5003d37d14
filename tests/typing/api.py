"""The public API as type checkers see it. Not a test module: mypy and pyright read it (tox -e types)."""

from typing import assert_type

from astami import AMIActionError, AMIClient, AMIError, AMIEvent, AMIResponse, AsyncAMIClient
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


def fake() -> None:
    with FakeAsterisk(release="16.28") as pbx:
        assert_type(pbx, FakeAsterisk)
        assert_type(pbx.host, str)
        assert_type(pbx.port, int)
        with pbx.client() as ami:
            assert_type(ami, AMIClient)

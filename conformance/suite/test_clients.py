"""The public clients, async and sync, do on the target what their documentation says."""

import asyncio
import contextlib

import pytest

from astami import AMIActionError, AMIAuthenticationError, AMIClient, AsyncAMIClient

FAMILY = "conformance"
VALUES = ['say "hi"; back\\slash é', "", "a,b=c", "x: y", "trailing ", "${EXTEN}", "<unknown>"]


def awaited(settings, use):
    """What *use* returns for a connected async client."""

    async def run():
        async with AsyncAMIClient(**settings) as client:
            return await use(client)

    return asyncio.run(run())


@pytest.mark.parametrize("value", VALUES)
def test_astdb_keeps_every_value(ami_client, value):
    """What is put under a key comes back as it went in, and is gone when it was deleted."""
    ami_client.database_put(FAMILY, "key", value)
    try:
        assert ami_client.database_get(FAMILY, "key").data["Val"] == value
    finally:
        ami_client.database_del(FAMILY, "key")
    with pytest.raises(AMIActionError) as caught:
        ami_client.database_get(FAMILY, "key")
    assert caught.value.response.message == "Database entry not found"


def test_astdb_tree(ami_settings):
    """A whole family goes at once."""

    async def use(client):
        await client.database_put(FAMILY, "a/b", "1")
        await client.database_put(FAMILY, "a/c", "2")
        await client.database_deltree(FAMILY, "a")
        return [await client.database_get(FAMILY, key, check=False) for key in ("a/b", "a/c")]

    assert [answer.success for answer in awaited(ami_settings, use)] == [False, False]


def test_many_actions_in_flight(ami_settings):
    """Each of many concurrent actions gets its own answer."""

    async def use(client):
        names = [f"CONFORMANCE_{number}" for number in range(50)]
        await asyncio.gather(*(client.set_var("", name, name.lower()) for name in names))
        answers = await asyncio.gather(*(client.get_var("", name) for name in names))
        return names, [answer.data["Value"] for answer in answers]

    names, values = awaited(ami_settings, use)
    assert values == [name.lower() for name in names]


def test_command_output(ami_client):
    """A command gives every line of its output; an unknown one is an error with Asterisk's words."""
    assert ami_client.command("core show version").output[0].startswith("Asterisk ")
    assert len(ami_client.command("manager show commands").output) > 50
    with pytest.raises(AMIActionError) as caught:
        ami_client.command("invalid command")
    assert "No such command 'invalid command'" in "\n".join(caught.value.response.output)


def test_originate(ami_settings):
    """A call that is answered succeeds, asked for in either way; one that leads nowhere raises."""
    call = {"channel": "Local/1001@default", "application": "Wait", "data": "1"}

    async def use(client):
        answers = [await client.originate(**call), await client.originate(**call, async_=True)]
        with pytest.raises(AMIActionError) as caught:
            await client.originate(**{**call, "channel": "Local/none@nowhere"})
        return [*answers, caught.value.response]

    assert [answer.message for answer in awaited(ami_settings, use)] == [
        "Originate successfully queued",
        "Originate successfully queued",
        "Originate failed",
    ]


def test_event_list(ami_client):
    """The items of a list come with the answer, up to its end."""
    answer = ami_client.send_action({"Action": "QueueStatus", "Queue": "support"})
    assert [event.name for event in answer.events] == ["QueueParams", "QueueMember"]


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (lambda client: client.hangup("Local/none"), "No such channel"),
        (
            lambda client: client.redirect(channel="Local/none", context="default", exten="1002", priority=1),
            "Channel does not exist: Local/none",
        ),
        (lambda client: client.reload("nothing.so"), "No such module"),
        (lambda client: client.database_del(FAMILY, "absent"), "Database entry could not be deleted"),
    ],
)
def test_refusals(ami_client, action, words):
    """What Asterisk refuses raises, with Asterisk's words."""
    with pytest.raises(AMIActionError) as caught:
        action(ami_client)
    assert caught.value.response.message == words


@pytest.mark.parametrize("auth", ["plain", "md5"])
def test_both_logins(ami_settings, auth):
    """Both ways of logging in work, and both are refused with a wrong secret."""
    with AMIClient(**ami_settings, auth=auth) as client:
        assert client.authenticated
        assert client.ping().success
    with pytest.raises(AMIAuthenticationError) as caught, AMIClient(**{**ami_settings, "secret": "wrong"}, auth=auth):
        pass
    assert caught.value.response.message == "Authentication failed"


def test_logoff(ami_settings):
    """A log-off is answered, and the connection is gone."""
    with contextlib.ExitStack() as opened:
        client = opened.enter_context(AMIClient(**ami_settings))
        assert client.logoff().message == "Thanks for all the fish."
        assert not client.connected

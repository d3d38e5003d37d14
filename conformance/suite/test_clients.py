"""The documented API of both public clients, method by method, on the target."""

import asyncio
import threading

import pytest

from astami import (
    AMIActionError,
    AMIAuthenticationError,
    AMIClient,
    AMIPermissionError,
    AMIUsageError,
    AsyncAMIClient,
)

FAMILY = "astami-clients"
ODD_VALUES = [
    'say "hi"; back\\slash é',
    "a,b;c|d",
    "${EXTEN} $[1+1] <unknown>",
    "trailing blank ",
    "Val: 1, Response: Error",
    "ä€𝄞",
    "x" * 255,
]


@pytest.fixture
def ami(connect):
    """A client of the user who may do everything."""
    return connect()


@pytest.mark.parametrize("auth", ["plain", "md5"])
def test_login_and_logoff(connect, auth):
    """Both ways of login are accepted; logoff ends the connection with Asterisk's goodbye."""
    client = connect(auth=auth)
    assert client.connected
    assert client.authenticated
    assert client.logoff().response == "Goodbye"
    assert not client.connected


@pytest.mark.parametrize("auth", ["plain", "md5"])
def test_wrong_secret(connect, auth):
    """A wrong secret is an authentication error with Asterisk's answer, and the secret is not in it."""
    with pytest.raises(AMIAuthenticationError) as caught:
        connect(secret="wr0ng", auth=auth)
    assert caught.value.response.message == "Authentication failed"
    assert "wr0ng" not in str(caught.value) + repr(caught.value.action)


def test_missing_permission(connect):
    """What the user's classes do not allow is a permission error; the connection goes on."""
    client = connect(username="watcher", secret="watch222")
    with pytest.raises(AMIPermissionError):
        client.database_put(FAMILY, "key", "value")
    assert client.ping().data["Ping"] == "Pong"


def test_command(ami):
    """A command's lines come as they are printed, blank lines and indentation kept; an unknown one is an error."""
    assert ami.command("core show version").output[0].startswith("Asterisk ")
    usage = ami.command("core show help core show version").output
    assert usage[0].startswith("Usage: ")
    assert any(line.startswith(" ") for line in usage)
    with pytest.raises(AMIActionError) as caught:
        ami.command("invalid command")
    assert caught.value.response.output[0].startswith("No such command 'invalid command'")
    assert not ami.command("invalid command", check=False).success


def test_long_output(ami):
    """Output far above 64 KiB is whole, each line in its place."""
    for number in range(400):
        ami.database_put(FAMILY, f"long-{number:04}", "x" * 200)
    try:
        shown = ami.command(f"database show {FAMILY}").output
    finally:
        ami.database_deltree(FAMILY)
    assert [line for line in shown if "long-" in line] == [
        f"{f'/{FAMILY}/long-{number:04}':<50}: {'x' * 200:<25}" for number in range(400)
    ]
    assert shown[-1] == "400 results found."


@pytest.mark.parametrize("value", [*ODD_VALUES, ""])
def test_database_gives_back_what_was_put(ami, value):
    """Quotes, backslashes, separators, blanks at the end, non-ASCII and nothing at all come back as they went in."""
    ami.database_put(FAMILY, "key", value)
    try:
        assert ami.database_get(FAMILY, "key").data["Val"] == value
    finally:
        ami.database_del(FAMILY, "key")


def test_database_absent(ami):
    """What is not there is an error, or with check=False its response."""
    for call in (ami.database_get, ami.database_del):
        with pytest.raises(AMIActionError):
            call(FAMILY, "absent")
    assert ami.database_get(FAMILY, "absent", check=False).message == "Database entry not found"
    with pytest.raises(AMIActionError):
        ami.database_deltree(FAMILY)


def test_database_tree(ami):
    """A part of a family goes at once, and the rest of it stays."""
    for key in ("a/b", "a/c", "d"):
        ami.database_put(FAMILY, key, "1")
    ami.database_deltree(FAMILY, "a")
    left = [key for key in ("a/b", "a/c", "d") if ami.database_get(FAMILY, key, check=False).success]
    ami.database_deltree(FAMILY)
    assert left == ["d"]


@pytest.mark.parametrize("value", ODD_VALUES)
def test_variables_come_back(ami, value):
    """Globals keep what was set."""
    ami.set_var("", "ASTAMI_TEST", value)
    assert ami.get_var("", "ASTAMI_TEST").data["Value"] == value
    ami.set_var("", "ASTAMI_TEST", "")
    assert ami.get_var("", "ASTAMI_TEST").data["Value"] == ""


def test_originate_answers(ami):
    """A call to an application, and one into the dialplan with variables, are answered."""
    assert ami.originate("Local/1001@default", application="Wait", data="0").success
    response = ami.originate(
        "Local/1001@default",
        context="default",
        exten="1004",
        priority=1,
        caller_id="Test Call <1234>",
        timeout=5000,
        account="acme",
        variables={"VAR1": "a,b", "VAR2": "x=y"},
        codecs=["ulaw", "alaw"],
    )
    assert response.message == "Originate successfully queued"


def test_originate_refused(ami):
    """An extension that is not there, and a channel that cannot be called, are errors."""
    with pytest.raises(AMIActionError) as caught:
        ami.originate("Local/1001@default", context="default", exten="nobody", priority=1)
    assert caught.value.response.message == "Extension does not exist."
    with pytest.raises(AMIActionError):
        ami.originate("Local/nobody@default", application="Wait", data="1")


def test_a_call_is_steered(ami):
    """An asynchronous call's channel is listed, read, written, redirected and hung up."""
    queued = ami.originate(
        "Local/1002@default",
        application="Wait",
        data="30",
        async_=True,
        channel_id="astami-steered-1",
        other_channel_id="astami-steered-2",
        variables={"COLOUR": 'light "blue", or so'},
    )
    assert queued.success
    channel = ""
    while not channel:
        listed = ami.send_action({"Action": "CoreShowChannels"}).events
        channel = next((e["Channel"] for e in listed if e["Uniqueid"] == "astami-steered-1"), "")
    assert ami.get_var(channel, "COLOUR").data["Value"] == 'light "blue", or so'
    ami.set_var(channel, "COLOUR", "red")
    assert ami.get_var(channel, "COLOUR").data["Value"] == "red"
    status = ami.send_action({"Action": "Status", "Channel": channel})
    assert [event["Uniqueid"] for event in status.events] == ["astami-steered-1"]
    assert ami.redirect(channel, context="default", exten="1002", priority=1).success
    assert ami.hangup(channel, cause=16).success


def test_channels_that_are_not_there(ami):
    """Asterisk's refusal is the error."""
    with pytest.raises(AMIActionError, match="No such channel"):
        ami.hangup("Local/nobody")
    with pytest.raises(AMIActionError, match="Channel does not exist: Local/nobody"):
        ami.redirect("Local/nobody", context="default", exten="1002", priority=1)
    with pytest.raises(AMIActionError, match="No such channel"):
        ami.get_var("Local/nobody", "COLOUR")


@pytest.mark.parametrize("module", ["dialplan", "pjsip", "queues", None])
def test_reload(ami, module):
    """Friendly names reach the module that holds the thing."""
    assert ami.reload(module).message == "Module Reloaded"


def test_reload_of_what_is_not_loaded(ami):
    """Asterisk 22 has no chan_sip, and on 16 it is not loaded here."""
    with pytest.raises(AMIActionError, match="No such module"):
        ami.reload("sip")


def test_lists_are_collected(ami):
    """An event list comes with all its items, also the empty one."""
    queue = ami.send_action({"Action": "QueueStatus", "Queue": "support"})
    assert [event.name for event in queue.events] == ["QueueParams", "QueueMember"]
    assert queue.completion["EventList"] == "Complete"
    assert ami.send_action([("Action", "CoreShowChannels")]).completion["ListItems"] is not None


def test_nothing_can_be_injected(ami):
    """A line end in any place is refused before a byte is sent; the connection goes on."""
    for call in (
        lambda: ami.database_put(FAMILY, "key", "v\r\n\r\nAction: DBPut"),
        lambda: ami.send_action({"Action": "Ping", "X\nAction": "Logoff"}),
        lambda: ami.originate("Local/1001@default", application="Wait", data="1", variables={"A": "1\nChannel: x"}),
        lambda: ami.command("core show version\0"),
    ):
        with pytest.raises(AMIUsageError):
            call()
    assert ami.ping().success


def test_many_threads_share_one_client(ami_settings):
    """Each thread gets the answers to its own questions."""
    wrong = []
    with AMIClient(**ami_settings) as ami:

        def work(number):
            for round_ in range(25):
                value = f"{number}-{round_}"
                ami.set_var("", f"ASTAMI_{number}", value)
                if ami.get_var("", f"ASTAMI_{number}").data["Value"] != value:
                    wrong.append(value)

        threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert ami.unmatched == 0
    assert wrong == []


def test_many_tasks_share_one_client(ami_settings):
    """A hundred actions in flight are each answered with their own answer."""

    async def main():
        async with AsyncAMIClient(**ami_settings) as ami:
            answers = await asyncio.gather(
                *(ami.command(f"no such thing {number}", check=False) for number in range(100)),
            )
            return [answer.output[0] for answer in answers], ami.unmatched

    said, unmatched = asyncio.run(main())
    assert unmatched == 0
    assert all(f"'no such thing {number}'" in line for number, line in enumerate(said))


def questions(count):
    """As many actions, each with an answer of its own: every third asks for a list, every hundredth is refused."""
    for number in range(count):
        if number % 100 == 99:
            yield {"Action": "Getvar", "Channel": "PJSIP/nobody-00000001", "Variable": "A"}
        elif number % 3:
            yield {"Action": "Command", "Command": f"no such thing {number} {'x' * 400}"}
        else:
            yield "CoreShowChannels"


def check_answers(answers):
    """Each stands where its question stood."""
    assert len(answers) == 600
    for number, answer in enumerate(answers):
        if number % 100 == 99:
            assert isinstance(answer, AMIActionError)
            assert answer.response.message == "No such channel"
        elif isinstance(answer, AMIActionError):
            assert f"'no such thing {number} " in answer.response.output[0]
        else:
            assert answer.completion.name == "CoreShowChannelsComplete"


def test_many_actions_at_a_time(ami_settings):
    """The blocking client writes in pieces and loses none; a quarter of a megabyte of questions and their answers."""
    with AMIClient(**ami_settings) as ami:
        check_answers(ami.send_actions(questions(600), check=True, return_exceptions=True))
        assert ami.ping().success
        assert ami.unmatched == 0


def test_many_actions_at_a_time_with_asyncio(ami_settings):
    """As the blocking client."""

    async def main():
        async with AsyncAMIClient(**ami_settings) as ami:
            check_answers(await ami.send_actions(questions(600), check=True, return_exceptions=True))
            assert (await ami.ping()).success
            assert ami.unmatched == 0

    asyncio.run(main())

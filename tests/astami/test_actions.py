"""What helpers ask for: the headers they send, and what they refuse to send."""

from __future__ import annotations

from typing import Any

import pytest

from astami import actions
from astami.exceptions import AMIUsageError
from astami.messages import Action, Secret

NEW, OLD = "Asterisk Call Manager/11.0.0", "Asterisk Call Manager/5.0.4"


def sent(action: Action) -> list[tuple[str, str]]:
    """Name and headers as they will be sent."""
    return [
        ("Action", action.name),
        *((n, v.reveal() if isinstance(v, Secret) else v) for n, v in action.headers),
    ]


def test_mapping_becomes_an_action() -> None:
    """Order is kept, a list repeats its header, numbers and booleans are written as Asterisk reads them."""
    action = actions.from_headers(
        {"Variable": ["a=1", "b=2"], "action": "Originate", "Timeout": 500, "Async": True, "X": False}
    )
    assert sent(action) == [
        ("Action", "Originate"), ("Variable", "a=1"), ("Variable", "b=2"), ("Timeout", "500"), ("Async", "true"),
        ("X", "false"),
    ]  # fmt: skip
    assert action.action_id is None


def test_pairs_become_an_action() -> None:
    """With an ActionID of the caller's choice."""
    action = actions.from_headers([("Action", "Ping"), ("ActionID", 7), ("X", ("1", "2"))])
    assert (sent(action), action.action_id) == ([("Action", "Ping"), ("X", "1"), ("X", "2")], "7")


@pytest.mark.parametrize(
    ("headers", "hidden"),
    [
        ({"Action": "Login", "Secret": "hush"}, True),
        ({"Action": "login", "Key": "hush"}, True),
        ({"Action": "X", "password": "hush"}, True),
        ({"Action": "DBGet", "Key": "hush"}, False),
    ],
)
def test_secrets_in_any_action_are_masked(headers: dict[str, str], hidden: bool) -> None:
    """From the moment it is built; the key of an AstDB entry is none."""
    assert ("hush" not in repr(actions.from_headers(headers))) is hidden


@pytest.mark.parametrize("variable", ["secret", "password", "md5_cred", "remote_Secret"])
def test_secrets_in_a_change_of_configuration_are_masked(variable: str) -> None:
    """The new one, and the old one that it replaces; whichever way the action is made."""
    change = actions.ConfigChange("Update", "1000", variable, "new-hush", match="old-hush")
    plain = actions.ConfigChange("Update", "1000", "context", "default", match="other")
    made = actions.update_config("sip.conf", [plain, change], destination=None, reload=None)
    for action in (made, actions.from_headers([("Action", "updateCONFIG"), *sent(made)[1:]])):
        assert "hush" not in repr(action)
        assert "hush" not in repr(action.masked())
        assert action.masked()["Value-000000"] == "default"
        assert dict(sent(action))["Value-000001"] == "new-hush"
        assert dict(sent(action))["Match-000001"] == "old-hush"


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ({}, "needs the header Action"),
        ({"Action": ""}, "needs the header Action"),
        ({"Foo": "1"}, "needs the header Action"),
        ([("Action", "A"), ("ACTION", "B")], "one header Action, here are 2"),
        ([("Action", "A"), ("ActionID", "1"), ("actionid", "2")], "one header ActionID"),
        ({"Action": "A", "X": None}, "'X' is of type NoneType"),
        ({"Action": "A", "X": b"bytes"}, "'X' is of type bytes"),
        ({"Action": "A", "X": ["a", {}]}, "'X' is of type dict"),
        ({"Action": "A", 5: "x"}, "pairs"),
        ([("Action", "A", "B")], "pairs"),
        (["Action"], "pairs"),
        ("Action: Ping", "pairs"),
        (5, "mapping or pairs"),
    ],
)
def test_what_is_no_action(headers: Any, why: str) -> None:
    """Said before anything is sent."""
    with pytest.raises(AMIUsageError, match=why):
        actions.from_headers(headers)


def test_logins() -> None:
    """The secret itself, or the MD5 digest of challenge and secret (this one was accepted by Asterisk 22)."""
    assert sent(actions.login("u", Secret("s"), "off")) == [
        ("Action", "Login"), ("Username", "u"), ("Secret", "s"), ("Events", "off"),
    ]  # fmt: skip
    assert sent(actions.challenge()) == [("Action", "Challenge"), ("AuthType", "MD5")]
    assert sent(actions.login_md5("u", Secret("amp111"), "515380888", "on", "utf-8")) == [
        ("Action", "Login"), ("AuthType", "MD5"), ("Username", "u"),
        ("Key", "9c8e4b41cc0713eb448a96c43b61ac35"), ("Events", "on"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("action", "headers"),
    [
        (actions.ping(), []),
        (actions.logoff(), []),
        (actions.command("core show version"), [("Command", "core show version")]),
        (actions.database_get("f", "k"), [("Family", "f"), ("Key", "k")]),
        (actions.database_del("f", "k"), [("Family", "f"), ("Key", "k")]),
        (actions.database_deltree("f", None), [("Family", "f")]),
        (actions.database_deltree("f", "k"), [("Family", "f"), ("Key", "k")]),
        (actions.get_var("", "G"), [("Variable", "G")]),
        (actions.get_var("SIP/1", "V"), [("Channel", "SIP/1"), ("Variable", "V")]),
        (actions.set_var("", "G", ""), [("Variable", "G"), ("Value", "")]),
        (actions.set_var("SIP/1", "V", "x "), [("Channel", "SIP/1"), ("Variable", "V"), ("Value", "x ")]),
        (actions.hangup("SIP/1"), [("Channel", "SIP/1")]),
        (actions.hangup("/^SIP/", 21), [("Channel", "/^SIP/"), ("Cause", "21")]),
    ],
    ids=lambda value: value.name if isinstance(value, Action) else "",
)
def test_headers_of_plain_actions(action: Action, headers: list[tuple[str, str]]) -> None:
    """Nothing that was not given is sent."""
    assert sent(action)[1:] == headers


@pytest.mark.parametrize(
    ("name", "module"),
    [
        ("dialplan", "pbx_config.so"), ("pjsip", "res_pjsip.so"), ("SIP", "chan_sip.so"), ("queues", "app_queue.so"),
        ("app_queue", "app_queue"), ("res_pjsip.so", "res_pjsip.so"), ("manager", "manager"),
    ],
)  # fmt: skip
def test_reload_maps_friendly_names(name: str, module: str) -> None:
    """Others go to Asterisk as they are."""
    assert sent(actions.reload(name)) == [("Action", "Reload"), ("Module", module)]


def test_reload_of_everything_names_no_module() -> None:
    """As Asterisk wants it."""
    assert sent(actions.reload(None)) == [("Action", "Reload")]


@pytest.mark.parametrize("value", ['say "hi"; back\\slash é', "", "tail ", "a,b"])
def test_database_values_go_as_they_are(value: str) -> None:
    """The action quotes nothing."""
    action = actions.database_put("f", "k", value, greeting=NEW, encoding="utf-8")
    assert sent(action) == [("Action", "DBPut"), ("Family", "f"), ("Key", "k"), ("Val", value)]


def test_long_database_values_only_where_they_come_back_whole() -> None:
    """Asterisk 16 gives back 255 bytes, 22 gives back all; an unknown version counts as old."""
    for greeting in (NEW, "Asterisk Call Manager/12.0.1"):
        actions.database_put("f", "k", "x" * 900, greeting=greeting, encoding="utf-8")
    for greeting in (OLD, "Asterisk Call Manager/7.0.3", "Asterisk Call Manager/", ""):
        actions.database_put("f", "k", "x" * 255, greeting=greeting, encoding="utf-8")
        with pytest.raises(AMIUsageError, match="the value has 256 bytes"):
            actions.database_put("f", "k", "é" * 128, greeting=greeting, encoding="utf-8")


def call(**changes: Any) -> Action:
    """An Originate to an application, with these arguments changed."""
    return actions.originate(**{"channel": "Local/1", "application": "Wait", "data": "1", **changes})


def test_originate_to_an_application_sends_no_priority() -> None:
    """With one, Asterisk looks for an extension."""
    assert sent(call()) == [("Action", "Originate"), ("Channel", "Local/1"), ("Application", "Wait"), ("Data", "1")]


def test_originate_with_everything() -> None:
    """Each parameter is one header, each variable too."""
    action = actions.originate(
        channel="PJSIP/1", context="c", exten="e", priority=1, caller_id="A <1>", timeout=5000, account="acc",
        variables={"A": "1", "B": 2}, async_=True, early_media=False, codecs=["ulaw", "alaw"], channel_id="x",
        other_channel_id="y",
    )  # fmt: skip
    assert sent(action) == [
        ("Action", "Originate"), ("Channel", "PJSIP/1"), ("Context", "c"), ("Exten", "e"), ("Priority", "1"),
        ("Timeout", "5000"), ("CallerID", "A <1>"), ("Account", "acc"), ("EarlyMedia", "false"), ("Async", "true"),
        ("Codecs", "ulaw,alaw"), ("ChannelId", "x"), ("OtherChannelId", "y"), ("Variable", "A=1"), ("Variable", "B=2"),
    ]  # fmt: skip


def test_codecs_may_be_given_as_one_string() -> None:
    """As Asterisk writes them."""
    assert ("Codecs", "ulaw,alaw") in sent(call(codecs="ulaw,alaw"))


@pytest.mark.parametrize(
    ("value", "written"),
    [("a,b", r"a\,b"), ('"q"', r"\"q\""), ("back\\slash", r"back\\slash"), ("x=y", "x=y"), (" (a]", " (a]"), ("", "")],
)
def test_variables_cannot_become_two(value: str, written: str) -> None:
    """Commas, quotes and backslashes are escaped (each value came back as it went in on Asterisk 22 and 16)."""
    assert sent(call(variables={"V": value}))[-1] == ("Variable", f"V={written}")


@pytest.mark.parametrize(
    ("build", "why"),
    [
        (lambda: actions.command(" "), "CLI command is needed"),
        (lambda: actions.command(None), "CLI command is needed"),  # type: ignore[arg-type] - that is the point
        (lambda: actions.reload(""), "reload: name"),
        (lambda: actions.database_get("", "k"), "family is empty"),
        (lambda: actions.database_get("f", ""), "key is empty"),
        (lambda: actions.database_del(" f", "k"), "family begins with a blank"),
        (lambda: actions.database_deltree("", None), "family is empty"),
        (lambda: actions.database_deltree("f", ""), "key is empty"),
        (lambda: actions.database_put("f", "k", " v", greeting=NEW, encoding="utf-8"), "value begins with a blank"),
        (lambda: actions.database_put("f", "k", "\tv", greeting=NEW, encoding="utf-8"), "value begins with a blank"),
        (lambda: actions.database_put("f", "k", 5, greeting=NEW, encoding="utf-8"), "value is of type int"),  # type: ignore[arg-type] - that is the point
        (lambda: actions.get_var("", ""), "variable is empty"),
        (lambda: actions.set_var("", "V", " x"), "value begins with a blank"),
        (lambda: actions.hangup(""), "channel is empty"),
        (lambda: call(channel=""), "channel is empty"),
        (lambda: call(context="c", exten="e", priority=1), "not both"),
        (lambda: call(application=None, data=None), "all of context"),
        (lambda: call(application=None, data=None, context="c", exten="e"), "all of context"),
        (lambda: call(application=None, context="c", exten="e", priority=1), "data belongs to an application"),
        (lambda: call(timeout=0), "timeout is 0"),
        (lambda: call(variables={"A=1,B": "x"}), "no name of a variable"),
        (lambda: call(variables={"": "x"}), "no name of a variable"),
        (lambda: actions.redirect(channel="", context="c", exten="e", priority=1), "channel is empty"),
        (lambda: actions.redirect(channel="a", context="c", exten="e", priority=1, extra_exten="e"), "extra_channel"),
    ],
)  # fmt: skip
def test_refused_before_it_is_sent(build: Any, why: str) -> None:
    """The error says which argument and why."""
    with pytest.raises(AMIUsageError, match=why):
        build()


def test_redirect_of_two_channels() -> None:
    """The second one may go elsewhere."""
    action = actions.redirect(
        channel="a", context="c", exten="e", priority=1, extra_channel="b", extra_context="d", extra_exten="f",
        extra_priority="lbl",
    )  # fmt: skip
    assert sent(action)[1:] == [
        ("Channel", "a"), ("ExtraChannel", "b"), ("Context", "c"), ("Exten", "e"), ("Priority", "1"),
        ("ExtraContext", "d"), ("ExtraExten", "f"), ("ExtraPriority", "lbl"),
    ]  # fmt: skip

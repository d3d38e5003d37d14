"""Rules above the model, matchers, and what is said when they do not match."""

from __future__ import annotations

from typing import Any

import pytest

from astami_fake import glob, regex
from astami_fake.actions._registry import Action
from astami_fake.releases.r22_10 import R22_10
from astami_fake.scripting import NEAR, Script, event, matcher, words


def action(*headers: tuple[str, str]) -> Action:
    return Action([f"{name}: {value}" for name, value in headers])


ORIGINATE = action(
    ("Action", "Originate"), ("Channel", "PJSIP/1001"), ("Variable", "A=1"), ("Variable", "B=2"), ("Priority", "1")
)


@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"channel": "PJSIP/1001"},
        {"Channel": glob("PJSIP/*")},
        {"Channel": regex(r"PJSIP/\d+")},
        {"Channel": lambda value: value.endswith("1")},
        {"Variable": ["A=1", "B=2"]},
        {"Variable": "A=1"},
        {"Priority": 1},
        {"Exten": None},
    ],
)
def test_matches(wanted: dict[str, Any]) -> None:
    """Values, patterns, functions, lists of a repeated header, numbers, and None for a header that is not there."""
    assert matcher("originate", wanted).misses(ORIGINATE) == []


@pytest.mark.parametrize(
    ("wanted", "miss"),
    [
        ({"Channel": "SIP/1"}, "Channel is 'PJSIP/1001', wanted 'SIP/1'"),
        ({"Channel": glob("SIP/*")}, "Channel is 'PJSIP/1001', wanted glob('SIP/*')"),
        ({"Channel": regex("PJSIP")}, "Channel is 'PJSIP/1001', wanted regex('PJSIP')"),
        ({"Variable": ["A=1"]}, "Variable is ['A=1', 'B=2'], wanted ['A=1']"),
        ({"Exten": "1"}, "Exten is missing, wanted '1'"),
        ({"Priority": None}, "Priority is '1', and should not be there"),
    ],
)
def test_misses_are_sentences(wanted: dict[str, Any], miss: str) -> None:
    """What keeps an action from matching is said header by header."""
    assert matcher("Originate", wanted).misses(ORIGINATE) == [miss]


def test_another_action_misses() -> None:
    """An action of another name does not match, whatever its headers."""
    assert matcher("Hangup", {}).misses(ORIGINATE) == ["Action is 'Originate', not 'Hangup'"]


def test_newest_rule_wins_and_can_be_removed(bench: Any) -> None:
    """The newest rule that matches answers; without it the older one does, then the model."""
    client = bench.client().login()
    old = bench.script.add(matcher("Ping", {})).error("old")
    with bench.script.add(matcher("Ping", {})).error("new"):
        assert client.do("Action: Ping") == ["Response: Error\nMessage: new"]
    assert client.do("Action: Ping", "ActionID: 1") == ["Response: Error\nActionID: 1\nMessage: old"]
    old.remove()
    assert client.do("Action: Ping")[0].startswith("Response: Success\nPing: Pong")


def test_steps(bench: Any) -> None:
    """once, times and then count; a rule that is used up leaves the action to the model."""
    client = bench.client().login()
    rule = bench.script.add(matcher("Ping", {})).error("first").then().error("twice").times(2)
    said = [client.do("Action: Ping")[0].splitlines()[-1] for _ in range(4)]
    assert said[:3] == ["Message: first", "Message: twice", "Message: twice"]
    assert said[3].startswith("Timestamp")
    assert rule.met == 3
    with pytest.raises(ValueError, match="at least once"):
        rule.times(0)


def test_once(bench: Any) -> None:
    """A rule that acts once acts once."""
    client = bench.client().login()
    bench.script.add(matcher("Ping", {})).error("no").once()
    assert client.do("Action: Ping") == ["Response: Error\nMessage: no"]
    assert client.do("Action: Ping")[0].startswith("Response: Success")


def test_reply(bench: Any) -> None:
    """A reply is Success unless it says otherwise; items of a list get the ActionID; a list repeats its header."""
    client = bench.client().login()
    bench.script.add(matcher("QueueStatus", {})).reply(
        {"EventList": "start", "Note": ["a", "b"]},
        {"Event": "QueueParams", "Queue": "support"},
        [("Event", "QueueStatusComplete"), ("EventList", "Complete")],
        Message="will follow",
    )
    assert client.do("Action: QueueStatus", "ActionID: 7") == [
        "Response: Success\nActionID: 7\nEventList: start\nNote: a\nNote: b\nMessage: will follow",
        "Event: QueueParams\nActionID: 7\nQueue: support",
        "Event: QueueStatusComplete\nActionID: 7\nEventList: Complete",
    ]


def test_events_come_behind_the_answer_and_later(bench: Any) -> None:
    """Events of a rule follow the answer, the model's too, at their time of the PBX's clock."""
    client = bench.client().login(events="call,user")
    rule = bench.script.add(matcher("Ping", {})).events({"Event": "Now", "A": "1"})
    rule.events([("Event", "Later"), ("Privilege", "user,all")], after=5)
    frames = client.do("Action: Ping")
    assert frames[0].startswith("Response: Success")
    assert frames[1:] == ["Event: Now\nPrivilege: call,all\nA: 1"]
    bench.clock.advance(5)
    assert client.frames() == ["Event: Later\nPrivilege: user,all"]


def test_delay_blocks_the_connection(bench: Any) -> None:
    """A delayed answer comes at its time, and what is asked behind it waits."""
    client = bench.client().login()
    bench.script.add(matcher("Ping", {})).error("slow").delay(3).once()
    assert client.do("Action: Ping") == []
    assert client.do("Action: Ping") == []
    bench.clock.advance(3)
    assert [frame.splitlines()[0] for frame in client.frames()] == ["Response: Error", "Response: Success"]


def test_hang(bench: Any) -> None:
    """A hanging action is never answered, and its connection says no more."""
    client = bench.client().login()
    bench.script.add(matcher("Ping", {})).hang()
    client.do("Action: Ping")
    bench.clock.advance(3600)
    assert client.do("Action: CoreStatus") == []
    assert not client.session.closing


def test_drop(bench: Any) -> None:
    """A dropped connection ends without an answer."""
    client = bench.client().login()
    bench.script.add(matcher("Ping", {})).drop()
    assert client.do("Action: Ping") == []
    assert (client.session.aborted, client.session.closing) == (True, True)


def test_output(bench: Any) -> None:
    """A Command is answered with lines as Asterisk sends them."""
    client = bench.client().login()
    bench.script.add(matcher("Command", {"Command": "sip show peers"})).output(["one", "", "  two "])
    bench.script.add(matcher("Command", {"Command": "bad"})).output(["no"], success=False)
    assert client.do("Action: Command", "Command: sip show peers", "ActionID: 1") == [
        "Response: Success\nActionID: 1\nMessage: Command output follows\nOutput: one\nOutput: \nOutput:   two "
    ]
    assert client.do("Action: Command", "Command: bad")[0].startswith("Response: Error\nMessage: Command output")


def test_a_rule_makes_an_unknown_action_known(bench: Any) -> None:
    """What a rule answers is no violation."""
    client = bench.client().login()
    bench.script.add(matcher("Frob", {})).reply(Message="frobbed")
    assert client.do("Action: Frob") == ["Response: Success\nMessage: frobbed"]
    assert bench.script.violations == []


def test_unmet_rules_are_named() -> None:
    """A rule that nothing has met is named with its matcher."""
    script = Script(R22_10)
    script.add(matcher("Originate", {"Channel": glob("SIP/*")}))
    assert script.unmet() == ["no action has met the rule <Rule on Originate, Channel: glob('SIP/*'), met 0 times>"]
    assert script.receive(ORIGINATE) is None


def test_near_misses_are_explained() -> None:
    """The explanation lists the actions of that name, each with what keeps it from matching; else all names."""
    script = Script(R22_10)
    assert script.explain(matcher("Ping", {})) == "no Ping was received; received: nothing"
    script.receive(ORIGINATE)
    assert script.explain(matcher("Ping", {})) == "no Ping was received; received: Originate"
    assert script.explain(matcher("Originate", {"Exten": "5"})) == (
        "wanted Originate, Exten: '5'; received:\n"
        "  1. <Action Action: Originate, Channel: PJSIP/1001, Variable: A=1, Variable: B=2, Priority: 1>\n"
        "     - Exten is missing, wanted '5'"
    )


def test_line_ends_are_refused() -> None:
    """A rule cannot smuggle a header."""
    with pytest.raises(ValueError, match="line end in header 'A'"):
        event({"Event": "X", "A": "1\r\nB: 2"}, R22_10)
    with pytest.raises(ValueError, match="needs an Event header"):
        event({"A": "1"}, R22_10)


def test_classes_of_events() -> None:
    """An event has the classes that it names, else those that the release gives it, else call."""
    assert event({"Event": "Newexten"}, R22_10).privilege == ("dialplan",)
    assert event({"Event": "Frob"}, R22_10).privilege == ("call",)
    assert event({"Event": "Frob", "Privilege": "user,system,all"}, R22_10).privilege == ("user", "system")


def test_unmet_rules_show_what_nearly_met_them(bench: Any) -> None:
    """Below a rule that was never met stand the last actions of its name, and why each was not for it."""
    client = bench.client().login()
    bench.script.add(matcher("Ping", {"Note": "1"}))
    client.do("Action: Ping", "Note: 2")
    [sentence] = bench.script.unmet()
    assert sentence.splitlines()[1:] == ["  <Action Action: Ping, Note: 2>: Note is '2', wanted '1'"]
    bench.script.add(matcher("Ping", {"Note": "1"})).error("newer")
    client.do("Action: Ping", "Note: 1")
    [sentence] = bench.script.unmet()
    assert sentence.endswith("<Action Action: Ping, Note: 1>: another rule, a newer one, has acted on it")
    for _ in range(5):
        client.do("Action: Ping", "Note: 3")
    assert len(bench.script.unmet()[0].splitlines()) == 1 + NEAR


def test_words_of_a_command() -> None:
    """A CLI command is matched word by word, and shown as it was given."""
    pattern = words("sip  show peers")
    assert repr(pattern) == "words('sip show peers')"
    assert all(pattern(text) for text in ("sip show peers", " sip  show\tpeers "))
    assert not any(pattern(text) for text in ("sip show peers like x", "sipshow peers", "SIP show peers"))
    assert words("core (x)")("core (x)")


def test_remove_twice(bench: Any) -> None:
    """A rule that was taken away inside its own with block is gone, and nothing else happens."""
    with bench.script.add(matcher("Ping", {})) as rule:
        rule.remove()
    assert bench.script.rules == []

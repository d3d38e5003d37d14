"""Messages as values: headers, events, responses, secrets."""

from __future__ import annotations

import copy
import dataclasses
import pickle

import pytest

from astami.exceptions import AMIProtocolError
from astami.messages import Action, AMIEvent, AMIResponse, Headers, Secret, _needles, parse_pairs

# As Asterisk 22.10.1 sent it.
EVENT = (
    "Event: UserEvent\r\nPrivilege: user,all\r\nUserEvent: Caller\r\nActionID: g-11\r\n"
    "Name: M\udcfcller <unknown>: ${x}"
)
OLD_COMMAND = (
    "Response: Follows\r\nPrivilege: Command\r\nActionID: 7\r\n"
    "Name: x\n\n  indented\nActionID: not a header\n\n--END COMMAND--\r\n\r\n"
)


# Headers


@pytest.mark.parametrize(
    ("line", "pair"),
    [
        ("Name: value", ("Name", "value")),
        ("Name:value", ("Name", "value")),
        ("Name:   value ", ("Name", "  value ")),
        ("Value: ", ("Value", "")),
        ("Value:", ("Value", "")),
        ("A: b: c:d", ("A", "b: c:d")),
        ("A:b: c", ("A", "b: c")),
    ],
)
def test_line_is_split_at_its_first_colon(line: str, pair: tuple[str, str]) -> None:
    """One blank after the colon belongs to the wire, everything else to the value."""
    assert parse_pairs(line) == [pair]


def test_lines_without_a_colon_are_no_headers() -> None:
    """Neither is an empty one."""
    assert parse_pairs("\r\nA: 1\r\nnothing\r\nB: 2") == [("A", "1"), ("B", "2")]


def test_only_cr_lf_ends_a_line() -> None:
    """Other characters that Python takes for line ends are part of values."""
    assert parse_pairs("A: 1\n2\x0b3\x85\u20284\r5\r\nB: 6") == [("A", "1\n2\x0b3\x85\u20284\r5"), ("B", "6")]


HEADERS = "Event: X\r\nVariable: a=1\r\nOther: : \r\nVariable: b=2\r\nvariable: c=3"


@pytest.mark.parametrize("parsed", [False, True])
def test_look_up(parsed: bool) -> None:
    """The last value of the exact spelling, else the last of any; the same before and after the text is taken apart."""
    headers = Headers(HEADERS)
    if parsed:
        assert "missing" not in headers
    assert headers["Variable"] == "b=2"
    assert headers["variable"] == "c=3"
    assert headers["VARIABLE"] == "c=3"
    assert headers["Event"] == "X"
    assert headers["event"] == "X"
    assert headers["Other"] == ": "
    assert headers.get("missing") is None
    assert headers.get("missing", "") == ""
    with pytest.raises(KeyError, match="missing"):
        headers["missing"]


def test_look_up_finds_no_value_by_accident() -> None:
    """A name with a colon, or a piece of a value, is no header."""
    headers = Headers("Event: X\r\nData: Foo: bar\r\nLast: z")
    for name in ("Data: Foo", "Foo", "ast", ""):
        assert name not in headers
    assert 5 not in headers


def test_names_that_are_made_up_do_not_fill_the_memory() -> None:
    """Names can come from elsewhere; only some are remembered, and all are looked for."""
    event = AMIEvent(EVENT)
    for number in range(5000):
        assert event.get(f"Name{number}") is None
    assert len(_needles) <= 1000
    assert event.get("Name") == event.get("nAME") == event["Name"] == "M\udcfcller <unknown>: ${x}"
    _needles.clear()


def test_headers_keep_order_and_repeats() -> None:
    """All pairs come in order; ``get_all`` gives every value."""
    headers = Headers(HEADERS)
    assert headers.get_all("VARIABLE") == ["a=1", "b=2", "c=3"]
    assert list(headers) == headers.pairs
    assert [name for name, _ in headers] == ["Event", "Variable", "Other", "Variable", "variable"]
    assert len(headers) == 5
    assert dict(headers)["Variable"] == "b=2"


def test_headers_are_values() -> None:
    """Equal if their pairs are, hashable, and shown as pairs; nobody can change them through ``pairs``."""
    headers = Headers("A: 1\r\nB:2")
    same = Headers.from_pairs([("A", "1"), ("B", "2")])
    headers.pairs.clear()
    assert headers == same
    assert hash(headers) == hash(same)
    assert headers != Headers("A: 1")
    assert headers != "A: 1"
    assert repr(headers) == "Headers([('A', '1'), ('B', '2')])"
    assert pickle.loads(pickle.dumps(headers)) == headers


# Events


def test_event_is_a_mapping() -> None:
    """With the value of each header, and its name."""
    event = AMIEvent(EVENT)
    assert event.name == "UserEvent"
    assert event["Name"] == "M\udcfcller <unknown>: ${x}"
    assert event["privilege"] == "user,all"
    assert event.get("Nope") is None
    assert event.get("Nope", "-") == "-"
    assert "ActionID" in event
    assert list(event) == ["Event", "Privilege", "UserEvent", "ActionID", "Name"]
    assert len(event) == 5
    assert dict(event)["ActionID"] == "g-11"
    assert event == dict(event)
    assert repr(event).startswith("AMIEvent({'Event': 'UserEvent', ")
    assert copy.deepcopy(event) == event


@pytest.mark.parametrize(
    ("line", "pair"),
    [
        ("Key:value", ("Key", "value")),
        ("Key:a: b", ("Key", "a: b")),
        ("Key: 10:30: b", ("Key", "10:30: b")),
        ("Key:", ("Key", "")),
    ],
)
def test_event_data_is_split_at_the_first_colon(line: str, pair: tuple[str, str]) -> None:
    """With or without a blank behind it, and whatever the value holds."""
    assert AMIEvent(f"Event: X\r\n{line}").data == {"Event": "X", pair[0]: pair[1]}


def test_event_cannot_be_changed() -> None:
    """Many may hold the same event."""
    event = AMIEvent(EVENT)
    with pytest.raises(TypeError):
        event["Name"] = "x"  # type: ignore[index] - that is the point
    with pytest.raises(AttributeError):
        event.name = "x"  # type: ignore[misc] - that is the point
    with pytest.raises(AttributeError):
        event.headers = event.headers  # type: ignore[misc] - that is the point


@pytest.mark.parametrize(
    ("text", "name"), [("Event: A", "A"), ("event:B\r\nX: 1", "B"), ("X: 1\r\nEvent: C", "C"), ("X: 1", "")]
)
def test_event_name(text: str, name: str) -> None:
    """The header Event, wherever it stands."""
    assert AMIEvent(text).name == name


# Responses


def test_response_is_a_dataclass_with_all_parts() -> None:
    """As Asterisk answers ``command``."""
    raw = "Response: Success\r\nActionID: 1\r\nMessage: Command output follows\r\nOutput:   a: b \r\nOutput: \r\n\r\n"
    response = AMIResponse.from_raw(raw)
    assert dataclasses.is_dataclass(response)
    assert (response.raw, response.action_id, response.response) == (raw, "1", "Success")
    assert response.message == "Command output follows"
    assert response.output == ["  a: b ", ""]
    assert response.data == {
        "Response": "Success",
        "ActionID": "1",
        "Message": "Command output follows",
        "Output": "",
    }
    assert response.headers.get_all("output") == ["  a: b ", ""]
    assert (response.events, response.completion) == ([], None)
    assert response.success


@pytest.mark.parametrize(
    ("word", "success"), [("Success", True), ("Goodbye", True), ("Follows", True), ("Error", False), ("error", False)]
)
def test_success(word: str, success: bool) -> None:
    """Whatever is no error is success."""
    assert AMIResponse.from_raw(f"Response: {word}\r\n\r\n").success is success


def test_old_command_output_gives_the_same_lines() -> None:
    """Raw lines after the headers, before Asterisk 14: blank lines and indentation kept, no line taken for a header."""
    response = AMIResponse.from_raw(OLD_COMMAND)
    assert response.output == ["Name: x", "", "  indented", "ActionID: not a header", ""]
    assert (response.action_id, response.success) == ("7", True)
    assert response.data == {"Response": "Follows", "Privilege": "Command", "ActionID": "7"}
    assert list(response.headers) == list(response.data.items())


@pytest.mark.parametrize(
    ("body", "output"),
    [
        ("--END COMMAND--", []),
        ("\n--END COMMAND--", [""]),
        ("x--END COMMAND--", ["x"]),
        ("\n\n--END COMMAND--", ["", ""]),
        ("ActionID: a\nb\r\nc\n--END COMMAND--", ["ActionID: a", "b\r", "c"]),
        ("a\r\n\r\nb\n--END COMMAND--", ["a\r", "\r", "b"]),
    ],
)
def test_ends_of_old_command_output(body: str, output: list[str]) -> None:
    """With and without a line end before the mark."""
    assert AMIResponse.from_raw(f"Response: Follows\r\nPrivilege: Command\r\n{body}\r\n\r\n").output == output


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("Response: Success\r\nActionID: 1", "cut"),
        ("Response: Success\r\n", "cut"),
        ("", "cut"),
        ("Response: Success\r\n\r\nEvent: A\r\n\r\n", "more than one message"),
        ("Event: A\r\n\r\n", "no response"),
    ],
)
def test_what_is_no_response(raw: str, why: str) -> None:
    """A cut answer never counts as success."""
    with pytest.raises(AMIProtocolError, match=why):
        AMIResponse.from_raw(raw)


def test_line_end_inside_a_value_makes_no_other_answer() -> None:
    """Asterisk writes Response and ActionID first, and what a variable holds as it is."""
    raw = "Response: Success\r\nActionID: 7\r\nValue: a\r\nActionID: 8\r\nResponse: Error\r\n\r\n"
    response = AMIResponse.from_raw(raw)
    assert (response.action_id, response.response, response.success) == ("7", "Success", True)


@pytest.mark.parametrize(
    "raw",
    ["Response: Success\r\nActionID: 7\r\n\r\n", "ActionID: 7\r\nResponse: Success\r\n\r\n",
     "response: Success\r\nMessage: x\r\nactionid: 7\r\n\r\n"],
)  # fmt: skip
def test_order_and_case_do_not_matter(raw: str) -> None:
    """They are only found sooner where they usually stand."""
    response = AMIResponse.from_raw(raw)
    assert (response.action_id, response.response) == ("7", "Success")


def test_repr_of_a_response_is_short() -> None:
    """Output of megabytes does not flood a log."""
    response = AMIResponse.from_raw("Response: Success\r\nActionID: 1\r\nOutput: x\r\n\r\n")
    assert repr(response) == "AMIResponse(action_id='1', response='Success', message='')"


# Secrets


def test_secret_shows_itself_only_when_asked() -> None:
    """Neither repr nor str nor a format does."""
    secret = Secret("hidden")
    assert f"{secret} {secret!r} {secret:}" == "*** *** " + "***"
    assert secret.reveal() == "hidden"
    assert not hasattr(secret, "__dict__")


def test_masked_action() -> None:
    """Secrets become ***, everything else stays."""
    action = Action("Login", (("Username", "u"), ("Secret", Secret("hidden"))))
    assert list(action.masked()) == [("Action", "Login"), ("Username", "u"), ("Secret", "***")]
    assert "hidden" not in repr(action)
    assert action.shows_secret
    assert not Action("Login", (("Key", Secret("digest")),)).shows_secret
    assert not Action("UpdateConfig", (("Value-000000", Secret("hidden")),)).shows_secret

"""Getvar and Setvar. Frames recorded: cases variables.*."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def client(bench: Any) -> Any:
    return bench.client().login(events="dialplan")


def test_a_global_is_set_told_and_read(client: Any) -> None:
    """The event escapes, the answer does not."""
    assert client.do("Action: Setvar", "ActionID: 1", "Variable: A", 'Value: "x"') == [
        "Response: Success\nActionID: 1\nMessage: Variable Set",
        'Event: VarSet\nPrivilege: dialplan,all\nChannel: none\nUniqueid: none\nVariable: A\nValue: \\"x\\"',
    ]
    assert client.do("Action: Getvar", "ActionID: 2", "Variable: A") == [
        'Response: Success\nActionID: 2\nVariable: A\nValue: "x"'
    ]


def test_a_variable_of_a_channel(bench: Any, client: Any) -> None:
    """By name or Uniqueid; without a value it goes."""
    bench.client().login().do("Action: Originate", "Channel: Local/1002@default", "Application: Wait", "Data: 9")
    client.frames()
    one, two = bench.pbx.channels
    client.do("Action: Setvar", f"Channel: {one.name}", "Variable: A", "Value: b")
    assert client.do("Action: Getvar", f"Channel: {one.uniqueid}", "Variable: A") == [
        "Response: Success\nVariable: A\nValue: b"
    ]
    assert client.do("Action: Getvar", f"Channel: {two.name}", "Variable: A") == [
        "Response: Success\nVariable: A\nValue: "
    ]
    client.do("Action: Setvar", f"Channel: {one.name}", "Variable: A")
    assert len(one.variables) == 0


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (("Action: Getvar",), "No variable specified"),
        (("Action: Getvar", "Channel: x", "Variable: A"), "No such channel"),
        (("Action: Setvar", "Value: x"), "No variable specified"),
        (("Action: Setvar", "Channel: x", "Variable: A"), "No such channel"),
        (("Action: Setvar", "Variable: LEN(x)", "Value: 1"), "Variable not set"),
        (("Action: Setvar", "Variable: DB(f/k)", "Value: 1"), "Variable not set"),
    ],
)
def test_errors(bench: Any, client: Any, lines: tuple[str, ...], message: str) -> None:
    """DB() is closed to managers without live_dangerously."""
    assert client.do(*lines) == [f"Response: Error\nMessage: {message}"]
    assert "f" not in bench.pbx.astdb


def test_a_function_is_read(bench: Any, client: Any) -> None:
    """A dangerous one reads as nothing."""
    bench.pbx.astdb.put("f", "k", "v")
    for name, value in (("LEN(abc)", "3"), ("DB(f/k)", ""), ("DB_DELETE(f/k)", ""), ("IF(x)", "")):
        assert client.do("Action: Getvar", f"Variable: {name}") == [
            f"Response: Success\nVariable: {name}\nValue: {value}"
        ]
    assert bench.pbx.astdb["f"]["k"] == "v"


def test_a_function_is_written(bench: Any, client: Any) -> None:
    """The answer is that of a variable."""
    frames = client.do("Action: Setvar", "Variable: GLOBAL(OFFICE)", "Value: Bonn")
    assert frames[0] == "Response: Success\nMessage: Variable Set"
    assert bench.pbx.globals.get("OFFICE") == "Bonn"


def test_shell_needs_the_class_system(bench: Any) -> None:
    """Also in another case, and inside a longer name."""
    client = bench.client().login("caller")
    for name in ("SHELL(ls)", "shell(ls)", "EVAL(${SHELL(ls)})"):
        assert client.do("Action: Getvar", f"Variable: {name}") == [
            "Response: Error\nMessage: GetVar Access Forbidden: Variable"
        ]

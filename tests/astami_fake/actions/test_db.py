"""Actions on AstDB. Frames recorded: cases db.*."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def client(bench: Any) -> Any:
    bench.pbx.astdb.put("f", "k", 'say "hi"; back\\slash é')
    return bench.client().login()


def test_get_gives_the_value_in_an_event(client: Any) -> None:
    """Between the response and the end of the list."""
    assert client.do("Action: DBGet", "ActionID: 1", "Family: f", "Key: k") == [
        "Response: Success\nActionID: 1\nEventList: start\nMessage: Result will follow",
        'Event: DBGetResponse\nFamily: f\nKey: k\nVal: say "hi"; back\\slash é\nActionID: 1',
        "Event: DBGetComplete\nActionID: 1\nEventList: Complete\nListItems: 1",
    ]


def test_put_stores_every_byte(bench: Any, client: Any) -> None:
    """An absent value is an empty one."""
    assert client.do("Action: DBPut", "Family: f", "Key: k", "Val: a;b ") == [
        "Response: Success\nMessage: Updated database successfully"
    ]
    assert bench.pbx.astdb["f"]["k"] == "a;b "
    client.do("Action: DBPut", "Family: f", "Key: k")
    assert bench.pbx.astdb["f"]["k"] == ""


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (("Action: DBPut", "Key: k"), "No family specified"),
        (("Action: DBPut", "Family: f"), "No key specified"),
        (("Action: DBGet", "Key: k"), "No family specified."),
        (("Action: DBGet", "Family: f"), "No key specified."),
        (("Action: DBGet", "Family: f", "Key: x"), "Database entry not found"),
        (("Action: DBDel", "Family: f"), "No key specified."),
        (("Action: DBDel", "Family: f", "Key: x"), "Database entry could not be deleted"),
        (("Action: DBDelTree", "Key: k"), "No family specified."),
        (("Action: DBDelTree", "Family: x"), "Database entry not found"),
    ],
)
def test_errors(client: Any, lines: tuple[str, ...], message: str) -> None:
    """DBPut writes them without a full stop."""
    assert client.do(*lines) == [f"Response: Error\nMessage: {message}"]


def test_delete(bench: Any, client: Any) -> None:
    """One entry, or a tree."""
    assert client.do("Action: DBDel", "Family: f", "Key: k") == ["Response: Success\nMessage: Key deleted successfully"]
    bench.pbx.astdb.put("f", "a/b", "1")
    assert client.do("Action: DBDelTree", "Family: f", "Key: a") == [
        "Response: Success\nMessage: Key tree deleted successfully"
    ]
    assert "f" not in bench.pbx.astdb


def test_a_tree_is_counted_since_22(bench: Any, client: Any) -> None:
    """16 says 1 whatever it lists."""
    bench.pbx.astdb.put("f", "l", "1")
    frames = client.do("Action: DBGetTree", "Family: f")
    assert [frame.splitlines()[1] for frame in frames[1:-1]] == ["Key: /f/k", "Key: /f/l"]
    count = "2" if bench.pbx.release.name == "22.10" else "1"
    assert frames[-1] == f"Event: DBGetTreeComplete\nEventList: Complete\nListItems: {count}"

"""The CLI family ``database``. Outputs recorded: cases database.*."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def run(bench: Any) -> Any:
    """Run a command; the kind of its response and its lines."""
    client = bench.client().login()

    def command(text: str) -> tuple[str, list[str]]:
        (frame,) = client.do("Action: Command", f"Command: {text}")
        response, _, *lines = frame.splitlines()
        return response.removeprefix("Response: "), [line.removeprefix("Output: ") for line in lines]

    return command


def test_put_get_del(bench: Any, run: Any) -> None:
    """What the CLI writes, others read."""
    assert run('database put f k "a b"') == ("Success", ["Updated database successfully"])
    assert bench.pbx.astdb["f"]["k"] == "a b"
    assert run("database get f k") == ("Success", ["Value: a b"])
    assert run("database get f x") == ("Success", ["Database entry not found."])
    assert run("database del f k") == ("Success", ["Database entry removed."])
    assert run("database del f k") == ("Success", ["Database entry could not be removed."])


def test_deltree_counts(bench: Any, run: Any) -> None:
    """With a blank or a slash between family and key."""
    for key in ("a/1", "a/2", "b/1", "c"):
        bench.pbx.astdb.put("f", key, "v")
    assert run("database deltree f a") == ("Success", ["2 database entries removed."])
    assert run("database deltree f/b") == ("Success", ["1 database entries removed."])
    assert run("database deltree f") == ("Success", ["1 database entries removed."])
    assert run("database deltree f") == ("Success", ["Database entries do not exist."])


def test_show_pads_and_does_not_cut(bench: Any, run: Any) -> None:
    """Paths to 50 places, values to 25; blanks at the end stay."""
    bench.pbx.astdb.put("f", "k", "v")
    bench.pbx.astdb.put("f", "x" * 60, "y" * 30)
    assert run("database show f") == (
        "Success",
        ["/f/k" + " " * 46 + ": v" + " " * 24, "/f/" + "x" * 60 + ": " + "y" * 30, "2 results found."],
    )
    assert run("database show f k")[1][-1] == "1 results found."
    assert run("database show f/k")[1][-1] == "1 results found."
    assert run("database show")[1][-1] == "3 results found."  # with the PBX's own /pbx/UUID


def test_showkey(bench: Any, run: Any) -> None:
    """Of all families."""
    bench.pbx.astdb.put("f", "k", "1")
    bench.pbx.astdb.put("g", "k", "2")
    assert run("database showkey k")[1][-1] == "2 results found."


@pytest.mark.parametrize(
    "text",
    [
        "database put a b",
        "database put a b c d",
        "database get a",
        "database del a",
        "database deltree",
        "database deltree a b c",
        "database show a b c",
        "database showkey",
    ],
)
def test_wrong_words_print_the_usage(run: Any, text: str) -> None:
    """As an error."""
    kind, lines = run(text)
    assert kind == "Error"
    assert lines[0].startswith("Usage: " + " ".join(text.split()[:2]))

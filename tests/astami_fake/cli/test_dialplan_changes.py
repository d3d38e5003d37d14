"""What changes the dialplan. Outputs recorded: case `dialplan.command.add`."""

from __future__ import annotations

from typing import Any

import pytest


def test_an_extension_comes_and_goes(ask: Any, bench: Any) -> None:
    """Its context with it; the whole of it, or one priority."""
    assert ask("dialplan add extension 7,1,NoOp(x) into new") == (
        "Success",
        [
            "Context 'new' did not exist prior to add extension - the context will be created.",
            "Extension '7,1,NoOp(x)' added into 'new' context",
        ],
    )
    assert ask("dialplan add extension 7,2,Verbose,1,y into new")[1] == [
        "Extension '7,2,Verbose(1,y)' added into 'new' context"
    ]
    assert ask("dialplan remove extension 7@new 2")[1] == ["Extension 7@new with priority 2 removed"]
    assert ask("dialplan remove extension 7@new")[1] == ["Whole extension 7@new removed"]
    assert bench.pbx.dialplan.contexts["new"].extensions == []


def test_what_is_there_is_replaced_only_on_demand(ask: Any, bench: Any) -> None:
    """Else it is a failure."""
    ask("dialplan add extension 7,1,NoOp(x) into new")
    assert ask("dialplan add extension 7,1,NoOp(y) into new") == (
        "Error",
        [
            "Extension 7@new with priority 1 already exists",
            "Command 'dialplan add extension 7,1,NoOp(y) into new' failed.",
        ],
    )
    assert ask("dialplan add extension 7,1,NoOp(z) into new replace")[1] == [
        "Extension 7@new (1) replace by '7,1,NoOp(z)'"
    ]
    assert bench.pbx.dialplan.extension("new", "7").steps[1].data == "z"


def test_a_hint_is_a_priority_of_its_own(ask: Any, bench: Any) -> None:
    """Its number is -1."""
    ask("dialplan add extension 8,hint,Custom:lamp into new")
    assert bench.pbx.dialplan.extension("new", "8").hint == "Custom:lamp"
    assert ask("dialplan add extension 8,hint,Custom:x into new")[0] == "Error"
    assert ask("dialplan remove extension 8@new hint")[1] == ["Extension 8@new with priority -1 removed"]
    assert ask("dialplan remove extension 8@new hint")[0] == "Error"


def test_contexts_include_each_other(ask: Any, bench: Any) -> None:
    """Once, and also one that is not there."""
    assert ask("dialplan add include nosuch into new")[1] == [
        "Context 'new' did not exist prior to add include - the context will be created.",
        "Context 'nosuch' included in 'new' context",
    ]
    assert ask("dialplan add include nosuch into new")[0] == "Error"
    assert bench.pbx.dialplan.contexts["new"].includes == ["nosuch"]
    assert ask("dialplan remove include nosuch from new")[1] == ["We are not including 'nosuch' into 'new' now"]
    assert ask("dialplan remove include nosuch from new")[0] == "Error"
    assert ask("dialplan remove context new")[1] == ["Removed context 'new'"]
    assert ask("dialplan remove context new") == ("Success", ["There is no such context as 'new'"])


@pytest.mark.parametrize(
    ("command", "line"),
    [
        ("dialplan add extension 7 into new", "Usage: dialplan add extension"),
        ("dialplan add extension 7,1 into new", "Usage: dialplan add extension"),
        ("dialplan add extension 7,1,NoOp in new", "Usage: dialplan add extension"),
        ("dialplan add extension 7,one,NoOp into new", "'one' is not a valid priority"),
        ("dialplan add include new", "Usage: dialplan add include"),
        ("dialplan remove include new", "Usage: dialplan remove include"),
        ("dialplan remove extension", "Usage: dialplan remove extension"),
        ("dialplan remove extension 7", "Missing extension or context name in third argument '7'"),
        ("dialplan remove extension 7@new x", "Invalid priority 'x'"),
        ("dialplan remove context", "Usage: dialplan remove context"),
    ],
)
def test_wrong_words(ask: Any, command: str, line: str) -> None:
    """What is wrong, or the usage; a wrong priority has both."""
    response, lines = ask(command)
    assert response == "Error"
    assert lines[0].startswith(line)


def test_ignored_patterns(ask: Any) -> None:
    """They come and go, and are shown behind what a context includes."""
    assert ask("dialplan add ignorepat 9 into told")[1] == ["Ignore pattern '9' added into 'told' context"]
    assert any(line.startswith("  Ignore pattern => '9' ") for line in ask("dialplan show told")[1])
    assert ask("dialplan add ignorepat 9 into told")[1][0] == "Ignore pattern '9' already included in 'told' context"
    assert ask("dialplan remove ignorepat 9 from told")[1] == ["Ignore pattern '9' removed from 'told' context"]
    assert ask("dialplan remove ignorepat 9 from told")[0] == "Error"
    assert ask("dialplan add ignorepat 9 to told")[1][0].startswith("Usage: ")

"""Pages of Asterisk's documentation by command. Recorded: cases `documentation.*`, played with the same files here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from astami_fake.documentation.library import Documentation

OWN = Path(__file__).parents[3] / "conformance" / "etc-documentation" / "documentation"


@pytest.fixture
def documented(bench: Any) -> Callable[[Path], None]:
    """Give the PBX documentation."""

    def give(folder: Path) -> None:
        bench.pbx.documentation = Documentation(folder)

    return give


def test_pages(ask: Any, bench: Any, documented: Callable[[Path], None]) -> None:
    """In the order of their list, as often as they are named; with the empty line that colours leave behind."""
    documented(OWN)
    lines = ask("manager show command logoff nothing CHALLENGE Logoff")[1]
    assert [line for line in lines if line.startswith("Action: ")] == ["Action: Challenge", *["Action: Logoff"] * 2]
    assert lines[-1] == ""
    assert "NOTE: Bees are needed." in "".join(ask("manager show command ping")[1])
    assert "Event: weather" in ask("manager show event weather")[1]
    assert "QUOTE(sparrow[,nightingale" in "".join(ask("core show function QUOTE")[1])
    assert ask("manager show command Nothing") == ("Success", [""])
    assert ask("manager show event Hangup")[1] == ["Could not find event 'Hangup'"]
    assert bench.pbx.problems == []


def test_words_of_a_description(ask: Any, documented: Callable[[Path], None]) -> None:
    """All must be in one; below is counted how often any was."""
    documented(OWN)
    rows = ask("core show applications describing WICKET garden")[1]
    assert rows[1:] == ["                  NoOp: Walk through the garden. ", "    -= 3 Applications Matching =-"]
    assert ask("core show applications describing wicket sparrow")[1][1:] == ["    -= 1 Applications Matching =-"]


@pytest.mark.parametrize(
    ("command", "what"),
    [
        ("manager show command Status", "description of the action Status, and no rule answers for it"),
        ("core show application Dial", "description of the application Dial, and no rule answers for it"),
        ("core show function ABS", "description of the function ABS, and no rule answers for it"),
    ],
)
def test_what_it_does_not_describe(
    ask: Any, bench: Any, documented: Callable[[Path], None], command: str, what: str
) -> None:
    """Is a problem, as without documentation."""
    documented(OWN)
    assert ask(command) == ("Success", [""])
    assert [problem.partition(" has no ")[2] for problem in bench.pbx.problems] == [what]


def test_a_function_that_its_module_describes(make_bench: Any, overlay: Any) -> None:
    """The documentation has another description or none: it is not shown."""
    bench = make_bench("16.28", overlay("stock"))
    (frame,) = bench.client().login().do("Action: Command", "Command: core show function CURLOPT")
    assert frame.endswith("Output: ")
    assert "the function CURLOPT" in bench.pbx.problems[0]


def test_a_mistake_in_it(ask: Any, bench: Any, documented: Callable[[Path], None], tmp_path: Path) -> None:
    """Is a problem that says where, once; then there is none."""
    (tmp_path / "core-en_US.xml").write_text("<docs>\n<a></docs>\n", encoding="utf-8")
    documented(tmp_path)
    assert ask("manager show event Hangup") == ("Success", [""])
    ask("core show applications")
    assert [problem[:26] for problem in bench.pbx.problems] == [
        "core-en_US.xml:2: is no XM",
        "astami_fake has no descrip",
    ]

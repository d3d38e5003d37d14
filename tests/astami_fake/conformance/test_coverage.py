"""Tests of `astami_fake.conformance.coverage`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from astami_fake.conformance.coverage import (
    ABSENT,
    MODELLED,
    RECORDED,
    Row,
    baseline,
    coverage,
    lacks,
    lost,
    read_baseline,
    summary,
    write_baseline,
)
from astami_fake.conformance.suite import CaseFile, load_cases
from astami_fake.releases import RELEASES

CONFORMANCE = Path(__file__).parents[3] / "conformance"
PING = ">  Action: Ping\n<  Response: Success\n   Ping: Pong\n<  Event: Hangup\n   Cause: 16\n"


def test_rows(write_case: Callable[..., CaseFile]) -> None:
    """Every action and event of the release is a row: what cases show of it, and what the fake makes of it."""
    case = write_case("a.b", PING, "@recorded 22.10.1 debian 2026-11-22 runs=20")
    rows = {(row.kind, row.name): row for row in coverage([case], "22.10")}
    assert len([row for row in rows.values() if row.kind == "action"]) == len(RELEASES["22.10"].actions)
    assert (rows["action", "Ping"].fake, rows["action", "Ping"].cases) == (MODELLED, 1)
    assert rows["action", "Logoff"].cases == 0
    assert (rows["event", "Hangup"].fake, rows["event", "Hangup"].cases) == (RECORDED, 1)
    assert (rows["event", "Newchannel"].fake, rows["event", "Newchannel"].cases) == (ABSENT, 0)
    assert dict(summary(list(rows.values())))["events"] == f"{len(RELEASES['22.10'].events)}, 1 in cases"
    other = {(row.kind, row.name): row for row in coverage([case], "16.28")}
    assert other["action", "Ping"].cases == 0, "it is not recorded there"


GET = """
>  Action: DBGet
   Family: conformance
   Key: {key}
   ActionID: {{{{aid a}}}}
<  Response: {response}
   ActionID: {{{{aid a}}}}
"""


def test_answers(write_case: Callable[..., CaseFile]) -> None:
    """Of an action cases show that it succeeds, that it is refused, and what comes without each required parameter."""
    recorded = "@recorded 22.10.1 debian 2026-11-22 runs=20"

    def row(*bodies: str) -> Row:
        cases = [write_case(f"a.{number}", body, recorded) for number, body in enumerate(bodies)]
        return next(row for row in coverage(cases, "22.10") if row.name == "DBGet")

    done = row(GET.format(key="seen", response="Success"))
    assert (done.cases, done.succeeds, done.refused, done.never_without) == (1, 1, 0, ("Family", "Key"))
    assert list(lacks(done)) == ["is refused in no case", "never without Family", "never without Key"]
    both = GET.format(key="seen", response="Error").replace("   Key: seen\n", "")
    refused = row(both)
    assert (refused.succeeds, refused.refused, refused.never_without) == (0, 1, ("Family",))
    assert list(lacks(refused)) == ["succeeds in no case", "never without Family"]
    assert (row(GET.format(key="seen", response="Success") + both).cases) == 1, "one case shows both"
    other = GET.format(key="seen", response="Error").replace(
        "<  Response: Error\n   ActionID: {{aid a}}", "<  Response: Error"
    )
    assert (row(other).succeeds, row(other).refused) == (0, 0), "an answer to something else"
    assert list(lacks(row())) == ["no cases, fake: modelled"]


def test_lost(write_case: Callable[..., CaseFile], tmp_path: Path) -> None:
    """What a baseline has and the cases show no more is named; a baseline that is none is refused."""
    case = write_case("a.b", PING, "@recorded 22.10.1 debian 2026-11-22 runs=20")
    path = tmp_path / "coverage.json"
    write_baseline(path, baseline([case]))
    before = read_baseline(path)
    assert lost(before, baseline([case])) == []
    assert lost(before, baseline([])) == [
        "22.10: actions in cases: Ping",
        "22.10: actions that succeed in cases: Ping",
        "22.10: events in cases: Hangup",
    ]
    answered = {"22.10": {"answers of the fake": ["Ping"]}}
    assert lost(answered, {"22.10": {"actions of the fake": ["Ping"]}}) == []
    path.write_text("[]")
    with pytest.raises(ValueError, match="no coverage baseline"):
        read_baseline(path)


def test_nothing_is_lost() -> None:
    """The committed baseline still holds."""
    before = read_baseline(CONFORMANCE / "coverage.json")
    assert lost(before, baseline(load_cases([CONFORMANCE / "cases"]))) == []

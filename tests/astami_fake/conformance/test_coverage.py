"""Tests of `astami_fake.conformance.coverage`."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from astami_fake.conformance.coverage import (
    ABSENT,
    ANSWERED,
    MODELLED,
    RECORDED,
    Row,
    baseline,
    beyond,
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


WAIT = """
@login admin events=user
@connection b admin events=off
>  Action: WaitEvent

b>  Action: UserEvent
    UserEvent: Seen
    ActionID: {{aid b}}
b<  Response: Success
    ActionID: {{aid b}}
<  Response: Success
<  Event: WaitEventComplete
"""


def test_an_answer_that_comes_later(write_case: Callable[..., CaseFile]) -> None:
    """An action that waits is answered while another connection speaks: that shows it without its parameter."""
    case = write_case("a.b", WAIT, "@recorded 22.10.1 debian 2026-11-22 runs=20")
    row = next(row for row in coverage([case], "22.10") if row.name == "WaitEvent")
    assert (row.succeeds, row.never_without) == (1, ())


def test_beyond(write_case: Callable[..., CaseFile]) -> None:
    """What cannot be shown is told with its reason, and counted for itself."""
    body = ">  Action: Logoff\n<  Response: Goodbye\n"
    rows = coverage([write_case("a.b", body, "@recorded 22.10.1 debian 2026-11-22 runs=20")], "22.10")
    logoff = next(row for row in rows if row.name == "Logoff")
    assert list(lacks(logoff)) == [f"is refused in no case: {beyond('Logoff')['refused']}"]
    assert "1 actions succeed in cases (3 cannot), 0 are refused (1 cannot)" in dict(summary(rows))["answers"]


def test_what_is_beyond_is_not_shown() -> None:
    """Each reason is about an action that some release has, and no case shows what it calls impossible."""
    cases = load_cases([CONFORMANCE / "cases"])
    rows = [row for release in RELEASES for row in coverage(cases, release) if row.kind == "action"]
    assert [row.name for row in rows if row.succeeds and "succeeds" in row.beyond] == []
    assert [row.name for row in rows if row.refused and "refused" in row.beyond] == []
    text = (files("astami_fake.conformance") / "beyond.txt").read_text(encoding="utf-8").splitlines()
    assert {line.split("\t")[0] for line in text if not line.startswith("#")} <= {row.name for row in rows}
    assert {line.split("\t")[1] for line in text if not line.startswith("#")} == {"succeeds", "refused"}


def test_nothing_is_lost() -> None:
    """The committed baseline still holds."""
    before = read_baseline(CONFORMANCE / "coverage.json")
    assert lost(before, baseline(load_cases([CONFORMANCE / "cases"]))) == []


def test_commands(write_case: Callable[..., CaseFile]) -> None:
    """Every CLI command of the release is a row, found also with further words and in any case."""
    body = ">  Action: Command\n   Command: Core show channels concise\n<  Response: Success\n"
    case = write_case("a.b", body, "@recorded 22.10.1 debian 2026-11-22 runs=20")
    rows = {row.name: row for row in coverage([case], "22.10") if row.kind == "command"}
    assert len(rows) == len(RELEASES["22.10"].commands)
    shown = rows["core show channels [concise|verbose|count]"]
    assert (shown.fake, shown.cases) == (MODELLED, 1)
    assert rows["media cache show all"].fake == ANSWERED
    assert rows["core restart now"].fake == ABSENT
    assert list(lacks(rows["core restart now"])) == ["no cases, fake: absent"]
    assert "1 in cases" in dict(summary(list(rows.values())))["commands"]


def test_an_output_that_is_modelled_now_is_no_loss() -> None:
    """The other way round it is."""
    answered = {"22.10": {"outputs of the fake": ["ulimit"]}}
    modelled = {"22.10": {"commands of the fake": ["ulimit"]}}
    assert lost(answered, modelled) == []
    assert lost(modelled, answered) == ["22.10: commands of the fake: ulimit"]

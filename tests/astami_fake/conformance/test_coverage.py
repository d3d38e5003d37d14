"""Tests of `astami_fake.conformance.coverage`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from astami_fake.conformance.coverage import (
    ABSENT,
    MODELLED,
    RECORDED,
    baseline,
    coverage,
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


def test_lost(write_case: Callable[..., CaseFile], tmp_path: Path) -> None:
    """What a baseline has and the cases show no more is named; a baseline that is none is refused."""
    case = write_case("a.b", PING, "@recorded 22.10.1 debian 2026-11-22 runs=20")
    path = tmp_path / "coverage.json"
    write_baseline(path, baseline([case]))
    before = read_baseline(path)
    assert lost(before, baseline([case])) == []
    assert lost(before, baseline([])) == ["22.10: actions in cases: Ping", "22.10: events in cases: Hangup"]
    answered = {"22.10": {"answers of the fake": ["Ping"]}}
    assert lost(answered, {"22.10": {"actions of the fake": ["Ping"]}}) == []
    path.write_text("[]")
    with pytest.raises(ValueError, match="no coverage baseline"):
        read_baseline(path)


def test_nothing_is_lost() -> None:
    """The committed baseline still holds."""
    before = read_baseline(CONFORMANCE / "coverage.json")
    assert lost(before, baseline(load_cases([CONFORMANCE / "cases"]))) == []

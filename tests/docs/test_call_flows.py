"""docs/call-flows.md names cases that are there."""

from __future__ import annotations

import re
from pathlib import Path

from astami_fake.conformance.suite import load_cases

ROOT = Path(__file__).parents[2]


def test_named_cases_are_recorded() -> None:
    """Each is recorded on 22 and on 16; no flow is without one."""
    rows = re.findall(r"^\| (.+?) \| (.*) \|$", (ROOT / "docs" / "call-flows.md").read_text("utf-8"), re.MULTILINE)[1:]
    recorded = {
        case.name for case in load_cases([ROOT / "conformance" / "cases"]) if {"22.10", "16.28"} <= set(case.releases)
    }
    named = [name for _, cases in rows for name in re.findall(r"`([\w.]+)`", cases)]
    assert [name for name in named if name not in recorded] == []
    assert [flow for flow, cases in rows if "`" not in cases] == []
    assert len(named) == len(set(named)) >= 100

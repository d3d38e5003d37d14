"""The data of the releases."""

from __future__ import annotations

import re
from fnmatch import filter as fitting
from pathlib import Path

import pytest

from astami_fake import releases
from astami_fake.releases.r16_28 import R16_28
from astami_fake.releases.r22_10 import R22_10
from astami_fake.releases.r22_11 import R22_11


@pytest.mark.parametrize(
    ("name", "found"), [("22.10", R22_10), ("22.10.1", R22_10), ("16", R16_28), ("22", R22_10), ("22.11.0-rc2", R22_11)]
)
def test_find(name: str, found: releases.Release) -> None:
    """A release is found by its name, its build, or its first number."""
    assert releases.find(name) is found


def test_no_such_release() -> None:
    """An unknown name is refused with those there are."""
    with pytest.raises(ValueError, match=r"'13'.*16\.28, 22\.10"):
        releases.find("13")


def test_what_was_recorded() -> None:
    """The numbers of actions, commands and modules that the servers showed."""
    assert [len(r.actions) for r in (R22_11, R22_10, R16_28)] == [135, 135, 138]
    assert [len(r.modules) for r in (R22_11, R22_10, R16_28)] == [366, 366, 351]
    assert R22_10.actions["pjsiphangup"].privilege == ("system", "call")
    assert "pjsiphangup" not in R16_28.actions
    assert R22_10.event_class("Newexten") == "dialplan"
    assert R22_10.event_class("Frob") is None


def test_tables() -> None:
    """Settings, events and answers outside the model are there, with what is a fact of the release."""
    assert "  Maximum calls:               Not set" in R22_10.settings
    assert R16_28.listed_events.count("VarSet") == 3
    assert len(R22_10.listed_events) == 171
    [row] = [row for row in R22_10.answers["faxsession"] if not row.headers]
    assert dict(row.frames[0])["Response"] == "Error"


ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("module", ["r16_28", "r22_10", "r22_11"])
def test_each_row_has_its_source(module: str) -> None:
    """Above each difference stands the recording that shows it, and it is there; only who it is needs none."""
    cases = [path.read_text().split("@case ", 1)[1].split()[0] for path in (ROOT / "conformance/cases").rglob("*.ami")]
    source = ""
    for line in (ROOT / f"src/astami_fake/releases/{module}.py").read_text().splitlines():
        comment, field = re.match(r"    # (.*)", line), re.match(r"    (\w+)=", line)
        if comment is not None:
            source = comment[1]
            kind, _, names = source.partition(":")[0].partition(" ")
            if kind in ("case", "cases"):
                missing = [name for name in re.split(", | and ", names) if not fitting(cases, name)]
                assert not missing, f"{line}: no such case"
            else:
                assert (ROOT / source).exists(), line
        elif field is not None and field[1] not in ("name", "version", "banner"):
            assert source, line

"""Custom devices stand in the AstDB."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from astami_fake.pbx import devices


def test_what_is_set_stands_in_the_astdb(make_lab: Callable[..., Any]) -> None:
    """In the word of the state, whatever its case was; what was never set is unknown."""
    lab = make_lab("[default]\n")
    assert lab.pbx.devices.state("Custom:lamp") == devices.UNKNOWN
    lab.pbx.custom.set("lamp", "ringinuse")
    assert lab.pbx.astdb.get("CustomDevstate", "lamp") == "RINGINUSE"
    assert lab.pbx.devices.state("Custom:lamp") == devices.RINGINUSE
    assert lab.pbx.custom.names() == [("lamp", "RINGINUSE")]

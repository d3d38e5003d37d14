"""DBdeltree. Recorded: case `functions.database`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.mark.parametrize(
    ("data", "left"),
    [
        ("family", ["/other/key"]),
        ("family/a", ["/family/b", "/other/key"]),
        ("family/none", ["/family/a/1", "/family/a/2", "/family/b", "/other/key"]),
    ],
)
def test_what_stands_below_is_gone(run: Callable[..., Any], data: str, left: list[str]) -> None:
    """A family, or a key and what is below it; nothing is told, and the call goes on."""
    lab = run("Wait(1)", f"DBdeltree({data})", "NoOp(on)")
    for key in ("a/1", "a/2", "b"):
        lab.pbx.astdb.put("family", key, "x")
    lab.pbx.astdb.put("other", "key", "x")
    lab.clock.advance(1)
    assert [path for path, _ in lab.pbx.astdb.tree("") if not path.startswith("/pbx")] == left
    assert lab.steps()[-1] == "NoOp(on)"

"""Calls an extension of the test's own, and tells what its steps were."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture
def run(make_lab: Callable[..., Any]) -> Callable[..., Any]:
    """Run the steps of extension ``1``; the lab in which they ran. Other lines stand behind them."""

    def make(*steps: str, more: str = "", release: str = "22.10") -> Any:
        first, *others = steps
        text = f"[default]\nexten => 1,1,{first}\n" + "".join(f" same => n,{step}\n" for step in others) + more
        lab = make_lab(text, release)
        lab.call("1@default")
        return lab

    return make

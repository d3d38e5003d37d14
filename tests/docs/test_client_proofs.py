"""docs/client-proofs.md names tests that are there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_named_tests_are_there() -> None:
    """Each of them is a function of its module."""
    named = re.findall(r"`(suite/)?(test_\w+\.py)::(\w+)`", (ROOT / "docs" / "client-proofs.md").read_text("utf-8"))
    assert len(named) > 100
    missing = [
        (module, name)
        for suite, module, name in named
        if name not in functions(ROOT / ("conformance/suite" if suite else "tests/astami") / module)
    ]
    assert missing == []


def functions(path: Path) -> set[str]:
    """Names of the functions of a module; none where it is not there."""
    body = ast.parse(path.read_text(encoding="utf-8")).body if path.exists() else []
    return {one.name for one in body if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef))}

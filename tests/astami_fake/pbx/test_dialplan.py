"""The search for a step: names, patterns, includes, labels."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from astami_fake.config.extensions import load
from astami_fake.pbx.dialplan import Dialplan
from astami_fake.pbx.snapshots import Position

PLAN = """[default]
exten => 1001,1,First()
 same => n(here),Second()
exten => _1XXX,1,Pattern()
 same => n,PatternTwo()
exten => _.,1,Anything()
exten => 7/12,1,ForTwelve()
exten => 7,1,ForAll()
include => inner

[inner]
exten => 1001,1,Hidden()
exten => *43,1,Included()
include => default
"""


@pytest.fixture
def plan(tmp_path: Path) -> Callable[..., str | None]:
    """What stands at a place, by application name."""
    (tmp_path / "extensions.conf").write_text(PLAN)
    dialplan = Dialplan(load(tmp_path))

    def find(exten: str, priority: int = 1, context: str = "default", caller: str = "") -> str | None:
        step = dialplan.step(Position(context, exten, priority), caller)
        return step.application if step is not None else None

    return find


def test_a_name_wins_over_patterns(plan: Callable[..., str | None]) -> None:
    """And a narrow pattern over a wide one."""
    assert plan("1001") == "First"
    assert plan("1002") == "Pattern"
    assert plan("2") == "Anything"


def test_a_priority_that_the_name_lacks_comes_from_a_pattern(plan: Callable[..., str | None]) -> None:
    """Asterisk looks for the priority, not for the extension."""
    assert plan("1001", 2) == "Second"
    assert plan("1003", 2) == "PatternTwo"
    assert plan("1001", 3) is None


def test_includes_come_last_and_may_be_circular(tmp_path: Path) -> None:
    """The own context comes first, whatever its pattern."""
    text = "[a]\nexten => 1,1,Own()\ninclude => b\n[b]\nexten => 1,1,Hidden()\nexten => 2,1,Included()\ninclude => a\n"
    (tmp_path / "extensions.conf").write_text(text)
    dialplan = Dialplan(load(tmp_path))
    step = dialplan.step(Position("a", "1", 1))
    assert step is not None
    assert step.application == "Own"
    assert dialplan.exists(Position("a", "2", 1))
    assert not dialplan.exists(Position("a", "3", 1))
    assert not dialplan.exists(Position("nowhere", "1", 1))


def test_an_extension_may_be_for_one_caller(plan: Callable[..., str | None]) -> None:
    """``7/12`` before ``7``."""
    assert plan("7", caller="12") == "ForTwelve"
    assert plan("7", caller="13") == "ForAll"


def test_labels_have_priorities(tmp_path: Path) -> None:
    """By context, extension and label."""
    (tmp_path / "extensions.conf").write_text(PLAN)
    dialplan = Dialplan(load(tmp_path))
    assert dialplan.labelled("default", "1001", "here") == 2
    assert dialplan.labelled("default", "1001", "there") is None


@pytest.mark.parametrize(
    ("dialled", "more"),
    [("", True), ("1", True), ("100", True), ("1001", False), ("1999", False), ("2", False), ("*4", True)],
)
def test_more_digits_may_make_an_extension(tmp_path: Path, dialled: str, more: bool) -> None:
    """Names, patterns and includes count; what fits as it is needs no more."""
    (tmp_path / "extensions.conf").write_text(PLAN.replace("exten => _.,1,Anything()\n", ""))
    assert Dialplan(load(tmp_path)).may_grow("default", dialled) is more


@pytest.mark.parametrize(("pattern", "dialled"), [("_X.", "1"), ("_X.", "12"), ("_1!", "1"), ("_[2-4]X", "3")])
def test_a_pattern_may_still_grow(tmp_path: Path, pattern: str, dialled: str) -> None:
    """An open end never says that all is dialled."""
    (tmp_path / "extensions.conf").write_text(f"[default]\nexten => {pattern},1,Any()\n")
    assert Dialplan(load(tmp_path)).may_grow("default", dialled)
    assert not Dialplan(load(tmp_path)).may_grow("default", "x")

"""queuerules.conf: steps, and mistakes in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from astami_fake.config.queuerules import Change, Rule, Step, load
from astami_fake.config.reader import ConfigError


def test_a_sign_makes_a_change_relative(tmp_path: Path) -> None:
    """What is left out leaves the limit as it is (recorded: queue.rules)."""
    (tmp_path / "queuerules.conf").write_text("[raise]\npenaltychange => 1,+5,+1,2\npenaltychange => 2,,0,-1\n")
    assert load(tmp_path) == [
        Rule(
            "raise",
            (
                Step(1, Change(5), Change(1), Change(2, relative=False)),
                Step(2, Change(), Change(0, relative=False), Change(-1)),
            ),
        )
    ]


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [(Change(5), 1, 6), (Change(5, relative=False), 1, 5), (Change(), 3, 3), (Change(-4), 3, 0)],
)
def test_a_limit_is_never_below_zero(change: Change, before: int, after: int) -> None:
    """Also where it goes down by more than there is."""
    assert change.of(before) == after


@pytest.mark.parametrize("value", ["soon,1", "1,much", "1,2,few", "1,+-2"])
def test_a_mistake_has_file_and_line(tmp_path: Path, value: str) -> None:
    """And says what would be right."""
    (tmp_path / "queuerules.conf").write_text(f"[rule]\npenaltychange => {value}\n")
    with pytest.raises(ConfigError, match=r"queuerules.conf:2: penaltychange is .*seconds\[,maximum"):
        load(tmp_path)


def test_no_file_no_rules(tmp_path: Path) -> None:
    """As with a PBX that has none."""
    assert load(tmp_path) == []

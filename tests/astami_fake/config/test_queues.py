"""queues.conf: settings, members, mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from astami_fake.config.queues import Member, Queue, load
from astami_fake.config.reader import ConfigError


def test_a_queue_with_members(tmp_path: Path) -> None:
    """A member's name is its interface where it has none, and so is the device whose state counts."""
    (tmp_path / "queues.conf").write_text(
        "[general]\nx = y\n[q]\nstrategy = linear\nmaxlen = 5\nringinuse = no\nwrapuptime = 7\nservicelevel = 60\n"
        "weight = 2\n"
        "member => Local/1@default\nmember => PJSIP/2,3,Two,Custom:two,,9\n"
    )
    assert load(tmp_path) == [
        Queue(
            "q",
            "linear",
            5,
            2,
            60,
            False,
            7,
            (
                Member("Local/1@default", 0, "Local/1@default", "Local/1@default", 0),
                Member("PJSIP/2", 3, "Two", "Custom:two", 9),
            ),
        )
    ]


def test_no_file_no_queues(tmp_path: Path) -> None:
    """As with a PBX that has none."""
    assert load(tmp_path) == []


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("strategy = best", "strategy is 'best'"),
        ("maxlen = many", "maxlen is 'many'"),
        ("ringinuse = perhaps", "ringinuse is 'perhaps'"),
        ("member => nobody", "member 'nobody'"),
        ("member => Local/1,high", "has 'high'"),
        ("member => Local/1,1,One,,,long", "has 'long'"),
    ],
)
def test_a_mistake_has_file_and_line(tmp_path: Path, line: str, what: str) -> None:
    """And the queue is not made."""
    (tmp_path / "queues.conf").write_text(f"[q]\n{line}\n")
    with pytest.raises(ConfigError, match=f"queues.conf:2: .*{what}"):
        load(tmp_path)

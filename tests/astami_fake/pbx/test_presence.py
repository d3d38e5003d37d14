"""Custom presentities."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from astami_fake import releases
from astami_fake.clock import ManualClock
from astami_fake.pbx.pbx import Pbx
from astami_fake.pbx.presence import Presence


@pytest.fixture
def pbx(overlay: Callable[[str], Path]) -> Pbx:
    return Pbx(releases.find("22.10"), ManualClock(1_700_000_000.0), overlay("states"))


def test_a_presence_is_told_once(pbx: Pbx) -> None:
    """To the hints it stands in and to managers; the same again is no news."""
    names: list[str] = []
    pbx.events.subscribe(lambda event: names.append(event.name))
    for _ in range(2):
        assert pbx.presence.set("CustomPresence:boss", "away,lunch,back, at one")
    assert names == ["PresenceStatus", "PresenceStatus", "PresenceStateChange"]
    assert pbx.presence.find("CustomPresence:boss") == Presence("away", "lunch", "back, at one")


@pytest.mark.parametrize(
    ("presentity", "text"), [("CustomPresence:boss", "nonsense"), ("None:boss", "away"), ("CustomPresence:", "away")]
)
def test_what_cannot_be_set_is_refused(pbx: Pbx, presentity: str, text: str) -> None:
    """No such state, no such provider, no name."""
    assert not pbx.presence.set(presentity, text)
    assert list(pbx.presence) == []


def test_without_its_module_nobody_knows_a_presence(make_lab: Callable[..., object]) -> None:
    """Recorded: states.unloaded."""
    lab = make_lab("[default]\n")
    assert lab.pbx.presence.find("CustomPresence:boss") is None  # type: ignore[attr-defined]

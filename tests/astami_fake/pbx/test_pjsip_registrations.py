"""A line that registers at this very server. Recorded: case `pjsip.line`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from astami_fake import releases
from astami_fake.clock import ManualClock
from astami_fake.pbx.pbx import Pbx


def test_a_line_registers_goes_and_comes_again(overlay: Callable[[str], Path]) -> None:
    """Its endpoint goes and comes with it; anew it registers a second after it has taken it back."""
    clock = ManualClock(1_700_000_000.0)
    pbx = Pbx(releases.find("22.10"), clock, overlay("lines"))
    told: list[str] = []
    pbx.events.subscribe(lambda event: told.append(f"{event.name} {dict(event.headers).get('Status', '')}".strip()))
    clock.advance(0)
    assert pbx.pjsip.endpoints["line"].online
    assert told[-1] == "Registry Registered"
    pbx.registrations.unregister("own")
    assert (told[-1], pbx.pjsip.endpoints["line"].online) == ("Registry Unregistered", False)
    pbx.registrations.register("own")
    clock.advance(0.9)
    assert not pbx.pjsip.endpoints["line"].online
    clock.advance(0.2)
    assert (told[-1], pbx.pjsip.endpoints["line"].online) == ("Registry Registered", True)

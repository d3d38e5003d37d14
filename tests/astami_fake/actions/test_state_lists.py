"""Lists of states."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any


def test_a_device_is_listed_once_it_was_told(make_bench: Callable[..., Any], overlay: Callable[[str], Path]) -> None:
    """A hint that follows it does not make it known."""
    bench = make_bench("16.28", overlay("states"))
    client = bench.client().login()
    listed = "".join(client.do("Action: DeviceStateList"))
    assert "Device: PJSIP/desk\nState: NOT_INUSE" in listed
    assert "Custom:lamp" not in listed
    bench.pbx.custom.set("lamp", "BUSY")
    assert "Device: Custom:lamp\nState: BUSY" in "".join(client.do("Action: DeviceStateList"))


def test_patterns_are_not_listed(make_bench: Callable[..., Any], overlay: Callable[[str], Path]) -> None:
    """Of ten hints nine are extensions."""
    client = make_bench("22.10", overlay("states")).client().login()
    assert "ListItems: 9" in client.do("Action: ExtensionStateList")[-1]


def test_a_presence_is_listed_once_it_was_set(make_bench: Callable[..., Any], overlay: Callable[[str], Path]) -> None:
    """Before that the list is empty."""
    bench = make_bench("22.10", overlay("states"))
    client = bench.client().login()
    assert "ListItems: 0" in client.do("Action: PresenceStateList")[-1]
    bench.pbx.presence.set("CustomPresence:boss", "dnd")
    assert "Presentity: CustomPresence:boss\nStatus: dnd" in client.do("Action: PresenceStateList")[1]

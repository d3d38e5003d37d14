"""``core show hints``, ``devstate``, ``presencestate``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from astami_fake.cli import hints
from astami_fake.cli._registry import CliError, ShowUsage


def test_the_number_of_hints_is_said_right(make_bench: Callable[..., Any], overlay: Callable[[str], Path]) -> None:
    """One hint, several, none."""
    pbx = make_bench("22.10", overlay("states")).pbx
    assert hints.show_hint(pbx, ["2010"])[-1] == "1 hint matching extension 2010"
    assert hints.show_hint(pbx, ["200"])[-1] == "4 hints matching extension 200"
    assert hints.show_hint(pbx, ["9"]) == ["No hints matching extension 9"]


def test_16_cuts_its_columns(make_bench: Callable[..., Any], overlay: Callable[[str], Path]) -> None:
    """Twenty characters each (recorded: states.hints)."""
    pbx = make_bench("16.28", overlay("states")).pbx
    assert hints.show_hint(pbx, ["2011"])[0].startswith("2011@states         : Custom:lamp,CustomPr  State:Idle   ")


def test_only_custom_devices_can_be_set_to_known_states(bench: Any) -> None:
    """UNKNOWN is none of them."""
    assert hints.change_device(bench.pbx, ["Custom:a", "busy"]) == ["Changing a to busy"]
    with pytest.raises(CliError):
        hints.change_device(bench.pbx, ["PJSIP/1000", "BUSY"])
    for words in (["Custom:a"], ["Custom:a", "UNKNOWN"], ["Custom:a", "nonsense"]):
        with pytest.raises(ShowUsage):
            hints.change_device(bench.pbx, words)

"""Pairs of Local channels take themselves out of a call once sound passes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

PLAN = """[default]
exten => middle,1,Dial(Local/music@default/n)
exten => music,1,Answer()
 same => n,MusicOnHold(quiet)
exten => silent,1,Answer()
 same => n,Wait(60)
exten => over,1,Dial(Local/middle@default{option})
exten => quiet,1,Dial(Local/noise@default)
exten => noise,1,Dial(Local/silent@default/n)
"""
MUSIC = "[quiet]\nmode = files\ndirectory = /etc/asterisk/moh\n"


@pytest.mark.parametrize(("exten", "option", "times"), [("over", "", 1), ("over", "/n", 0), ("quiet", "", 0)])
def test_only_with_sound_and_without_n(make_lab: Callable[..., Any], exten: str, option: str, times: int) -> None:
    """Recorded: local.optimizeaway, local.steady."""
    lab = make_lab(PLAN.replace("{option}", option), musiconhold=MUSIC)
    (lab.folder / "moh").mkdir()
    (lab.folder / "moh" / "silence.ulaw").write_bytes(b"\xff")
    lab.pbx.music.load()
    lab.call(f"{exten}@default/n")
    lab.clock.advance(2)
    assert len(lab.told("LocalOptimizationEnd")) == times
    gone = [event["Channel"].partition("@")[0] for event in lab.told("Hangup")]
    assert gone == ["Local/middle"] * 2 * times

"""The CLI families ``module`` and ``core reload``. Outputs recorded: cases `module.command.*`."""

from __future__ import annotations

from typing import Any

import pytest


def test_modules_by_a_part_of_their_name(ask: Any) -> None:
    """In any case, with how many there are."""
    lines = ask("module show like PBX_")[1]
    assert [line.split()[0] for line in lines[1:]] == ["pbx_config.so", "1"]
    assert ask("module show like nothing")[1][1:] == ["0 modules loaded"]


@pytest.mark.parametrize("command", ["module show x", "module show like", "module show like a b", "core reload x"])
def test_wrong_words(ask: Any, command: str) -> None:
    """The usage."""
    assert ask(command)[0] == "Error"


def test_each_module_says_how_its_reload_went(ask: Any) -> None:
    """One line for each name."""
    assert ask("module reload app_queue nosuch app_dial") == (
        "Success",
        [
            "Module 'app_queue' reloaded successfully.",
            "No such module 'nosuch'",
            "The module 'app_dial' does not support reloads",
        ],
    )


@pytest.mark.parametrize("command", ["module reload", "core reload"])
def test_all_are_reloaded(ask: Any, bench: Any, command: str) -> None:
    """Nothing is said, and the time of it is kept."""
    bench.clock.advance(5)
    assert ask(command) == ("Success", [""])
    assert bench.pbx.modules.reloaded == bench.clock.now()


def test_a_module_is_loaded_anew(ask: Any, bench: Any) -> None:
    """Where it can be unloaded."""
    assert ask("module refresh res_musiconhold") == ("Success", ["Unloaded and loaded res_musiconhold"])
    assert bench.pbx.modules.find("res_musiconhold") is not None
    assert ask("module refresh nosuch")[1] == [
        "Unable to unload resource nosuch",
        "Command 'module refresh nosuch' failed.",
    ]
    assert ask("module refresh")[1][0].startswith("Usage: module refresh")

"""The modules of the PBX. Recorded: cases `module.*`, `reload.*`."""

from __future__ import annotations

from typing import Any

import pytest

from astami_fake.pbx.modules import Reloaded


def test_a_module_is_found_by_either_name(bench: Any) -> None:
    """With and without its ending, in any case; what is not loaded is not there."""
    modules = bench.pbx.modules
    assert modules.find("APP_QUEUE") is modules.find("app_queue.so") is not None
    assert modules.find("chan_sip") is None


@pytest.mark.parametrize(
    ("name", "result"),
    [
        ("app_queue", Reloaded.SUCCESS),
        ("nosuch", Reloaded.NO_SUCH_MODULE),
        ("app_dial", Reloaded.NOT_SUPPORTED),
    ],
)
def test_a_reload_is_told_with_its_result(bench: Any, name: str, result: Reloaded) -> None:
    """By the name that was asked for."""
    told: list[Any] = []
    bench.pbx.events.subscribe(told.append)
    assert bench.pbx.modules.reload(name) is result
    assert told[-1].headers == (("Module", name), ("Status", str(int(result))))


def test_who_reads_its_file_again(bench: Any) -> None:
    """A module's hook runs with its own reload and with all; the time of the last one is that of all."""
    asked: list[str] = []
    modules = bench.pbx.modules
    modules.on_reload("app_queue.so", lambda: asked.append("queue"))
    modules.on_reload("pbx_config.so", lambda: asked.append("dialplan"))
    before = modules.reloaded
    bench.clock.advance(5)
    modules.reload("app_queue")
    assert (asked, modules.reloaded) == (["queue"], before)
    modules.reload()
    assert sorted(asked[1:]) == ["dialplan", "queue"]
    assert modules.reloaded == before + 5


def test_a_module_comes_and_goes(bench: Any) -> None:
    """With its commands; once each, and none that is in use or is none."""
    modules = bench.pbx.modules
    assert modules.unload("app_echo.so")
    assert not modules.unload("app_echo.so")
    assert modules.load("app_echo")
    assert not modules.load("app_echo")
    assert not modules.load("nosuch")
    used = next(info for info in modules if info.uses)
    assert not modules.unload(used.name)


def test_what_a_module_brings_goes_with_it(bench: Any) -> None:
    """Without app_queue there is no command of queues."""
    modules = bench.pbx.modules
    assert modules.catalogue.command(["queue", "show"]) is not None
    assert modules.unload("app_queue.so")
    assert modules.catalogue.command(["queue", "show"]) is None


def test_file_names(bench: Any) -> None:
    """Exactly as the file is called."""
    modules = bench.pbx.modules
    assert modules.is_file("app_queue.so")
    assert not modules.is_file("app_queue")
    assert not modules.is_file("APP_QUEUE.so")
    assert not modules.is_file("nosuch.so")

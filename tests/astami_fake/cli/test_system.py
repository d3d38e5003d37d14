"""``core show sysinfo``, ``threads``, ``profile``. Outputs recorded: cases `core.command.sysinfo` and its kin."""

from __future__ import annotations

from typing import Any


def test_the_machine(ask: Any, bench: Any) -> None:
    """It runs as long as the PBX does."""
    bench.clock.advance(2 * 3600 + 1)
    lines = ask("core show sysinfo x")[1]
    assert lines[3] == "  System Uptime:             2 hours"
    assert lines[-2].startswith("  Number of Processes:       ")


def test_threads_are_those_of_modules_and_managers(ask: Any, bench: Any) -> None:
    """The last that began first; a manager more is a thread more, a module less some less."""
    lines = ask("core show threads")[1]
    assert lines[0].split()[2] == "handle_tcptls_connection"
    assert lines[-2].split()[2] == "db_sync_thread"
    assert lines[-1] == f"{len(lines) - 1} threads listed."
    bench.client().login()
    assert len(ask("core show threads x")[1]) == len(lines) + 1
    assert sum("res_pjsip_registrar.c" in line for line in lines) == 1
    assert bench.pbx.modules.unload("app_confbridge.so")
    assert len(ask("core show threads")[1]) == len(lines) + 1 - 2


def test_nothing_is_counted(ask: Any) -> None:
    """Before it is forgotten and behind that."""
    before = ask("core show profile")
    assert ask("core clear profile") == ("Success", [""])
    assert ask("core show profile") == before
    assert before[1][-1].split()[-1] == "ext_match"

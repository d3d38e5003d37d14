"""``core show sysinfo``, ``core show taskprocessors`` and its kin: the machine and what works behind the scenes.

Asterisk: main/asterisk.c, main/taskprocessor.c. The fake has no task processors: each name is that of none, and
who asks for all of them is told. Recorded: cases `core.command.sysinfo`, `core.command.taskprocessors`. May import
`cli._registry`, `pbx`.
"""

from __future__ import annotations

from collections.abc import Sequence

from astami_fake.cli._registry import Lines, ShowUsage, command
from astami_fake.pbx.pbx import Pbx

_FACT = "  {:<27}{}"
_MEMORY = {"Total RAM": 2097152, "Free RAM": 1048576, "Buffer RAM": 65536, "Total Swap Space": 0, "Free Swap Space": 0}
"""KiB of a machine that there is not."""
_PROCESSES = 20
_COLUMNS = (
    f"{'Processor':<70} {'Processed':>10} {'In Queue':>10} {'Max Depth':>10} {'Low water':>10} {'High water':>10}"
)


@command("core show sysinfo")
def show_sysinfo(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Hours up, memory and processes; further words do no harm. handle_show_sysinfo()."""
    hours = int(pbx.clock.now() - pbx.started) // 3600
    return [
        "",
        "System Statistics",
        "-----------------",
        _FACT.format("System Uptime:", f"{hours} hours"),
        *(_FACT.format(f"{what}:", f"{size} KiB") for what, size in _MEMORY.items()),
        "",
        _FACT.format("Number of Processes:", f"{_PROCESSES} "),
        "",
    ]


@command("core show taskprocessors")
def show_task_processors(pbx: Pbx, words: Sequence[str]) -> Lines:
    """All, or those whose names begin with a word. cli_tps_report()."""
    if words and (len(words) != 2 or words[0].lower() != "like"):
        raise ShowUsage
    if not words:
        pbx.problem("astami_fake has no task processors to list, and no rule answers for it")
    times = f" {'Low time(us)':>12} {'High time(us)':>12}" if pbx.release.times_task_processors else ""
    return ["", _COLUMNS + times, "", "0 taskprocessors", ""]


@command("core show taskprocessor name")
def show_task_processor(pbx: Pbx, words: Sequence[str]) -> Lines:
    """One. cli_tps_show_taskprocessor()."""
    return _none(words, "Taskprocessor '{}' not found")


@command("core show taskprocessor alerted subsystems")
def show_alerts(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Those with too much to do. cli_subsystem_alert_report()."""
    return ["", f"{'Subsystem':<32} {'Alert Count':>12}", "", "0 subsystems", ""]


@command("core ping taskprocessor")
def ping_task_processor(pbx: Pbx, words: Sequence[str]) -> Lines:
    """How long one needs to answer. cli_tps_ping()."""
    return _none(words, "ping failed: {} not found")


@command("core reset taskprocessor")
def reset_task_processor(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Forget what one has done. cli_tps_reset_stats()."""
    return _none(words, "Reset failed: {} not found")


@command("core reset taskprocessors")
def reset_task_processors(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Forget what all have done. cli_tps_reset_stats_all()."""
    return ["", "Resetting stats for all taskprocessors", ""]


def _none(words: Sequence[str], answer: str) -> Lines:
    if len(words) != 1:
        raise ShowUsage
    return ["", answer.format(words[0]), ""]

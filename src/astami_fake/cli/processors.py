"""``core show taskprocessors`` and its kin: what works behind the scenes. Asterisk: main/taskprocessor.c.

The fake has none: it shows those that an idle server has with the same modules, addresses of record and endpoints, as
`releases/data` tells them, none of which has done anything. Recorded: cases `core.command.taskprocessors`,
`core.command.taskprocessors.all`. May import `cli._registry`, `pbx`, `releases`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from astami_fake.cli._registry import Lines, ShowUsage, command
from astami_fake.pbx.pbx import Pbx

_COLUMNS = "{:<70} {:>10} {:>10} {:>10} {:>10} {:>10}"
_TIMES = " {:>12} {:>12}"


@dataclass(frozen=True, slots=True)
class _Processor:
    name: str
    low: int
    high: int


def _processors(pbx: Pbx) -> Iterator[_Processor]:
    """Those that there are, in the order in which they came to be."""
    numbers = itertools.count()
    for row in pbx.release.processors:
        if not pbx.modules.brings(row.module):
            continue
        for _, aor, endpoint in itertools.product(
            range(row.count),
            sorted(pbx.pjsip.aors) if "{aor}" in row.name else [""],
            sorted(pbx.pjsip.endpoints) if "{endpoint}" in row.name else [""],
        ):
            number = f"{next(numbers):08x}" if "{number}" in row.name else ""
            yield _Processor(row.name.format(number=number, aor=aor, endpoint=endpoint), row.low, row.high)


def _find(pbx: Pbx, words: Sequence[str]) -> _Processor | None:
    if len(words) != 1:
        raise ShowUsage
    return next((one for one in _processors(pbx) if one.name.lower() == words[0].lower()), None)


@command("core show taskprocessors")
def show_all(pbx: Pbx, words: Sequence[str]) -> Lines:
    """All by name, or those whose names begin with a word. cli_tps_report()."""
    if words and (len(words) != 2 or words[0].lower() != "like"):
        raise ShowUsage
    wanted = words[1].lower() if words else ""
    found = sorted(
        (one for one in _processors(pbx) if one.name.lower().startswith(wanted)), key=lambda one: one.name.lower()
    )
    columns = _COLUMNS + (_TIMES if pbx.release.times_task_processors else "")
    heading = ("Processor", "Processed", "In Queue", "Max Depth", "Low water", "High water")
    rows = [columns.format(one.name, 0, 0, 0, one.low, one.high, 0, 0) for one in found]
    return [
        "",
        columns.format(*heading, "Low time(us)", "High time(us)"),
        *rows,
        "",
        f"{len(found)} taskprocessors",
        "",
    ]


@command("core show taskprocessor name")
def show_one(pbx: Pbx, words: Sequence[str]) -> Lines:
    """cli_tps_show_taskprocessor()."""
    one = _find(pbx, words)
    if one is None:
        return ["", f"Taskprocessor '{words[0]}' not found", ""]
    subsystem, slash, _ = one.name.partition("/")
    facts = (
        ("Subsystem", subsystem if slash else "(none)"),
        ("Tasks processed", 0),
        ("Current queue size", 0),
        ("Max queue depth", 0),
        ("Low water mark", one.low),
        ("High water mark", one.high),
        ("High water alert", "No"),
        ("Suspended", "No"),
        ("Currently executing", "No"),
        ("Highest time (us)", 0),
        ("Lowest time (us)", 0),
    )
    return [
        "",
        f"Taskprocessor: {one.name}",
        "===========================================",
        *(f"{what + ':':<21} {value}" for what, value in facts),
        "",
        "No tasks currently queued.",
        "",
    ]


@command("core show taskprocessor alerted subsystems")
def show_alerts(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Those with too much to do. cli_subsystem_alert_report()."""
    return ["", f"{'Subsystem':<32} {'Alert Count':>12}", "", "0 subsystems", ""]


@command("core ping taskprocessor")
def ping(pbx: Pbx, words: Sequence[str]) -> Lines:
    """How long one needs to answer: no time at all. cli_tps_ping()."""
    if _find(pbx, words) is None:
        return ["", f"ping failed: {words[0]} not found", ""]
    return ["", f"pinging {words[0]} ...", f"\t{words[0]:>24} ping time: {0:.6f} sec", ""]


@command("core reset taskprocessor")
def reset(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Forget what one has done. cli_tps_reset_stats()."""
    if _find(pbx, words) is None:
        return ["", f"Reset failed: {words[0]} not found", ""]
    return ["", f"Resetting {words[0]}", ""]


@command("core reset taskprocessors")
def reset_all(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Forget what all have done. cli_tps_reset_stats_all()."""
    return ["", "Resetting stats for all taskprocessors", ""]

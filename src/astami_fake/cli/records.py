"""The CLI families ``cdr`` and ``cel``: how calls are recorded. Asterisk: main/cdr.c, main/cel.c.

Recorded: cases `records.command.*`. Of those who take the records only the manager is modelled. The fake tells each
record at once, also where a batch is asked for, so that none ever waits in it. May import `cli._registry`, `pbx`.
"""

from __future__ import annotations

from collections.abc import Sequence

from astami_fake.cli._registry import Lines, ShowUsage, command
from astami_fake.config.records import ALL, Batch
from astami_fake.pbx import hashing
from astami_fake.pbx.pbx import Pbx

_FACT = "  {:<28}{}"
_APPLICATION_BUCKETS = 97


@command("cdr show status")
def show_details(pbx: Pbx, words: Sequence[str]) -> Lines:
    """handle_cli_status()."""
    if words:
        raise ShowUsage
    config = pbx.records
    heading = ["", "Call Detail Record (CDR) settings", "----------------------------------"]
    facts = [
        _FACT.format("Logging:", "Enabled" if config.cdr else "Disabled"),
        _FACT.format("Mode:", "Batch" if config.batch is not None else "Simple"),
    ]
    if not config.cdr:
        return [*heading, *facts]
    facts += [
        _FACT.format("Log calls by default:", "Yes"),
        _FACT.format("Log unanswered calls:", _yes(config.unanswered)),
        _FACT.format("Log congestion:", _yes(config.congestion)),
        "",
    ]
    if pbx.release.tells_cdr_manners:
        names = ("Ignore bridging changes:", "Ignore dial state changes:", "Cancel disposition enabled:")
        facts += [line for name in names for line in (_FACT.format(name, "No"), "")]
    if config.batch is not None:
        facts += _batch(pbx, config.batch)
    tells = config.cdr_manager and pbx.modules.find("cdr_manager.so") is not None
    backends = ["* Registered Backends", "  -------------------", f"    {'cdr_manager' if tells else '(none)'}", ""]
    return [*heading, *facts, *backends]


def _batch(pbx: Pbx, batch: Batch) -> Lines:
    left = batch.time - int(pbx.clock.now() - pbx.started) % batch.time
    return [
        "* Batch Mode Settings",
        "  -------------------",
        _FACT.format("Safe shutdown:", "Enabled" if batch.safe_shutdown else "Disabled"),
        _FACT.format(
            "Threading model:", "Scheduler only" if batch.scheduler_only else "Scheduler plus separate threads"
        ),
        _FACT.format("Current batch size:", "0 records"),
        _FACT.format("Maximum batch size:", f"{batch.size} records"),
        _FACT.format("Maximum batch time:", f"{batch.time} seconds"),
        _FACT.format("Next batch processing time:", f"{left} seconds"),
        "",
    ]


@command("cel show status")
def show_log(pbx: Pbx, words: Sequence[str]) -> Lines:
    """handle_cli_status()."""
    if words:
        raise ShowUsage
    config = pbx.records
    lines = [f"CEL Logging: {'Enabled' if config.cel else 'Disabled'}"]
    if not config.cel:
        return lines
    events = [name for name in pbx.release.cel_events if {name, ALL} & config.cel_tracked]
    applications = hashing.ordered(config.cel_apps, str, _APPLICATION_BUCKETS)
    lines += [f"CEL Tracking Event: {name}" for name in events]
    lines += [f"CEL Tracking Application: {name}" for name in applications]
    if config.cel_manager and pbx.modules.find("cel_manager.so") is not None:
        lines.append("CEL Event Subscriber: Manager Event Logging")
    return lines


def _yes(value: bool) -> str:
    return "Yes" if value else "No"

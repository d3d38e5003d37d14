"""``cdr show active``, ``cdr submit``, ``cdr set debug``: the records of calls that go on. Asterisk: main/cdr.c.

Recorded: cases `records.command.active*`, `records.command.submit*`. Does not live here: how calls are recorded
(`cli.records`). May import `cli._registry`, `pbx`.
"""

from __future__ import annotations

from collections.abc import Sequence

from astami_fake.cli._registry import Lines, ShowUsage, command
from astami_fake.pbx.cdr import Record
from astami_fake.pbx.channel import Channel
from astami_fake.pbx.events import local_time
from astami_fake.pbx.pbx import Pbx

_RULE = "-" * 50
_TIMES = "{:<8.8} {:<8.8} {:<8.8} {:<8} {:<8}"
_ROW = "{:<25.25} {:<25.25} {:<15.15} " + _TIMES
_OF_ONE = "{:<10.10} {:<20.20} {:<25.25} {:<15.15} {:<15.15} " + _TIMES
_HEADING_OF_TIMES = ("Start", "Answer", "End", "Billsec", "Duration")
_NOBODY = "<none>"
_DEBUG = "CDR debugging"


@command("cdr show active")
def show_active(pbx: Pbx, words: Sequence[str]) -> Lines:
    """The channels with a record, each with its last one; or all records of one channel. handle_cli_show()."""
    if len(words) > 1:
        raise ShowUsage
    if words:
        return _of_one(pbx, words[0])
    lines = [
        "",
        "Channels with Call Detail Record (CDR) Information",
        _RULE,
        _ROW.format("Channel", "Dst. Channel", "LastApp", *_HEADING_OF_TIMES),
    ]
    for channel, records in _active(pbx):
        last = records[-1]
        lines.append(
            _ROW.format(channel.name, last.callee or _NOBODY, last.application, *_times(pbx, last, unanswered=0))
        )
    return lines


def _of_one(pbx: Pbx, name: str) -> Lines:
    channel = pbx.channels.find(name)
    if channel is None or pbx.call_details is None:
        return [f"Unknown channel: {name}"]
    heading = ("AccountCod", "CallerID", "Dst. Channel", "LastApp", "Data", *_HEADING_OF_TIMES)
    caller = f'"{channel.caller.name}" <{channel.caller.number}>'
    rows = [
        _OF_ONE.format(
            channel.account,
            caller,
            record.callee or _NOBODY,
            record.application,
            record.data,
            *_times(pbx, record, unanswered=int(pbx.clock.now())),
        )
        for other, records in _active(pbx)
        if other is channel
        for record in records
    ]
    return ["", f"Call Detail Record (CDR) Information for {name}", _RULE, _OF_ONE.format(*heading), *rows]


def _active(pbx: Pbx) -> list[tuple[Channel, list[Record]]]:
    return pbx.call_details.active() if pbx.call_details is not None else []


def _times(pbx: Pbx, record: Record, *, unanswered: int) -> tuple[str, ...]:
    """The last columns. Of one channel *unanswered* is the time since 1970, as Asterisk subtracts no answer."""
    end = pbx.clock.now() if record.end is None else record.end
    talked = unanswered if record.answer is None else int(end - record.answer)
    moments = (record.start, record.answer, end)
    clocks = ("" if moment is None else local_time(moment).partition(" ")[2] for moment in moments)
    return (*clocks, f"{talked:08}", f"{int(end - record.start):08}")


@command("cdr submit")
def submit(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Tell the records that wait: none does, here. handle_cli_submit()."""
    if words:
        raise ShowUsage
    if not pbx.records.cdr:
        return ["Cannot submit CDR batch: CDR engine disabled."]
    if pbx.records.batch is None:
        return ["Cannot submit CDR batch: batch mode not enabled."]
    return ["Submitted CDRs to backend engines for processing.  This may take a while."]


@command("cdr set debug")
def set_debug(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Log more of records, which the fake does not; nothing is said of what is so already. handle_cli_debug()."""
    if len(words) != 1:
        raise ShowUsage
    word = words[0].lower()
    wanted = {"on": 1, "off": 0}.get(word)
    if wanted is None or wanted == pbx.levels.get(_DEBUG, 0):
        return []
    pbx.levels[_DEBUG] = wanted
    return [f"CDR debugging {'enabled' if wanted else 'disabled'}"]

"""Log, ResetCDR, HangupCauseClear. Asterisk: apps/app_verbose.c, app_cdr.c, funcs/func_hangupcause.c. Recorded: cases
`functions.records`, `calls.why`."""

from __future__ import annotations

from astami_fake.pbx.channel import Channel
from astami_fake.pbx.execution import Result, application


@application("Log")
def log(channel: Channel, data: str) -> Result:
    """``Log(level,text)``: into Asterisk's log, which a manager does not see."""
    return Result.GO_ON


@application("ResetCDR")
def reset_cdr(channel: Channel, data: str) -> Result:
    """The present call detail record begins anew."""
    if channel.pbx.call_details is not None:
        channel.pbx.call_details.reset(channel)
    return Result.GO_ON


@application("HangupCauseClear")
def hangup_cause_clear(channel: Channel, data: str) -> Result:
    """Forget why calls failed."""
    channel.causes.clear()
    return Result.GO_ON

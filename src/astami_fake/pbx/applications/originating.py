"""Originate as an application. Asterisk: apps/app_originate.c. Recorded: case `apps.originate`."""

from __future__ import annotations

from astami_fake.pbx import arguments, originate
from astami_fake.pbx.channel import Channel
from astami_fake.pbx.execution import Result, application
from astami_fake.pbx.snapshots import Position
from astami_fake.pbx.tasks import Waiting

_TIMEOUT = 30.0
_STATUS = {
    originate.BUSY: "BUSY",
    originate.CONGESTION: "CONGESTION",
    originate.TIMEOUT: "RINGING",
    originate.ANSWERED: "SUCCESS",
}


@application("Originate")
def originate_call(channel: Channel, data: str) -> Waiting[Result]:
    """``Originate(tech/address,app|exten,name|context[,data|exten[,priority[,timeout]]])``; it waits for the answer."""
    called, kind, first, second, third, timeout = [*arguments.split(data), "", "", "", "", "", ""][:6]
    tech, _, address = called.partition("/")
    longest = arguments.seconds(timeout) or _TIMEOUT
    if kind == "exten":
        target = Position(first, second or "s", int(third) if third.isdigit() else 1)
        request = originate.Request(tech, address, longest, target=target)
    else:
        request = originate.Request(tech, address, longest, application=first, data=second)
    outcome = yield from originate.originate(channel.pbx, request).wait()
    channel.set_variable("ORIGINATE_STATUS", _STATUS.get(outcome.reason, "FAILED"))
    return Result.GO_ON

"""Originate: call a channel, then give it to an application or the dialplan. Asterisk: main/pbx.c,
ast_pbx_outgoing_app() and ast_pbx_outgoing_exten(), main/dial.c.

Lives here: the call and its outcome. Does not live here: the action's headers and answers (`actions.manager_calls`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from astami_fake.pbx import causes, dialing, execution, technologies
from astami_fake.pbx.channel import Channel, Control, HungUp, Moved, Seized
from astami_fake.pbx.functions import assign
from astami_fake.pbx.snapshots import NOBODY, Party, Position
from astami_fake.pbx.tasks import TIMED_OUT, Promise, Until, Waiting

if TYPE_CHECKING:
    from astami_fake.pbx.pbx import Pbx

FAILURE, TIMEOUT, ANSWERED, BUSY, CONGESTION = 0, 3, 4, 5, 8
"""``Reason`` of OriginateResponse. Recorded."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to originate.

    Attributes:
        timeout: seconds until the call counts as not answered.
        application: what to run on the answered channel; empty where it goes to *target*.
        target: place in the dialplan for the answered channel.
        variables: as given, first given first.
    """

    tech: str
    address: str
    timeout: float
    application: str = ""
    data: str = ""
    target: Position | None = None
    caller: Party = NOBODY
    account: str = ""
    variables: tuple[tuple[str, str], ...] = ()
    uniqueid: str = ""
    other_uniqueid: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a call ended: `ANSWERED` with its channel, or a reason without."""

    reason: int
    channel: Channel | None = None


def originate(pbx: Pbx, request: Request) -> Promise[Outcome]:
    """Begin the call; the outcome comes when the channel has answered or failed."""
    outcome: Promise[Outcome] = Promise()
    pbx.spawn(_call(pbx, request, outcome))
    return outcome


def _call(pbx: Pbx, request: Request, outcome: Promise[Outcome]) -> Waiting[None]:
    try:
        channel = technologies.request(
            pbx, request.tech, request.address, uniqueid=request.uniqueid, other_uniqueid=request.other_uniqueid
        )
    except technologies.Refused:
        outcome.set(Outcome(FAILURE))
        return
    _prepare(channel, request)
    if not channel.tech.call(channel):
        outcome.set(Outcome(FAILURE))
        channel.hangup()
        return
    dialing.begin(None, channel, request.address)
    reason = yield from _wait(channel, request.timeout)
    if reason != ANSWERED:
        outcome.set(Outcome(reason))
        channel.hangup()
        return
    outcome.set(Outcome(ANSWERED, channel))
    yield from _serve(channel, request)


def _prepare(channel: Channel, request: Request) -> None:
    channel.application, channel.data = "AppDial2", "(Outgoing Line)"
    channel.publish()
    for name, value in reversed(request.variables):  # the last given comes first (recorded)
        assign(channel, name, value)
    channel.account = request.account or channel.account
    channel.publish()
    if request.caller != NOBODY:
        channel.caller = request.caller
        channel.publish()
        channel.connected = request.caller
        channel.publish()


def _wait(channel: Channel, timeout: float) -> Waiting[int]:
    """The reason of the outcome; the leg's DialEnd is told."""
    pbx = channel.pbx
    deadline = pbx.clock.now() + timeout
    while True:
        while channel.controls:
            match channel.controls.popleft():
                case Control.ANSWER:
                    channel.controls.clear()
                    channel.set_state(causes.UP)
                    dialing.end(None, channel, "ANSWER")
                    return ANSWERED
                case Control.RINGING | Control.PROGRESS | Control.PROCEEDING as heard:
                    dialing.state(None, channel, heard.name)
                case Control.BUSY:
                    dialing.end(None, channel, "BUSY")
                    return BUSY
                case Control.CONGESTION:
                    dialing.end(None, channel, "CONGESTION")
                    return CONGESTION
        if channel.hanging_up:
            dialing.end(None, channel, causes.DIAL_END.get(channel.cause, "NOANSWER"))
            return FAILURE
        if (yield Until(channel.wakeup, max(deadline - pbx.clock.now(), 0.0))) is TIMED_OUT:
            channel.cause = pbx.release.originate_timeout_cause
            return TIMEOUT


def _serve(channel: Channel, request: Request) -> Waiting[None]:
    """What the answered channel does: its application and then its end, or the dialplan."""
    if request.target is not None:
        channel.position = request.target
        yield from execution.run(channel)
        return
    try:
        yield from execution.execute(channel, request.application, request.data)
        channel.check()
    except Seized:
        yield from execution.taken_over(channel)
    except Moved:
        yield from execution.run(channel)
    except HungUp:
        channel.hangup()
    else:
        channel.hangup()

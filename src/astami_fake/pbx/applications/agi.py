"""AGI(agi:async): a manager tells the channel what to do. Asterisk: res/res_agi.c, launch_asyncagi().

Programs and servers (``AGI(script)``, ``AGI(agi://host)``) are refused: the fake runs and calls nothing.
Recorded: cases `agi.async`, `agi.hangup`.
"""

from __future__ import annotations

from urllib.parse import quote

from astami_fake.pbx import agi, arguments
from astami_fake.pbx.channel import Channel, HungUp
from astami_fake.pbx.execution import Result, application
from astami_fake.pbx.tasks import Waiting

_ASYNC = "agi:async"
_SAFE = "~"


@application("AGI")
def run(channel: Channel, data: str) -> Waiting[Result]:
    """``AGISTATUS`` says how it ended."""
    if [*arguments.split(data), ""][0].lower() != _ASYNC:
        channel.pbx.problem(f"AGI({data}) is not modelled, only AGI(agi:async); it fails on {channel.name}")
        channel.set_variable("AGISTATUS", "FAILURE")
        return Result.GO_ON
    channel.tell("AsyncAGIStart", "agi", ("Env", encoded(_environment(channel))))
    channel.agi = session = agi.Session()
    try:
        while not session.over:
            if session.commands:
                yield from _do(channel, *session.commands.popleft())
                channel.check()
            else:
                yield from channel.wait(None)
                channel.controls.clear()
    except HungUp:
        _end(channel, "HANGUP")
        raise
    _end(channel, "SUCCESS")
    return Result.GO_ON


def _do(channel: Channel, line: str, identity: str) -> Waiting[None]:
    number = str(channel.pbx.random.randrange(2**31))
    begun = (("CommandId", number), ("Command", line))
    channel.tell("AGIExecStart", "agi", *begun)
    answer = yield from agi.run(channel, line)
    ended = (("ResultCode", str(answer.code)), ("Result", agi.RESULTS[answer.code]))
    channel.tell("AGIExecEnd", "agi", *begun, *ended)
    named = (("CommandId", identity),) if identity else ()
    channel.tell("AsyncAGIExec", "agi", ("Result", encoded(str(answer))), *named)


def _end(channel: Channel, status: str) -> None:
    channel.agi = None
    channel.tell("AsyncAGIEnd", "agi")
    channel.set_variable("AGISTATUS", status)


def encoded(text: str) -> str:
    """*text* as the events of AGI carry it."""
    return quote(text, safe="()" + _SAFE)


def _environment(channel: Channel) -> str:
    """What an AGI program reads first."""
    values = (
        ("request", "async"),
        ("channel", channel.name),
        ("language", channel.language),
        ("type", channel.tech.name),
        ("uniqueid", channel.uniqueid),
        ("version", channel.pbx.release.build),
        ("callerid", channel.caller.number or "unknown"),
        ("calleridname", channel.caller.name or "unknown"),
        ("callingpres", "0" if channel.caller.number else "67"),
        ("callingani2", "0"),
        ("callington", "0"),
        ("callingtns", "0"),
        ("dnid", "unknown"),
        ("rdnis", "unknown"),
        ("context", channel.position.context),
        ("extension", channel.position.exten),
        ("priority", str(channel.position.priority)),
        ("enhanced", "0.0"),
        ("accountcode", channel.account),
        ("threadid", str(channel.pbx.random.randrange(2**47))),
    )
    return "".join(f"agi_{name}: {value}\n" for name, value in values) + "\n"

"""A PBX run: a channel goes through the dialplan step by step. Asterisk: main/pbx.c, __ast_pbx_run().

Lives here: the order of steps, redirects, the extensions ``i`` and ``h``, how a run ends. Does not live here: what the
applications do (`applications`), which register themselves in `APPLICATIONS`.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from enum import Enum
from typing import TYPE_CHECKING, TypeVar

from astami_fake.pbx import causes, subroutines
from astami_fake.pbx.channel import SOFT_HANGUP_APP_UNLOAD, Channel, Control, HungUp, Moved, Seized
from astami_fake.pbx.snapshots import Position
from astami_fake.pbx.substitution import substitute
from astami_fake.pbx.tasks import Waiting

if TYPE_CHECKING:
    from astami_fake.config.extensions import Step


class Result(Enum):
    """What an application tells the run."""

    GO_ON = "go on"
    END = "end"


Application = Callable[[Channel, str], "Result | Waiting[Result]"]

APPLICATIONS: dict[str, Application] = {}
"""By name in lower case; `applications` fills it."""

MODULES: dict[str, str] = {}
"""By the same names: the module without which a PBX does not have the application."""


A = TypeVar("A", bound=Application)


def application(name: str, *, module: str = "") -> Callable[[A], A]:
    """Register an application under its name; with *module* only a PBX that has loaded that one knows it."""

    def register(handler: A) -> A:
        APPLICATIONS[name.lower()] = handler
        if module:
            MODULES[name.lower()] = module
        return handler

    return register


def run(channel: Channel) -> Waiting[None]:
    """Run the dialplan on *channel* from where it stands, to its hangup."""
    pbx = channel.pbx
    channel.dialplan = True
    pbx.current_calls += 1
    pbx.processed_calls += 1
    if not channel.call_number:
        channel.join_call(pbx.next_call())
    try:
        yield from _steps(channel)
    except Seized:
        pbx.current_calls -= 1
        yield from taken_over(channel)
        return
    except HungUp:
        if channel.timed_out and not channel.hanging_up:
            yield from _out_of_time(channel)
    channel.soft_hangup(SOFT_HANGUP_APP_UNLOAD)
    channel.goto = None
    yield from hangup_extension(channel)
    pbx.current_calls -= 1
    channel.hangup()


def visit(channel: Channel) -> Waiting[None]:
    """Run the dialplan on a channel that outlives it, from where it stands: no ``h`` and no hangup. Recorded: case
    `messages.ends`."""
    pbx = channel.pbx
    pbx.current_calls += 1
    pbx.processed_calls += 1
    with suppress(HungUp):
        yield from _steps(channel)
    pbx.current_calls -= 1


def taken_over(channel: Channel) -> Waiting[None]:
    """What seized the channel serves it to its end."""
    work, channel.seized = channel.seized, None
    channel.dialplan = False
    channel.application, channel.data = "", ""
    if work is not None:
        yield from work(channel)


def execute(channel: Channel, name: str, data: str) -> Waiting[Result]:
    """Run one application on *channel*, as a step does and as an Originate does.

    One that is not there ends the call, as on a real server, or is passed over (`Pbx.passes_unknown_applications`).
    """
    handler = APPLICATIONS.get(name.lower())
    module = MODULES.get(name.lower(), "")
    if handler is None or (module and channel.pbx.modules.find(module) is None):
        return _unknown(channel, name, module)
    before = channel.application, channel.data
    channel.application, channel.data = name, data
    channel.publish()
    for follower in channel.pbx.followers:
        follower.application_begins(channel)
    try:
        outcome = handler(channel, data)
        return outcome if isinstance(outcome, Result) else (yield from outcome)
    finally:
        for follower in channel.pbx.followers:
            follower.application_ends(channel)
        channel.application, channel.data = before


def _unknown(channel: Channel, name: str, module: str) -> Result:
    passes = channel.pbx.passes_unknown_applications
    channel.pbx.problem(
        (f"no application {name}: {module} is not loaded" if module else f"application {name} is not modelled")
        + f"; the call on {channel.name} {'goes on' if passes else 'ends'}"
    )
    return Result.GO_ON if passes else Result.END


def arrive(channel: Channel) -> None:
    """A redirected channel is where it was sent."""
    if channel.goto is not None:
        channel.position, channel.goto = channel.goto, None


def _steps(channel: Channel) -> Waiting[None]:
    dialplan = channel.pbx.dialplan
    arrive(channel)
    while True:
        step = dialplan.step(channel.position, channel.caller.number)
        if step is None:
            if channel.position.priority == 1 and _invalid(channel):
                continue
            if channel.position.priority != 1:
                yield from _fall_through(channel)
            return
        try:
            if (yield from _step(channel, step)) is Result.END:
                return
            channel.check()
        except Seized:
            raise
        except Moved:
            arrive(channel)


def _step(channel: Channel, step: Step) -> Waiting[Result]:
    """Run one step; then the channel stands at the next one, or where the step has sent it."""
    channel.application, channel.data = "", ""
    channel.jump = None
    result = yield from execute(channel, step.application, substitute(channel.pbx, channel, step.data))
    if result is Result.GO_ON:
        position = channel.position
        channel.position = channel.jump or position._replace(priority=position.priority + 1)
    return result


def subroutine(channel: Channel, start: Position) -> Waiting[None]:
    """Run what a Gosub has begun at *start*, to its Return; then the channel is where and what it was before."""
    before = channel.position, channel.application, channel.data
    outside = len(channel.frames) - 1
    channel.position = start
    while len(channel.frames) > outside:
        step = channel.pbx.dialplan.step(channel.position, channel.caller.number)
        if step is None or (yield from _step(channel, step)) is Result.END:
            break
    channel.position, channel.application, channel.data = before


def _out_of_time(channel: Channel) -> Waiting[None]:
    """The time of TIMEOUT(absolute) is over: the extension ``T`` of the context, where there is one."""
    channel.timed_out = False
    channel.ends = None
    late = Position(channel.position.context, "T", 1)
    if channel.pbx.dialplan.exists(late, channel.caller.number):
        channel.position = late
        with suppress(HungUp):
            yield from _steps(channel)


def _invalid(channel: Channel) -> bool:
    """Go to the ``i`` extension of the context, where there is one."""
    invalid = Position(channel.position.context, "i", 1)
    if channel.position.exten == "i" or not channel.pbx.dialplan.exists(invalid, channel.caller.number):
        return False
    channel.set_variable("INVALID_EXTEN", channel.position.exten)
    channel.position = invalid
    return True


def _fall_through(channel: Channel) -> Waiting[None]:
    """The run is out of steps: with a failed Dial behind it the caller hears why, until it hangs up."""
    match channel.variables.get("DIALSTATUS"):
        case "BUSY":
            channel.refuse(Control.BUSY, causes.USER_BUSY)
        case "CHANUNAVAIL" | "CONGESTION":
            channel.refuse(Control.CONGESTION, causes.CONGESTION)
        case _:
            return
    yield from channel.stay()


def hangup_extension(channel: Channel) -> Waiting[None]:
    """Run the ``h`` extension. The channel is on its way out: the first application that waits ends it (recorded)."""
    dialplan = channel.pbx.dialplan
    start = Position(channel.position.context, "h", 1)
    if not dialplan.exists(start, channel.caller.number):
        return
    channel.position = start
    while (step := dialplan.step(channel.position, channel.caller.number)) is not None:
        try:
            if (yield from _step(channel, step)) is Result.END:
                break
        except HungUp:
            break


def hangup_handlers(channel: Channel) -> Waiting[None]:
    """Run the hangup handlers, the newest first, then hang up. Asterisk: ast_pbx_hangup_handler_run()."""
    while channel.hangup_handlers:
        start = subroutines.begin_handler(channel)
        if start is not None:
            yield from subroutine(channel, start)
    channel.end()

"""Dial: call one or several channels and bridge the first that answers. Asterisk: apps/app_dial.c.

Modelled: destinations joined by ``&``, the timeout, the options of `dial_options.MODELLED`; another option is reported
as not modelled.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from astami_fake.pbx import arguments, bridging, causes, dialing, digits, execution, subroutines, technologies
from astami_fake.pbx.applications import dial_options, jumps
from astami_fake.pbx.behaviour import OK, phrase
from astami_fake.pbx.bridge import Bridge
from astami_fake.pbx.channel import Channel, Control, HungUp, Moved
from astami_fake.pbx.execution import Result, application
from astami_fake.pbx.snapshots import Party, Position
from astami_fake.pbx.tasks import TIMED_OUT, Signal, Until, Waiting

if TYPE_CHECKING:
    from collections.abc import Iterable

_CLEARED = (
    "DIALSTATUS",
    "DIALEDPEERNUMBER",
    "DIALEDPEERNAME",
    "ANSWEREDTIME",
    "ANSWEREDTIME_MS",
    "DIALEDTIME",
    "DIALEDTIME_MS",
    "RINGTIME",
    "RINGTIME_MS",
    "PROGRESSTIME",
    "PROGRESSTIME_MS",
)
"""Variables that Dial empties first, in this order. Recorded."""

_WORST_FIRST = ("BUSY", "CONGESTION", "CHANUNAVAIL")

_DECISIONS = {
    "BUSY": Result.GO_ON,
    "CONGESTION": Result.GO_ON,
    "CONTINUE": Result.GO_ON,
    "ABORT": Result.END,
    "GOTO": Result.END,
}
"""What a subroutine of option ``U`` may say in GOSUB_RESULT instead of letting the call begin, and what becomes of the
caller. Recorded: cases `calls.option.asked.*`."""


@dataclass(slots=True)
class _Attempt:
    """One Dial: the legs that still may answer, and what became of the others; *known* ones have said who they are."""

    caller: Channel
    begun: float
    options: dict[str, str]
    is_single: bool
    legs: list[Channel] = field(default_factory=list)
    known: set[Channel] = field(default_factory=set)
    heard: set[str] = field(default_factory=set)
    outcomes: list[str] = field(default_factory=list)

    def failure(self) -> str:
        """``DIALSTATUS`` where nobody answered."""
        if "NOANSWER" in self.outcomes:
            return "NOANSWER"
        return next((status for status in _WORST_FIRST if status in self.outcomes), "CHANUNAVAIL")


@application("Dial")
def dial(channel: Channel, data: str) -> Waiting[Result]:
    destinations, timeout, options = [*arguments.split(data, limit=3), "", "", ""][:3]
    asked = dial_options.read(options)
    for option in sorted(asked.keys() - dial_options.MODELLED):
        channel.pbx.problem(f"option {option!r} of Dial is not modelled; {channel.name} dials without it")
    for name in _CLEARED:
        channel.set_variable(name, "")
    begun = channel.pbx.clock.now()
    wanted = [destination.strip() for destination in destinations.split("&") if destination.strip()]
    attempt = _Attempt(channel, begun, asked, len(wanted) == 1)
    if any("/" not in destination for destination in wanted):
        channel.set_variable("DIALSTATUS", "INVALIDARGS")
        return Result.END
    if "B" in asked:
        yield from jumps.call(channel, dial_options.gosub(asked["B"]))
        channel.check()
    for destination in wanted:
        yield from _call(attempt, destination)
    if "m" in asked:
        channel.pbx.music.start(channel, asked["m"])
    elif "r" in asked:
        channel.tech.indicated(channel, Control.RINGING)
    if attempt.is_single:
        _introduce(attempt, attempt.legs)
    longest = arguments.seconds(timeout)
    try:
        winner = yield from _answered(attempt, begun + longest if longest else None)
    except (HungUp, Moved):
        cause = causes.ANSWERED_ELSEWHERE if "c" in asked else channel.cause or causes.NORMAL_CLEARING
        _give_up(attempt.legs, channel, "CANCEL", cause)
        channel.set_variable("DIALSTATUS", "CANCEL")
        raise
    if winner is None:
        channel.pbx.music.stop(channel)
        channel.set_variable("DIALSTATUS", attempt.failure())
        return Result.GO_ON
    winner.controls.clear()
    # what became of other legs does not matter any more (recorded: calls.group.onebusy); a call that somebody else has
    # picked up, and is up before it is answered, has no cause yet (recorded: pickup.any)
    channel.cause = winner.cause = 0 if winner.state == causes.UP else causes.NORMAL_CLEARING
    _learn(channel, winner, OK if winner.tech.identifies else 0)
    winner.set_state(causes.UP)
    _introduce(attempt, [winner])
    attempt.legs.remove(winner)
    _give_up(attempt.legs, channel, "CANCEL", causes.ANSWERED_ELSEWHERE)
    return (yield from _talk(attempt, winner))


def _call(attempt: _Attempt, destination: str) -> Waiting[None]:
    caller, options = attempt.caller, attempt.options
    tech, _, address = destination.partition("/")
    try:
        leg = technologies.request(caller.pbx, tech, address, linkedid=caller.linkedid)
    except technologies.Refused as refusal:
        caller.cause = refusal.cause
        attempt.outcomes.append("CHANUNAVAIL")
        return
    leg.wakeup = caller.wakeup
    leg.join_call(caller.call_number)
    leg.set_variable("DIALEDPEERNUMBER", address)
    for name, value in caller.variables.inherited():
        leg.copy_variable(name, value)
    leg.application, leg.data = "AppDial", "(Outgoing Line)"
    own = leg.caller if leg.caller.number else Party(caller.position.exten, caller.connected.name)
    leg.caller = dial_options.called(options, caller) or own
    leg.connected = dial_options.caller(options, caller)
    leg.account = caller.account
    leg.position = leg.position._replace(exten=caller.position.exten)
    leg.publish()
    if "b" in options:
        yield from jumps.call(leg, dial_options.gosub(options["b"]))
    if not leg.tech.call(leg):
        leg.hangup()
        attempt.outcomes.append("CHANUNAVAIL")
        return
    attempt.legs.append(leg)
    dialing.begin(caller, leg, address)


def _answered(attempt: _Attempt, deadline: float | None) -> Waiting[Channel | None]:
    """The leg that answers; None where none does in time."""
    caller = attempt.caller
    while attempt.legs:
        for leg in tuple(attempt.legs):
            if _hear(attempt, leg):
                return leg
        caller.check()
        if not attempt.legs:
            break
        left = None if deadline is None else deadline - caller.pbx.clock.now()
        if (left is not None and left <= 0) or (yield Until(caller.wakeup, left)) is TIMED_OUT:
            _give_up(attempt.legs, caller, "NOANSWER", 0)
            attempt.outcomes.append("NOANSWER")
            return None
    return None


def _introduce(attempt: _Attempt, legs: list[Channel]) -> None:
    """The caller learns whom it reaches, where the one who is called knows that; with option ``I`` nobody learns."""
    caller = attempt.caller
    for leg in legs:
        if (leg.tech.identifies or leg in attempt.known) and "I" not in attempt.options:
            caller.connected = leg.caller
            caller.publish()
            caller.tech.indicated(caller, Control.CONNECTED)


def _hear(attempt: _Attempt, leg: Channel) -> bool:
    """Take what has come from a leg; True where it has answered."""
    while leg.controls:
        match leg.controls.popleft():
            case Control.ANSWER:
                return True
            case Control.RINGING:
                _pass_on(attempt, leg, Control.RINGING, "RINGTIME")
            case Control.PROGRESS:
                _pass_on(attempt, leg, Control.PROGRESS, "PROGRESSTIME")
            case Control.CONNECTED:
                attempt.known.add(leg)
                if attempt.is_single:
                    _introduce(attempt, [leg])
            case Control.BUSY | Control.CONGESTION as refusal:
                attempt.outcomes.append(refusal.name)
                _lose(attempt, leg, refusal.name)
                return False
    if leg.hanging_up:
        attempt.caller.cause = leg.cause
        _learn(attempt.caller, leg, leg.tech_cause)
        attempt.outcomes.append(causes.DIAL_STATUS.get(leg.cause, "CHANUNAVAIL"))
        _lose(attempt, leg, causes.DIAL_END.get(leg.cause, "NOANSWER"))
    return False


def _learn(caller: Channel, leg: Channel, code: int) -> None:
    """The caller's channel keeps with which SIP *code* a phone answered, for HANGUPCAUSE."""
    if code:
        caller.causes[leg.name] = (f"SIP {code} {phrase(code)}", leg.cause)


def _pass_on(attempt: _Attempt, leg: Channel, control: Control, variable: str) -> None:
    """The caller hears that a leg rings, or its sound; the first time sets *variable* and the same in milliseconds."""
    caller = attempt.caller
    if variable not in attempt.heard:
        attempt.heard.add(variable)
        milliseconds = int((caller.pbx.clock.now() - attempt.begun) * 1000)
        caller.set_variable(variable, str(milliseconds // 1000))
        caller.set_variable(f"{variable}_MS", str(milliseconds))
    dialing.state(caller, leg, control.name)
    if not caller.pbx.music.plays(caller):
        caller.tech.indicated(caller, control)


def _lose(attempt: _Attempt, leg: Channel, status: str) -> None:
    attempt.legs.remove(leg)
    dialing.end(attempt.caller, leg, status)
    leg.hangup()


def _give_up(legs: Iterable[Channel], caller: Channel, status: str, cause: int) -> None:
    for leg in tuple(legs):
        leg.cause = cause
        dialing.end(caller, leg, status)
        leg.hangup()


def _talk(attempt: _Attempt, leg: Channel) -> Waiting[Result]:
    """Bridge the caller and the *leg* that answered, until one of them leaves."""
    caller, options = attempt.caller, attempt.options
    pbx = caller.pbx
    caller.set_variable("DIALSTATUS", "ANSWER")
    caller.set_variable("DIALEDPEERNAME", leg.name)
    caller.set_variable("DIALEDPEERNUMBER", leg.variables.get("DIALEDPEERNUMBER"))
    leg.wakeup = Signal()  # its own thread serves it from here on
    if "G" in options and (target := dial_options.place(options, "G", caller.position)) is not None:
        return _split(caller, leg, target)
    if "U" in options and (decided := (yield from _ask(caller, leg, options["U"]))) is not None:
        return decided
    leg.position = leg.position._replace(exten="")
    dialing.end(caller, leg, "ANSWER")
    if "D" in options:
        yield from _key_in(caller, leg, options["D"])
    answered = pbx.clock.now()
    pbx.music.stop(caller)
    caller.answer()
    if "F" in options:
        here = caller.position
        leg.onward = dial_options.place(options, "F", here) or here._replace(priority=here.priority + 1)
    leg.runs_h = "e" in options
    bridge = Bridge(pbx)
    caller.keypad = dial_options.keypad(options, dial_options.CALLER, pbx.features)
    leg.keypad = dial_options.keypad(options, dial_options.CALLED, pbx.features)
    bridge.enter(leg)
    bridge.enter(caller)
    pbx.spawn(bridging.serve(bridge, leg))
    if longest := dial_options.longest(options):
        pbx.clock.call_later(longest, lambda: pbx.at_once(lambda: bridge.kick(leg)))
    yield from bridge.stay(caller)
    caller.keypad = None
    if caller.goto is not None:
        caller.set_variable("DIALSTATUS", "ANSWER")
        raise Moved
    now = pbx.clock.now()
    for name, since in (("ANSWEREDTIME", answered), ("DIALEDTIME", attempt.begun)):
        milliseconds = int((now - since) * 1000)
        caller.set_variable(name, str(milliseconds // 1000))
        caller.set_variable(f"{name}_MS", str(milliseconds))
    caller.set_variable("DIALSTATUS", "ANSWER")
    caller.check()
    return Result.GO_ON if "g" in options else Result.END


def _ask(caller: Channel, leg: Channel, said: str) -> Waiting[Result | None]:
    """Run a subroutine on the *leg* before the call, ``context^argument^…``; None where it lets the call begin."""
    context, *values = said.split("^")
    yield from jumps.call(leg, f"{context},s,1({','.join(values)})")
    decision = leg.variables.get("GOSUB_RESULT") or ""
    if not decision:
        return None
    caller.set_variable("GOSUB_RETVAL", leg.variables.get("GOSUB_RETVAL"))
    word, _, target = decision.replace("^", ",").partition(":")
    if word not in _DECISIONS:
        return None
    place = subroutines.locate(caller, target) if target else None
    if place is not None:
        caller.position = place._replace(priority=place.priority - 1)
    leg.position = leg.position._replace(exten="")
    dialing.end(caller, leg, decision.replace("^", ","))
    leg.cause = causes.NORMAL_CLEARING
    leg.hangup()
    caller.set_variable("DIALSTATUS", decision if word in _WORST_FIRST else "ANSWER")
    caller.check()
    return Result.GO_ON if place is not None else _DECISIONS[word]


def _key_in(caller: Channel, leg: Channel, keys: str) -> Waiting[None]:
    """Digits to the called one, then to the caller: ``called:caller``. Who hangs up meanwhile ends the call."""
    try:
        for channel, text in zip((leg, caller), keys.split(":"), strict=False):
            yield from digits.stream(caller, channel, text)
    except HungUp:
        leg.hangup()
        caller.set_variable("DIALSTATUS", "ANSWER")
        raise


def _split(caller: Channel, leg: Channel, target: Position) -> Result:
    """The caller goes to *target*, the *leg* to the step behind it; they do not talk."""
    leg.position = target._replace(priority=target.priority + 1)
    leg.publish()
    caller.position = target._replace(priority=target.priority - 1)
    dialing.end(caller, leg, "ANSWER")
    caller.cause = leg.cause = causes.NORMAL_CLEARING
    caller.pbx.spawn(execution.run(leg))
    return Result.GO_ON

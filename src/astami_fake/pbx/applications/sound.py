"""Sound and digits: music on hold, digits that are read and sent, texts, who listens in. Asterisk:
res/res_musiconhold.c, main/pbx_builtins.c, apps/app_read.c, app_waituntil.c, app_senddtmf.c, app_sendtext.c,
app_chanspy.c.

No sound is installed, so none is played (recorded: cases `apps.*`, `menu.*`).
"""

from __future__ import annotations

from astami_fake.pbx import arguments, digits
from astami_fake.pbx.answering import answer
from astami_fake.pbx.channel import Channel, Control
from astami_fake.pbx.events import Event
from astami_fake.pbx.execution import Result, application
from astami_fake.pbx.snapshots import Position
from astami_fake.pbx.tasks import TIMED_OUT, Until, Waiting

_READ_TIMEOUT = 10.0
"""Seconds that Read waits for a digit where it is told no time."""

_BETWEEN_DIGITS = 5.0
"""Seconds between the digits of an extension where ``TIMEOUT(digit)`` says nothing. Recorded: case `menu.keys`."""


@application("Ringing")
def ringing(channel: Channel, data: str) -> Result:
    return _indicate(channel, Control.RINGING)


@application("Progress")
def progress(channel: Channel, data: str) -> Result:
    return _indicate(channel, Control.PROGRESS)


@application("Proceeding")
def proceeding(channel: Channel, data: str) -> Result:
    return _indicate(channel, Control.PROCEEDING)


def _indicate(channel: Channel, control: Control) -> Result:
    channel.tech.indicated(channel, control)
    return Result.GO_ON


@application("MusicOnHold")
def music_on_hold(channel: Channel, data: str) -> Waiting[Result]:
    """``MusicOnHold(class[,seconds])``; a class that is not there ends it at once, and the call goes on."""
    name, seconds = [*arguments.split(data), "", ""][:2]
    if not channel.pbx.music.start(channel, name):
        return Result.GO_ON
    try:
        if longest := int(arguments.seconds(seconds)):  # half a second is for ever
            yield from channel.sleep(longest)
        else:
            yield from channel.stay()
    finally:
        channel.pbx.music.stop(channel)
    return Result.GO_ON


@application("StartMusicOnHold")
def start_music(channel: Channel, data: str) -> Result:
    channel.pbx.music.start(channel, data)
    return Result.GO_ON


@application("StopMusicOnHold")
def stop_music(channel: Channel, data: str) -> Result:
    channel.pbx.music.stop(channel)
    return Result.GO_ON


@application("BackGround")
def background(channel: Channel, data: str) -> Waiting[Result]:
    """As Playback, but digits would end it."""
    options = [*arguments.split(data), "", ""][1]
    if "n" not in options:
        yield from answer(channel)
    channel.set_variable("BACKGROUNDSTATUS", "FAILED")
    return Result.GO_ON


def _digit(channel: Channel, seconds: float | None) -> Waiting[str]:
    """The next digit that comes within *seconds*; empty where none does."""
    deadline = None if seconds is None else channel.pbx.clock.now() + seconds
    while True:
        channel.check()
        if channel.digits:
            return channel.digits.popleft()
        left = None if deadline is None else deadline - channel.pbx.clock.now()
        if (left is not None and left <= 0) or (yield Until(channel.wakeup, left)) is TIMED_OUT:
            channel.check()
            return channel.digits.popleft() if channel.digits else ""


@application("WaitExten")
def wait_exten(channel: Channel, data: str) -> Waiting[Result]:
    """``WaitExten([seconds])``: digits that are an extension here go there, wrong ones to ``i``; without any the call
    goes on, at its last step to ``t``. Where more digits may make another extension of it, they are waited for."""
    pbx, context, caller = channel.pbx, channel.position.context, channel.caller.number
    channel.digits.clear()
    dialled = yield from _digit(channel, arguments.seconds(data) or None)
    if not dialled:
        following = channel.position._replace(priority=channel.position.priority + 1)
        late = Position(context, "t", 1)
        if not pbx.dialplan.exists(following, caller) and pbx.dialplan.exists(late, caller):
            channel.jump = late
        return Result.GO_ON
    while pbx.dialplan.may_grow(context, dialled, caller):
        digit = yield from _digit(channel, channel.timeouts.get("digit") or _BETWEEN_DIGITS)
        if not digit:
            break
        dialled += digit
    target, invalid = Position(context, dialled, 1), Position(context, "i", 1)
    if not pbx.dialplan.exists(target, caller) and not pbx.dialplan.exists(invalid, caller):
        return Result.END
    channel.jump = target
    return Result.GO_ON


@application("WaitDigit")
def wait_digit(channel: Channel, data: str) -> Waiting[Result]:
    """``WaitDigit([seconds[,digits]])``; a key that is none of the digits is passed over."""
    seconds, wanted = [*arguments.split(data), "", ""][:2]
    channel.digits.clear()
    left = longest = arguments.seconds(seconds) or None
    begun = channel.pbx.clock.now()
    while (digit := (yield from _digit(channel, left))) and wanted and digit not in wanted:
        left = longest and longest - (channel.pbx.clock.now() - begun)
    if not digit:
        channel.set_variable("WAITDIGITSTATUS", "TIMEOUT")
    else:
        channel.set_variable("WAITDIGITRESULT", digit)
        channel.set_variable("WAITDIGITSTATUS", "DTMF")
    return Result.GO_ON


@application("Read")
def read(channel: Channel, data: str) -> Waiting[Result]:
    """``Read(variable[,file[,maxdigits[,options[,attempts[,seconds]]]]])``."""
    variable, _, most, options, attempts, seconds = [*arguments.split(data), "", "", "", "", "", ""][:6]
    channel.set_variable("READSTATUS", "ERROR")
    if "n" not in options:
        yield from answer(channel)
    longest = arguments.seconds(seconds) or _READ_TIMEOUT
    limit = int(most) if most.isdigit() else 255
    channel.digits.clear()
    result = ""
    for _attempt in range(int(attempts) if attempts.isdigit() else 1):
        while len(result) < limit:
            digit = yield from _digit(channel, longest)
            if digit in ("", "#"):
                break
            result += digit
        channel.set_variable(variable, result)
        if result:
            break
    channel.set_variable("READSTATUS", "OK" if result else "TIMEOUT")
    return Result.GO_ON


@application("SayDigits")
@application("SayNumber")
@application("SayAlpha")
@application("SayPhonetic")
def say(channel: Channel, data: str) -> Result:
    """Say digits, a number, letters: there are no sounds here, and none in the containers, so it takes no time."""
    return Result.GO_ON


@application("SendDTMF")
def send_dtmf(channel: Channel, data: str) -> Waiting[Result]:
    """``SendDTMF(digits[,gap ms[,duration ms[,channel]]])``."""
    text, gap, duration, name = [*arguments.split(data), "", "", "", ""][:4]
    other = channel.pbx.channels.find(name) if name else channel
    yield from digits.stream(channel, other, text, int(gap or 250), int(duration or 0))
    return Result.GO_ON


@application("SendText")
def send_text(channel: Channel, data: str) -> Result:
    channel.set_variable("SENDTEXTTYPE", "BASIC")
    channel.set_variable("SENDTEXTSTATUS", "SUCCESS")
    return Result.GO_ON


@application("ChanSpy")
def chan_spy(channel: Channel, data: str) -> Waiting[Result]:
    """``ChanSpy([prefix[,options]])``: one channel after the other whose name begins so; then it waits for the next."""
    prefix = [*arguments.split(data), ""][0]
    yield from answer(channel)
    while True:
        spied = next((one for one in channel.pbx.channels if one is not channel and one.name.startswith(prefix)), None)
        if spied is None or (spied.bridge is None and not spied.dialplan):
            yield from channel.stay()
        else:
            yield from _spy(channel, spied)


def _spy(channel: Channel, spied: Channel) -> Waiting[None]:
    _tell_spy("ChanSpyStart", channel, spied)
    try:
        while not spied.gone:
            channel.check()
            yield Until(channel.wakeup, 0.05)
    finally:
        _tell_spy("ChanSpyStop", channel, spied)


def _tell_spy(name: str, channel: Channel, spied: Channel) -> None:
    headers = (*channel.last.headers("Spyer"), *spied.last.headers("Spyee"))
    channel.pbx.events.publish(Event(name, ("call",), headers))

"""Answering, waiting, sound, ending, telling. Asterisk: main/pbx_builtins.c, apps/app_echo.c, app_playback.c,
app_userevent.c, app_verbose.c."""

from __future__ import annotations

from astami_fake.pbx import answering, arguments, causes
from astami_fake.pbx.channel import Channel, Control
from astami_fake.pbx.events import Event
from astami_fake.pbx.execution import Result, application
from astami_fake.pbx.tasks import Waiting


@application("NoOp")
@application("Verbose")
def nothing(channel: Channel, data: str) -> Result:
    """What they say goes to the console, which a manager does not see."""
    return Result.GO_ON


@application("Answer")
def answer(channel: Channel, data: str) -> Waiting[Result]:
    yield from answering.answer(channel)
    return Result.GO_ON


@application("Wait")
def wait(channel: Channel, data: str) -> Waiting[Result]:
    """Seconds with a fraction; no number is no wait."""
    yield from channel.sleep(arguments.seconds(data))
    return Result.GO_ON


@application("Echo")
def echo(channel: Channel, data: str) -> Waiting[Result]:
    """For ever: the far side's ``#`` is not modelled."""
    channel.pbx.sound_changed([channel])
    return (yield from channel.stay())


@application("Hangup")
def hangup(channel: Channel, data: str) -> Result:
    """End the call with a cause by number; without one with 16."""
    cause = int(data) if data.strip().isdigit() else 0
    channel.cause = cause or channel.cause or causes.NORMAL_CLEARING
    channel.hangup_source = channel.hangup_source or "dialplan/builtin"
    return Result.END


@application("Busy")
def busy(channel: Channel, data: str) -> Waiting[Result]:
    return (yield from _refuse(channel, data, Control.BUSY, causes.USER_BUSY))


@application("Congestion")
def congestion(channel: Channel, data: str) -> Waiting[Result]:
    return (yield from _refuse(channel, data, Control.CONGESTION, causes.CONGESTION))


def _refuse(channel: Channel, data: str, control: Control, cause: int) -> Waiting[Result]:
    channel.refuse(control, cause)
    if longest := arguments.seconds(data):
        yield from channel.sleep(longest)
    else:
        yield from channel.stay()
    return Result.END


@application("Playback")
def playback(channel: Channel, data: str) -> Waiting[Result]:
    """Play sounds: there are none here, and none in the containers, so it fails after answering."""
    options = [*arguments.split(data), "", ""][1].split(",")
    if "noanswer" not in options:
        yield from answering.answer(channel)
    channel.set_variable("PLAYBACKSTATUS", "FAILED")
    return Result.GO_ON


@application("UserEvent")
def user_event(channel: Channel, data: str) -> Result:
    """``UserEvent(Name,Header: value,…)``: a UserEvent with the channel and these headers."""
    name, *body = arguments.split(data) or [""]
    headers = []
    for part in body:
        header, _, value = part.partition(":")
        headers.append((header, value.lstrip()))
    event = Event("UserEvent", ("user",), (*channel.last.headers(), ("UserEvent", name), *headers))
    channel.pbx.events.publish(event)
    return Result.GO_ON

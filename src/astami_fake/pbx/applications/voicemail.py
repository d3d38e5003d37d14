"""VoiceMail. Asterisk: apps/app_voicemail.c, vm_exec(), leave_voicemail(). Recorded: cases `voicemail.*`."""

from __future__ import annotations

from astami_fake.pbx import arguments
from astami_fake.pbx.answering import answer
from astami_fake.pbx.channel import Channel, HungUp
from astami_fake.pbx.execution import Result, application
from astami_fake.pbx.tasks import TIMED_OUT, Until, Waiting
from astami_fake.pbx.voicemail import MODULE, Mailbox

_SOUNDS = "format_gsm.so"
"""The format in which Asterisk's sounds come; where it is not loaded nobody hears anything."""
_INTRO = ("vm-intro",)
_GREETINGS = {"u": "vm-isunavail", "b": "vm-isonphone"}
_FULL = "vm-mailboxfull"
_BEEP = "beep"
_THANKS = "auth-thankyou"
_SECONDS = {
    "vm-intro": 5.66, "vm-theperson": 2.04, "vm-isunavail": 1.26, "vm-isonphone": 1.46, "vm-mailboxfull": 4.16,
    "beep": 0.44, "auth-thankyou": 1.06,
    "0": 0.88, "1": 0.92, "2": 0.76, "3": 0.84, "4": 0.82, "5": 0.84, "6": 0.90, "7": 0.84, "8": 0.70, "9": 0.86,
}  # fmt: skip
"""How long Asterisk's own English sounds take in seconds; the thanks with the key before them."""
_SILENCE = 2.0
"""Seconds without any sound from the caller that end a message."""


@application("VoiceMail", module=MODULE)
def voice_mail(channel: Channel, data: str) -> Waiting[Result]:
    """``VoiceMail(mailbox[@context][&…][,options])``."""
    names, options = [*arguments.split(data), "", ""][:2]
    for option in sorted(set(options) - set("subU")):
        channel.pbx.problem(f"option {option!r} of VoiceMail is not modelled; {channel.name} goes without")
    yield from answer(channel)
    found = [channel.pbx.voicemail.at(name.strip()) for name in names.split("&")]
    mailboxes = [mailbox for mailbox in found if mailbox is not None]
    if found[0] is None:
        return _ends(channel, "FAILED", Result.GO_ON)
    heard = channel.pbx.modules.find(_SOUNDS) is not None
    greeting = _greeting(mailboxes[0], options)
    if greeting and not heard:
        return _ends(channel, "FAILED", Result.END)
    try:
        if mailboxes[0].new >= mailboxes[0].box.limit:
            yield from _play(channel, _FULL, heard=heard)
            return _ends(channel, "FAILED", Result.GO_ON)
        for sound in greeting:
            if (yield from _play(channel, sound, heard=heard)) == "#":
                break
        yield from _play(channel, _BEEP, heard=heard)
    except HungUp:
        channel.set_variable("VMSTATUS", "FAILED")
        raise
    return (yield from _take(channel, mailboxes, heard=heard))


def _greeting(mailbox: Mailbox, options: str) -> tuple[str, ...]:
    """What a caller hears before the tone."""
    why = next((sound for option, sound in _GREETINGS.items() if option in options), "")
    spoken = ("vm-theperson", *mailbox.box.number, why) if why else ()
    return spoken if "s" in options else (*spoken, *_INTRO)


def _take(channel: Channel, mailboxes: list[Mailbox], *, heard: bool) -> Waiting[Result]:
    """Record until the caller presses #, is silent or hangs up."""
    begun = channel.pbx.clock.now()
    caller = f'"{channel.caller.name}" <{channel.caller.number}>'
    try:
        ended = yield from _until_key(channel, None if channel.tech.sounds else _SILENCE)
        if ended:
            yield from _play(channel, _THANKS, heard=heard)
    except HungUp:
        channel.pbx.voicemail.leave(channel, mailboxes, caller, begun)
        channel.set_variable("VMSTATUS", "SUCCESS")
        raise
    channel.pbx.voicemail.leave(channel, mailboxes, caller, begun)
    return _ends(channel, "SUCCESS", Result.GO_ON if ended else Result.END)


def _until_key(channel: Channel, seconds: float | None) -> Waiting[bool]:
    """Wait for #; False where *seconds* pass before."""
    while True:
        channel.check()
        while channel.digits:
            if channel.digits.popleft() == "#":
                return True
        if (yield Until(channel.wakeup, seconds)) is TIMED_OUT:
            return False


def _play(channel: Channel, sound: str, *, heard: bool) -> Waiting[str]:
    """Let the caller hear *sound*, a digit as it is spoken; the key that ended it."""
    left = _SECONDS.get(sound, 0.0) if heard else 0.0
    end = channel.pbx.clock.now() + left
    while (left := end - channel.pbx.clock.now()) > 0:
        channel.check()
        if channel.digits and (key := channel.digits.popleft()) == "#":
            return key
        yield Until(channel.wakeup, left)
    channel.check()
    return ""


def _ends(channel: Channel, status: str, result: Result) -> Result:
    channel.set_variable("VMSTATUS", status)
    return result

"""Digits (DTMF): one that comes from a channel's far side, one that is sent to it. Asterisk: main/channel.c,
ast_senddigit_begin() and __ast_read().

Lives here: the events and who gets the digit next. Does not live here: what the far side of a technology is (`local`),
which digits mean something to an application (the application reads `Channel.digits`). May import `channel`, `tasks`.
"""

from __future__ import annotations

from astami_fake.pbx.channel import Channel
from astami_fake.pbx.tasks import Sleep, Waiting

SHORTEST = 100
"""Milliseconds that a digit sounds at least. Recorded: case `bridge.digits`."""

QUIET = 0.1
"""Seconds before the first of several digits that are sent. Recorded: case `queue.exit.key`."""

GAP = 0.15
"""Seconds between digits that were queued together. Recorded: case `transfer.attended.refused`."""

ASKED_GAP = 0.06
"""The same where the channel is asked for a number. Recorded: case `transfer.attended.hungup`."""


def send(channel: Channel, digit: str, duration: int, *, told: bool = False) -> Waiting[None]:
    """Send *digit* to the far side of *channel* for *duration* ms; *told* with its own events, as a bridge does it."""
    duration = duration or SHORTEST
    if told:
        channel.tell("DTMFBegin", "dtmf", ("Digit", digit), ("Direction", "Sent"))
    channel.tech.digit_begins(channel, digit)
    yield Sleep(duration / 1000)
    if channel.gone:
        return
    if told:
        channel.tell("DTMFEnd", "dtmf", ("Digit", digit), ("DurationMs", str(duration)), ("Direction", "Sent"))
    channel.tech.digit_ends(channel, digit, duration)


def stream(server: Channel, channel: Channel | None, text: str, gap: int = 250, duration: int = 0) -> Waiting[None]:
    """Send digits to the far side of *channel*, with *gap* ms behind each, while *server* does nothing else."""
    yield from server.sleep(QUIET)
    for digit in text:
        if channel is not None:
            yield from send(channel, digit, duration)
        server.check()
        yield from server.sleep(gap / 1000)


def begin(channel: Channel, digit: str) -> None:
    """A digit begins to come from the far side."""
    channel.tell("DTMFBegin", "dtmf", ("Digit", digit), ("Direction", "Received"))


def queue(channel: Channel, digit: str, duration: int) -> None:
    """Let a digit come from the far side behind those that are queued already."""
    channel.queued.append((digit, duration))
    if len(channel.queued) == 1:
        channel.pbx.spawn(_come(channel))


def _come(channel: Channel) -> Waiting[None]:
    while channel.queued and not channel.gone:
        end(channel, *channel.queued[0])
        yield Sleep(GAP if channel.errand is None else ASKED_GAP)
        channel.queued.popleft()


def end(channel: Channel, digit: str, duration: int) -> None:
    """It has come: an application may read it, a bridge passes it on."""
    channel.tell("DTMFEnd", "dtmf", ("Digit", digit), ("DurationMs", str(duration)), ("Direction", "Received"))
    if (bridge := channel.bridge) is not None and channel.errand is None:
        if channel.keypad is not None and channel.keypad.wants(digit):
            channel.pbx.spawn(channel.keypad.press(channel, bridge, digit, duration))
        else:
            bridge.digit(channel, digit, duration)
    else:
        channel.digits.append(digit)
        channel.wakeup.fire()

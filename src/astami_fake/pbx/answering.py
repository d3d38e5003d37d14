"""Answering a channel from this side. Asterisk: main/channel.c, ast_answer(). May import `channel`."""

from __future__ import annotations

from astami_fake.pbx import causes
from astami_fake.pbx.channel import Channel, Control
from astami_fake.pbx.tasks import Waiting

MEDIA_WAIT = 0.5
"""Seconds that an answering channel waits for the first sound of the far side; a Local channel has none. Recorded."""


def answer(channel: Channel) -> Waiting[None]:
    """Answer, and give the far side time to be heard; nothing where it is up already.

    Raises:
        HungUp, Moved: as `Channel.check`.
    """
    if channel.state == causes.UP:
        return
    channel.answer()
    end = channel.pbx.clock.now() + MEDIA_WAIT
    while (left := end - channel.pbx.clock.now()) > 0 and (yield from channel.wait(left)):
        if Control.SOUND in channel.controls:
            end = 0.0
        channel.controls.clear()

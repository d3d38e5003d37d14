"""Music on hold: which classes there are, and who hears one. Asterisk: res/res_musiconhold.c.

May import `channel`, `config.musiconhold`.
"""

from __future__ import annotations

from pathlib import Path

from astami_fake.config import musiconhold
from astami_fake.pbx.channel import Channel, Control


class Music:
    """The classes of one PBX.

    Attributes:
        classes: by name, in the order of the file.
    """

    def __init__(self, etc: Path | None) -> None:
        self._etc = etc
        self._playing: dict[Channel, str] = {}
        self.load()

    def load(self) -> None:
        """Read musiconhold.conf."""
        found = [] if self._etc is None else musiconhold.load(self._etc)
        self.classes = {music.name: music for music in found}

    def start(self, channel: Channel, name: str = "") -> bool:
        """Let *channel* hear the class *name* (``default`` where none is given); False where there is no such music."""
        name = name or "default"
        if name not in self.classes:
            return False
        self._playing[channel] = name
        channel.tell("MusicOnHoldStart", "call", ("Class", name))
        channel.tech.indicated(channel, Control.SOUND)
        channel.pbx.sound_changed([channel])
        return True

    def plays(self, channel: Channel) -> bool:
        """Whether *channel* hears music."""
        return channel in self._playing

    def stop(self, channel: Channel) -> None:
        """Silence, where there was music."""
        if self._playing.pop(channel, None) is not None:
            channel.tell("MusicOnHoldStop", "call")

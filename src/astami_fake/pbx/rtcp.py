"""Sound of a phone's call, and what PBX and phone report to each other of it: RTCP. Asterisk: res/res_rtp_asterisk.c.

Lives here: how many packets go each way, when a report is due, and the events of reports. No packet is sent, and none
is lost or late. What the PBX itself says to a phone is followed as far as music, conferences, Echo and the other one of
a pair go; that it has fallen silent is noticed with the next report. Does not live here: whether a phone talks
(`chan_pjsip`). May import `bridge`, `channel`, `optimization`. Recorded: cases `rtcp.*`.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from astami_fake.clock import Clock, Timer
from astami_fake.pbx import optimization
from astami_fake.pbx.bridge import CONFERENCE, NATIVE
from astami_fake.pbx.events import Headers

if TYPE_CHECKING:
    from astami_fake.pbx.chan_pjsip import PhoneCall

INTERVAL = 5.0
"""Seconds from the first sound to the first report, and between two reports."""

PACKETS_A_SECOND, SAMPLES = 50, 160
"""Sound goes in packets of 20 ms, a byte for each sample."""

HEARD, UNHEARD, UNKNOWN = "88.1", "87.2", " 0.0"
"""How good the sound is (MES): that of a phone that was heard, of one that was not, and where nothing is told of it."""

_HOST = "127.0.0.1"
_SENDER, _RECEIVER = "200(SR)", "201(RR)"


class Flow:
    """Packets of sound that go one way."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._before = 0
        self._since: float | None = None

    @property
    def runs(self) -> bool:
        return self._since is not None

    @property
    def packets(self) -> int:
        """How many have gone."""
        if self._since is None:
            return self._before
        return self._before + int((self._clock.now() - self._since) * PACKETS_A_SECOND + 1e-6)

    def run(self, runs: bool) -> None:
        """Go from now on, or no more."""
        if runs != self.runs:
            self._before, self._since = self.packets, self._clock.now() if runs else None


class Media:
    """The sound of one call of a phone.

    Attributes:
        came: what has come from the phone.
        went: what the PBX itself has sent to it.
    """

    def __init__(self, call: PhoneCall) -> None:
        self._call = call
        self._pbx = call.phone.pbx
        self.came = Flow(self._pbx.clock)
        self.went = Flow(self._pbx.clock)
        self._due: Timer | None = None
        self._told = 0
        self._reported = 0

    @cached_property
    def source(self) -> int:
        """The number of the stream that the PBX sends."""
        return self._pbx.random.randrange(2**32)

    @cached_property
    def far_source(self) -> int:
        """The number of the stream that the phone sends."""
        return self._pbx.random.randrange(2**32)

    @cached_property
    def _ends(self) -> tuple[str, str]:
        """Where reports go to and come from: the phone, the PBX; the odd one of two neighbouring ports."""
        phone, pbx = (f"{_HOST}:{2 * self._pbx.random.randrange(5000, 10000) + 1}" for _ in range(2))
        return phone, pbx

    def review(self) -> None:
        """Sound may go another way: count what goes now, and report from its beginning on while the call is open."""
        is_open = self._call.is_open
        self.came.run(is_open and self._call.sounds)
        self.went.run(is_open and self._is_sent)
        if self._due is not None and not is_open:
            self._due.cancel()
            self._due = None
        elif self._due is None and (self.came.runs or self.went.runs):
            self._wait()

    @property
    def _is_sent(self) -> bool:
        """The PBX itself sends sound to the phone."""
        channel = self._call.channel
        if self._pbx.music.plays(channel):
            return True
        if channel.bridge is None:
            return channel.application == "Echo" and self._call.sounds
        if self._is_relayed:
            return any(
                optimization.sounds(other, {channel}) for other in channel.bridge.members if other is not channel
            )
        return channel.bridge.technology == CONFERENCE.technology

    @property
    def _is_relayed(self) -> bool:
        """The PBX lets the other one of a pair through."""
        bridge = self._call.channel.bridge
        return bridge is not None and bridge.kind.pairs and bridge.technology != NATIVE

    def _wait(self) -> None:
        self._due = self._pbx.clock.call_beside(INTERVAL, lambda: self._pbx.at_once(self._report))

    def _report(self) -> None:
        """Report to the phone: as who sends, where anything has gone since the last report, else as who hears."""
        if not self._call.is_open:
            return
        self._wait()
        self.review()
        came, went = self.came.packets, self.went.packets
        sends, self._told = went > self._told, went
        phone, pbx = self._ends
        quality = HEARD if came else UNHEARD
        head = (("To", phone), ("From", pbx), *self._quality(quality), *_kind(self.source, sends, came))
        self._tell(
            "RTCPSent", (*head, *self._sent(went, went - self._is_relayed, sends), *_block(self.far_source, came))
        )

    def report(self, heard: int) -> None:
        """The phone reports, and has *heard* so many packets: as who sends, where it has talked since its last report,
        else as who hears."""
        came = self.came.packets
        sends, self._reported = came > self._reported, came
        phone, pbx = self._ends
        quality = HEARD if heard else UNKNOWN
        head = (("To", pbx), ("From", phone), ("RTT", "0.0000"), *self._quality(quality))
        kind = _kind(self.far_source, sends, heard)
        self._tell("RTCPReceived", (*head, *kind, *self._sent(came, came, sends), *_block(self.source, heard)))

    def _tell(self, name: str, headers: Headers) -> None:
        if self._pbx.noise.rtcp:
            self._call.channel.tell(name, "reporting", *headers)

    def _quality(self, quality: str) -> Headers:
        return (("MES", quality),) if self._pbx.release.tells_sound_quality else ()

    def _sent(self, packets: int, timed: int, sends: bool) -> Headers:
        """What a sender says of its stream: its time is that of so many packets (the last one's where the PBX lets
        through what it hears, else the next one's)."""
        if not sends:
            return ()
        return (
            ("SentNTP", f"{self._pbx.clock.now():.6f}"),
            ("SentRTP", str(timed * SAMPLES)),
            ("SentPackets", str(packets)),
            ("SentOctets", str(packets * SAMPLES)),
        )


def _kind(source: int, sends: bool, heard: int) -> Headers:
    return (
        ("SSRC", f"0x{source:08x}"),
        ("PT", _SENDER if sends else _RECEIVER),
        ("ReportCount", "1" if heard else "0"),
    )


def _block(source: int, packets: int) -> Headers:
    """What is reported of the stream *source*, of which so many packets have come; nothing where none has."""
    if not packets:
        return ()
    cycles, last = divmod(packets - 1, 2**16)
    return (
        ("Report0SourceSSRC", f"0x{source:08x}"),
        ("Report0FractionLost", "0"),
        ("Report0CumulativeLost", "0"),
        ("Report0HighestSequence", str(last)),
        ("Report0SequenceNumberCycles", str(cycles)),
        ("Report0IAJitter", "0"),
        ("Report0LSR", "0"),
        ("Report0DLSR", "0.0000"),
    )

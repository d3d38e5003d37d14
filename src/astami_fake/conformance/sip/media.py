"""Sound of a SIP phone, and its reports of that: RTP and RTCP (RFC 3550).

Lives here: the two sockets, and the packets of one stream. Does not live here: when a phone talks (`call`). Imports
nothing of the package.
"""

from __future__ import annotations

import asyncio
import struct
import uuid
from contextlib import suppress

PACKET, SAMPLES, SILENCE = 0.02, 160, b"\xff"
"""Seconds of a packet of G.711, its samples, and one of them."""
SENDER, RECEIVER = 200, 201
"""Kinds of reports: of who sends sound, of who only hears it."""
EPOCH = 2_208_988_800
"""Seconds from the beginning of NTP's time to 1970."""
_TRIES = 50


class _Ears(asyncio.DatagramProtocol):
    """Remembers of each far side the stream that came from there, and its last packet."""

    def __init__(self) -> None:
        self.heard: dict[tuple[str, int], tuple[int, int]] = {}

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if len(data) >= 12:
            number, source = struct.unpack("!2xH4xI", data[:12])
            self.heard[addr[0], addr[1]] = (source, number)


class Media:
    """The sockets of a phone for sound and for reports, the second one port above the first; made by `open_media`."""

    def __init__(self, sound: asyncio.DatagramTransport, reports: asyncio.DatagramTransport, ears: _Ears) -> None:
        self._sound = sound
        self._reports = reports
        self._ears = ears

    @property
    def address(self) -> tuple[str, int]:
        """Where it wants sound sent to."""
        host, port = self._sound.get_extra_info("sockname")[:2]
        return host, port

    def say(self, packet: bytes, to: tuple[str, int]) -> None:
        """Send a packet of sound."""
        self._sound.sendto(packet, to)

    def report(self, packet: bytes, to: tuple[str, int]) -> None:
        """Send a report to who gets sound at *to*."""
        self._reports.sendto(packet, (to[0], to[1] + 1))

    def heard(self, far: tuple[str, int]) -> tuple[int, int] | None:
        """Stream and number of the last packet that came from *far*."""
        return self._ears.heard.get(far)

    def close(self) -> None:
        self._sound.close()
        self._reports.close()


async def open_media(host: str) -> Media:
    """Two neighbouring ports at *host*, the lower one even.

    Raises:
        OSError: there are none.
    """
    loop = asyncio.get_running_loop()
    for _ in range(_TRIES):
        sound, ears = await loop.create_datagram_endpoint(_Ears, local_addr=(host, 0))
        port = sound.get_extra_info("sockname")[1]
        if port % 2 == 0:
            with suppress(OSError):
                reports, _ = await loop.create_datagram_endpoint(asyncio.DatagramProtocol, local_addr=(host, port + 1))
                return Media(sound, reports, ears)
        sound.close()
    raise OSError(f"no two neighbouring ports at {host}")


class Stream:
    """What a phone sends in one call: its sound, and what it reports."""

    def __init__(self) -> None:
        self.source = uuid.uuid4().int % 2**32
        self._sent = 0
        self._reported = 0

    def packet(self) -> bytes:
        """The next packet of silence."""
        header = struct.pack("!BBHII", 0x80, 0, self._sent % 2**16, self._sent * SAMPLES, self.source)
        self._sent += 1
        return header + SILENCE * SAMPLES

    def report(self, now: float, heard: tuple[int, int] | None) -> bytes:
        """A report at *now* (epoch): a sender's where it has sent anything since the last one, of *heard* where it has
        heard something; all of that has come, and nothing was late."""
        blocks = b"" if heard is None else struct.pack("!IIIIII", heard[0], 0, heard[1], 0, 0, 0)
        kind, body = RECEIVER, struct.pack("!I", self.source)
        if self._sent > self._reported:
            kind, self._reported = SENDER, self._sent
            seconds = now + EPOCH
            time = int(seconds), int(seconds % 1 * 2**32)
            body += struct.pack("!IIIII", *time, self._sent * SAMPLES, self._sent, self._sent * SAMPLES)
        body += blocks
        return struct.pack("!BBH", 0x80 | (heard is not None), kind, len(body) // 4) + body

"""Sound and reports of a SIP phone, as the other side gets them."""

from __future__ import annotations

import asyncio
import socket
import struct

import pytest

from astami_fake.conformance.sip.media import EPOCH, RECEIVER, SENDER, Stream, open_media


def test_packets_of_a_stream() -> None:
    """Each has the next number, the time of its first sample, and the stream's source."""
    stream = Stream()
    first, second = stream.packet(), stream.packet()
    assert len(first) == 12 + 160
    assert struct.unpack("!BBHII", second[:12]) == (0x80, 0, 1, 160, stream.source)


def test_a_sender_reports_what_it_has_sent() -> None:
    """Once; with nothing sent since it reports as a receiver. It tells of the stream that it has heard."""
    stream = Stream()
    stream.packet()
    first, second = stream.report(1.5, None), stream.report(2.0, (0xABCD, 9))
    head = struct.unpack("!BBHI", first[:8])
    assert head == (0x80, SENDER, len(first) // 4 - 1, stream.source)
    assert struct.unpack("!IIIII", first[8:]) == (EPOCH + 1, 2**31, 160, 1, 160)
    assert struct.unpack("!BBHI", second[:8]) == (0x81, RECEIVER, len(second) // 4 - 1, stream.source)
    assert struct.unpack("!IIIIII", second[8:]) == (0xABCD, 0, 9, 0, 0, 0)


@pytest.mark.asyncio
async def test_ports_are_neighbours() -> None:
    """Sound goes from the even one, and is remembered by where it came from."""
    one, other = await open_media("127.0.0.1"), await open_media("127.0.0.1")
    try:
        assert one.address[1] % 2 == 0
        stream = Stream()
        one.say(stream.packet(), other.address)
        for _ in range(10):  # what was sent on this machine has come; the loop takes it
            await asyncio.sleep(0)
        assert other.heard(one.address) == (stream.source, 0)
        assert other.heard(other.address) is None
    finally:
        one.close()
        other.close()


@pytest.mark.asyncio
async def test_reports_go_beside_the_sound() -> None:
    """From the port above that of the sound, to the port above the one where the other side wants sound."""
    one = await open_media("127.0.0.1")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as far:
        far.bind(("127.0.0.1", 0))
        far.settimeout(5)
        one.report(b"report", ("127.0.0.1", far.getsockname()[1] - 1))
        assert far.recvfrom(100) == (b"report", ("127.0.0.1", one.address[1] + 1))
    one.close()

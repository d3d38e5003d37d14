"""Tests of `astami_fake.transcript.wire`."""

from __future__ import annotations

import pytest

from astami_fake.transcript.wire import FrameSplitter

REAL = (
    b"Asterisk Call Manager/11.0.0\r\n"
    b"Response: Error\r\nMessage: No endpoints found\n\r\n\r\n"
    b"Event: Newchannel\r\nCallerIDName: J\xfcrgen\r\nAccountCode: \r\n\r\n"
)
FRAMES = [
    ("Asterisk Call Manager/11.0.0",),
    ("Response: Error", "Message: No endpoints found\n"),
    ("Event: Newchannel", "CallerIDName: J\udcfcrgen", "AccountCode: "),
]


@pytest.mark.parametrize("size", [1, 2, 3, 7, len(REAL)])
def test_frames_end_in_two_line_ends_only(size: int) -> None:
    """The greeting is a line, a frame ends in CRLF CRLF; a bare LF and odd bytes are part of it, however it is cut."""
    splitter = FrameSplitter()
    got = [frame for at in range(0, len(REAL), size) for frame in splitter.receive_data(REAL[at : at + size])]
    assert got == FRAMES
    assert splitter.take_rest() == ""


def test_rest() -> None:
    """What makes no frame can be taken as it is."""
    splitter = FrameSplitter()
    assert splitter.receive_data(b"Greeting\r\nhalf a fr\xff") == [("Greeting",)]
    assert splitter.take_rest() == "half a fr\udcff"
    assert splitter.receive_data(b"A: 1\r\n\r\n") == [("A: 1",)]


def test_empty_lines_between_frames_belong_to_none():
    """What some frames of real servers have too much does not become a line of the next one, wherever it is cut."""
    data = b"Asterisk Call Manager/5.0.4\r\nEvent: TestEvent\r\n\r\n\r\nResponse: Success\r\n\r\n\r\n\r\n"
    for cut in range(len(data)):
        splitter = FrameSplitter()
        frames = splitter.receive_data(data[:cut]) + splitter.receive_data(data[cut:])
        assert frames == [("Asterisk Call Manager/5.0.4",), ("Event: TestEvent",), ("Response: Success",)]
        assert splitter.take_rest() == ""

"""Bytes become messages as on real Asterisk (cases framing.*), however they are cut."""

from __future__ import annotations

import pytest

from astami_fake._wire import LINE_TOO_LONG, TOO_MANY_LINES, Message, Reader, banner, encode, first_values, headers

Found = list[tuple[tuple[str, ...], str | None]]


def messages(data: bytes, *, size: int | None = None) -> Found:
    reader = Reader()
    found: list[Message] = []
    for start in range(0, len(data), size or len(data)):
        reader.receive_data(data[start : start + (size or len(data))])
        while (message := reader.next_message()) is not None:
            found.append(message)
    return [(message.lines, message.fault) for message in found]


PING = b"Action: Ping\r\n\r\n"
PONG: Found = [(("Action: Ping",), None)]

CASES: dict[str, tuple[bytes, Found]] = {
    "crlf": (PING * 2, PONG * 2),
    "lf": (b"Action: Ping\n\nAction: Ping\n\n", PONG * 2),
    "cr in value": (b"Action: a\rb\r\r\n\r\n", [(("Action: a\rb\r",), None)]),
    "nul": (b"Action: Ping\0Pong\r\n\0\r\n", PONG),
    "empty": (b"\r\n\n", [((), None), ((), None)]),
    "empty first": (b"\r\n" + PING, [((), None), *PONG]),
    "lf among crlf": (b"A: 1\nB: 2\r\n\r\n" + PING, [(("A: 1", "B: 2"), None), *PONG]),
    "lf lf among crlf": (b"A: 1\n\nB: 2\r\n\r\n", [(("A: 1",), None), (("B: 2",), None)]),
    "nul among crlf": (b"A: 1\0\r\n\0\r\nB: 2\r\n\r\n", [(("A: 1",), None), (("B: 2",), None)]),
    "nul in the first line": (b"A: 1\0x\r\nB: 2\r\n\r\n", [(("A: 1", "B: 2"), None)]),
    "nul in the second line": (b"A: 1\r\nB: 2\0x\r\n\r\n", [(("A: 1", "B: 2"), None)]),
    "latin-1": (b"A: \xe9\r\n\r\n", [(("A: \udce9",), None)]),
    "128 lines": (b"X\r\n" * 128 + b"\r\n", [(("X",) * 128, None)]),
    "129 lines": (b"X\r\n" * 129 + b"\r\n" + PING, [(("X",) * 128, TOO_MANY_LINES), *PONG]),
    "1022 and crlf": (b"X" * 1022 + b"\r\n\r\n", [(("X" * 1022,), None)]),
    "1023 and lf": (b"X" * 1023 + b"\n\n", [(("X" * 1023,), None)]),
    "1023 and crlf": (b"X" * 1023 + b"\r\n\r\n" + PING, [((), LINE_TOO_LONG), ((), None), *PONG]),
    "1024": (b"X" * 1024 + b"\r\n\r\n" + PING, [(("X",), LINE_TOO_LONG), *PONG]),
    "2046": (b"X" * 2046 + b"\r\n\r\n" + PING, [((), LINE_TOO_LONG), ((), None), *PONG]),
    "3000": (b"A: 1\r\n" + b"X" * 3000 + b"\r\nB: 2\r\n\r\n", [(("A: 1", "X" * 954, "B: 2"), LINE_TOO_LONG)]),
    "both": (
        b"X\r\n" * 129 + b"X" * 2000 + b"\r\n\r\n" + PING * 2,
        [(("X",) * 128, TOO_MANY_LINES), (PONG[0][0], LINE_TOO_LONG), *PONG],
    ),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("size", [None, 1, 2, 7, 1023, 1024])
def test_messages(name: str, size: int | None) -> None:
    """A message is the same whole, byte by byte, and cut anywhere else."""
    data, found = CASES[name]
    assert messages(data, size=size) == found


def test_a_line_without_end_takes_no_memory() -> None:
    """20 MB without a line end are one fault and leave nothing behind."""
    reader = Reader()
    for _ in range(320):
        reader.receive_data(b"X" * 65536)
        assert reader.next_message() is None
        assert reader.waiting < 1024
    reader.receive_data(b"\r\n\r\n")
    message = reader.next_message()
    assert message is not None
    assert message.fault == LINE_TOO_LONG


def test_bytes_wait_until_they_are_asked_for() -> None:
    """What no message has taken yet is counted."""
    reader = Reader()
    reader.receive_data(PING + b"Act")
    assert reader.waiting == 19
    reader.next_message()
    assert reader.waiting == 3


def test_headers() -> None:
    """Blanks before a value are dropped, those behind it and around a name kept; other lines are no headers."""
    lines = ["A:1", "B: \t\x0b 2 ", " C: 3", "D : 4", "hello", ": 5", "E: a:b"]
    assert headers(lines) == [("A", "1"), ("B", "2 "), (" C", "3"), ("D ", "4"), ("", "5"), ("E", "a:b")]


def test_first_values() -> None:
    """The first of several headers counts, also an empty one; names are told apart without regard to case."""
    lines = ["Variable: one", "VARIABLE: two", "Key:", "key: 1", "hello", "Val: \t a "]
    assert first_values(lines) == {"variable": "one", "key": "", "val": "a "}


def test_frames() -> None:
    """A frame is its headers, ended by an empty line; a header without a name is a bare line; odd bytes survive."""
    assert (
        encode([("A", "1"), ("B", ""), ("", "bare"), ("C", "\udce9é")])
        == b"A: 1\r\nB: \r\nbare\r\nC: \xe9\xc3\xa9\r\n\r\n"
    )
    assert encode([("A", "1")], [("B", "2")]) == b"A: 1\r\n\r\nB: 2\r\n\r\n"


def test_banner() -> None:
    """The greeting is one line."""
    assert banner("11.0.0") == b"Asterisk Call Manager/11.0.0\r\n"

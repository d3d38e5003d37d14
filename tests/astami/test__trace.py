"""Traces: what a client sent and received, as a transcript that the project's own reader takes, without secrets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from astami import AMIUsageError
from astami._trace import Trace, masked
from astami.messages import Action, Secret
from astami_fake.transcript import format as transcript

SECRET = Secret("s3cret-word")
StartPeer = Callable[..., int]
Drive = Any  # the Driver of conftest.py
Line = Any  # the Line of conftest.py


def trace(path: Path, encoding: str = "utf-8") -> Trace:
    return Trace(path, case="trace.test", secret=SECRET, encoding=encoding)


def frames(path: Path) -> list[tuple[str, list[str]]]:
    """Every frame of the file as the reader of transcripts takes it: its mark, and its lines as they were sent."""
    found = []
    for item in transcript.read(path).items:
        if isinstance(item, transcript.Frame):
            found.append((item.mark, ["".join(map(str, line.template.parts)) for line in item.lines]))
    return found


ODD = [
    "Empty: ",
    "Trailing: blank ",
    "Guard: x  [in 22.10]",
    "Brace: {{aid}} {{",
    "Backslash: \\ \\x41",
    "Control: \x00\x1b\t\x7f",
    "Bytes: \udce9\udcff",
    "Text: é ← \u2028",
    "no header",
    "...",
    "",
    "Name:",
]


def test_odd_text_comes_back(tmp_path: Path) -> None:
    """Whatever a server sends is in the file, byte for byte, and read again from it."""
    path = tmp_path / "t.ami"
    with trace(path) as one:
        one.received("\r\n".join(ODD))
        one.sent("1", Action("Ping", (("Odd", "a\\b "),)))
    assert frames(path) == [
        ("<", ["Name: " if line == "Name:" else line for line in ODD[:-1]] + ["Name:"]),
        (">", ["Action: Ping", "ActionID: 1", "Odd: a\\b "]),
    ]
    assert "@case trace.test\n" in path.read_text(encoding="utf-8")


def test_other_encodings_are_written_as_bytes(tmp_path: Path) -> None:
    """A transcript holds what went over the wire."""
    path = tmp_path / "t.ami"
    with trace(path, "latin-1") as one:
        one.received("Name: é")
    assert frames(path) == [("<", ["Name: \udce9"])]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Output: s3cret-word is it", "Output: *** is it"),
        ("Line-000001-000001: secret=other", "Line-000001-000001: secret=***"),
        ("Line-000001-000001: secret = other one", "Line-000001-000001: secret = ***"),
        ("Password: other\r\nNext: 1", "Password: ***\r\nNext: 1"),
        ("Output: passwd => x", "Output: passwd => ***"),
        ("Output: md5_cred=abc", "Output: md5_cred=***"),
        ("Md5Cred: abc\r\nOauthSecret: d\r\nRefreshToken: e", "Md5Cred: ***\r\nOauthSecret: ***\r\nRefreshToken: ***"),
        ('JSON: {"1":{"secret":"a\\"b","type":"x"}}', 'JSON: {"1":{"secret":"***","type":"x"}}'),
        ("Secret: \r\nNext: 1", "Secret: \r\nNext: 1"),
        ("Event: Hangup\r\nCause: 16", "Event: Hangup\r\nCause: 16"),
    ],
)
def test_secrets_are_masked(text: str, shown: str) -> None:
    """The client's own wherever it stands, and what looks like somebody else's."""
    assert masked(text, SECRET) == shown


def test_empty_secret_masks_nothing() -> None:
    """There is nothing to hide."""
    assert masked("Ping: Pong", Secret("")) == "Ping: Pong"


def test_sent_secrets_are_masked(tmp_path: Path) -> None:
    """Those that the action holds, and what looks like one."""
    path = tmp_path / "t.ami"
    with trace(path) as one:
        one.sent("1", Action("Login", (("Username", "u"), ("Secret", SECRET))))
        one.sent("2", Action("Command", (("Command", "say s3cret-word and password=other"),)))
    assert frames(path) == [
        (">", ["Action: Login", "ActionID: 1", "Username: u", "Secret: ***"]),
        (">", ["Action: Command", "ActionID: 2", "Command: say *** and password=***"]),
    ]


def test_file_that_is_there_stays(tmp_path: Path) -> None:
    """A trace never overwrites anything; the error says where and why."""
    path = tmp_path / "t.ami"
    path.write_text("precious")
    with pytest.raises(AMIUsageError, match=r"cannot make .*t\.ami: File exists"):
        trace(path)
    assert path.read_text() == "precious"


def test_nothing_is_written_after_the_end(tmp_path: Path) -> None:
    """Closing can be repeated."""
    path = tmp_path / "t.ami"
    one = trace(path)
    one.close()
    one.close()
    one.received("Event: Late")
    assert frames(path) == []


def test_trace_of_a_client(drive: Drive, peer: StartPeer, tmp_path: Path) -> None:
    """From the login on if it was begun before, until it is closed; the second ends the first."""

    def script(line: Line) -> None:
        line.accept_login()
        line.answer("Ping: Pong")
        line.answer("Message: Command output follows", "Output:   indented", "Output: ")
        line.answer("Ping: Pong")

    first, second = tmp_path / "1.ami", tmp_path / "2.ami"
    client = drive.client(peer(script))
    client.trace(first)
    drive.call(client.connect)
    drive.call(client.login)
    drive.call(client.ping)
    trace = client.trace(second)
    drive.call(client.command, "x")
    trace.close()
    drive.call(client.ping)
    assert [(mark, lines[0]) for mark, lines in frames(first)] == [
        (">", "Action: Login"),
        ("<", "Response: Success"),
        (">", "Action: Ping"),
        ("<", "Response: Success"),
    ]
    assert [lines[2:] for _, lines in frames(second)] == [
        ["Command: x"],
        ["Message: Command output follows", "Output:   indented", "Output: "],
    ]
    assert "s3cret" not in first.read_text(encoding="utf-8")

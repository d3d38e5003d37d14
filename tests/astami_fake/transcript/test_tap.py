"""Tests of `astami_fake.transcript.tap` and `replay`: what goes through a tap is what a replay says."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from astami_fake import FakeAsterisk
from astami_fake.transcript.format import print_document
from astami_fake.transcript.replay import Replay
from astami_fake.transcript.tap import Tap

LOGIN = b"Action: Login\r\nUsername: admin\r\nSecret: %s\r\nEvents: off\r\nActionID: 1\r\n\r\n"
HEAD = "@ami 1\n@case a.b\n@title T.\n@recorded 22.10.1 debian 2026-11-22 runs=1\n@login none\n\n"


def heard(connection: socket.socket, until: bytes = b"") -> bytes:
    """What comes until it ends in *until*, or to the end of the connection."""
    data = b""
    while not (until and data.endswith(until)):
        try:
            part = connection.recv(4096)
        except ConnectionResetError:
            break
        if not part:
            break
        data += part
    return data


@pytest.fixture
def talk() -> Callable[..., list[bytes]]:
    """Say *lines* one after the other to a server, the first is the greeting's turn; give what it answered to each."""

    def talk(host: str, port: int, *frames: bytes) -> list[bytes]:
        with socket.create_connection((host, port), 10) as connection:
            answers = [heard(connection, b"\r\n")]
            for frame in frames:
                connection.sendall(frame)
                answers.append(heard(connection, b"\r\n\r\n"))
            return answers

    return talk


def test_both_ways(talk: Callable[..., list[bytes]], tmp_path: Path) -> None:
    """A replay answers byte for byte as the server behind the tap did, with the ActionIDs of today."""
    path = tmp_path / "x.ami"
    with FakeAsterisk("16.28") as pbx:
        secret = pbx.secret
        login = LOGIN % secret.encode()
        get = b"Action: DBGet\r\nFamily: f\r\nKey: \xff %s\r\nActionID: 2\r\n\r\n" % secret.encode()
        with Tap(pbx.host, pbx.port, [secret]) as tap:
            real = talk(tap.host, tap.port, login, get)
        path.write_text(print_document(tap.document("test.both", "Both ways.", "16.28.0", "debian")))
    assert f"Secret: {secret}" not in path.read_text()
    assert "Key: \\xff ***" in path.read_text()
    with Replay(path) as replay:
        assert (replay.version, replay.username) == ("16.28.0", "admin")
        replayed = talk(
            replay.host,
            replay.port,
            (LOGIN % b"anything").replace(b"ActionID: 1", b"ActionID: one"),
            b"Action: DBGet\r\nFamily: f\r\nKey: \xff ***\r\nActionID: two\r\n\r\n",
        )
        assert replay.violations == []
    assert replayed == [
        real[0],
        real[1].replace(b"ActionID: 1", b"ActionID: one"),
        real[2].replace(b"ActionID: 2", b"ActionID: two"),
    ]


def test_the_server_ends_it(tmp_path: Path) -> None:
    """Bytes that are no frame, and that the server closed, are in the transcript; a replay closes too."""
    path = tmp_path / "x.ami"
    with socket.create_server(("127.0.0.1", 0)) as server:
        with Tap(*server.getsockname(), []) as tap, socket.create_connection((tap.host, tap.port), 10) as program:
            end, _ = server.accept()
            end.sendall(b"Asterisk Call Manager/5.0.4\r\nEvent: Cut\r\n")
            end.close()
            assert heard(program) == b"Asterisk Call Manager/5.0.4\r\nEvent: Cut\r\n"
        path.write_text(print_document(tap.document("test.end", "The end.", "16.28.0", "debian")))
    assert "<closed\n" in path.read_text()
    with Replay(path) as replay, socket.create_connection((replay.host, replay.port), 10) as program:
        assert heard(program) == b"Asterisk Call Manager/5.0.4\r\nEvent: Cut\r\n"


def test_a_server_that_is_gone(tmp_path: Path) -> None:
    """Where the server refuses, the program's connection ends, and the transcript is empty of it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()
    with Tap(*address, []) as tap, socket.create_connection((tap.host, tap.port), 10) as program:
        assert heard(program) == b""


@pytest.mark.parametrize(
    ("body", "frames", "says"),
    [
        (
            ">  Action: A\n<  Response: B\n",
            [b"Action: A\r\n\r\n", b"Action: C\r\n\r\n"],
            "'Action: C' was sent after all",
        ),
        (">  Action: A\n", [b"Action: A\r\nSecret: s3cret\r\n\r\n"], "+ Secret: ***"),
        (">  Action: A\n   Secret: {{secret admin}}\n", [b"Action: A\r\nKey: 1\r\n\r\n"], "- Secret: {{secret admin}}"),
        (
            ">  Action: A\n   ActionID: {{aid a}}\n<  Response: B\n>  Action: C\n   ActionID: {{aid a}}\n",
            [b"Action: A\r\nActionID: 1\r\n\r\n", b"Action: C\r\nActionID: 2\r\n\r\n"],
            "'Action: C' was recorded (-)",
        ),
        (">  Action: A\n>  Action: B\n", [], "'Action: A' was recorded, and the test did not send it"),
        (">close\n", [], "'the connection close' was recorded"),
    ],
)
def test_what_is_said_otherwise(tmp_path: Path, body: str, frames: list[bytes], says: str) -> None:
    """Another frame, another ActionID, one too many or too few: told with line and both sides, without a secret."""
    path = tmp_path / "x.ami"
    path.write_text(HEAD + body)
    with Replay(path) as replay:
        with socket.create_connection((replay.host, replay.port), 10) as connection:
            for frame in frames:
                connection.sendall(frame)
                heard(connection, b"\r\n\r\n")
        assert says in "\n".join(replay.violations)
        assert "s3cret" not in "\n".join(replay.violations) + replay.transcript()
    assert "x.ami" in repr(replay)


def test_what_cannot_be_said(tmp_path: Path) -> None:
    """A value that is left open cannot be sent: the line is named."""
    path = tmp_path / "x.ami"
    path.write_text(HEAD + ">  Action: A\n<  Event: B\n   Uniqueid: {{uid one}}\n")
    with pytest.raises(ValueError, match=r"x\.ami:9: what is said for \{\{uid one\}\}\?"):
        Replay(path)

"""Recordings of real Asterisk, and a peer of prepared bytes, for the tests of transcripts."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from astami_fake.transcript.case import Case, compile_case
from astami_fake.transcript.format import parse, read
from astami_fake.transcript.matcher import Bindings, Bound, Observed

RECORDINGS = Path(__file__).parent / "recordings"


@dataclass(frozen=True)
class Run:
    """What came from a real server in one play of `recordings/call.ami`."""

    action_ids: Bindings
    steps: list[list[Observed]]


@dataclass(frozen=True)
class Recorded:
    """`recordings/call.ami` for a release, and every run it was learned from."""

    case: Case
    runs: list[Run]


@pytest.fixture(scope="session", params=["22.10", "16.28"])
def recorded(request: pytest.FixtureRequest) -> Recorded:
    """A call on a real server: the case, and six runs of it as they came."""
    release: str = request.param
    kept = json.loads((RECORDINGS / f"call-{release}.json").read_text(encoding="utf-8"))
    runs = [
        Run(
            Bindings({("aid", name): Bound(value, 0) for name, value in run["action_ids"].items()}),
            [[Observed(**{**one, "lines": tuple(one["lines"])}) for one in step] for step in run["steps"]],
        )
        for run in kept
    ]
    return Recorded(compile_case(read(RECORDINGS / "call.ami"), release), runs)


@pytest.fixture
def case_of() -> Callable[..., Case]:
    """A case, for a release, from the text below its header."""

    def make(body: str, *header: str, release: str | None = None) -> Case:
        lines = ["@ami 1", "@case area.name", "@title A fact.", *header, "", body]
        return compile_case(parse("\n".join(lines).rstrip("\n") + "\n"), release)

    return make


@dataclass
class Peer:
    """A server that says prepared bytes: a greeting, and an answer to each thing it is told to wait for."""

    port: int
    received: bytearray = field(default_factory=bytearray)


@pytest.fixture
def peer() -> Callable[..., object]:
    """`with peer(greeting, (waited for, answer), …) as p`: each answer is sent once its words have been received.

    An answer of None closes the connection. A Ping of the player is answered as it should be. What is *late* is said
    when the player has said nothing for a moment.
    """

    @contextmanager
    def start(greeting: bytes, *answers: tuple[bytes, bytes | None], late: bytes = b"") -> Iterator[Peer]:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            one = Peer(listening.getsockname()[1])
            thread = threading.Thread(target=_serve, args=(listening, one, greeting, list(answers), late), daemon=True)
            thread.start()
            yield one
            with contextlib.suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)  # a peer whom nobody called need not wait
            thread.join(10)

    return start


def _serve(
    listening: socket.socket, peer: Peer, greeting: bytes, answers: list[tuple[bytes, bytes | None]], late: bytes
) -> None:
    try:
        connection, _ = listening.accept()
    except OSError:
        return
    with connection, contextlib.suppress(ConnectionError):  # the player may end at any time
        connection.sendall(greeting)
        while True:
            connection.settimeout(0.05 if late and not answers else None)
            try:
                data = connection.recv(65536)
            except TimeoutError:
                connection.sendall(late)
                late = b""
                continue
            if not data:
                return
            peer.received += data
            while answers and answers[0][0] in peer.received:
                answer = answers.pop(0)[1]
                if answer is None:
                    return
                action_id = bytes(peer.received).rpartition(b"ActionID: ")[2].partition(b"\r\n")[0]
                connection.sendall(answer.replace(b"%AID%", action_id))
            for frame in bytes(data).split(b"\r\n\r\n"):
                if b"-fence-" in frame:
                    action_id = frame.partition(b"ActionID: ")[2]
                    connection.sendall(b"Response: Success\r\nActionID: " + action_id + b"\r\nPing: Pong\r\n\r\n")


@dataclass
class LocalStage:
    """A stage on loopback, in real time."""

    port: int
    host: str = "127.0.0.1"
    has_manual_clock: bool = False
    patience: float = 0.5
    slack: float = 0.5
    phones: None = None

    def elapse(self, seconds: float) -> None:
        raise AssertionError("time is real here")

    def user(self, name: str) -> str:
        return name

    def secret(self, name: str) -> str:
        return f"secret of {name}"


@pytest.fixture
def stage() -> Callable[[Peer], LocalStage]:
    """The stage that a peer is."""
    return lambda peer: LocalStage(peer.port)


def frames(*texts: str) -> list[Observed]:
    return [Observed("", "frame", tuple(text.split("|"))) for text in texts]


@pytest.fixture
def observed() -> Callable[..., Sequence[Observed]]:
    """Frames that came, each written as `Header: value|Header: value`."""
    return frames

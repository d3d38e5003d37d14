"""What several test modules of the fake share: manager sessions without sockets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from astami_fake import actions, cli, releases
from astami_fake._hub import Hub
from astami_fake._session import Session
from astami_fake.clock import ManualClock
from astami_fake.conformance.overlays import Overlays
from astami_fake.pbx.pbx import Pbx
from astami_fake.scripting import Script
from astami_fake.traffic import Traffic

ETC = Path(__file__).parents[2] / "conformance" / "etc"


class Client:
    """The client's end of a session: what it sends, and the frames that it gets."""

    def __init__(self, hub: Hub) -> None:
        session = hub.connect(("10.0.0.1", 40000), self._woken)
        assert session is not None
        self.session: Session = session
        self.wakes = 0
        self.greeting = session.data_to_send()

    def _woken(self) -> None:
        self.wakes += 1

    def send(self, data: bytes) -> list[str]:
        """Send bytes; the frames that came at once."""
        self.session.receive_data(data)
        return self.frames()

    def do(self, *lines: str) -> list[str]:
        """Send an action; the frames that came at once."""
        return self.send("".join(f"{line}\r\n" for line in (*lines, "")).encode("utf-8", "surrogateescape"))

    def frames(self) -> list[str]:
        """The frames that have come since, their lines parted by LF."""
        text = self.session.data_to_send().decode("utf-8", "surrogateescape")
        return [frame.replace("\r\n", "\n") for frame in text.split("\r\n\r\n") if frame]

    def login(self, user: str = "admin", events: str = "off") -> Client:
        """Log in with the secret that conformance/etc gives the user; answers are dropped."""
        secret = self.session._hub.pbx.managers.config.users[user].secret
        self.do("Action: Login", f"Username: {user}", f"Secret: {secret}", f"Events: {events}")
        return self


class Bench:
    """A PBX on a manual clock, and clients of its manager."""

    def __init__(self, release: str, etc: Path | None) -> None:
        actions.load()
        cli.load()
        self.clock = ManualClock(1_700_000_000.0)
        self.pbx = Pbx(releases.find(release), self.clock, etc)
        self.script = Script(self.pbx.release)
        self.traffic = Traffic()
        self.hub = Hub(self.pbx, self.script, self.traffic)

    def client(self) -> Client:
        """A client that has got the greeting."""
        return Client(self.hub)


@pytest.fixture
def make_bench() -> Callable[..., Bench]:
    """Make a bench of a release, with conformance/etc or another folder."""

    def make(release: str = "22.10", etc: Path | None = ETC) -> Bench:
        return Bench(release, etc)

    return make


@pytest.fixture(params=["22.10", "16.28"])
def bench(request: pytest.FixtureRequest, make_bench: Callable[..., Bench]) -> Bench:
    """A bench of each release."""
    return make_bench(request.param)


@pytest.fixture
def overlay() -> Iterator[Callable[[str], Path]]:
    """The folder of a further configuration of conformance/, ``states`` for etc-states, laid over etc."""
    overlays = Overlays(ETC)
    yield overlays.path
    overlays.close()

"""The fake as a target: a fresh server for each case, its clock in the player's hand.

May import: `targets`, `FakeAsterisk`, the fake's list of releases.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from astami_fake import ConfigError, FakeAsterisk
from astami_fake.conformance.overlays import Overlays, documentation
from astami_fake.conformance.targets import Target, TargetError, TargetUsageError, users_of, wait_until_ready
from astami_fake.pbx.behaviour import TALK
from astami_fake.phones import Call, Phone
from astami_fake.releases import DEFAULT
from astami_fake.transcript.phones import Scene, perform


class _Server(Protocol):
    host: str
    port: int

    def advance(self, seconds: float) -> None: ...
    def settled(self) -> None: ...


class _Spoken:
    """A call whose phone talks for as long as one of `sip.agent` does."""

    def __init__(self, call: Call) -> None:
        self._call = call

    def __getattr__(self, name: str) -> Any:
        return getattr(self._call, name)

    def talks(self, seconds: float = TALK) -> None:
        self._call.talks(seconds)


class _Actor:
    """A phone that can be told which answer to expect, as `sip.agent.Agent` can."""

    def __init__(self, phone: Phone) -> None:
        self._phone = phone

    def __getattr__(self, name: str) -> Any:
        return getattr(self._phone, name)

    def present_call(self, number: int = 0) -> _Spoken:
        return _Spoken(self._phone.present_call(number))

    def message(self, number: str, text: str, *, headers: Mapping[str, str] | None = None, code: int = 202) -> None:
        if (answer := self._phone.message(number, text, headers=headers)) != code:
            raise ValueError(f"the text to {number} was answered with {answer}, not {code}")


class FakePhones:
    """The fake's own phones, steered by `@phone` lines; they end with the fake. As the phones of a real server they
    send no sound unasked."""

    def __init__(self, server: FakeAsterisk) -> None:
        self._server = server

    def come(self, names: Sequence[str]) -> None:
        for name in names:
            self._server.phone(name).mutes()

    def act(self, scene: Scene) -> None:
        perform(_Actor(self._server.phone(scene.phone, registered=False)), scene)

    def leave(self) -> None:
        """Nobody will ask for them any more."""


class FakeTarget(Target):
    """`fake` or `fake:RELEASE`."""

    is_real = False
    has_manual_clock = True
    patience = 20.0
    slack = 0.0

    def __init__(
        self, spec: str, release: str, etc: Path, users: Mapping[str, tuple[str, str]], server: _Server | None = None
    ) -> None:
        self._release = release or DEFAULT
        self._etc = etc
        self._server = server
        super().__init__(spec, server.host if server else "", server.port if server else 0, users)
        self._overlays = Overlays(etc)
        self._closing.callback(self._overlays.close)
        if server is None:
            try:
                with self.stage() as probe:
                    wait_until_ready(probe, next(iter(users)), time.monotonic() + self.patience)
                    self.version = probe.version
            except ValueError as error:
                raise TargetUsageError(f"{spec}: {error}") from error
            except ConfigError as error:
                raise TargetError(f"{spec}: {error}") from error

    @property
    def has_phones(self) -> bool:
        return True

    def elapse(self, seconds: float) -> None:
        """Advance the fake's clock; what is said by then has been sent when this returns."""
        if self._server is None:
            raise TargetError(f"{self.spec}: PBX time passes only on the stage of a case")
        self._server.advance(seconds)
        self._server.settled()

    def plays(self, etc: str) -> bool:
        return self._overlays.has(etc)

    def new_server(self, etc: Path) -> FakeAsterisk:
        """One with the whole configuration *etc*, not started yet."""
        return FakeAsterisk(self._release, etc, documentation=documentation(etc), clock="manual", strict=False)

    @contextmanager
    def stage(self, etc: str = "") -> Iterator[Target]:
        """A server of its own for each case."""
        whole = self._overlays.path(etc)
        users = users_of(whole) if etc else self.users
        with self.new_server(whole) as server:
            staged = FakeTarget(self.spec, self._release, whole, users, server)
            staged.version = self.version
            staged.phones = FakePhones(server)
            yield staged

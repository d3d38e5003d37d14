"""Cases share a server in any order: none leaves behind what another one sees.

On real servers all cases of one configuration are played on one server, whichever comes first; `fake` targets start
anew for each case and would hide it. So here they share one fake.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from astami_fake.conformance.check import Status, check_case
from astami_fake.conformance.fake_target import FakePhones, FakeTarget
from astami_fake.conformance.suite import CaseFile, load_cases
from astami_fake.conformance.targets import Target, users_of
from astami_fake.server import FakeAsterisk
from astami_fake.transcript.phones import Scene

CONFORMANCE = Path(__file__).parents[3] / "conformance"
CASES = load_cases([CONFORMANCE / "cases"])
PAUSE = 0.5
"""Seconds of PBX time between two cases, in which calls end whose phones have left."""


class GuestPhones(FakePhones):
    """Phones that leave, as SIP phones do: their calls end, and the next case finds new ones."""

    def __init__(self, server: FakeAsterisk) -> None:
        super().__init__(server)
        self._here: set[str] = set()

    def come(self, names: Sequence[str]) -> None:
        self._here.update(names)
        super().come(names)

    def act(self, scene: Scene) -> None:
        self._here.add(scene.phone)
        super().act(scene)

    def leave(self) -> None:
        for name in sorted(self._here):
            phone = self._server.phone(name, registered=False)
            for leg in phone._model.legs:
                self._server._call(leg.hangup)
        self._server.advance(PAUSE)
        for name in sorted(self._here):
            self._server.phone(name, registered=False).unregister()
            del self._server._phones[name], self._server.pbx.phones._phones[name]
        self._server.settled()
        self._here.clear()


class Shared(FakeTarget):
    """One server for all cases of a configuration."""

    def __init__(self, release: str) -> None:
        self._stages: dict[str, FakeTarget] = {}
        etc = CONFORMANCE / "etc"
        super().__init__(f"fake:{release}", release, etc, users_of(etc))

    @contextmanager
    def stage(self, etc: str = "") -> Iterator[Target]:
        if etc not in self._stages:
            whole = self._overlays.path(etc)
            server = self._closing.enter_context(self.new_server(whole))
            stage = FakeTarget(self.spec, self._release, whole, users_of(whole), server)
            stage.phones = GuestPhones(server)
            stage.version = self.version
            self._stages[etc] = stage
        yield self._stages[etc]
        self._stages[etc].elapse(PAUSE)


def findings(release: str, cases: Sequence[CaseFile]) -> list[str]:
    """The first case that differs, with those that the server had played before it."""
    before: dict[str, list[str]] = {}
    with Shared(release) as target:
        for case in cases:
            played = before.setdefault(case.etc, [])
            result = check_case(case, target)
            if result.status not in (Status.PASSED, Status.ABSENT):
                return [case.name, *map(str, result.differences), "played before: " + ", ".join(played)]
            played.append(case.name)
    return []


@pytest.mark.parametrize(("release", "seed"), [("16.28", 1), ("22.10", 2), ("22.10", 3), ("22.11", 4)])
def test_any_order(release: str, seed: int) -> None:
    """All cases pass, in an order that chance gives; a new seed finds what these do not."""
    cases = list(CASES)
    random.Random(seed).shuffle(cases)
    assert findings(release, cases) == []

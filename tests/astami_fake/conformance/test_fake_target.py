"""The fake as a target: its phones, told otherwise than a case tells them, say what the recordings say."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from astami_fake.conformance import fake_target
from astami_fake.conformance.check import Status, check_case
from astami_fake.conformance.fake_target import FakePhones
from astami_fake.conformance.suite import CaseFile, load_cases
from astami_fake.conformance.targets import open_target
from astami_fake.phones import Call, Moment
from astami_fake.server import FakeAsterisk
from astami_fake.transcript.phones import BEHAVIOURS, PhoneError, Scene, parse_scene, perform

CONFORMANCE = Path(__file__).parents[3] / "conformance"
RELEASES = ("22.10", "22.11", "16.28")


def the_case(name: str) -> CaseFile:
    return load_cases([CONFORMANCE / "cases" / name])[0]


def plays(release: str, name: str, monkeypatch: pytest.MonkeyPatch, phones: type[FakePhones]) -> None:
    """The recorded case *name* passes with *phones*."""
    monkeypatch.setattr(fake_target, "FakePhones", phones)
    with open_target(f"fake:{release}", etc=CONFORMANCE / "etc") as target:
        result = check_case(the_case(name), target)
    assert (result.status, result.differences) == (Status.PASSED, ())


class Numbers(FakePhones):
    """What the trunk is told holds for one number behind it; the others refuse in a way that no recording has."""

    def act(self, scene: Scene) -> None:
        if scene.phone != "provider":
            super().act(scene)
            return
        trunk = self._server.trunk("provider")
        trunk.rejects(410)
        for verb in scene.verbs:
            assert verb.name in BEHAVIOURS
        perform(trunk.number("30123456"), scene)


@pytest.mark.parametrize("release", RELEASES)
@pytest.mark.parametrize("name", ["calls/trunk.out.ami", "calls/trunk.out.busy.ami"])
def test_a_number_behind_a_trunk(release: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """`Phone.number` makes the calls that were recorded with a trunk that did so for all numbers."""
    plays(release, name, monkeypatch, Numbers)


class ByHand(FakePhones):
    """Calls are taken from `next_call`, asked for before any has come."""

    def __init__(self, server: FakeAsterisk) -> None:
        super().__init__(server)
        self._coming: Moment[Call] | None = None

    def come(self, names: list[str]) -> None:
        super().come(names)
        (name,) = names
        self._coming = self._server.phone(name).next_call()
        assert not self._coming

    def act(self, scene: Scene) -> None:
        if scene.verbs[0].name == "rings":
            super().act(scene)
            return
        assert self._coming is not None
        call = self._coming.wait()
        (verb,) = scene.verbs
        getattr(call, verb.name)()


@pytest.mark.parametrize("release", RELEASES)
def test_the_next_call(release: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """`Phone.next_call` gives the call that was recorded as answered by hand."""
    plays(release, "calls/clicktocall.byhand.ami", monkeypatch, ByHand)


def test_another_answer_than_expected() -> None:
    """A text that is answered with another code than the case says is told."""
    with FakeAsterisk(clock="manual") as server:
        phones = FakePhones(server)
        phones.come(["1000"])
        phones.act(parse_scene("1000 message nobody hello code=404"))
        with pytest.raises(PhoneError, match="the text to nobody was answered with 404, not 202"):
            phones.act(parse_scene("1000 message nobody hello"))


class Talkative(FakePhones):
    """Phones that send sound unasked."""

    def come(self, names: Sequence[str]) -> None:
        for name in names:
            self._server.phone(name)


@pytest.mark.parametrize("release", RELEASES)
def test_a_report_too_much_is_noise_but_in_a_case_about_reports(
    release: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """RTCPSent where nobody talks turns the case about that red; without its tag the same play is green."""
    monkeypatch.setattr(fake_target, "FakePhones", Talkative)
    about = the_case("rtcp/silent.ami")
    (tmp_path / "other.ami").write_text(about.path.read_text().replace("@tags originates rtcp", "@tags originates"))
    with open_target(f"fake:{release}", etc=CONFORMANCE / "etc") as target:
        red, green = check_case(about, target), check_case(load_cases([tmp_path / "other.ami"])[0], target)
    assert {(one.kind, one.frame) for one in red.differences} == {("extra frame", "Event: RTCPSent")}
    assert (green.status, green.differences) == (Status.PASSED, ())

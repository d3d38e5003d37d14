"""Tests of a fuzzing run: equal servers agree; a fault is found, shrunk and written as a case."""

from __future__ import annotations

import errno
import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import pytest
from hypothesis import Phase, settings
from rich.console import Console

from astami_fake import _wire
from astami_fake.conformance.fuzz import command, run, sessions
from astami_fake.conformance.fuzz.command import run_and_report
from astami_fake.conformance.fuzz.duel import FLOATING, loosened
from astami_fake.conformance.fuzz.run import fuzz
from astami_fake.conformance.fuzz.sessions import AREAS, Machine
from astami_fake.conformance.targets import Target, TargetUsageError, open_target
from astami_fake.transcript.case import Expected, compile_case
from astami_fake.transcript.format import Line, parse
from astami_fake.transcript.matcher import Bindings, Observed, match
from astami_fake.transcript.session import StageError
from astami_fake.transcript.streams import ORDERED, stream_of
from astami_fake.transcript.template import literal

ETC = Path(__file__).parents[4] / "conformance" / "etc"


@pytest.fixture
def fakes(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Target, Target]]:
    """Two fakes of one release; the second plays the real server, and may be as late as one."""
    with open_target("fake:22.10", etc=ETC) as fake, open_target("fake:22.10", etc=ETC) as real:
        stage = real.stage

        @contextmanager
        def late(etc: str = "") -> Iterator[Target]:
            with stage(etc) as staged:
                monkeypatch.setattr(staged, "slack", Target.slack)
                yield staged

        monkeypatch.setattr(real, "stage", late)
        yield fake, real


@pytest.fixture
def is_broken() -> list[bool]:
    """Whether the second one of `faulty` is, as a test says."""
    return [True]


@pytest.fixture
def fault() -> tuple[str, dict[str, str]]:
    """The action, and headers of it, that the second one of `faulty` answers in its own way."""
    return "DBDel", {}


@pytest.fixture
def faulty(
    fakes: tuple[Target, Target],
    is_broken: list[bool],
    fault: tuple[str, dict[str, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> tuple[Target, Target]:
    """As `fakes`, but the second has a fault."""
    fake, real = fakes
    stage = real.stage

    @contextmanager
    def with_fault(etc: str = "") -> Iterator[Target]:
        with stage(etc) as staged:
            if is_broken[0]:
                staged._server.on(fault[0], **fault[1]).error("Never")  # type: ignore[attr-defined]  # the fake's target
            yield staged

    monkeypatch.setattr(real, "stage", with_fault)
    return fake, real


@pytest.mark.parametrize("area", AREAS)
def test_equal_servers_do_not_differ(fakes: tuple[Target, Target], area: str) -> None:
    """A server does not differ from itself in any area: the fuzzer raises no false alarm."""
    told: list[int] = []
    outcome = fuzz(*fakes, steps=30, areas=frozenset({area}), tell=told.append)
    assert [str(found) for found in outcome.found] == []
    assert outcome.unrepeatable == []
    assert outcome.steps == told[-1] >= 30


def test_a_fault_is_found_and_shrunk_to_a_case(faulty: tuple[Target, Target]) -> None:
    """The difference is told with both values, and what is left of its session is a case that can be read."""
    outcome = fuzz(*faulty, steps=5000, areas=frozenset({"database"}))
    [found] = outcome.found
    assert "came      Message: Never" in str(found)
    case = compile_case(parse(found.case))
    assert len(case.steps) <= 3
    assert str(case.steps[-1].lines[0]) == "Action: DBDel"
    assert case.tags == ("writes", "originates")
    assert len(case.cleanup) == 3


#: Actions of each area; those on calls and queues are the ones that succeed.
FAULTS = {
    "database": ("DBPut",),
    "variables": ("Setvar",),
    "commands": ("Command",),
    "session": ("UserEvent",),
    "queues": ("QueueAdd", "QueuePenalty", "QueueMemberRingInUse"),
    "calls": ("Originate",),
    "lists": ("CoreShowChannels", "ShowDialPlan", "QueueSummary"),
    "bytes": ("Ping",),
    "config": ("UpdateConfig",),
    "login": ("Filter",),
}


@pytest.fixture
def unshrunk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Finding a fault is enough; shrinking takes most of the time."""
    monkeypatch.setattr(run, "_SETTINGS", settings(run._SETTINGS, phases=(Phase.generate,)))


@pytest.mark.usefixtures("unshrunk")
@pytest.mark.parametrize(
    ("area", "fault"), [(area, (action, {})) for area, actions in FAULTS.items() for action in actions]
)
def test_a_fault_is_found_in_each_area(faulty: tuple[Target, Target], area: str) -> None:
    """Another answer to one action of the area is seen: no area is looked at without being compared."""
    found = fuzz(*faulty, steps=1000, areas=frozenset({area})).found
    assert any("came      Message: Never" in str(one) for one in found)


@pytest.mark.usefixtures("unshrunk")
@pytest.mark.parametrize("forgotten", [_wire.LINE_TOO_LONG, _wire.TOO_MANY_LINES])
def test_a_limit_that_is_forgotten_is_found(
    fakes: tuple[Target, Target], forgotten: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that takes longer lines, or more of them, is seen."""

    class Generous(_wire.Reader):
        def next_message(self) -> _wire.Message | None:
            message = super().next_message()
            return _wire.Message(message.lines) if message and message.fault == forgotten else message

    fake, real = fakes
    stage = real.stage

    @contextmanager
    def generous(etc: str = "") -> Iterator[Target]:
        # the first one's connections are there by now
        with monkeypatch.context() as patch, stage(etc) as staged:
            patch.setattr(_wire, "Reader", Generous)
            yield staged

    monkeypatch.setattr(real, "stage", generous)
    found = fuzz(fake, real, steps=1000, areas=frozenset({"bytes"})).found
    assert any(f"expected  Message: {forgotten}" in str(one) for one in found)


def test_the_faults_are_of_all_areas() -> None:
    """An area without a planted fault would be one that nobody has seen red."""
    assert tuple(FAULTS) == AREAS


def test_a_server_without_the_configuration_is_refused(
    fakes: tuple[Target, Target], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files are changed only where there is a configuration made for it."""
    monkeypatch.setattr(fakes[1], "plays", lambda etc: not etc)
    with pytest.raises(TargetUsageError, match="the area config needs the configuration etc-config"):
        fuzz(*fakes, steps=1, areas=frozenset({"config"}))


def test_what_differs_once_only_is_told_and_the_run_goes_on(
    faulty: tuple[Target, Target], is_broken: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A session that differs is played again at once; where it does not differ then, a race has spoken."""
    again = Machine.comes_again

    def whole_again(self: Machine) -> bool:
        is_broken[0] = False
        try:
            return again(self)
        finally:
            is_broken[0] = True

    monkeypatch.setattr(Machine, "comes_again", whole_again)
    outcome = fuzz(*faulty, steps=200, areas=frozenset({"database"}))
    assert (outcome.found, outcome.steps >= 200) == ([], True)
    assert outcome.unrepeatable
    assert all("came      Message: Never" in told for told in outcome.unrepeatable)


def test_a_difference_that_comes_and_goes_is_not_lost(
    faulty: tuple[Target, Target], is_broken: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a session has differed twice and then no more, it is told as it was first."""
    again = Machine.comes_again

    def broken_till_now(self: Machine) -> bool:
        found = again(self)
        is_broken[0] = False
        return found

    monkeypatch.setattr(Machine, "comes_again", broken_till_now)
    [found] = fuzz(*faulty, steps=5000, areas=frozenset({"database"})).found
    assert "came      Message: Never" in str(found)


def test_shrinking_has_an_end(faulty: tuple[Target, Target], monkeypatch: pytest.MonkeyPatch) -> None:
    """What is found by then is told."""
    monkeypatch.setattr(sessions, "SHRINKING", 0.0)
    outcome = fuzz(*faulty, steps=5000, areas=frozenset({"database"}))
    [found] = outcome.found
    assert "came      Message: Never" in str(found)
    # each session that differs is played twice
    assert outcome.steps <= 200


def test_what_lasts_may_last_longer() -> None:
    """The whole seconds of a call are those of a session, which takes a real server longer; that they are whole is not
    left open.
    """
    lasting = ("Event: Status", "Seconds: {}", "Wait: {}", "Channel: A")
    expected = Expected("", "frame", tuple(Line(literal(text.format(0))) for text in lasting), False, ORDERED, 1)
    for seconds, fits in (("7", True), ("7.5", False)):
        came = Observed("", "frame", tuple(text.format(seconds) for text in lasting))
        assert (match([loosened(expected)], [came], Bindings()) is not None) == fits


def test_states_of_members_may_be_told_once() -> None:
    """Asterisk tells the last of those that follow each other at once; that one is told as it is."""
    frames = [
        Expected(
            "", "frame", (Line(literal("Event: QueueMemberStatus")), Line(literal(f"Status: {n}"))), False, ORDERED, n
        )
        for n in (1, 2)
    ]
    came = Observed("", "frame", ("Event: QueueMemberStatus", "Status: 2"))
    assert match([loosened(one) for one in frames], [came], Bindings()) is not None
    odd = Observed("", "frame", ("Event: QueueMemberStatus", "Status: 3"))
    assert match([loosened(one) for one in frames], [odd], Bindings()) is None


def test_the_order_of_listed_channels_is_left_open() -> None:
    """It follows a hash of their names; each channel is still compared with itself."""
    for event in ("CoreShowChannel", "Status"):
        one, other = ((f"Event: {event}", "ActionID: a", f"Uniqueid: {uid}") for uid in "12")
        streams = [stream_of(lines, FLOATING) for lines in (one, other)]
        expected = [
            Expected("", "frame", tuple(Line(literal(text)) for text in lines), False, stream, 1)
            for lines, stream in zip((one, other), streams, strict=True)
        ]
        swapped = [Observed("", "frame", lines) for lines in (other, one)]
        assert match(expected, swapped, Bindings()) is not None
        assert match(expected, [swapped[0], swapped[0]], Bindings()) is None


def test_the_report_writes_the_case(
    faulty: tuple[Target, Target], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each difference becomes a file of its own in the folder that was named; nothing is overwritten."""
    (tmp_path / "found1.ami").write_text("kept", encoding="utf-8")
    outcome = run_and_report(
        *faulty, steps=5000, seed=1, areas=frozenset({"database"}), save=tmp_path, console=Console(stderr=True)
    )
    assert (tmp_path / "found1.ami").read_text(encoding="utf-8") == "kept"
    assert "@case fuzz.found2\n" in (tmp_path / "found2.ami").read_text(encoding="utf-8")
    said = capsys.readouterr().out
    assert f"{outcome.steps} steps on fake:22.10 and fake:22.10" in said
    assert said.endswith("from seed 1: 1 differences\n")


def test_stopped(
    fakes: tuple[Target, Target], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C ends a run with what it has until then; without a terminal it says now and then how far it is."""
    echo = click.echo

    def interrupted(text: str, *, err: bool = False) -> None:
        echo(text, err=err)
        if text == "20 steps":
            raise KeyboardInterrupt

    monkeypatch.setattr(command, "_EVERY", 10)
    monkeypatch.setattr(click, "echo", interrupted)
    console = Console(stderr=True, force_terminal=False)
    outcome = run_and_report(*fakes, steps=1000, seed=1, areas=frozenset({"database"}), save=None, console=console)
    assert (outcome.steps, outcome.is_partial, outcome.found) == (20, True, [])
    said = capsys.readouterr()
    assert said.err == "10 steps\n20 steps\n"
    assert said.out.endswith("from seed 1: no difference; stopped before 1000 steps\n")


def test_stopped_while_shrinking(faulty: tuple[Target, Target], monkeypatch: pytest.MonkeyPatch) -> None:
    """What was found stays found, as small as it was by then."""
    made: list[sessions.Steps] = []

    class Kept(sessions.Steps):
        def __init__(self, tell: Callable[[int], None]) -> None:
            super().__init__(tell)
            made.append(self)

    def interrupt(_: int) -> None:
        if made[0].steady is not None:
            raise KeyboardInterrupt

    monkeypatch.setattr(run, "Steps", Kept)
    outcome = fuzz(*faulty, steps=5000, start=1, areas=frozenset({"database"}), tell=interrupt)
    assert (outcome.is_partial, outcome.found) == (True, [made[0].steady])


def test_an_unknown_area_is_refused(fakes: tuple[Target, Target]) -> None:
    """The message names the areas that there are."""
    with pytest.raises(TargetUsageError, match="no area nothing: known are database, "):
        fuzz(*fakes, steps=1, areas=frozenset({"nothing"}))


def test_a_server_that_may_not_be_written_to_is_refused(fakes: tuple[Target, Target]) -> None:
    """A PBX of one's own is fuzzed only when writing and calling are allowed."""
    fakes[1].allows = frozenset({"writes"})
    with pytest.raises(TargetUsageError, match="allow it with --allow writes,originates"):
        fuzz(*fakes, steps=1)


def test_server_dies(fakes: tuple[Target, Target], monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that is not there any more ends the run; the error has the session that it did not survive."""
    fake, real = fakes
    stage, stages = real.stage, itertools.count(1)

    @contextmanager
    def until_the_third(etc: str = "") -> Iterator[Target]:
        if next(stages) >= 3:
            raise ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused")
        with stage(etc) as staged:
            yield staged

    monkeypatch.setattr(real, "stage", until_the_third)
    with pytest.raises(StageError, match=r"Connection refused, behind this session:\n@ami 1\n(?:.*\n)*>  Action: "):
        fuzz(fake, real, steps=200, areas=frozenset({"database"}))

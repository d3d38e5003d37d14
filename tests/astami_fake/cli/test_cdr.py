"""``cdr show active``, ``submit``, ``set debug``. Outputs recorded: cases `records.command.active*`, `.submit*`."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def recorded(make_bench: Any, overlay: Any) -> Any:
    """A PBX that records calls, with two phones."""
    bench = make_bench("22.10", overlay("unanswered"))
    for name in ("1000", "1001"):
        bench.pbx.phones.find(name).register()
    return bench


def lines(bench: Any, command: str) -> list[str]:
    (frame,) = bench.client().login().do("Action: Command", f"Command: {command}")
    return [line.removeprefix("Output:").removeprefix(" ") for line in frame.splitlines() if line.startswith("Output")]


def test_a_call_that_goes_on(recorded: Any) -> None:
    """Times run until now."""
    recorded.pbx.phones.find("1001").answers(after=2)
    recorded.pbx.phones.find("1000").calls("1001")
    recorded.clock.advance(12)
    (row,) = lines(recorded, "cdr show active")[4:]
    caller, callee = (channel.name for channel in recorded.pbx.channels)
    assert row.split()[:3] == [caller, callee, "Dial"]
    assert row.split()[-2:] == ["00000010", "00000012"]
    (row,) = lines(recorded, f"cdr show active {caller}")[4:]
    assert row.startswith(f'{"":<10} "Ann" <1000>         {callee}       Dial            PJSIP/1001,20   ')
    assert lines(recorded, f"cdr show active {callee}")[4:] == []


def test_billing_without_an_answer(recorded: Any) -> None:
    """None in the list; of one channel the time since 1970, as Asterisk has it."""
    recorded.pbx.phones.find("1001").rings()
    recorded.pbx.phones.find("1000").calls("1001")
    recorded.clock.advance(3)
    assert lines(recorded, "cdr show active")[-1].split()[-2:] == ["00000000", "00000003"]
    caller = next(iter(recorded.pbx.channels)).name
    assert lines(recorded, f"cdr show active {caller}")[-1].split()[-2:] == [str(int(recorded.clock.now())), "00000003"]


def test_nobody_is_called(recorded: Any) -> None:
    """A phone that talks to the dialplan."""
    recorded.pbx.phones.find("1000").calls("talk")
    recorded.clock.advance(1)
    assert lines(recorded, "cdr show active")[-1].split()[1:3] == ["<none>", "Wait"]


def test_nothing_is_recorded(ask: Any) -> None:
    """Then no channel is known, and nothing can be told."""
    assert len(ask("cdr show active")[1]) == 4
    assert ask("cdr show active x")[1] == ["Unknown channel: x"]
    assert ask("cdr submit")[1] == ["Cannot submit CDR batch: CDR engine disabled."]


@pytest.mark.parametrize(("etc", "said"), [("unanswered", "Cannot submit CDR batch"), ("batch", "Submitted CDRs to")])
def test_submit(make_bench: Any, overlay: Any, etc: str, said: str) -> None:
    """Only a batch can be told early."""
    assert lines(make_bench("16.28", overlay(etc)), "cdr submit")[0].startswith(said)


def test_debug(ask: Any) -> None:
    """Only a change is told."""
    said = [ask(f"cdr set debug {word}")[1] for word in ("on", "ON", "off", "off", "x")]
    assert said == [["CDR debugging enabled"], [""], ["CDR debugging disabled"], [""], [""]]


@pytest.mark.parametrize("command", ["cdr show active a b", "cdr submit x", "cdr set debug"])
def test_wrong_words_show_the_usage(ask: Any, command: str) -> None:
    """As an error."""
    assert ask(command)[0] == "Error"

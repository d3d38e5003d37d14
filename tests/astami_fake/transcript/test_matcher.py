"""Tests of `astami_fake.transcript.matcher`: real runs match, and every planted fault is found."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from astami_fake.transcript.align import Difference, align, explain
from astami_fake.transcript.case import Case, Expected, Step
from astami_fake.transcript.format import Line
from astami_fake.transcript.matcher import Bindings, Observed, delay_fits, match, unify
from astami_fake.transcript.streams import stream_of
from astami_fake.transcript.template import header_name, parse

if TYPE_CHECKING:
    from conftest import Recorded

#: How late a frame of the real runs may be: they were taken on a busy machine.
SLACK = 1.0


def judge(case: Case, step: Step, came: Sequence[Observed], bindings: Bindings) -> tuple[list[Difference], Bindings]:
    """The differences of what came after a step, and the bindings after it."""
    loose = [replace(one, slack=SLACK) for one in came]
    found = match(step.expects, loose, bindings)
    if found is not None:
        return [], found.bindings
    alignment = align(step.expects, loose, bindings, case.floating)
    differences, after = explain(alignment, step.expects, bindings, step.number)
    assert differences, "red without a word"
    return differences, after


def _differences(case: Case, step: Step, bindings: Bindings, came: list[Observed]) -> list[Difference]:
    return judge(case, step, came, bindings)[0]


def acts(recorded: Recorded) -> Iterator[tuple[Step, list[Observed], Callable[[list[Observed]], list[Difference]]]]:
    """The steps of a real run, and what a step's judge says of something else that came instead."""
    run = recorded.runs[0]
    bindings = run.action_ids
    for step, came in zip(recorded.case.steps, run.steps, strict=True):
        before = bindings
        yield step, came, functools.partial(_differences, recorded.case, step, before)
        bindings = judge(recorded.case, step, came, before)[1]


def test_every_real_run_matches(recorded: Recorded) -> None:
    """The recording describes every repetition of the real call, whatever order its events had."""
    for run in recorded.runs:
        bindings = run.action_ids
        for step, came in zip(recorded.case.steps, run.steps, strict=True):
            differences, bindings = judge(recorded.case, step, came, bindings)
            assert differences == []


def test_real_runs_differ_in_order(recorded: Recorded) -> None:
    """The test above is about something: the runs did not all have one order."""
    orders = {tuple((one.connection, one.lines[0]) for step in run.steps for one in step) for run in recorded.runs}
    assert len(orders) > 1


def _changed(texts: tuple[str, ...], at: int) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Faults that a line can have: two for every line, and one of the others in turn."""
    name, colon, value = texts[at].partition(": ")
    assert colon
    yield "value", (*texts[:at], f"{name}: {value}x", *texts[at + 1 :])
    yield "dropped", (*texts[:at], *texts[at + 1 :])
    if at % 3 == 0:
        yield "renamed", (*texts[:at], f"{name}x: {value}", *texts[at + 1 :])
    elif at % 3 == 1:
        yield "doubled", (*texts[:at], texts[at], *texts[at:])
    elif at + 1 < len(texts):
        yield "swapped", (*texts[:at], texts[at + 1], texts[at], *texts[at + 2 :])


def test_every_faulty_line_is_found_and_named(recorded: Recorded) -> None:
    """A value changed, a header renamed, dropped, doubled or swapped, in any line, is red with its name."""
    planted = 0
    for _, came, judged in acts(recorded):
        for index, one in enumerate(came):
            for at, text in enumerate(one.lines):
                for fault, lines in _changed(one.lines, at):
                    found = judged([*came[:index], replace(one, lines=lines), *came[index + 1 :]])
                    where = f"{fault} {text!r} in {one.lines[0]!r}: {found}"
                    assert found, where
                    named = {name for d in found for name in (d.header, header_name(d.actual))}
                    meant = {header_name(text), header_name(lines[min(at, len(lines) - 1)])}
                    assert named & meant, where
                    planted += 1
    assert planted > 1000


def test_every_faulty_frame_is_found(recorded: Recorded) -> None:
    """A frame dropped or doubled is red, whichever it is."""
    for _, came, judged in acts(recorded):
        for index, one in enumerate(came):
            assert judged([*came[:index], *came[index + 1 :]]), f"dropped {one.lines[0]}"
            assert judged([*came[:index], one, *came[index:]]), f"doubled {one.lines[0]}"


def test_every_swap_inside_a_stream_is_found(recorded: Recorded) -> None:
    """Two frames of one stream that change places are red."""
    swaps = 0
    for _, came, judged in acts(recorded):
        for i, one in enumerate(came):
            key = (one.connection, stream_of(one.lines))
            following = (j for j in range(i + 1, len(came)) if (came[j].connection, stream_of(came[j].lines)) == key)
            j = next(following, None)
            if j is not None:
                mutant = list(came)
                mutant[i] = replace(came[j], since=one.since, at=one.at)
                mutant[j] = replace(one, since=came[j].since, at=came[j].at)
                assert judged(mutant), (one.lines[0], came[j].lines[0])
                swaps += 1
    assert swaps > 15


def test_a_uid_of_the_other_leg_is_found(recorded: Recorded) -> None:
    """A header that holds the Uniqueid of the other leg is red and named."""
    texts = [text for step in recorded.runs[0].steps for one in step for text in one.lines]
    uids = {text.partition(": ")[2] for text in texts if text.startswith("Uniqueid: ")}
    assert len(uids) == 2
    planted = 0
    for _, came, judged in acts(recorded):
        for index, one in enumerate(came):
            for at, text in enumerate(one.lines):
                name, _, value = text.partition(": ")
                if value in uids:
                    [other] = uids - {value}
                    lines = (*one.lines[:at], f"{name}: {other}", *one.lines[at + 1 :])
                    found = judged([*came[:index], replace(one, lines=lines), *came[index + 1 :]])
                    assert name in {difference.header for difference in found}, (text, one.lines[0], found)
                    planted += 1
    assert planted > 40


@pytest.mark.parametrize(
    ("template", "texts", "fits"),
    [
        ("Uniqueid: {{uid one}}", ["Uniqueid: 1795383034.0", "Uniqueid: 1795383034.0"], True),
        ("Uniqueid: {{uid one}}", ["Uniqueid: 1795383034.0", "Uniqueid: 1795383034.1"], False),
        ("Uniqueid: {{uid}}", ["Uniqueid: 1795383034.0", "Uniqueid: 1795383034.1"], True),
    ],
)
def test_a_name_has_one_value(template: str, texts: list[str], fits: bool) -> None:
    """A named placeholder has one value for the session; an unnamed one is only a shape."""
    bindings: Bindings | None = Bindings()
    for text in texts:
        bindings = bindings and unify(parse(template), text, bindings, 1)
    assert (bindings is not None) == fits


def test_two_names_have_two_values() -> None:
    """Two names of one type never share a value; of two types they may."""
    one = unify(parse("{{uid one}}"), "1795383034.0", Bindings(), 1)
    assert one is not None
    assert unify(parse("{{uid two}}"), "1795383034.0", one, 2) is None
    assert unify(parse("{{float two}}"), "1795383034.0", one, 2) is not None


def frame(text: str, **changes: object) -> Expected:
    lines = tuple(Line(parse(line), None, 1) for line in text.split("|"))
    return replace(Expected("", "frame", lines, False, stream_of(text.split("|")), 1), **changes)  # type: ignore[arg-type]


def test_optional_frames_may_stay_away(observed: Callable[..., list[Observed]]) -> None:
    """An optional frame may come or not, and is handed on to the next step when it did not."""
    a, b, c = frame("Event: A"), frame("Event: B", share=(1, 2)), frame("Event: C")
    for texts, absent in ((("Event: A", "Event: B", "Event: C"), ()), (("Event: A", "Event: C"), (b,))):
        found = match([a, b, c], observed(*texts), Bindings())
        assert found is not None
        assert found.absent == absent
    assert match([], observed("Event: B"), Bindings(), carried=[b]) is not None
    assert match([], observed("Event: C"), Bindings(), carried=[b]) is None


FORMS = """\
>  Action: Ping
<  Event: Hangup
   ChannelState: 6  [form 1 2 of 3]
   ChannelState: 4  [form 3 of 3]
   Desc: Up  [form 1 2 of 3]
   Desc: Ring  [form 3 of 3]
   Cause: 0  [form 1 3 of 3]
   Uniqueid: 1.0
"""


@pytest.mark.parametrize(
    ("lines", "differs"),
    [
        (["ChannelState: 6", "Desc: Up", "Cause: 0"], []),
        (["ChannelState: 6", "Desc: Up"], []),
        (["ChannelState: 4", "Desc: Ring", "Cause: 0"], []),
        (["ChannelState: 4", "Desc: Up", "Cause: 0"], [("value", "ChannelState")]),
        (["ChannelState: 4", "Desc: Ring"], [("missing header", "Cause")]),
        (["ChannelState: 5", "Desc: Up"], [("value", "ChannelState")]),
    ],
)
def test_forms(lines: list[str], differs: list[tuple[str, str]], case_of: Callable[..., Case]) -> None:
    """A frame is one of its forms as a whole; what fits none is told as the difference to the closest."""
    case = case_of(FORMS)
    came = [Observed("", "frame", ("Event: Hangup", *lines, "Uniqueid: 1.0"))]
    found, _ = judge(case, case.steps[0], came, Bindings())
    assert [(one.kind, one.header) for one in found] == differs


JOINED = """\
>  Action: A
<  Event: Called
   Member: Nil  [form 1 of 2 with a]
   Member: Null  [form 2 of 2 with b]
>  Action: B
<  Event: Called
   Member: Nil  [form 1 3 of 3 with b]
   Member: Null  [form 2 of 3 with a]
   Time: 0  [form 1 2 of 3]
   Time: 1000  [form 3 of 3]
"""


@pytest.mark.parametrize(
    ("first", "second", "time", "differs"),
    [
        ("Nil", "Null", 0, []),
        ("Null", "Nil", 0, []),
        ("Null", "Nil", 1000, []),
        ("Nil", "Nil", 0, [("Member", "Member: Null", "Member: Nil")]),
        ("Null", "Null", 0, [("Member", "Member: Nil", "Member: Null")]),
    ],
)
def test_joined_lines(
    first: str, second: str, time: int, differs: list[tuple[str, str, str]], case_of: Callable[..., Case]
) -> None:
    """Lines that are joined come together or not at all, also behind another step; the difference is named."""
    case, bindings, told = case_of(JOINED), Bindings(), []
    frames = (f"Member: {first}",), (f"Member: {second}", f"Time: {time}")
    for step, lines in zip(case.steps, frames, strict=True):
        came = [Observed("", "frame", ("Event: Called", *lines))]
        differences, bindings = judge(case, step, came, bindings)
        told += [(one.header, one.expected, one.actual) for one in differences]
    assert told == differs


def test_joined_lines_of_one_step(case_of: Callable[..., Case]) -> None:
    """What is said of the second frame is how it differs from the form that the first one has chosen."""
    frame = "<  Event: {}\n   B: 1  [form 1 of 2 with a]\n   B: 2  [form 2 of 2 with b]\n"
    case = case_of(">  Action: A\n" + frame.format("C") + frame.format("D"))
    came = [Observed("", "frame", ("Event: C", "B: 2")), Observed("", "frame", ("Event: D", "B: 1"))]
    differences, _ = judge(case, case.steps[0], came, Bindings())
    assert [(one.frame, one.expected, one.actual) for one in differences] == [("Event: D", "B: 2", "B: 1")]


def test_joined_lines_that_contradict(case_of: Callable[..., Case]) -> None:
    """Where a frame may come in no form any more, it is compared with the nearest one."""
    text = "<  Event: A\n   B: 1  [form 1 of 2 with a]\n   B: 2  [form 2 of 2 with b]\n"
    case = case_of(">  Action: A\n" + text)
    [frame] = case.steps[0].expects
    bindings = Bindings().choose({"a": True, "b": True})
    came = [Observed("", "frame", ("Event: A", "B: 3"))]
    differences, _ = judge(case, case.steps[0], came, bindings)
    assert [(one.header, one.actual) for one in differences] == [("B", "B: 3")]
    assert match([frame], [Observed("", "frame", ("Event: A", "B: 1"))], bindings) is None


def test_search_goes_back(observed: Callable[..., list[Observed]]) -> None:
    """The first choice between two streams may be wrong; a later frame decides."""
    one = [frame("Event: A|Uniqueid: {{uid one}}"), frame("Event: B|Uniqueid: {{uid one}}")]
    two = [frame("Event: A|Uniqueid: {{uid two}}"), frame("Event: C|Uniqueid: {{uid two}}")]
    came = observed(
        "Event: A|Uniqueid: 1795383034.7",
        "Event: A|Uniqueid: 1795383034.8",
        "Event: C|Uniqueid: 1795383034.7",
        "Event: B|Uniqueid: 1795383034.8",
    )
    found = match([*one, *two], came, Bindings())
    assert found is not None
    bound = found.bindings.get("uid", "two")
    assert bound is not None
    assert bound.value == "1795383034.7"


def test_ordered_frames_come_before_the_streams(observed: Callable[..., list[Observed]]) -> None:
    """What stands above `@streams` has come before anything below it."""
    first = frame("Response: Success", stream=("ordered", ""))
    second = frame("Event: A")
    assert match([first, second], observed("Response: Success", "Event: A"), Bindings()) is not None
    assert match([first, second], observed("Event: A", "Response: Success"), Bindings()) is None


def test_open_frames(observed: Callable[..., list[Observed]]) -> None:
    """An open frame holds its lines in order, among others; a closed one holds nothing else."""
    opened = frame("Event: A|X: {{int}}|Y: 2", is_open=True)
    assert match([opened], observed("Event: A|X: no|X: 1|Z: 3|Y: 2|End: 1"), Bindings()) is not None
    assert match([opened], observed("Event: A|Y: 2|X: 1"), Bindings()) is None
    assert match([frame("Event: A|X: {{int}}")], observed("Event: A|X: 1|Y: 2"), Bindings()) is None


@pytest.mark.parametrize(
    ("delay", "since", "at", "slack", "fits"),
    [
        (None, 0.0, 0.0, 0.0, True),
        (None, 0.29, 0.29, 0.0, True),
        (None, 0.5, 0.5, 0.0, False),
        (None, 0.5, 0.5, 1.0, True),
        (1.0, 0.9, 1.1, 0.0, True),
        (1.0, 0.0, 0.9, 0.0, False),
        (1.0, 1.1, 2.0, 0.0, False),
        (1.0, 1.5, 1.5, 1.0, True),
        (1.0, 0.5, 0.5, 1.0, False),
    ],
)
def test_delay(delay: float | None, since: float, at: float, slack: float, fits: bool) -> None:
    """A frame comes when the recording says, within 0.1 s; a busy real server may be late, never early."""
    expected = frame("Event: A", delay=delay)
    assert delay_fits(expected, Observed("", "frame", ("Event: A",), since, at, slack)) == fits


def test_search_is_bounded(observed: Callable[..., list[Observed]]) -> None:
    """A hopeless session ends, as not matching."""
    expected = [frame(f"Event: A|Uniqueid: {{{{uid u{n}}}}}") for n in range(12)]
    came = observed(*(f"Event: A|Uniqueid: 1795383034.{n}" for n in range(11)), "Event: B")
    assert match(expected, came, Bindings()) is None


def test_connections_are_apart() -> None:
    """A frame that came on another connection is no match."""
    assert match([frame("Event: A")], [Observed("b", "frame", ("Event: A",))], Bindings()) is None

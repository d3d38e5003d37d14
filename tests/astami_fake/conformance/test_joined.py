"""What changes together in several frames is joined, and nothing else is."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from astami_fake.conformance.derive import Expectation, derive, generalize
from astami_fake.conformance.joined import apart, is_telling, join, names_of
from astami_fake.conformance.volatile import Namer
from astami_fake.transcript.case import Expected
from astami_fake.transcript.matcher import Bindings, Observed

#: Which of two values comes, in each of 20 runs.
ONE = "10110100110100101101"
OTHER = "11100010110111000110"


def learned(runs: Sequence[Sequence[str]], base: Sequence[Expected] = ()) -> Expectation:
    """What is expected of runs that send one event for each text: `A=1,2` is an Event A with two values."""

    def came(texts: Sequence[str]) -> list[Observed]:
        return [
            Observed(
                "", "frame", (f"Event: {text[0]}", *(f"Value{at}: {one}" for at, one in enumerate(text[2:].split(","))))
            )
            for text in texts
        ]

    expectation = derive(
        [apart(frame) for frame in base],
        came(runs[0]),
        Bindings(),
        Namer(Bindings(), ()),
        has_streams=True,
        prior=20 if base else 0,
        floating=frozenset(),
        secrets=(),
        joined=[names_of(frame) for frame in base],
    )
    for run in runs[1:]:
        generalize(expectation, came(run), Bindings(), frozenset())
    return expectation


def names(frames: Sequence[Expected]) -> list[str]:
    """The names in each frame, in the order of its lines."""
    return ["".join(names_of(frame).values()) for frame in frames]


TOGETHER = [[f"A={one}", f"B={int(one) + 5}", f"C={other}"] for one, other in zip(ONE, OTHER, strict=True)]


def test_lines_that_change_together() -> None:
    """They have one name, in whatever steps they come and whatever they say; what goes its own way has none."""
    first, second = join([learned(TOGETHER), learned([[f"D={one}"] for one in ONE])], prior=False)
    assert (names(first), names(second)) == (["ab", "ab", ""], ["ab"])
    assert [f"{line}  {line.guard}" for line in first[1].lines[1:]] == [
        "Value0: 6  [form 1 of 2 with a]",
        "Value0: 5  [form 2 of 2 with b]",
    ]


def test_what_else_varies_in_a_frame() -> None:
    """It makes more forms, and the lines that are joined stand in several of them."""
    runs = [[f"A={one}", f"B={one},{other}"] for one, other in zip(ONE, OTHER, strict=True)]
    [[_, frame]] = join([learned(runs)], prior=False)
    assert [f"{line}  {line.guard}" for line in frame.lines[1:]] == [
        "Value0: 1  [form 1 3 of 4 with a]",
        "Value0: 0  [form 2 4 of 4 with b]",
        "Value1: 1  [form 1 2 of 4]",
        "Value1: 0  [form 3 4 of 4]",
    ]


def test_several_groups() -> None:
    """Each has names of its own; what changes in one frame only needs none."""
    runs = [[f"A={a}", f"B={b}", f"C={b}", f"D={a}"] for a, b in zip(ONE, OTHER, strict=True)]
    assert names(join([learned(runs)], prior=False)[0]) == ["ab", "cd", "cd", "ab"]
    assert names(join([learned([[f"A={one},{one}"] for one in ONE])], prior=False)[0]) == [""]


@pytest.mark.parametrize(
    ("runs", "tells"), [(ONE, True), ("1" * 19 + "0", False), ("1" * 16 + "0" * 4, False), ("10" * 4, False)]
)
def test_chance(runs: str, tells: bool) -> None:
    """What changes in a few runs only, or in few runs, may do so by chance together with something else."""
    assert is_telling([one == "1" for one in runs]) is tells
    if len(runs) >= 20:
        [found] = join([learned([[f"A={one}", f"B={one}"] for one in runs])], prior=False)
        assert names(found) == (["ab", "ab"] if tells else ["", ""])


def test_a_frame_that_does_not_always_come_is_not_joined() -> None:
    """Of a run without it nothing is known."""
    for gone in (1, 2):
        runs = [*TOGETHER[:-1], TOGETHER[-1][gone:]]
        assert names(join([learned(runs)], prior=False)[0]) == ["", "", ""]


def test_recording_again() -> None:
    """What was joined stays so, also where further runs show one form only, until a run contradicts it."""
    [first] = join([learned(TOGETHER)], prior=False)
    same, against = [["A=1", "B=6", "C=1"]] * 2, [["A=1", "B=5", "C=1"]] * 2
    [again] = join([learned(same, first)], prior=True)
    assert names(again) == ["ab", "ab", ""]
    assert [[line.text for line in form] for form in again[1].forms] == [
        ["Event: B", "Value0: 6"],
        ["Event: B", "Value0: 5"],
    ]
    [set_apart] = join([learned(against, first)], prior=True)
    assert names(set_apart) == ["", "", ""]
    assert len(set_apart[1].forms) == 2
    [later] = join([learned(TOGETHER, set_apart)], prior=True)
    assert names(later) == ["", "", ""]

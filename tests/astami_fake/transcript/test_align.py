"""Tests of `astami_fake.transcript.align`: what the report says of a fault."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from astami_fake.transcript.align import Difference, align, explain
from astami_fake.transcript.case import Case
from astami_fake.transcript.matcher import Bindings, Observed

CALL = """\
>  Action: Originate
   ActionID: {{aid o}}
@streams
<  Response: Success
   ActionID: {{aid o}}
   Message: Originate successfully queued
<  Event: Newchannel
   Channel: Local/1@default-{{hex8 l}};1
   Uniqueid: {{uid one}}
<  Event: Newchannel
   Channel: Local/1@default-{{hex8 l}};2
   Uniqueid: {{uid two}}
<  Event: Hangup
   Channel: Local/1@default-{{hex8 l}};1
   Uniqueid: {{uid one}}
   Cause: 16
"""
CAME = (
    "Response: Success|ActionID: 7|Message: Originate successfully queued",
    "Event: Newchannel|Channel: Local/1@default-0000000a;1|Uniqueid: 1795383034.0",
    "Event: Newchannel|Channel: Local/1@default-0000000a;2|Uniqueid: 1795383034.1",
    "Event: Hangup|Channel: Local/1@default-0000000a;1|Uniqueid: 1795383034.0|Cause: 16",
)


@pytest.fixture
def said(case_of: Callable[..., Case], observed: Callable[..., Sequence[Observed]]) -> Callable[..., list[Difference]]:
    """The differences when *texts* came instead of the call."""

    def say(*texts: str) -> list[Difference]:
        [step] = case_of(CALL).steps
        alignment = align(step.expects, observed(*texts), Bindings())
        return explain(alignment, step.expects, Bindings(), step.number)[0]

    return say


def changed(at: int, old: str, new: str) -> list[str]:
    texts = list(CAME)
    assert old in texts[at]
    texts[at] = texts[at].replace(old, new)
    return texts


def test_nothing_to_say(said: Callable[..., list[Difference]]) -> None:
    """Of the call itself there is nothing to say, in any order between its streams."""
    assert said(*CAME) == []
    assert said(CAME[2], CAME[1], CAME[3], CAME[0]) == []


def test_value(said: Callable[..., list[Difference]]) -> None:
    """Another value: the case line, the stream, frame i of n, header, both values."""
    [one] = said(*changed(3, "Cause: 16", "Cause: 17"))
    assert (one.kind, one.number, one.stream, one.index, one.count) == ("value", 20, ("leg", "{{uid one}}"), 4, 4)
    assert (one.frame, one.header, one.expected, one.actual) == ("Event: Hangup", "Cause", "Cause: 16", "Cause: 17")


def test_renamed_header(said: Callable[..., list[Difference]]) -> None:
    """A renamed header is one difference."""
    [one] = said(*changed(3, "Cause:", "Reason:"))
    assert (one.kind, one.header, one.actual) == ("header", "Cause", "Reason: 16")


def test_missing_and_extra_header(said: Callable[..., list[Difference]]) -> None:
    """A header that is not there, or too much, is named."""
    [gone] = said(*changed(3, "|Cause: 16", ""))
    assert (gone.kind, gone.header, gone.number) == ("missing header", "Cause", 20)
    [new] = said(*changed(3, "Cause: 16", "Cause: 16|Cause-txt: Normal Clearing"))
    assert (new.kind, new.header, new.actual) == ("extra header", "Cause-txt", "Cause-txt: Normal Clearing")


def test_bound_value(said: Callable[..., list[Difference]]) -> None:
    """A value that contradicts a binding says what was bound, and where."""
    differences = said(*changed(3, "1795383034.0", "1795383034.9"))
    [one] = [d for d in differences if d.header == "Uniqueid"]
    [(placeholder, bound)] = one.bound
    assert (placeholder, bound.value, bound.number) == ("{{uid one}}", "1795383034.0", 13)


def test_value_of_another_name(said: Callable[..., list[Difference]]) -> None:
    """A value that belongs to another name says so."""
    [one] = said(*changed(2, "1795383034.1", "1795383034.0"))
    [(placeholder, bound)] = one.bound
    assert (one.header, placeholder, bound.value) == ("Uniqueid", "{{uid one}}", "1795383034.0")


def test_missing_and_extra_frame(said: Callable[..., list[Difference]]) -> None:
    """A frame that did not come has its line; one that came too much is shown whole."""
    [gone] = said(*CAME[:3])
    assert (gone.kind, gone.number, gone.frame) == ("missing frame", 17, "Event: Hangup")
    [new] = said(*CAME, "Event: Newstate|Uniqueid: 1795383034.0")
    assert (new.kind, new.actual) == ("extra frame", "Event: Newstate\nUniqueid: 1795383034.0")


def test_out_of_order(said: Callable[..., list[Difference]]) -> None:
    """Two frames of a stream that changed places are one difference of order."""
    [one] = said(CAME[0], CAME[3], CAME[2], CAME[1])
    assert one.kind == "out of order"


def test_another_answer(said: Callable[..., list[Difference]]) -> None:
    """An answer is compared with the answer that was expected, however different it is."""
    differences = said("Response: Error|ActionID: 7|Message: Channel not specified", *CAME[1:])
    assert {(d.kind, d.header) for d in differences} == {("value", "Response"), ("value", "Message")}


def test_all_differences_are_told(said: Callable[..., list[Difference]]) -> None:
    """Not only the first difference is told."""
    texts = changed(3, "Cause: 16", "Cause: 17")
    texts[0] = texts[0].replace("successfully", "not")
    assert [d.header for d in said(*texts)] == ["Message", "Cause"]

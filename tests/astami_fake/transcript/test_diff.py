"""Tests of `astami_fake.transcript.diff`."""

from __future__ import annotations

from astami_fake.transcript.align import Difference
from astami_fake.transcript.diff import render
from astami_fake.transcript.matcher import Bound


def test_a_value() -> None:
    """A difference is told with file:line, place, both values and where a name was bound; blanks can be seen."""
    one = Difference(
        "value",
        20,
        "b",
        ("leg", "{{uid one}}"),
        4,
        9,
        "Event: Hangup",
        "Uniqueid",
        "Uniqueid: {{uid one}}",
        "Uniqueid: 1795383034.1 ",
        (("{{uid one}}", Bound("1795383034.0", 13)),),
    )
    assert list(render("x.ami", [one])) == [
        "x.ami:20: another value: Uniqueid",
        "    connection b, stream leg {{uid one}}, frame 4 of 9, in 'Event: Hangup'",
        "    expected  Uniqueid: {{uid one}}",
        "    came      Uniqueid: 1795383034.1·",
        "    {{uid one}} is 1795383034.0, bound in line 13",
    ]


def test_frames() -> None:
    """A frame too much is shown whole; a missing one is named; both in the order of the case."""
    extra = Difference("extra frame", 9, frame="Event: A", actual="Event: A\nValue: \nName: a\x00b")
    missing = Difference("missing frame", 4, index=2, count=3, frame="Event: B", expected="Event: B")
    assert list(render("x.ami", [extra, missing])) == [
        "x.ami:4: a frame did not come: Event: B",
        "    frame 2 of 3",
        "x.ami:9: a frame that was not expected: Event: A",
        "    came      Event: A",
        "              Value: (nothing)",
        "              Name: a\\x00b",
    ]


def test_both_values_are_shown_alike() -> None:
    """What the case holds escaped and what came raw look the same where they are the same."""
    written = "Message: a\\\\b\\x01{{int}}\\s"
    one = Difference("value", 4, expected=written, actual="Message: a\\b\x01x ", header="Message")
    assert list(render("x.ami", [one]))[1:] == [
        "    expected  Message: a\\\\b\\x01{{int}}·",
        "    came      Message: a\\\\b\\x01x·",
    ]

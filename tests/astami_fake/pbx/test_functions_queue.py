"""Functions on queues. Values recorded: cases `queue.functions`, `queue.functions.getvar`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from astami_fake.pbx import functions

QUEUES = """[q]
strategy = linear
wrapuptime = 5
member => Local/1@default,2,One,Custom:one
member => Local/2@default,0,Two,Custom:two
[empty]
[told]
setqueuevar = yes
"""


@pytest.fixture
def lab(make_lab: Callable[..., Any]) -> Any:
    made = make_lab("[default]\nexten => wait,1,Queue(q)\n", queues=QUEUES)
    for name in ("one", "two"):
        made.pbx.custom.set(name, "NOT_INUSE")
    return made


def read(lab: Any, text: str) -> str | None:
    return functions.read(lab.pbx, None, text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("QUEUE_EXISTS(q)", "1"),
        ("QUEUE_EXISTS(none)", "0"),
        ("QUEUE_WAITING_COUNT(none)", "0"),
        ("QUEUE_MEMBER_COUNT(q)", "2"),
        ("QUEUE_MEMBER_COUNT(none)", "-1"),
        ("QUEUE_MEMBER_LIST(q)", "Local/1@default,Local/2@default"),
        ("QUEUE_MEMBER_LIST(none)", ""),
        ("QUEUE_MEMBER_PENALTY(q,Local/1@default)", "2"),
        ("QUEUE_MEMBER_PENALTY(q,Local/9@default)", "-1"),
        ("QUEUE_MEMBER(q,logged)", "2"),
        ("QUEUE_MEMBER(q,free)", "2"),
        ("QUEUE_MEMBER(q,ready)", "2"),
        ("QUEUE_MEMBER(q,penalty,Local/1@default)", "2"),
        ("QUEUE_MEMBER(q,paused,Local/1@default)", "0"),
        ("QUEUE_MEMBER(q,ringinuse,Local/1@default)", "1"),
        ("QUEUE_MEMBER(q,penalty,Local/9@default)", "0"),
        ("QUEUE_MEMBER(none,logged)", "0"),
        ("QUEUE_MEMBER()", None),
        ("QUEUE_GET_CHANNEL(q,1)", ""),
        ("QUEUE_VARIABLES(empty)", "-1"),
    ],
)
def test_read(lab: Any, text: str, value: str | None) -> None:
    """Of a queue, of a member, of nobody."""
    assert read(lab, text) == value


def test_who_rests_is_ready_and_not_free(lab: Any) -> None:
    """A paused member is neither."""
    one, two = lab.pbx.queues.find("q").members
    one.last_call = int(lab.clock.now())
    assert (read(lab, "QUEUE_MEMBER(q,free)"), read(lab, "QUEUE_MEMBER(q,ready)")) == ("1", "2")
    two.pause(True, "")
    assert (read(lab, "QUEUE_MEMBER(q,free)"), read(lab, "QUEUE_MEMBER(q,ready)")) == ("0", "1")


def test_members_are_changed(lab: Any) -> None:
    """Each by its option; a word for a number is none; nobody to change is a failure."""
    one = lab.pbx.queues.find("q").members[0]
    assert functions.write(lab.pbx, None, "QUEUE_MEMBER(q,paused,Local/1@default)", "1")
    assert functions.write(lab.pbx, None, "QUEUE_MEMBER(q,ringinuse,Local/1@default)", "0")
    assert functions.write(lab.pbx, None, "QUEUE_MEMBER_PENALTY(q,Local/1@default)", "7")
    assert (one.paused, one.ring_in_use, one.penalty) == (True, False, 7)
    assert functions.write(lab.pbx, None, "QUEUE_MEMBER(q,penalty,Local/1@default)", "many")
    assert one.penalty == 0
    assert not functions.write(lab.pbx, None, "QUEUE_MEMBER(q,colour,Local/1@default)", "1")
    assert not functions.write(lab.pbx, None, "QUEUE_MEMBER(q,paused,Local/9@default)", "1")


def test_the_caller_at_a_place(lab: Any) -> None:
    """The first where no place is said."""
    for member in lab.pbx.queues.find("q").members:
        member.pause(True, "")
    lab.call("wait@default")
    lab.clock.advance(1)
    (caller,) = lab.pbx.queues.find("q").callers
    assert read(lab, "QUEUE_GET_CHANNEL(q)") == read(lab, "QUEUE_GET_CHANNEL(q,1)") == caller.channel.name
    assert read(lab, "QUEUE_GET_CHANNEL(q,2)") == ""
    assert read(lab, "QUEUE_WAITING_COUNT(q)") == "1"


def test_what_is_not_modelled_is_said(lab: Any) -> None:
    """Variables of a queue that tells them."""
    assert read(lab, "QUEUE_VARIABLES(told)") == "-1"
    assert "QUEUE_VARIABLES(told)" in lab.pbx.problems[-1]

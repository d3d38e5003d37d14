"""Tests of `astami_fake.transcript.player`, against a peer of prepared bytes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from astami_fake.transcript.case import Case
from astami_fake.transcript.player import play

GREETING = b"Asterisk Call Manager/11.0.0\r\n"
ACCEPTED = b"Response: Success\r\nActionID: %AID%\r\nMessage: Authentication accepted\r\n\r\n"
PONG = b"Response: Success\r\nActionID: %AID%\r\nPing: Pong\r\n\r\n"
LOGIN = ((b"Action: Login", ACCEPTED), (b"Action: Ping", PONG))
ABSENT = b"Response: Error\r\nActionID: t-a-3\r\nMessage: Database entry not found\r\n\r\n"
DBGET = """\
>  Action: DBGet
   ActionID: {{aid a}}
<  Response: Error
   ActionID: {{aid a}}
   Message: Database entry not found
"""
RECORDED = "@recorded 22.10.1 debian 2026-11-30 runs=20\n@verified 16.28.0 debian 2026-11-30 runs=20"


def test_green(case_of: Callable[..., Case], peer: Any, stage: Any) -> None:
    """What is expected comes, nothing else does: no differences."""
    with peer(GREETING, *LOGIN, (b"Action: DBGet", ABSENT)) as server:
        assert play(case_of(DBGET), stage(server), "t").differences == []


def test_red(case_of: Callable[..., Case], peer: Any, stage: Any) -> None:
    """Another value is a difference, with the line of the case."""
    with peer(GREETING, *LOGIN, (b"Action: DBGet", ABSENT.replace(b"not found", b"nowhere"))) as server:
        [one] = play(case_of(DBGET), stage(server), "t").differences
    assert (one.header, one.number, one.actual) == ("Message", 9, "Message: Database entry nowhere")


def test_silence(case_of: Callable[..., Case], peer: Any, stage: Any) -> None:
    """An answer that does not come is a difference, in bounded time."""
    with peer(GREETING, *LOGIN) as server:
        [one] = play(case_of(DBGET), stage(server), "t").differences
    assert one.kind == "missing frame"


def test_what_comes_behind_the_answer_is_seen(case_of: Callable[..., Case], peer: Any, stage: Any) -> None:
    """A frame too much is found, even when it comes behind the expected ones."""
    with peer(GREETING, *LOGIN, (b"Action: DBGet", ABSENT + b"Event: Extra\r\n\r\n")) as server:
        [one] = play(case_of(DBGET), stage(server), "t").differences
    assert (one.kind, one.frame) == ("extra frame", "Event: Extra")


RTCP = b"Event: RTCPSent\r\nPrivilege: reporting,all\r\n\r\n"


def test_the_noise_of_the_clock_is_left_out(case_of: Callable[..., Case], peer: Any, stage: Any) -> None:
    """RTCPSent and RTCPReceived come because a play took its time: no difference in a case that is not about them."""
    clock = RTCP + RTCP.replace(b"Sent", b"Received")
    with peer(GREETING, *LOGIN, (b"Action: DBGet", ABSENT + clock)) as server:
        assert play(case_of(DBGET), stage(server), "t").differences == []


@pytest.mark.parametrize(
    ("header", "more"),
    [
        ("@tags rtcp", ""),
        ("", "@optional 1/20\n<  Event: RTCPSent\n   Privilege: reporting,all\n   PT: 201(RR)\n"),
        (RECORDED, "<  Event: RTCPReceived  [in 16.28; not 22.10]\n"),
    ],
    ids=["tagged", "told", "told on another release"],
)
def test_a_case_about_the_clock_hears_it(
    case_of: Callable[..., Case], peer: Any, stage: Any, header: str, more: str
) -> None:
    """Where a case is tagged so, or has such a frame in it, one that was not expected is a difference."""
    with peer(GREETING, *LOGIN, (b"Action: DBGet", ABSENT + RTCP)) as server:
        case = case_of(DBGET + more, header, release="22.10")
        assert play(case, stage(server), "t").differences


def test_what_comes_at_the_very_end_is_seen(case_of: Callable[..., Case], peer: Any, stage: Any) -> None:
    """So is one that comes only when the connection ends, where no fence could be sent."""
    case = case_of("<  Asterisk Call Manager/11.0.0\n", "@login none")
    with peer(GREETING + b"Event: Extra\r\n\r\n") as server:
        [one] = play(case, stage(server), "t").differences
    assert (one.kind, one.frame) == ("extra frame", "Event: Extra")


def test_end_of_connection(case_of: Callable[..., Case], peer: Any, stage: Any) -> None:
    """`<closed` is the end of the connection; an end that nobody expects is a difference."""
    logoff = ">  Action: Logoff\n<  Response: Goodbye\n"
    answers = (*LOGIN, (b"Action: Logoff", b"Response: Goodbye\r\n\r\n"), (b"Action: Logoff", None))
    with peer(GREETING, *answers) as server:
        assert play(case_of(logoff + "<closed\n"), stage(server), "t").differences == []
    with peer(GREETING, *answers) as server:
        [one] = play(case_of(logoff), stage(server), "t").differences
    assert one.kind == "extra frame"


def test_values_from_earlier_frames(case_of: Callable[..., Case], peer: Any, stage: Any) -> None:
    """A value that came is sent on; one that did not come ends the case with a word."""
    body = (
        "<  Asterisk Call Manager/11.0.0\n>  Action: Challenge\n<  Response: Success\n   Challenge: {{int c}}\n"
        ">  Action: Login\n   Key: {{int c}}\n<  Response: Success\n"
    )
    challenge = b"Response: Success\r\nChallenge: 4711\r\n\r\n"
    answers = ((b"Action: Challenge", challenge), (b"Key: 4711", b"Response: Success\r\n\r\n"))
    with peer(GREETING, *answers) as server:
        assert play(case_of(body, "@login none"), stage(server), "t").differences == []
    with peer(GREETING, (b"Action: Challenge", b"Response: Success\r\nChallenge: none\r\n\r\n")) as server:
        differences = play(case_of(body, "@login none"), stage(server), "t").differences
    assert [one.kind for one in differences] == ["value", "step"]


def test_raw_bytes(case_of: Callable[..., Case], peer: Any, stage: Any) -> None:
    """Bytes that are no frame are compared as they are."""
    case = case_of('<  Asterisk Call Manager/11.0.0\n>raw "x\\xff"\n<raw "half {{int}}"\n', "@login none")
    with peer(GREETING, (b"x\xff", b"half 7")) as server:
        assert play(case, stage(server), "t").differences == []

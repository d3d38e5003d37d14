"""Tests of `astami_fake.transcript.phones`, and of what a case says of phones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from astami_fake.transcript.case import Case
from astami_fake.transcript.format import FormatError
from astami_fake.transcript.phones import CALL_DEEDS, PhoneError, Verb, parse_scene, perform


def test_a_line_is_a_phone_and_its_verbs() -> None:
    """A verb takes the words behind it; `name=value` is an option; numbers and yes/no are values."""
    scene = parse_scene("1001 rings then answers after=0.2 early_media=yes hangs_up 3")
    assert scene.phone == "1001"
    assert scene.verbs == (
        Verb("rings"),
        Verb("then"),
        Verb("answers", (), (("after", 0.2), ("early_media", True))),
        Verb("hangs_up", (3,)),
    )
    assert not scene.is_step
    assert parse_scene("1001 hangup call=2").verbs == (Verb("hangup", (), (("call", 2),)),)


def test_a_number_that_is_called_is_text() -> None:
    """Also where it looks like a number or a verb."""
    assert parse_scene("1000 calls 0301").verbs == (Verb("calls", ("0301",)),)
    assert parse_scene("1000 calls busy").verbs == (Verb("calls", ("busy",)),)
    assert parse_scene("1000 calls 1001").is_step
    assert parse_scene("1000 message 0301 hello code=404").verbs == (
        Verb("message", ("0301", "hello"), (("code", 404),)),
    )


@pytest.mark.parametrize(("text", "said"), [("1001 jumps", "'jumps' is nothing"), ("1001", "says nothing")])
def test_what_no_phone_does_is_refused(text: str, said: str) -> None:
    """The message says what would be right."""
    with pytest.raises(PhoneError, match=f"{said}.*answers"):
        parse_scene(text)


class _Recorder:
    """Notes what is done to it."""

    def __init__(self) -> None:
        self.done: list[object] = []

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def note(*arguments: object, **options: object) -> _Recorder:
            self.done.append((name, arguments, options))
            return self

        return note


def test_verbs_are_methods_of_the_phone_or_its_call() -> None:
    """`call=` chooses the call, and is no argument of the verb."""
    phone = _Recorder()
    perform(phone, parse_scene("1001 answers after=1"))
    perform(phone, parse_scene("1001 dtmf 12# call=1"))
    assert phone.done == [("answers", (), {"after": 1}), ("present_call", (1,), {}), ("dtmf", ("12#",), {})]
    assert "dtmf" in CALL_DEEDS


def test_what_a_phone_cannot_do_is_told() -> None:
    """With the line, so that a reader finds it."""

    class Idle:
        def present_call(self, number: int) -> None:
            raise LookupError("it has had 0 calls")

    with pytest.raises(PhoneError, match=r"@phone 1001 hangup: it has had 0 calls"):
        perform(Idle(), parse_scene("1001 hangup"))
    with pytest.raises(PhoneError, match=r"@phone 1001 register: phones cannot do that here"):
        perform(Idle(), parse_scene("1001 register"))


def test_behaviour_above_the_first_step_is_no_step(case_of: Callable[..., Case]) -> None:
    """It holds from the start; below, and for deeds, the line is a step of its own."""
    case = case_of("@phone 1001 rings\n@phone 1001 calls 1000\n@phone 1001 busy", "@phones 1001 1000")
    assert case.phones == ("1001", "1000")
    assert [scene.verbs[0].name for scene in case.cast] == ["rings"]
    assert [(step.kind, step.scene and step.scene.verbs[0].name) for step in case.steps] == [
        ("phone", "calls"),
        ("phone", "busy"),
    ]


def test_a_phone_of_a_case_stands_in_its_header(case_of: Callable[..., Case]) -> None:
    """One that does not is a mistake, named with its line."""
    with pytest.raises(FormatError, match=r"<text>:5: the case has no phone '1001': '@phones 1001' above"):
        case_of("@phone 1001 rings")
    with pytest.raises(FormatError, match=r":6: 'jumps' is nothing that a phone does"):
        case_of("@phone 1001 jumps", "@phones 1001")

"""MESSAGE and MESSAGE_DATA. Recorded: case `functions.message`."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.mark.parametrize(
    ("text", "steps", "shown"),
    [
        ("<${MESSAGE(body)}> <${MESSAGE_DATA(X)}>", [], "<> <>"),
        ("${MESSAGE(body)} ${MESSAGE(to)}", ["Set(MESSAGE(body)=hello)", "Set(MESSAGE(TO)=sip:a@b)"], "hello sip:a@b"),
        ("<${MESSAGE(colour)}>", ["Set(MESSAGE(colour)=red)"], "<>"),
        ("${MESSAGE_DATA(X-Order)}", ["Set(MESSAGE_DATA(X-Order)=17)"], "17"),
    ],
)
def test_functions(say: Callable[..., str], text: str, steps: list[str], shown: str) -> None:
    """What was set is read; there are four parts, and any data."""
    assert say(text, *steps) == shown

"""How argument texts are cut."""

from __future__ import annotations

import pytest

from astami_fake.pbx.arguments import seconds, split


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        ("a", ["a"]),
        ("a,b,,c", ["a", "b", "", "c"]),
        ('a,"b,c",d', ["a", "b,c", "d"]),
        (r"a\,b,c", ["a,b", "c"]),
        ("f(1,2),[3,4],5", ["f(1,2)", "[3,4]", "5"]),
        ("a)b,c", ["a)b", "c"]),
        ("a\\", ["a\\"]),
    ],
)
def test_commas_cut_outside_quotes_and_brackets(text: str, parts: list[str]) -> None:
    """Recorded with the Variable header of Originate: originate.variables."""
    assert split(text) == parts


def test_the_last_of_a_limit_stays_as_it_is() -> None:
    """Its quotes and commas are its own."""
    assert split('a,"b",c', limit=2) == ["a", '"b",c']


@pytest.mark.parametrize(("text", "value"), [("1", 1.0), (" .5s", 0.5), ("2.5", 2.5), ("", 0.0), ("x1", 0.0)])
def test_seconds_are_what_a_text_begins_with(text: str, value: float) -> None:
    """What is no number is no time."""
    assert seconds(text) == value

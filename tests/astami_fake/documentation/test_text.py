"""Blanks, mark-up and long lines. Recorded: case `documentation.lines`."""

from __future__ import annotations

import pytest

from astami_fake.documentation.text import clean, marked, printed

WORD = "x" * 79


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("\n\t\tone\n\t\ttwo\n\t", " one two "),
        ("one\n\n\t\ttwo", "one two"),
        ("one \n\ttwo", "one  two"),
        ("one\n \ttwo", "one  \ttwo"),
        ("one\ttwo", "one\ttwo"),
    ],
)
def test_ends_of_lines(text: str, cleaned: str) -> None:
    """One becomes one blank, with the tabs behind it; other blanks and tabs stay."""
    assert clean(text) == cleaned


def test_signs_of_mark_up() -> None:
    """As they are printed; what is no mark-up stays."""
    text = " ".join(marked(tag, tag) for tag in ("literal", "replaceable", "variable", "emphasis", "filename", "enum"))
    assert printed(f"{text} <x>") == "'literal' <replaceable> ${variable} *emphasis* \"filename\" enum <x>"


def test_a_line_has_79_characters() -> None:
    """One more is broken off at a blank, or lost where none is near."""
    assert printed(WORD) == WORD
    assert printed(f"{WORD} y") == f"{WORD}\ny"
    assert printed(f"{WORD}yz") == f"{WORD}\nz"


def test_how_near_a_blank_is() -> None:
    """29 characters before the end of the line, with seven for each change of colour."""
    assert printed(f"{'x' * 50} {'y' * 40}") == f"{'x' * 50}\n{'y' * 40}"
    assert printed(f"{'x' * 49} {'y' * 40}") == f"{'x' * 49} {'y' * 29}\n{'y' * 10}"
    assert printed(f"{'x' * 57} {marked('enum', 'y')}{'y' * 40}") == f"{'x' * 57} {'y' * 21}\n{'y' * 19}"
    assert printed(f"{'x' * 64} {marked('enum', 'y')}{'y' * 40}") == f"{'x' * 64}\n{'y' * 41}"


def test_where_it_goes_on() -> None:
    """Below the beginning of its line; the first line of all, at the left."""
    line = f"{'x' * 70} {'y' * 20}"
    assert printed(f"  {line}\n  {line}\n\t{line}") == (
        f"  {'x' * 70}\n{'y' * 20}\n  {'x' * 70}\n  {'y' * 20}\n\t{'x' * 70}\n\t{'y' * 20}"
    )

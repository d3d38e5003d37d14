"""Variables: newest first, with underscores that say how far they are inherited."""

from __future__ import annotations

from astami_fake.pbx.variables import Variables, escaped


def test_the_newest_comes_first() -> None:
    """Setting again moves to the front (recorded: dialplan show globals)."""
    variables = Variables()
    for name in ("A", "B", "A"):
        variables.set(name, name.lower())
    assert list(variables) == [("A", "a"), ("B", "b")]


def test_underscores_are_no_part_of_the_name() -> None:
    """A variable is read without them, and set over one with others."""
    variables = Variables()
    variables.set("__A", "1")
    assert variables.get("A") == "1"
    assert variables.get("__A") is None
    variables.set("A", "2")
    assert list(variables) == [("A", "2")]


def test_none_takes_away() -> None:
    """An empty value does not."""
    variables = Variables()
    variables.set("A", "")
    assert variables.get("A") == ""
    variables.set("A", None)
    assert variables.get("A") is None
    assert len(variables) == 0


def test_inheritance_takes_one_underscore_off_or_keeps_two() -> None:
    """``_X`` reaches the next channel only, ``__X`` all that follow; others stay."""
    variables = Variables()
    for name in ("A", "_B", "__C"):
        variables.set(name, "1")
    assert variables.inherited() == [("__C", "1"), ("B", "1")]


def test_a_pushed_value_hides_and_a_pop_brings_back() -> None:
    """As the arguments of nested Gosubs do."""
    variables = Variables()
    variables.set("ARG1", "outer")
    variables.push("ARG1", "inner")
    assert variables.get("ARG1") == "inner"
    variables.pop("ARG1")
    assert variables.get("ARG1") == "outer"
    variables.pop("NOT_THERE")
    assert len(variables) == 1


def test_varset_escapes_as_c_does() -> None:
    """Recorded: variables.setvar.global."""
    assert escaped('it\'s "q"\tx?y\\z') == 'it\\\'s \\"q\\"\\tx\\?y\\\\z'

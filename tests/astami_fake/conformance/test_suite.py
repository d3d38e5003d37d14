"""Tests of `astami_fake.conformance.suite`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from astami_fake.conformance.suite import CaseFile, find_root, load_cases, select
from astami_fake.transcript.format import FormatError


def test_cases_are_read_in_order(root: Path, write_case: Callable[..., CaseFile]) -> None:
    """A directory gives its cases in the order of their paths; a file gives itself."""
    two, one = write_case("b.two", ""), write_case("a.one", "", "@tags writes")
    assert [case.name for case in load_cases([root / "cases"])] == ["a.one", "b.two"]
    assert [case.name for case in load_cases([two.path])] == ["b.two"]
    assert (one.area, one.tags, one.releases) == ("a", {"writes"}, ())


def test_a_name_is_taken_once(root: Path, write_case: Callable[..., CaseFile]) -> None:
    """Two files with one name are an error that names both."""
    first = write_case("a.one", "")
    (root / "cases" / "z.ami").write_text(first.path.read_text())
    with pytest.raises(FormatError, match=r"z\.ami:1: the name a\.one is taken by .*a\.one\.ami"):
        load_cases([root / "cases"])


def test_missing_path(root: Path) -> None:
    """A path that is not there is said."""
    with pytest.raises(FileNotFoundError, match="no case file or directory"):
        load_cases([root / "nowhere"])


@pytest.mark.parametrize(
    ("expression", "names"),
    [
        ("", ["db.get", "db.put", "login.md5"]),
        ("db", ["db.get", "db.put"]),
        ("not db", ["login.md5"]),
        ("db and not writes", ["db.get"]),
        ("md5 or writes", ["db.put", "login.md5"]),
    ],
)
def test_select(write_case: Callable[..., CaseFile], expression: str, names: list[str]) -> None:
    """A selection looks at names and tags, with and, or, not."""
    cases = [write_case("db.get", ""), write_case("db.put", "", "@tags writes"), write_case("login.md5", "")]
    assert [case.name for case in select(cases, expression)] == names


def test_select_mistake(write_case: Callable[..., CaseFile]) -> None:
    """A selection that cannot be read says how it is written."""
    with pytest.raises(ValueError, match="'not word'"):
        select([write_case("a.b", "")], "one two")


def test_find_root(root: Path, tmp_path: Path) -> None:
    """The directory conformance is found from above, from itself and from below; elsewhere --root is asked for."""
    for start in (tmp_path, root, root / "cases"):
        assert find_root(start) == root
    with pytest.raises(FileNotFoundError, match="--root"):
        find_root(Path("/proc"))

"""``database query``. Outputs recorded: cases `database.query*`."""

from __future__ import annotations

from typing import Any

import pytest


def query(ask: Any, text: str) -> list[str]:
    response, lines = ask(f'database query "{text}"')
    assert response == "Success"
    return [line.rstrip() for line in lines]


def test_rows(ask: Any, bench: Any) -> None:
    """A line a column, and an empty one behind each row; bytes that are no text stay as they are."""
    bench.pbx.astdb.put("a", "b", "caf\udce9")
    assert query(ask, "select value, null, 1.5, 2 as two from astdb where key = '/a/b'") == [
        "value: caf\udce9",
        "null : (null)",
        "1.5  : 1.5",
        "two  : 2",
        "",
    ]


def test_astdb_gets_what_is_written(ask: Any, bench: Any) -> None:
    """Also what several statements write, up to a mistake; a value that is written anew stands last."""
    for key in "bac":
        bench.pbx.astdb.put("f", key, key)
    bench.pbx.astdb.put("f", "b", "again")
    said = query(
        ask, "delete from astdb where key = '/f/c'; select key from astdb where key like '/f/%'; no; delete from astdb"
    )
    assert bench.pbx.astdb.tree("f") == [("/f/a", "a"), ("/f/b", "again")]
    assert sorted(said) == ["", "", "key  : /f/a", "key  : /f/b"]
    assert query(ask, "update astdb set value = 'x;y' where key = '/f/a'") == [""]
    assert query(ask, "insert into astdb values('/f/a', 'z')") == [""]
    assert bench.pbx.astdb.get("f", "a") == "x;y"
    assert [path for path, _ in bench.pbx.astdb.rows()][-2:] == ["/f/a", "/f/b"]


@pytest.mark.parametrize("text", ["attach '{}' as x", "vacuum into '{}'"])
def test_no_file_is_opened(ask: Any, tmp_path: Any, text: str) -> None:
    """SQLite could write one."""
    query(ask, text.format(tmp_path / "file"))
    assert not list(tmp_path.iterdir())


def test_other_tables_are_not_kept(ask: Any, bench: Any) -> None:
    """The test is told."""
    assert query(ask, "create table t(x)") == [""]
    (problem,) = bench.pbx.problems
    assert "no table but astdb" in problem


@pytest.mark.parametrize("command", ["database query", "database query select 1"])
def test_one_word_holds_the_statement(ask: Any, command: str) -> None:
    """Else the usage is shown."""
    assert ask(command)[0] == "Error"

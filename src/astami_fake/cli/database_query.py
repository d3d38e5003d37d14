"""``database query``: SQL on AstDB. Asterisk: main/db.c. Recorded: cases `database.query*`.

SQLite does here what it does there: it gets AstDB's table, in memory and for the one query, and AstDB gets back what
the table holds then. Mistakes are told to nobody but Asterisk's log. May import `cli._registry`, `cli.database`, `pbx`.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence

from astami_fake.cli._registry import Lines, ShowUsage, command
from astami_fake.cli.database import column
from astami_fake.pbx.pbx import Pbx

_NULL = "(null)"


@command("database query")
def query(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Run statements up to the first with a mistake, and show their rows. handle_cli_database_query()."""
    if len(words) != 1:
        raise ShowUsage
    with contextlib.closing(_table(pbx)) as table:
        lines = list(_run(table, words[0]))
        _take_back(pbx, table)
    return lines


def _table(pbx: Pbx) -> sqlite3.Connection:
    """AstDB as SQLite has it. Nothing else can be attached, so that no file is opened."""
    table = sqlite3.connect(":memory:", isolation_level=None)
    table.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    table.text_factory = lambda text: text.decode("utf-8", "surrogateescape")
    kind = pbx.release.astdb_column
    table.execute(f"CREATE TABLE astdb(key {kind}, value {kind}, PRIMARY KEY(key))")
    table.executemany(
        "INSERT INTO astdb VALUES(CAST(? AS TEXT), CAST(? AS TEXT))",
        ((_bytes(path), _bytes(value)) for path, value in pbx.astdb.rows()),
    )
    return table


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _run(table: sqlite3.Connection, text: str) -> Iterator[str]:
    for statement in _statements(text):
        try:
            rows = table.execute(statement)
            for row in rows:
                for name, value in zip((told[0] for told in rows.description), row, strict=True):
                    yield f"{column(name, 5)}: {column(_shown(table, value), 50)}"
                yield ""
        except (sqlite3.Error, UnicodeEncodeError):
            return


def _statements(text: str) -> Iterator[str]:
    """The statements of *text*, each with its semicolon; also what is left behind the last."""
    statement = ""
    for part in text.split(";"):
        statement += part
        if sqlite3.complete_statement(f"{statement};"):
            yield statement
            statement = ""
        else:
            statement += ";"
    if statement.strip("; "):
        yield statement


def _shown(table: sqlite3.Connection, value: object) -> str:
    """A value as SQLite writes it as a text; no value is ``(null)``."""
    if value is None:
        return _NULL
    return value if isinstance(value, str) else str(table.execute("SELECT CAST(? AS TEXT)", (value,)).fetchone()[0])


def _take_back(pbx: Pbx, table: sqlite3.Connection) -> None:
    names = [name for (name,) in table.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
    if names != ["astdb"]:
        pbx.problem("astami_fake keeps no table but astdb from one database query to the next")
    if "astdb" in names:
        rows = table.execute("SELECT CAST(key AS TEXT), CAST(value AS TEXT) FROM astdb ORDER BY rowid").fetchall()
        pbx.astdb.replace([(key, value or "") for key, value in rows if key is not None])

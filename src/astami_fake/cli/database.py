"""The CLI family ``database``. Asterisk: main/db.c. Every output recorded: cases `database.*`. May import
`cli._registry` and `pbx`."""

from __future__ import annotations

from collections.abc import Sequence

from astami_fake.cli._registry import Lines, ShowUsage, command
from astami_fake.pbx.pbx import Pbx


@command("database put")
def put(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Write one entry. handle_cli_database_put()."""
    if len(words) != 3:
        raise ShowUsage
    pbx.astdb.put(*words)
    return ["Updated database successfully"]


@command("database get")
def get(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Show one entry. handle_cli_database_get()."""
    if len(words) != 2:
        raise ShowUsage
    value = pbx.astdb.get(*words)
    return ["Database entry not found."] if value is None else [f"Value: {value}"]


@command("database del")
def delete(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Delete one entry. handle_cli_database_del()."""
    if len(words) != 2:
        raise ShowUsage
    return ["Database entry removed." if pbx.astdb.delete(*words) else "Database entry could not be removed."]


@command("database deltree")
def deltree(pbx: Pbx, words: Sequence[str]) -> Lines:
    """Delete a family, or what is below a key. handle_cli_database_deltree().

    A family of no characters stands for all; some releases do not take a key beside it.
    """
    if not 1 <= len(words) <= 2:
        raise ShowUsage
    if pbx.release.empty_family_is_none and words[0] == "" and words[1:] not in ([], [""]):
        return ["Database unavailable."]
    count = pbx.astdb.delete_tree(*words)
    return [f"{count} database entries removed." if count else "Database entries do not exist."]


@command("database show")
def show(pbx: Pbx, words: Sequence[str]) -> Lines:
    """List all entries, a family, or what is below a key. handle_cli_database_show()."""
    if len(words) > 2:
        raise ShowUsage
    if pbx.release.empty_family_is_none:
        return _listed(pbx.astdb.tree(*words))
    return _listed(pbx.astdb.below("".join("/" + word for word in words)))


@command("database showkey")
def showkey(pbx: Pbx, words: Sequence[str]) -> Lines:
    """List a key of all families. handle_cli_database_showkey()."""
    if len(words) != 1:
        raise ShowUsage
    return _listed(pbx.astdb.keys_named(words[0]))


def _listed(entries: list[tuple[str, str]]) -> Lines:
    lines = [f"{column(path, 50)}: {column(value, 25)}" for path, value in entries]
    return [*lines, f"{len(entries)} results found."]


def column(text: str, width: int) -> str:
    """*text* with blanks up to *width* bytes: C counts those (recorded in case `database.show.bytes`)."""
    return text + " " * (width - len(text.encode("utf-8", "surrogateescape")))

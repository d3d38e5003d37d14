"""Actions on AstDB. Asterisk: main/db.c. Every answer recorded: cases `db.*`."""

from __future__ import annotations

from astami_fake.actions._lists import complete, start
from astami_fake.actions._registry import Action, Frame, Manager, Reply, action, error, success
from astami_fake.pbx.pbx import Pbx


@action("DBPut", privilege="system")
def db_put(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Write one entry; a missing value is an empty one. manager_dbput()."""
    if (missing := _missing(action, "")) is not None:
        return missing
    pbx.astdb.put(action.get("Family"), action.get("Key"), action.get("Val"))
    return success(action, "Updated database successfully")


@action("DBGet", privilege="system,reporting")
def db_get(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Read one entry; the value comes in an event. manager_dbget()."""
    if (missing := _missing(action, ".")) is not None:
        return missing
    family, key = action.get("Family"), action.get("Key")
    value = pbx.astdb.get(family, key)
    if value is None:
        return error(action, "Database entry not found")
    entry = [("Event", "DBGetResponse"), ("Family", family), ("Key", key), ("Val", value), *action.action_id]
    return [start(action, "Result will follow"), entry, complete(action, "DBGetComplete", 1)]


@action("DBGetTree", privilege="system,reporting")
def db_get_tree(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """List a family, or all. manager_db_tree_get()."""
    entries: list[Frame] = [
        [("Event", "DBGetTreeResponse"), ("Key", path), ("Val", value), *action.action_id]
        for path, value in pbx.astdb.tree(action.get("Family"), action.get("Key"))
    ]
    count = len(entries) if pbx.release.counts_tree else 1
    return [start(action, "Result will follow"), *entries, complete(action, "DBGetTreeComplete", count)]


@action("DBDel", privilege="system")
def db_del(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Delete one entry. manager_dbdel()."""
    if (missing := _missing(action, ".")) is not None:
        return missing
    if pbx.astdb.delete(action.get("Family"), action.get("Key")):
        return success(action, "Key deleted successfully")
    return error(action, "Database entry could not be deleted")


@action("DBDelTree", privilege="system")
def db_del_tree(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Delete a family, or what is below a key of it. manager_dbdeltree()."""
    if not action.get("Family"):
        return error(action, "No family specified.")
    if pbx.astdb.delete_tree(action.get("Family"), action.get("Key")):
        return success(action, "Key tree deleted successfully")
    return error(action, "Database entry not found")


def _missing(action: Action, stop: str) -> Reply | None:
    """The answer to an action without family or key; DBPut writes it without the full *stop*."""
    for header in ("Family", "Key"):
        if not action.get(header):
            return error(action, f"No {header.lower()} specified{stop}")
    return None

"""Actions on configuration files. Asterisk: main/manager.c. Every answer recorded: cases `config.*`.

Lives here: how a file is shown and what UpdateConfig does to it. Does not live here: the files (`pbx.configfiles`).
May import `actions._registry`, `config.reader` and `pbx`.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable

from astami_fake.actions._registry import Action, Header, Manager, Reply, action, error, success
from astami_fake.config.reader import Config, Entry, Section
from astami_fake.pbx.configfiles import Place, own_entries
from astami_fake.pbx.pbx import Pbx
from astami_fake.posix import BadExpression, Expression


class _Refused(Exception):
    """What the error says."""


class _Crashes(Exception):
    """A real server would not survive it; why."""


def _file(action: Action, pbx: Pbx, missing: str, header: str = "Filename") -> str:
    """The name of the file that *action* is about.

    Raises:
        _Refused: there is none, it lies outside the configuration, or it is not there, which *missing* says.
    """
    name = action.get(header)
    if not name:
        raise _Refused("Filename not specified")
    place = pbx.files.place(name)
    if place in (Place.OUTSIDE, Place.NOWHERE):
        raise _Refused(pbx.release.file_outside)
    if place is Place.MISSING:
        raise _Refused(missing)
    return name


@action("GetConfig", privilege="system,config")
def get_config(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Show a file by category and line. action_getconfig()."""
    try:
        config = pbx.files.read(_file(action, pbx, "Config file not found"))
    except _Refused as refused:
        return error(action, str(refused))
    shown = _selected(action, pbx, config)
    if action.get("Category") and not shown:
        return success(action, None, ("", "No categories found"))
    headers: list[Header] = []
    for number, section in enumerate(shown):
        headers.append((f"Category-{number:06}", section.name))
        if section.template:
            headers.append((f"IsTemplate-{number:06}", "1"))
        if section.bases:
            headers.append((f"Templates-{number:06}", ",".join(base.name for base in section.bases)))
        headers += [
            (f"Line-{number:06}-{line:06}", f"{entry.name}={entry.value}") for line, entry in enumerate(section.entries)
        ]
    return success(action, None, *headers)


@action("GetConfigJSON", privilege="system,config")
def get_config_json(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Show a file as JSON; a name that comes twice comes twice there too. action_getconfigjson()."""
    try:
        config = pbx.files.read(_file(action, pbx, pbx.release.json_file_missing))
    except _Refused as refused:
        return error(action, str(refused))
    shown = map(_json, _selected(action, pbx, config))
    return success(action, None, ("JSON", f"{{{','.join(shown)}}}"))


@action("ListCategories", privilege="config")
def list_categories(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Name the sections of a file. action_listcategories()."""
    try:
        config = pbx.files.read(_file(action, pbx, "Config file not found"))
    except _Refused as refused:
        return error(action, str(refused))
    names = [(f"Category-{number:06}", section.name) for number, section in enumerate(config)]
    return success(action, None, *(names or [("Error", "no categories found")]))


@action("CreateConfig", privilege="config")
def create_config(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Make an empty file. action_createconfig()."""
    name = action.get("Filename")
    if not name and (message := pbx.release.create_unnamed):
        return error(action, message)
    match pbx.files.place(name):
        case Place.NOWHERE:
            return error(action, "No such file or directory")
        case Place.OUTSIDE:
            return error(action, pbx.release.create_outside)
        case Place.THERE:
            return error(action, "File exists")
    pbx.files.write(name, Config())
    return success(action, "New configuration file created successfully")


@action("UpdateConfig", privilege="config")
def update_config(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Change a file, all changes or none, and reload what is asked for. action_updateconfig()."""
    try:
        source, target = _source_and_target(action, pbx)
        config = copy.deepcopy(pbx.files.read(source))
        _update(action, source, config)
    except _Refused as refused:
        return error(action, str(refused))
    except _Crashes as crashes:
        session.violation(f"UpdateConfig of {action.get('DstFilename')}: {crashes}, and real Asterisk crashes on that")
        return error(action, "astami_fake changes nothing, and real Asterisk crashes here")
    if source != target:
        for section in config.sections:
            section.file = target
    pbx.files.write(target, config)
    if wanted := action.get("Reload"):
        pbx.modules.reload("" if wanted.lower() in ("yes", "true", "1", "on", "y", "t") else wanted)
    return success(action)


def _source_and_target(action: Action, pbx: Pbx) -> tuple[str, str]:
    """The files that an UpdateConfig reads and writes.

    Raises:
        _Refused: one is not named, lies outside the configuration, or is not there to be read.
    """
    target = action.get("DstFilename")
    if not (action.get("SrcFilename") and target):
        raise _Refused("Filename not specified")
    source = _file(action, pbx, pbx.release.json_file_missing, "SrcFilename")
    if pbx.files.place(target) in (Place.OUTSIDE, Place.NOWHERE):
        raise _Refused(pbx.release.file_outside)
    return source, target


class _Selection:
    """The categories that *name* and a Filter select (case `config.get.conditions`); the templates among them only
    where the Filter says ``TEMPLATES=include`` or ``TEMPLATES=restrict``.

    A Filter is conditions with commas between, ``name=value``, both expressions: there must be an entry for each.
    """

    def __init__(self, name: str, conditions: str = "", *, takes_empty: bool = True) -> None:
        self._name = name.lower()
        self._templates = ""
        self._entries: list[tuple[Expression, Expression]] = []
        self._nothing_fits = False
        if not takes_empty:
            conditions = conditions.removesuffix(",")
        for condition in conditions.split(",") if conditions else ():
            entry, sign, rest = condition.partition("=")
            value = rest.partition("=")[0].strip()
            if entry.strip() == "TEMPLATES" and value.lower() in ("include", "restrict"):
                self._templates = value.lower()
                continue
            try:
                self._entries.append((Expression(entry.strip()), Expression(value)))
            except BadExpression:
                self._nothing_fits = True
            if not sign or not (value or takes_empty):
                self._nothing_fits = True

    def has(self, section: Section) -> bool:
        """Whether *section* is one of them."""
        if self._nothing_fits or self._name not in ("", section.name.lower()):
            return False
        if self._templates != "include" and section.template != (self._templates == "restrict"):
            return False
        return all(
            any(name.fits(entry.name) and value.fits(entry.value) for entry in section.entries)
            for name, value in self._entries
        )


def _selected(action: Action, pbx: Pbx, config: Config) -> list[Section]:
    takes_empty = pbx.release.filter_takes_empty
    selection = _Selection(action.get("Category"), action.get("Filter"), takes_empty=takes_empty)
    return [section for section in config.sections if selection.has(section)]


def _json(section: Section) -> str:
    members = [("templates", ",".join(base.name for base in section.bases))] if section.bases else []
    if section.template:
        members.insert(0, ("istemplate", "1"))
    members += [(entry.name, entry.value) for entry in section.entries]
    inside = ",".join(f"{json.dumps(name)}:{json.dumps(value)}" for name, value in members)
    return f"{json.dumps(section.name)}:{{{inside}}}"


# UpdateConfig: one function per change.


class _Change:
    """One numbered change of an UpdateConfig."""

    def __init__(self, action: Action, number: int, file: str, config: Config) -> None:
        self._action = action
        self._number = number
        self.file = file
        self.config = config
        self.kind = self.header("Action").lower()
        self.category = self.header("Cat")
        self.name = self.header("Var")
        value = self.header("Value")
        self.arrow = value.startswith(">")
        self.value = value[1:] if self.arrow else value
        self.match = self.header("Match")
        self.line = self.header("Line")

    def header(self, name: str) -> str:
        return self._action.get(f"{name}-{self._number:06}")

    @property
    def section(self) -> Section:
        """The category it is about; a template is none (case `config.update.template`).

        Raises:
            _Refused: there is none.
        """
        found = next(filter(_Selection(self.category).has, self.config.sections), None)
        if found is None:
            raise _Refused("Given category does not exist")
        return found

    def entry(self) -> Entry:
        return Entry(self.name, self.value, self.arrow, self.file, 0)

    def needs(self, *values: str) -> None:
        """Refuse where one of *values* is missing."""
        if not all(values):
            raise _Refused("Problem with category, value, or line (if required)")


def _update(action: Action, file: str, config: Config) -> None:
    number = 0
    while action.get(f"Action-{number:06}"):
        change = _Change(action, number, file, config)
        if not change.category:
            raise _Refused("Category not specified")
        if (make := _CHANGES.get(change.kind)) is None:
            raise _Refused("Unknown action command")
        make(change)
        number += 1


def _new_category(change: _Change) -> None:
    """Match, where there is one, is the category that the new one comes before (case `config.update.before`)."""
    sections = change.config.sections
    names = [section.name.lower() for section in sections]
    before = change.match.lower()
    if change.category.lower() in names or (before and before not in names):
        raise _Refused("Create category did not complete successfully")
    place = names.index(before) if before else len(sections)
    sections.insert(place, Section(change.category, change.file, 0))


def _rename_category(change: _Change) -> None:
    change.needs(change.value)
    change.section.name = change.value


def _delete_category(change: _Change) -> None:
    change.config.sections.remove(change.section)


def _empty_category(change: _Change) -> None:
    section = change.section
    section.entries = [entry for entry in section.entries if entry not in own_entries(section)]


def _update_entry(change: _Change) -> None:
    change.needs(change.name)
    section = change.section
    for at, entry in enumerate(section.entries):
        if entry.name.lower() == change.name.lower() and change.match in ("", entry.value):
            section.entries[at] = change.entry()
            return
    raise _Refused("Update did not complete successfully")


def _delete_entry(change: _Change) -> None:
    change.needs(change.name or change.line)
    section = change.section
    own = own_entries(section)
    if change.line:
        gone = own[int(change.line) : int(change.line) + 1] if change.line.isdigit() else []
    else:
        gone = [e for e in own if e.name.lower() == change.name.lower() and change.match in ("", e.value)][:1]
    if not gone:
        raise _Refused("Update did not complete successfully")
    section.entries = [entry for entry in section.entries if entry is not gone[0]]


def _append_entry(change: _Change) -> None:
    change.needs(change.name)
    change.section.entries.append(change.entry())


def _insert_entry(change: _Change) -> None:
    change.needs(change.name, change.line)
    line, entries = int(change.line) if change.line.isdigit() else 0, change.section.entries
    if line > len(entries):  # found by the fuzzer on 22.10.1, and so on 16.28.0
        raise _Crashes(f"Insert at line {line} of [{change.section.name}], which has {len(entries)}")
    entries.insert(line, change.entry())


_CHANGES: dict[str, Callable[[_Change], None]] = {
    "newcat": _new_category,
    "renamecat": _rename_category,
    "delcat": _delete_category,
    "emptycat": _empty_category,
    "update": _update_entry,
    "delete": _delete_entry,
    "append": _append_entry,
    "insert": _insert_entry,
}

"""Reads ``extensions.conf`` into contexts, and the patterns of extension names. Asterisk: pbx/pbx_config.c, main/pbx.c.

Lives here: priorities (``1``, ``n``, ``n+2``, labels), ``same``, ``hint``, ``include``, globals, patterns. Does not
live here: what an application does (`pbx.applications`); its name is not checked, as Asterisk does not check it.
May import `config.reader`.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from pathlib import Path

from astami_fake.config.reader import Config, ConfigError, Entry, read

FILE = "extensions.conf"

REGISTRAR = "pbx_config"
"""What ``dialplan show`` says in the place of file and line of what was added while it ran."""

_PRIORITY = re.compile(r"(\d+|n|s|hint)(?:\+(\d+))?\s*(?:\(([^)]*)\))?(?:\+(\d+))?", re.IGNORECASE)
_SETTINGS = frozenset({"static", "writeprotect", "autofallthrough", "clearglobalvars", "userscontext"})


@dataclass(frozen=True, slots=True)
class Step:
    """One priority: an application with its argument text, where it stands (*line* is 0 outside a file), and who has
    put it there.
    """

    application: str
    data: str
    label: str
    file: str
    line: int
    registrar: str = "pbx_config"

    @property
    def place(self) -> str:
        """File and line, as ``dialplan show`` has it; what a manager has added has no line."""
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(slots=True)
class Extension:
    """An extension, by name or pattern, with its priorities.

    Attributes:
        caller: the number that must call, where the line has one (``1001/1234``).
        hint: the devices that ``hint`` names; hint_place: file and line of it.
    """

    name: str
    caller: str | None
    steps: dict[int, Step] = field(default_factory=dict)
    hint: str = ""
    hint_place: str = ""

    def matches(self, dialled: str, caller: str) -> bool:
        """Whether this is what *caller* has dialled."""
        return match(self.name, dialled) and (self.caller is None or match(self.caller, caller))

    def may_become(self, dialled: str, caller: str) -> bool:
        """Whether more digits behind *dialled* may make this of it."""
        return begins(self.name, dialled) and (self.caller is None or match(self.caller, caller))

    def copy(self) -> Extension:
        """The same, for a PBX that may change it."""
        return Extension(self.name, self.caller, dict(self.steps), self.hint, self.hint_place)

    def labelled(self, label: str) -> int | None:
        """The priority with that label."""
        return next((priority for priority, step in self.steps.items() if step.label == label), None)


@dataclass(slots=True)
class Context:
    """A context: its extensions in the order in which Asterisk looks through them, what it includes, and the patterns
    behind which a phone hears its dial tone on."""

    name: str
    extensions: list[Extension] = field(default_factory=list)
    includes: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)

    def copy(self) -> Context:
        """The same, for a PBX that may change it."""
        return Context(self.name, [e.copy() for e in self.extensions], [*self.includes], [*self.ignored])

    def insert(self, extension: Extension) -> None:
        """Add *extension* where Asterisk looks for it."""
        self.extensions.append(extension)
        self.sort()

    def sort(self) -> None:
        """Bring the extensions into the order in which Asterisk looks through them."""
        self.extensions.sort(key=lambda extension: (_sort_key(extension.name), extension.caller is None))


@dataclass(slots=True)
class Extensions:
    """What the file says; ``clear_globals`` takes globals away at a reload that the file does not set."""

    contexts: dict[str, Context] = field(default_factory=dict)
    globals: list[tuple[str, str]] = field(default_factory=list)
    clear_globals: bool = False

    def copy(self) -> Extensions:
        """The same, for a PBX that may change it."""
        contexts = {name: context.copy() for name, context in self.contexts.items()}
        return Extensions(contexts, list(self.globals), self.clear_globals)


def load(etc: Path | None) -> Extensions:
    """Read ``extensions.conf`` of the folder *etc*; without one, the small dialplan that comes with the fake.

    Raises:
        ConfigError: a mistake, with file and line.
    """
    return (_default() if etc is None else _extensions(read(etc, FILE))).copy()


@functools.cache
def _default() -> Extensions:
    return _extensions(read(Path(__file__).parent / "default", FILE))


@functools.lru_cache(maxsize=32)
def _extensions(config: Config) -> Extensions:
    result = Extensions()
    for section in config:
        if section.name == "general":
            _general(section.entries, result)
        elif section.name == "globals":
            result.globals += [(entry.name, entry.value) for entry in section.entries]
        else:
            context = result.contexts.setdefault(section.name, Context(section.name))
            _context(section.entries, context)
    for context in result.contexts.values():
        context.sort()
    return result


def _general(entries: list[Entry], result: Extensions) -> None:
    for entry in entries:
        if entry.name.lower() not in _SETTINGS:
            raise entry.error(f"[general] has {entry.name!r}", f"{', '.join(sorted(_SETTINGS))} are known")
        if entry.name.lower() == "autofallthrough":
            if not entry.as_bool():
                raise entry.error("autofallthrough is off", "the fake models a dialplan that falls through")
        elif entry.name.lower() == "clearglobalvars":
            result.clear_globals = entry.as_bool()


def _context(entries: list[Entry], context: Context) -> None:
    last: tuple[Extension, int] | None = None
    for entry in entries:
        match entry.name.lower():
            case "exten":
                name, comma, rest = entry.value.partition(",")
                if not comma or not name.strip():
                    raise entry.error(f"exten => {entry.value}", "exten => name,priority,Application(data) is expected")
                extension = _extension(context, name.strip(), entry)
                before = last[1] if last is not None and last[0] is extension else 0
                last = (extension, _add(extension, rest, before, entry))
            case "same":
                if last is None:
                    raise entry.error("'same' stands before any exten", "exten => name,1,Application() comes first")
                last = (last[0], _add(last[0], entry.value, last[1], entry))
            case "include":
                context.includes.append(entry.value)
            case "ignorepat":
                context.ignored.append(entry.value)
            case _:
                raise entry.error(
                    f"{entry.name!r} in context [{context.name}]", "exten, same, include or ignorepat is expected"
                )


def _extension(context: Context, name: str, entry: Entry) -> Extension:
    name, slash, caller = name.partition("/")
    if name.startswith("_"):
        _check(name, entry)
    wanted = caller if slash else None
    for extension in context.extensions:
        if (extension.name, extension.caller) == (name, wanted):
            return extension
    extension = Extension(name, wanted)
    context.extensions.append(extension)
    return extension


def _add(extension: Extension, text: str, before: int, entry: Entry) -> int:
    """Add what stands behind the name: priority, label, application. Returns the priority."""
    word, comma, what = text.partition(",")
    found = _PRIORITY.fullmatch(word.strip())
    if found is None:
        where = f"priority {word.strip()!r} of {extension.name}"
        raise entry.error(where, "a number, n, n+2, n(label) or hint is expected")
    kind, label = found[1].lower(), found[3] or ""
    more = int(found[2] or found[4] or 0)
    if kind == "hint":
        extension.hint, extension.hint_place = what.strip(), f"{entry.file}:{entry.line}"
        return before
    if not comma or not what.strip():
        where = f"{extension.name} priority {word.strip()} has no application"
        raise entry.error(where, "Application(data) is expected")
    if kind == "n":
        if not before:
            raise entry.error(f"{extension.name} begins with priority n", "the first priority has a number")
        priority = before + 1 + more
    else:
        priority = (before if kind == "s" else int(kind)) + more
    if priority < 1:
        raise entry.error(f"{extension.name} has priority {priority}", "priorities begin with 1")
    if priority in extension.steps:
        raise entry.error(f"{extension.name} has priority {priority} twice", "each priority once")
    application, data = call(what.strip())
    extension.steps[priority] = Step(application, data, label, entry.file, entry.line)
    return priority


def call(text: str) -> tuple[str, str]:
    """Application and argument text of ``App(data)`` or ``App,data``."""
    name, parenthesis, rest = text.partition("(")
    if parenthesis and "," not in name:
        return name.strip(), rest[: rest.rfind(")")] if ")" in rest else rest
    name, _, data = text.partition(",")
    return name.strip(), data.strip()


# Patterns

_CLASSES = {"X": "0123456789", "Z": "123456789", "N": "23456789"}


def match(pattern: str, dialled: str) -> bool:
    """Whether *dialled* is the extension *pattern*, or fits it where it begins with an underscore.

    A pattern also fits itself, however it is written: ``_2xxx`` is ``_2XXX`` (case `actions.showdialplan.parking`).
    """
    if not pattern.startswith("_"):
        return pattern == dialled
    if dialled.startswith("_") and _parts(dialled[1:]) == _parts(pattern[1:]):
        return True
    return re.fullmatch(_regex(pattern[1:]), dialled, re.DOTALL) is not None


def begins(pattern: str, dialled: str) -> bool:
    """Whether *dialled* with one more character at its end, or with several, may `match` *pattern*."""
    if not pattern.startswith("_"):
        return pattern != dialled and pattern.startswith(dialled)
    parts = _parts(pattern[1:])
    for place, character in enumerate(dialled):
        if place == len(parts) or (parts[place] not in (".", "!") and character not in parts[place]):
            return False
        if parts[place] in (".", "!"):
            return True
    return len(parts) > len(dialled)


def _parts(pattern: str) -> list[str]:
    """One text per place of the pattern: the characters that fit there, or ``.`` or ``!``. Dashes say nothing."""
    parts = []
    for place in re.findall(r"\[[^\]]*\]|.", pattern):
        if place.startswith("[") and len(place) > 1:
            parts.append(re.sub(r"(.)-(.)", lambda m: "".join(map(chr, range(ord(m[1]), ord(m[2]) + 1))), place[1:-1]))
        elif place != "-":
            parts.append(_CLASSES.get(place.upper(), place))
    return parts


def _regex(pattern: str) -> str:
    regex = ""
    for part in _parts(pattern):
        if part == ".":
            return regex + ".+"
        if part == "!":
            return regex + ".*"
        regex += f"[{re.escape(part)}]"
    return regex


def _sort_key(name: str) -> tuple[int, tuple[tuple[int, str], ...]]:
    """Names before patterns; of two patterns the one whose places leave less choice, from the left."""
    if not name.startswith("_"):
        return 0, ((0, name),)
    wide = {".": 1000, "!": 1001}
    return 1, tuple((wide.get(part, len(part)), part) for part in _parts(name[1:]))


def _check(name: str, entry: Entry) -> None:
    if name == "_":
        raise entry.error("the pattern '_' is empty", "_X., _2XXX … are patterns")
    if name.count("[") != name.count("]") or "[]" in name:
        raise entry.error(f"the brackets of pattern {name} do not fit", "[1-5] or [abc] is expected")


__all__ = ["ConfigError", "Context", "Extension", "Extensions", "Step", "begins", "call", "load", "match"]

"""Reads the form that Asterisk's ``.conf`` files share, and knows the meaning of none of them.

Lives here: sections, templates (``[x](!)``, ``[y](x)``), additions (``[y](+)``), ``=`` and ``=>``, comments, includes;
each entry remembers its file and line, so that whoever finds its value wrong can say where it stands. Does not live
here: what an entry means (one reader per file: `config.manager` …). Opens no file outside the configuration folder.
Imports nothing of the package.

What was read is kept by its content, and given to who reads the same again: each test starts a PBX, nearly always from
the same files.

Where real Asterisk would log a warning and go on (a line without ``=``, an unknown template), the reader raises
`ConfigError`: a test is better off with the sentence than with a PBX that lacks half its dialplan.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

INCLUDE_DEPTH = 10
"""How deep ``#include`` may nest; Asterisk's own limit, main/config.c."""

KEPT = 256
"""How many files are kept as they were read; then the oldest goes."""

TRUE = frozenset({"yes", "true", "y", "t", "1", "on"})
FALSE = frozenset({"no", "false", "n", "f", "0", "off"})

_MOUNT = "/etc/asterisk/"
_HEADING = re.compile(r"\[([^\]]*)\]\s*(?:\(([^)]*)\))?\s*(.*)")
_BLOCK_OPEN = re.compile(r";--(?!-)")


class ConfigError(Exception):
    """A mistake in a configuration file.

    Attributes:
        file: the file, as seen from the configuration folder.
        line: line number from 1; 0 where the mistake is no line's (a missing file).
        what: what is wrong.
        expected: what would be right.
    """

    def __init__(self, file: str, line: int, what: str, expected: str) -> None:
        self.file = file
        self.line = line
        self.what = what
        self.expected = expected
        place = f"{file}:{line}" if line else file
        super().__init__(f"{place}: {what}; {expected}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One ``name = value`` line.

    Attributes:
        name: left of the sign, as written.
        value: right of it, without comment and surrounding blanks.
        arrow: it was written with ``=>``.
        file: where it stands, as seen from the configuration folder.
        line: line number from 1.
    """

    name: str
    value: str
    arrow: bool
    file: str
    line: int

    def error(self, what: str, expected: str) -> ConfigError:
        """The error to raise when this entry is wrong."""
        return ConfigError(self.file, self.line, what, expected)

    def as_bool(self) -> bool:
        """The value as Asterisk's yes or no."""
        word = self.value.lower()
        if word in TRUE:
            return True
        if word in FALSE:
            return False
        raise self.error(f"{self.name} is {self.value!r}", "yes or no is expected")

    def as_int(self, low: int | None = None, high: int | None = None) -> int:
        """The value as a whole number, between *low* and *high* where given."""
        wanted = "a whole number is expected"
        if low is not None or high is not None:
            wanted = f"a whole number from {low if low is not None else '…'} to {high if high is not None else '…'}"
            wanted += " is expected"
        try:
            number = int(self.value)
        except ValueError:
            raise self.error(f"{self.name} is {self.value!r}", wanted) from None
        if (low is not None and number < low) or (high is not None and number > high):
            raise self.error(f"{self.name} is {number}", wanted)
        return number


@dataclass(slots=True)
class Section:
    """One ``[name]`` with its entries in order, those inherited from templates first.

    Attributes:
        name: as written between the brackets.
        entries: the lines; repeats kept.
        template: it is marked ``(!)`` and only there to be inherited from.
        file: file of its heading.
        line: line of its heading.
        bases: the templates it inherits from.
    """

    name: str
    file: str
    line: int
    template: bool = False
    entries: list[Entry] = field(default_factory=list)
    bases: list[Section] = field(default_factory=list)

    def find(self, name: str) -> Entry | None:
        """The last entry called *name* (later lines win over earlier and inherited ones), without regard to case."""
        wanted = name.lower()
        return next((entry for entry in reversed(self.entries) if entry.name.lower() == wanted), None)

    def get(self, name: str, default: str = "") -> str:
        """The value of the last entry called *name*, or *default*."""
        entry = self.find(name)
        return entry.value if entry is not None else default

    def flag(self, name: str, default: bool = False) -> bool:
        """The last entry called *name* as Asterisk's yes or no, or *default*."""
        entry = self.find(name)
        return default if entry is None else entry.as_bool()

    def number(self, name: str, default: int, low: int | None = None, high: int | None = None) -> int:
        """The last entry called *name* as a whole number, between *low* and *high* where given, or *default*."""
        entry = self.find(name)
        return default if entry is None else entry.as_int(low, high)

    def get_all(self, name: str) -> list[str]:
        """The values of all entries called *name*, in order."""
        wanted = name.lower()
        return [entry.value for entry in self.entries if entry.name.lower() == wanted]

    def error(self, what: str, expected: str) -> ConfigError:
        """The error to raise when the section as a whole is wrong."""
        return ConfigError(self.file, self.line, what, expected)


class Config:
    """One file with all it includes: its sections in order. Iterating leaves templates out.

    A name may come twice without ``(+)``; both sections are kept, as Asterisk keeps them. Others may have the same
    object: who changes it (UpdateConfig) makes a copy first.

    Attributes:
        included: the other files that it was read from, in order.
    """

    def __init__(self, sections: Iterable[Section] = ()) -> None:
        self.sections = list(sections)
        self.included: list[str] = []

    def __iter__(self) -> Iterator[Section]:
        return (section for section in self.sections if not section.template)

    def find(self, name: str) -> Section | None:
        """The first section called *name* (case counts) that is no template."""
        return next((section for section in self if section.name == name), None)

    def __getitem__(self, name: str) -> Section:
        """The first section called *name*; KeyError where there is none."""
        section = self.find(name)
        if section is None:
            raise KeyError(name)
        return section


def read(etc: Path, name: str, *, missing_ok: bool = False) -> Config:
    """Read the file *name* of the configuration folder *etc*.

    Args:
        etc: the folder that real Asterisk would see as ``/etc/asterisk``.
        name: file name, ``manager.conf``.
        missing_ok: an absent file gives an empty `Config`, as for a module that has defaults for all it needs.

    Raises:
        ConfigError: the file is missing or has a mistake.
    """
    try:
        text = _text(etc, name)
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        if missing_ok:
            return Config()
        what = f"there is no such file in {etc}"
        raise ConfigError(name, 0, what, "the fake reads the files that Asterisk reads") from None
    kept = _KEPT.get((name, text))
    if kept is None or not kept.holds(etc):
        parser = _Parser(etc)
        parser.file(name, text, ())
        _KEPT.pop((name, text), None)
        kept = _KEPT[name, text] = _Kept(parser.config, parser.included, parser.texts)
        while len(_KEPT) > KEPT:
            _KEPT.pop(next(iter(_KEPT)), None)  # fakes start in any thread
    return kept.config


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was read, and what else it was read from: files that each ``#include`` found, and their texts."""

    config: Config
    included: list[tuple[str, list[str]]]
    texts: dict[str, str]

    def holds(self, etc: Path) -> bool:
        """Whether the folder *etc* still has the same in all that was included."""
        return all(_find(etc, target) == found for target, found in self.included) and all(
            _text(etc, name) == text for name, text in self.texts.items()
        )


_KEPT: dict[tuple[str, str], _Kept] = {}


def _text(etc: Path, name: str) -> str:
    with open(f"{etc}/{name}", "rb", buffering=0) as file:  # a start reads twenty; Path and a buffer take twice as long
        return file.read().decode("utf-8-sig", "surrogateescape").replace("\r\n", "\n").replace("\r", "\n")


def _find(etc: Path, target: str) -> list[str] | None:
    """The files that ``#include target`` means, by name in the folder; None where it leads out of it."""
    inside = target.removeprefix(_MOUNT)  # an absolute path means the folder where Asterisk has it
    if inside.startswith("/") or ".." in Path(inside).parts:
        return None
    root = etc.resolve()
    found = sorted(path for path in root.glob(inside) if path.is_file())
    if any(not path.resolve().is_relative_to(root) for path in found):
        return None  # a symbolic link that leads out
    return [path.relative_to(root).as_posix() for path in found]


class _Parser:
    """Attributes:
    config: what was read so far.
    included: what each ``#include`` found; texts: of those files.
    """

    def __init__(self, etc: Path) -> None:
        self._etc = etc
        self._section: Section | None = None
        self.config = Config()
        self.included: list[tuple[str, list[str]]] = []
        self.texts: dict[str, str] = {}

    def file(self, name: str, text: str, above: tuple[str, ...]) -> None:
        for number, line in _without_comments(text, name):
            self._line(line, name, number, (*above, name))

    def _line(self, line: str, file: str, number: int, files: tuple[str, ...]) -> None:
        if line.startswith("["):
            self._heading(line, file, number)
        elif line.startswith("#"):
            self._directive(line, file, number, files)
        else:
            self._entry(line, file, number)

    def _heading(self, line: str, file: str, number: int) -> None:
        match = _HEADING.fullmatch(line)
        if match is None or not match[1]:
            raise ConfigError(file, number, f"{line!r} is no section heading", "[name] or [name](options) is expected")
        name, options, rest = match[1], match[2] or "", match[3]
        if rest:
            raise ConfigError(file, number, f"{rest!r} stands behind [{name}]", "a heading has its line to itself")
        words = [word.strip() for word in options.split(",") if word.strip()]
        if "+" in words:
            section = next((s for s in reversed(self.config.sections) if s.name == name), None)
            if section is None:
                raise ConfigError(
                    file, number, f"[{name}](+) adds to a section that is not there", f"[{name}] must stand above it"
                )
        else:
            section = Section(name, file, number)
            self.config.sections.append(section)
        for word in words:
            if word == "!":
                section.template = True
            elif word != "+":
                base = self._template(word, section, file, number)
                section.bases.append(base)
                section.entries.extend(base.entries)
        self._section = section

    def _template(self, name: str, heir: Section, file: str, number: int) -> Section:
        for section in reversed(self.config.sections):
            if section.name == name and section is not heir:
                return section
        what = f"[{heir.name}] inherits from {name!r}, which is not there"
        raise ConfigError(file, number, what, f"[{name}](!) must stand above it")

    def _entry(self, line: str, file: str, number: int) -> None:
        name, sign, value = line.partition("=")
        if not sign:
            raise ConfigError(file, number, f"no '=' in {line!r}", "name = value is expected")
        if self._section is None:
            raise ConfigError(file, number, f"{line!r} stands before any section", "[name] must stand above it")
        arrow = value.startswith(">")
        appends = not arrow and name.endswith("+")
        name = name[:-1].strip() if appends else name.strip()
        if not name:
            raise ConfigError(file, number, f"nothing before the '=' in {line!r}", "name = value is expected")
        value = (value[1:] if arrow else value).strip()
        if appends and (before := self._section.find(name)) is not None:
            self._section.entries.remove(before)
            value = before.value + value
        self._section.entries.append(Entry(name, value, arrow, file, number))

    def _directive(self, line: str, file: str, number: int, files: tuple[str, ...]) -> None:
        word, _, rest = line.partition(" ")
        if word == "#exec":
            raise ConfigError(file, number, "#exec would run a program", "the fake runs none; #include its output")
        if word not in ("#include", "#tryinclude"):
            raise ConfigError(file, number, f"{word!r} is no directive", "#include or #tryinclude is expected")
        target = rest.strip().strip('"<>').strip()
        if not target:
            raise ConfigError(file, number, f"{word} names no file", f"{word} other.conf is expected")
        if len(files) >= INCLUDE_DEPTH:
            what = f"includes nest deeper than {INCLUDE_DEPTH}"
            raise ConfigError(file, number, what, "a file may not include itself")
        found = _find(self._etc, target)
        if found is None:
            what = f"{target!r} is outside the configuration folder"
            raise ConfigError(file, number, what, "only files inside it are opened")
        if not found and word == "#include":
            raise ConfigError(
                file, number, f"#include of {target!r}, which is not there", "#tryinclude passes over a missing file"
            )
        self.included.append((target, found))
        self.config.included += found
        for name in found:
            self.texts[name] = _text(self._etc, name)
            self.file(name, self.texts[name], files)


def _without_comments(text: str, file: str) -> Iterator[tuple[int, str]]:
    """Numbered lines without comments, outer blanks and what is empty then; ``\\;`` has become ``;``."""
    depth = 0
    opened = 0
    for number, line in enumerate(text.split("\n"), start=1):
        kept = []
        position = 0
        while position < len(line):
            if depth:
                end = line.find("--;", position)
                start = _BLOCK_OPEN.search(line, position)
                if start is not None and (end < 0 or start.start() < end):
                    depth += 1
                    position = start.end()
                elif end >= 0:
                    depth -= 1
                    position = end + 3
                else:
                    break
                continue
            mark = line.find(";", position)
            if mark < 0:
                kept.append(line[position:])
                break
            if mark > position and line[mark - 1] == "\\":
                kept.append(line[position : mark - 1] + ";")
                position = mark + 1
                continue
            kept.append(line[position:mark])
            if _BLOCK_OPEN.match(line, mark) is None:
                break
            depth, opened, position = 1, number, mark + 3
        if bare := "".join(kept).strip():
            yield number, bare
    if depth:
        raise ConfigError(file, opened, "the comment that begins here does not end", "--; ends it")

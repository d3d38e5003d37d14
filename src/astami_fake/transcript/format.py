"""The `.ami` file format: text ↔ a list of items, without loss.

One file is one case. `parse` gives a `Document` whose items, printed in order, are the file again byte for
byte; what the items mean for a release is said in `case`. `>` is what the client sent, `<` what came, `@` a
directive, `#` a comment. May import: `template`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path

from astami_fake.transcript.template import (
    Template,
    TemplateError,
    header_name,
    parse_line,
    parse_quoted,
    print_line,
    print_quoted,
)

#: Directives, where they may stand, and how they are written. Unknown ones are errors.
HEADER_DIRECTIVES = {
    "ami": "@ami 1",
    "case": "@case area.name",
    "title": "@title One sentence: the fact that this case shows.",
    "tags": "@tags writes originates slow",
    "recorded": "@recorded 22.10.1 debian 2026-11-22 runs=20",
    "verified": "@verified 16.28.0 debian 2026-11-22 runs=20",
    "login": "@login admin events=on",
    "connection": "@connection b watcher events=call",
    "float": "@float VarSet",
    "phones": "@phones 1000 1001",
    "etc": "@etc stock",
    "absent": "@absent 16.28 the reason",
    "known-difference": "@known-difference fake 22.10 until=2027-06-30 the reason",
}
BODY_DIRECTIVES = {
    "setup": "@setup, frames to send, @end",
    "cleanup": "@cleanup, frames to send, @end",
    "end": "@end",
    "streams": "@streams",
    "optional": "@optional 13/20",
    "delay": "@delay 1.0",
    "elapse": "@elapse 1.0",
    "phone": "@phone 1001 answers after=0.2",
    "settle": "@settle 3",
    "no-fence": "@no-fence",
}

_MARK = re.compile(r"(?P<connection>[a-z][a-z0-9]*)?(?P<mark>[<>])(?P<rest>.*)", re.DOTALL)
_RELEASES = r"\d[\w.]*(?: \d[\w.]*)*"
_GUARD = re.compile(
    rf"(?:in (?P<inside>{_RELEASES}); )?(?:not (?P<outside>{_RELEASES}); )?"
    r"(?:form (?P<forms>\d+(?: \d+)*) of (?P<of>\d+)(?: with (?P<joined>[a-z]+))?; )?"
)
_GUARDED = re.compile(r"(?P<text>.*?)(?P<gap> +)(?P<guard>\[(?:in|not|form)\b[^\]]*\])")


class FormatError(ValueError):
    """A file is not a transcript. The message is `file:line: what is wrong and what would be right`."""

    def __init__(self, path: str, line: int, message: str) -> None:
        super().__init__(f"{path}:{line}: {message}")
        self.path = path
        self.line = line
        self.message = message


@dataclass(frozen=True)
class Guard:
    """`[in 22.10; not 16.28]`: releases on which a line or frame was seen, and on which it was looked for in vain.

    `[form 1 of 2]` on a line: the frame was seen in two forms, and the line stands in the first one only.
    `[form 1 of 2 with a]`: in one play, all lines that are joined under this name come, or none does.
    """

    inside: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    forms: tuple[int, ...] = ()
    of: int = 0
    joined: str = ""

    @property
    def names_releases(self) -> bool:
        return bool(self.inside or self.outside)

    def __str__(self) -> str:
        words = [f"in {' '.join(self.inside)}"] if self.inside else []
        words += [f"not {' '.join(self.outside)}"] if self.outside else []
        joined = f" with {self.joined}" if self.joined else ""
        words += [f"form {' '.join(map(str, self.forms))} of {self.of}{joined}"] if self.forms else []
        return f"[{'; '.join(words)}]"


@dataclass(frozen=True)
class Line:
    """One line of a frame."""

    template: Template
    guard: Guard | None = None
    number: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return self.text

    @cached_property
    def text(self) -> str:
        """The line as it stands in a file."""
        return print_line(self.template)

    @cached_property
    def name(self) -> str:
        """The name of the header."""
        return header_name(self.text)


@dataclass(frozen=True)
class Note:
    """A comment or an empty line."""

    text: str
    number: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Directive:
    """`@name value`."""

    name: str
    value: str = ""
    guard: Guard | None = None
    number: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Frame:
    """Header lines that are sent (`>`) or expected (`<`); more may stand between and after them when *is_open*."""

    connection: str
    mark: str
    lines: tuple[Line, ...]
    is_open: bool = False
    guard: Guard | None = None
    number: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Raw:
    """Bytes that are no frame."""

    connection: str
    mark: str
    template: Template
    guard: Guard | None = None
    number: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Shut:
    """`>half-close`, `>close` (the client) or `<closed` (the server)."""

    connection: str
    mark: str
    how: str
    guard: Guard | None = None
    number: int = field(default=0, compare=False)


Item = Note | Directive | Frame | Raw | Shut


@dataclass(frozen=True)
class Document:
    """A transcript file as its items."""

    items: tuple[Item, ...]
    path: str = field(default="<text>", compare=False)

    def directives(self, name: str) -> Iterator[Directive]:
        return (item for item in self.items if isinstance(item, Directive) and item.name == name)

    def error(self, number: int, message: str) -> FormatError:
        return FormatError(self.path, number, message)


def read(path: Path) -> Document:
    """Parse the file at *path*.

    Raises:
        FormatError: it is no transcript, or not UTF-8.
    """
    data = path.read_bytes()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FormatError(str(path), line, "not UTF-8: a byte from the wire is written \\xNN") from error
    return parse(text, str(path))


def parse(text: str, path: str = "<text>") -> Document:
    """Parse the text of a file; *path* is only for messages."""
    if "\r" in text:
        line = text.count("\n", 0, text.index("\r")) + 1
        raise FormatError(path, line, "a carriage return: save the file with LF line ends; in a value it is \\r")
    if not text.endswith("\n"):
        raise FormatError(path, text.count("\n") + 1, "the last line does not end in LF")
    return Document(tuple(_Parser(text[:-1].split("\n"), path).items()), path)


@lru_cache(maxsize=1 << 16)  # the lines of recordings repeat: of the suite's 390,000 lines 9,000 differ
def _read_template(text: str, quoted: bool) -> tuple[Template, str]:
    """What *text* says, and how it is written."""
    if quoted:
        template = parse_quoted(text)
        return template, print_quoted(template)
    template = parse_line(text)
    return template, print_line(template)


class _Parser:
    def __init__(self, lines: list[str], path: str) -> None:
        self.lines = lines
        self.path = path
        self.position = 0

    def items(self) -> Iterator[Item]:
        while self.position < len(self.lines):
            number = self.position + 1
            text = self.lines[self.position]
            if text == "" or text.startswith("#"):
                self.position += 1
                yield Note(text, number)
            elif text.startswith("@"):
                self.position += 1
                yield self.directive(text, number)
            elif found := _MARK.fullmatch(text):
                yield self.marked(found["connection"] or "", found["mark"], found["rest"], number)
            elif text.startswith(" "):
                raise self.error(number, "an indented line that belongs to no frame: frames start with '>  ' or '<  '")
            else:
                raise self.error(number, "expected '>', '<', '@', '#' or an empty line")

    def error(self, number: int, message: str) -> FormatError:
        return FormatError(self.path, number, message)

    def directive(self, text: str, number: int) -> Directive:
        body, guard = self.split_guard(text, number)
        name, blank, value = body[1:].partition(" ")
        forms = {**HEADER_DIRECTIVES, **BODY_DIRECTIVES}
        if name not in forms:
            raise self.error(number, f"unknown directive @{name}: known are {', '.join('@' + n for n in forms)}")
        if value.strip() != value or (blank and not value):
            raise self.error(number, f"@{name} has blanks around its value: it is written {forms[name]}")
        if name == "tags" and not re.fullmatch(r"[\w-]+(?: [\w-]+)*", value):
            raise self.error(number, f"@tags are words with a blank between them: it is written {forms[name]}")
        if guard and name not in ("optional", "delay"):
            raise self.error(number, f"@{name} takes no guard")
        return Directive(name, value, guard, number)

    def marked(self, connection: str, mark: str, rest: str, number: int) -> Frame | Raw | Shut:
        if rest.startswith("  "):
            return self.frame(connection, mark, number)
        self.position += 1
        body, guard = self.split_guard(rest, number)
        if body.startswith("raw "):
            return Raw(connection, mark, self.template(body[4:], number, quoted=True), guard, number)
        hows = ("half-close", "close") if mark == ">" else ("closed",)
        if body not in hows:
            forms = ", ".join(f"'{mark}{form}'" for form in ("  Name: value", 'raw "…"', *hows))
            raise self.error(number, f"'{mark}' is followed by one of {forms}")
        return Shut(connection, mark, body, guard, number)

    def frame(self, connection: str, mark: str, number: int) -> Frame:
        indent = len(connection) + 3
        lines: list[Line] = []
        guard: Guard | None = None
        is_open = False
        while self.position < len(self.lines):
            at = self.position + 1
            text = self.lines[self.position]
            if lines and not text.startswith(" "):
                break
            if is_open:
                raise self.error(at, "'...' is the last line of a frame")
            body = text[indent:]
            if lines and (text[:indent].strip() or not body):
                raise self.error(at, f"a further line of this frame starts with {indent} blanks and then its text")
            if body == "...":
                is_open = True
            else:
                line = self.line(body, at, is_first=not lines)
                if lines:
                    lines.append(line)
                else:
                    guard = line.guard
                    lines.append(replace(line, guard=None))
            self.position += 1
        if is_open and mark == ">":
            raise self.error(number, "a sent frame is sent whole: '...' stands only in frames that come ('<')")
        if not lines:
            raise self.error(number, "a frame needs at least one line before '...'")
        return Frame(connection, mark, tuple(lines), is_open, guard, number)

    def line(self, text: str, number: int, *, is_first: bool) -> Line:
        body, guard = self.split_guard(text, number, in_frame=not is_first)
        if body.endswith(" "):
            raise self.error(
                number, "a blank at the end: an empty value is written 'Name:', a trailing blank of a value '\\s'"
            )
        return Line(self.template(body, number), guard, number)

    def template(self, text: str, number: int, *, quoted: bool = False) -> Template:
        try:
            template, canonical = _read_template(text, quoted)
        except TemplateError as error:
            raise self.error(number, str(error)) from None
        if canonical != text:  # one spelling per text, so that a recording that says the same is the same file
            raise self.error(number, f"this text is written {canonical}")
        return template

    def split_guard(self, text: str, number: int, *, in_frame: bool = False) -> tuple[str, Guard | None]:
        found = _GUARDED.fullmatch(text) if text.endswith("]") else None
        if not found:
            return text, None
        guard = _GUARD.fullmatch(found["guard"][1:-1] + "; ")
        if not guard or found["gap"] != "  ":
            raise self.error(
                number,
                f"{found['guard']} is no guard: two blanks and [in 22.10; not 16.28], [in 22.10], [not 16.28] or "
                "[form 1 of 2] or [form 1 of 2 with a]; a text that only looks like one ends in '\\e'",
            )
        inside, outside, forms = ((guard[name] or "").split() for name in ("inside", "outside", "forms"))
        numbers = tuple(int(form) for form in forms)
        if forms and (
            sorted({*numbers}) != list(numbers) or not 0 < numbers[0] <= numbers[-1] <= int(guard["of"]) != 1
        ):
            raise self.error(number, f"{found['guard']}: forms are counted from 1, and there are at least two of them")
        if forms and not in_frame:
            raise self.error(number, "only lines of frames, from the second on, stand in some forms of their frame")
        return found["text"], Guard(
            tuple(inside), tuple(outside), numbers, int(guard["of"] or 0), guard["joined"] or ""
        )


def print_document(document: Document) -> str:
    """The file that `parse` reads as *document*."""
    return "".join(line + "\n" for item in document.items for line in _print_item(item))


def _print_item(item: Item) -> Iterable[str]:
    match item:
        case Note(text):
            return [text]
        case Directive(name, value, guard):
            return [f"@{name}{' ' + value if value else ''}{_print_guard(guard)}"]
        case Raw(connection, mark, template, guard):
            return [f"{connection}{mark}raw {print_quoted(template)}{_print_guard(guard)}"]
        case Shut(connection, mark, how, guard):
            return [f"{connection}{mark}{how}{_print_guard(guard)}"]
        case Frame(connection, mark, lines, is_open, guard):
            texts = [str(lines[0]) + _print_guard(guard)]
            texts += [str(line) + _print_guard(line.guard) for line in lines[1:]]
            texts += ["..."] if is_open else []
            first = f"{connection}{mark}  "
            return [(" " * len(first) if at else first) + text for at, text in enumerate(texts)]


def _print_guard(guard: Guard | None) -> str:
    return f"  {guard}" if guard else ""

"""Values of a transcript: literal text, escapes and typed placeholders.

A line of a frame is text with `{{type}}` and `{{type name}}` in it. Here lives how such text is read, written
and compared with what a server sent. Text from the wire is held as `str`; bytes that are no UTF-8 are
surrogates in it (`surrogateescape`), so every byte comes back. May import: the standard library only.

Escapes: `\\\\` backslash, `\\r`, `\\n`, `\\t`, `\\xNN` one byte, `\\{` a brace that opens no placeholder, `\\s`
a blank (at the end of a line, where an editor would lose it), `\\e` nothing (at the end of a line whose text
would otherwise be read as a guard, as `...` or as an empty value).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

_ADDRESS = r"(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]+)"

#: The shape of every placeholder type. A shape never contains a line end.
TYPES: Mapping[str, str] = {
    "aid": r"[^\s;]+",  # an ActionID; in a sent frame the player makes one up
    "uid": r"(?:[\w.-]+-)?\d{9,}\.\d+",  # Uniqueid and Linkedid: epoch of the channel's birth and a counter
    "hex8": r"[0-9a-f]{8}",  # the counter in channel names
    "pair": r"[0-9a-f]{8}",  # that of a pair of Local channels, counted for itself: it may be the same as another one
    "msgid": r"\d{10}-[0-9a-f]{8}",  # of a voice message
    "longdate": r"[A-Z][a-z]{2} [A-Z][a-z]{2} +\d+ \d\d:\d\d:\d\d [AP]M [A-Z]+ \d{4}",
    "uuid": r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",  # bridges
    "uuid20": r"[0-9a-f]{8}(?:-[0-9a-f]{4}){2}-[0-9a-f]",  # as far as a column of 20 characters shows it: config list
    "int": r"-?\d+",
    "float": r"-?\d+\.\d+",
    "epoch": r"\d{9,}\.\d{6}",  # Timestamp headers: seconds and microseconds
    "isotime": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d{4}",  # EventTV, SessionTV
    "datetime": r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d",
    "date": r"\d{4}-\d\d-\d\d",
    "time": r"\d\d+:\d\d:\d\d",  # a time of day or a duration
    "ip": _ADDRESS,
    "port": r"\d{1,5}",
    "hex": r"0x[0-9a-f]+",  # addresses in memory: SessionID
    "version": r"\d+(?:\.\d+)+\S*",
    "any": r"[\s\S]*?",
}
#: Placeholders that stand only in frames which the case sends; the player computes their values.
SENT_TYPES: Mapping[str, str] = {
    "secret": "the secret of the manager user NAME",
    "md5": "the MD5 answer to the challenge bound to NAME, made with the secret of the frame's Username",
}

_TOKEN = re.compile(r"\\x([0-9a-f]{2})|\\(.)|\{\{([^{}]*)\}\}|\{\{", re.DOTALL)
_PLAIN_ESCAPES = {"\\": "\\", "r": "\r", "n": "\n", "t": "\t", "{": "{", "s": " ", "e": "", '"': '"'}
_OPENING = re.compile(r"\{(?=\{|$)")  # a brace that could be read, with what follows, as the start of a placeholder
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


class TemplateError(ValueError):
    """The text of a line cannot be read; the message says what would be right."""


@dataclass(frozen=True)
class Placeholder:
    """`{{type}}` or `{{type name}}`."""

    type: str
    name: str = ""

    def __str__(self) -> str:
        return f"{{{{{self.type} {self.name}}}}}" if self.name else f"{{{{{self.type}}}}}"


@dataclass(frozen=True)
class Template:
    """A line with its placeholders; literal parts are unescaped text."""

    parts: tuple[str | Placeholder, ...]

    @cached_property
    def placeholders(self) -> tuple[Placeholder, ...]:
        return tuple(part for part in self.parts if isinstance(part, Placeholder))

    @cached_property
    def _literal(self) -> str | None:
        """The only text that fits, where nothing varies."""
        return None if self.placeholders else "".join(map(str, self.parts))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile("".join(re.escape(p) if isinstance(p, str) else f"({TYPES[p.type]})" for p in self.parts))

    def fits(self, text: str) -> tuple[str, ...] | None:
        """The values of the placeholders when *text* has this shape, else None; bindings are not asked."""
        if self._literal is not None:
            return () if text == self._literal else None
        found = self._pattern.fullmatch(text)
        return found.groups() if found else None

    def __str__(self) -> str:
        return "".join(escape(p) if isinstance(p, str) else str(p) for p in self.parts)


def literal(text: str) -> Template:
    """The template that only *text* itself fits."""
    return Template((text,) if text else ())


def parse(text: str) -> Template:
    """Read the text of a line as it stands in a file.

    Raises:
        TemplateError: an unknown escape or placeholder type.
    """
    if "\\" not in text and "{{" not in text:
        return literal(text)
    parts: list[str | Placeholder] = []
    octets = bytearray()
    position = 0

    def flush() -> None:
        if octets:
            parts.append(octets.decode("utf-8", "surrogateescape"))
            octets.clear()

    for token in _TOKEN.finditer(text):
        octets += text[position : token.start()].encode("utf-8", "surrogateescape")
        position = token.end()
        code, plain, inside = token.groups()
        if code is not None:
            octets.append(int(code, 16))
        elif plain is not None:
            if plain not in _PLAIN_ESCAPES:
                raise TemplateError(
                    f"unknown escape \\{plain}: a backslash is written \\\\, a byte \\xNN with small letters"
                )
            octets += _PLAIN_ESCAPES[plain].encode()
        elif inside is not None:
            flush()
            parts.append(_placeholder(inside))
        else:
            raise TemplateError("'{{' opens a placeholder that '}}' does not close; a literal one is written '\\{{'")
    rest = text[position:]
    if rest.endswith("\\"):
        raise TemplateError("a lone backslash at the end: it is written \\\\")
    octets += rest.encode("utf-8", "surrogateescape")
    flush()
    return Template(tuple(parts))


def _placeholder(inside: str) -> Placeholder:
    words = inside.split(" ")
    kind, name = words[0], words[1] if len(words) == 2 else ""
    if kind not in TYPES and kind not in SENT_TYPES:
        known = ", ".join([*TYPES, *SENT_TYPES])
        raise TemplateError(f"unknown placeholder type {kind!r} in {{{{{inside}}}}}: known are {known}")
    if len(words) > 2 or (len(words) == 2 and not _NAME.fullmatch(name)):
        raise TemplateError(f"{{{{{inside}}}}} is written {{{{type}}}} or {{{{type name}}}}, the name one word")
    if kind in SENT_TYPES and not name:
        raise TemplateError(f"{{{{{kind}}}}} needs a name: {SENT_TYPES[kind]}")
    return Placeholder(kind, name)


def escape(text: str) -> str:
    """*text* from the wire as it stands inside a line of a file; see `escape_line` for a whole line."""
    return _OPENING.sub(r"\\{", _ESCAPED.sub(_escape_character, text))


#: What `_escape_character` may change; all else of a file, nearly every character, is printable ASCII.
_ESCAPED = re.compile(r"[^ -\[\]-~]")


def _escape_character(found: re.Match[str]) -> str:
    character = found[0]
    named = {"\\": "\\\\", "\r": "\\r", "\n": "\\n", "\t": "\\t"}.get(character)
    if named:
        return named
    if unicodedata.category(character)[0] not in "CZ":
        return character
    return "".join(f"\\x{octet:02x}" for octet in character.encode("utf-8", "surrogateescape"))


def visible(text: str) -> str:
    """*text* from the wire for a report: control characters escaped, blanks at both ends shown as `·`."""
    return _dotted(_ESCAPED.sub(_escape_character, text))


def visible_template(template: Template) -> str:
    """The same for a value that a file holds: what is equal on the wire is shown alike."""
    return _dotted(str(template))


def _dotted(shown: str) -> str:
    body = shown.strip(" ")
    if not body:
        return "·" * len(shown) or "(nothing)"
    left = len(shown) - len(shown.lstrip(" "))
    return "·" * left + body + "·" * (len(shown) - left - len(body))


_EMPTY_VALUE = re.compile(r"[^:]+:")
_GUARD_LIKE = re.compile(r"\[(?:in|not|form)\b[^\]]*\]$")


def parse_line(text: str) -> Template:
    """A whole line of a frame. `Name:` stands for `Name: `, the form in which AMI sends an empty value."""
    template = parse(text)
    if _EMPTY_VALUE.fullmatch(text):
        return Template((*template.parts[:-1], str(template.parts[-1]) + " "))
    return template


def print_line(template: Template) -> str:
    """The inverse of `parse_line`: what stands in the file for *template*."""
    text = str(template)
    if _EMPTY_VALUE.fullmatch(text.removesuffix(" ")) and text.endswith(": "):
        return text[:-1]
    if text.endswith(" "):
        return text[:-1] + "\\s"
    if _EMPTY_VALUE.fullmatch(text) or _GUARD_LIKE.search(text) or text in ("...", ""):
        return text + "\\e"
    return text


def parse_quoted(text: str) -> Template:
    """The bytes between the quotes of `raw "…"`."""
    if len(text) < 2 or text[0] != '"' or text[-1] != '"' or re.search(r'(?<!\\)(?:\\\\)*"', text[1:-1]):
        raise TemplateError('raw bytes stand in double quotes: raw "Action: Ping\\r\\n\\r\\n"; a quote inside is \\"')
    return parse(text[1:-1])


def print_quoted(template: Template) -> str:
    """The inverse of `parse_quoted`."""
    inside = "".join(escape(p).replace('"', '\\"') if isinstance(p, str) else str(p) for p in template.parts)
    return f'"{inside}"'


def header_name(text: str) -> str:
    """The header name of a line, or the line itself where it has no colon."""
    return text.partition(":")[0]


def first_values(lines: Iterable[str]) -> dict[str, str]:
    """Header → first value, of lines in wire or file form."""
    values: dict[str, str] = {}
    for text in lines:
        name, colon, value = text.partition(":")
        if colon:
            values.setdefault(name, value.removeprefix(" "))
    return values

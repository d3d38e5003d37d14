"""What differs in every run of a real server: the placeholders for it, and their names.

Pure. May import: `astami_fake.transcript`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from astami_fake.transcript.matcher import Bindings
from astami_fake.transcript.template import Placeholder, Template

#: What is volatile wherever it stands; every group becomes a placeholder of the type that the group is named after.
#: A type that ends in `_named` gets a name, the same for the same value.
VOLATILE = tuple(
    re.compile(pattern)
    for pattern in (
        r"^(?:AsteriskVersion): (?P<version>\S+)$",
        r"^Output: Asterisk (?P<version>\S+) built by (?P<any>.*)$",
        r"^Output:  (?P<hex8_named>[0-9a-f]{8})(?= \w+-[0-9a-f]{8} +\d\d:\d\d:\d\d )",
        r"(?<= )(?P<time>\d\d:\d\d:\d\d)(?= ulaw +\d+ +\d+ )",
        r"(?<= )(?P<time>\d\d:\d\d:\d\d)(?= +(?:\d\d:\d\d:\d\d|\d{8,10}) )",
        r"(?:^ )(?P<int>\d{8,10})(?= \d{8}$)",
        r"(?:^ )(?P<int>\d{8})$",
        r"(?<= )(?P<int>[1-9]\d*)(?= +0 +0 +0\.000 )",
        r"^Output:  user_agent +: Asterisk PBX (?P<version>\S+)$",
        r"^Output: PJPROJECT version currently running against: (?P<version>\S+)$",
        r"^Output: (?P<uuid20>[0-9a-f]{8}(?:-[0-9a-f]{4}){2}-[0-9a-f])(?= /)",
        r"^Output:   (?:(?:Total|Free|Buffer) RAM|(?:Total|Free) Swap Space): +(?P<int>\d+) KiB$",
        r"^Output:   Number of Processes: +(?P<int>\d+) $",
        r"^Output:   System Uptime: +(?P<any>.*)$",
        r"^(?:Uptime|LastReload|CoreProcessedCalls): (?P<int>\d+)$",
        r"^(?:\w+Time|LastCall|LastPause): (?P<int>\d{9,})$",
        r"^(?:CoreStartupDate|CoreReloadDate): (?P<date>\S+)$",
        r"^(?:CoreStartupTime|CoreReloadTime|Duration): (?P<time>\d+:\d\d:\d\d)$",
        r"IPV[46]/[A-Z]+/(?P<ip>[0-9a-fA-F.:]+)/(?P<port>\d+)",
        r"^(?:To|From): (?P<ip>[\d.]+):(?P<port>\d+)$",
        r"^SentNTP: (?P<float>\d+\.\d+)$",
        r"^MES: (?P<float>\d\d\.\d)$",
        r"^Report\dIAJitter: (?P<int>\d+)$",
        r"^SentPackets: (?P<int>\d{3,})$",
        r"^Sent(?:RTP|Octets): (?P<int>\d{5,})$",
        r"(?P<isotime>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d{4})",
        r"(?P<datetime>\b\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\b)",
        r"(?P<uuid_named>\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b)",
        r"(?P<hex>\b0x[0-9a-f]{6,}\b)",
        r"(?P<msgid_named>\b\d{10}-[0-9a-f]{8}\b)",
        r"(?P<longdate>\b[A-Z][a-z]{2} [A-Z][a-z]{2} +\d+ \d\d:\d\d:\d\d [AP]M [A-Z]+ \d{4}\b)",
        r"(?<=-)(?P<pair_named>[0-9a-f]{8})(?=;[12])",
        r"(?<=-)(?P<hex8_named>[0-9a-f]{8})(?![0-9a-zA-Z-])",
        r"^Timestamp: (?P<epoch>\d{9,}\.\d{6})$",
        r"(?P<uid_named>\b\d{10}\.\d+\b)",
    )
)
_COUNTING = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


class RecordError(Exception):
    """What a server said in several runs cannot be written as one expectation; the message says what and what to do."""


class Namer:
    """Names for volatile values: those that a case already uses, new ones in order of appearance."""

    def __init__(self, bindings: Bindings, taken: Iterable[tuple[str, str]]) -> None:
        self.names = {(kind, bound.value): name for (kind, name), bound in bindings.values.items()}
        self.taken = {*taken, *((kind, name) for (kind, _), name in self.names.items())}
        self.action_ids = {value: name for (kind, value), name in self.names.items() if kind == "aid"}

    def know(self, bindings: Bindings) -> None:
        """Use the names of *bindings* for their values."""
        for (kind, name), bound in bindings.values.items():
            self.names.setdefault((kind, bound.value), name)
            self.taken.add((kind, name))

    def name(self, kind: str, value: str) -> str:
        if (kind, value) not in self.names:
            new = next(name for name in _new_names(kind) if (kind, name) not in self.taken)
            self.names[kind, value] = new
            self.taken.add((kind, new))
        return self.names[kind, value]


def _new_names(kind: str) -> Iterator[str]:
    yield from _COUNTING if kind == "uid" else "abcdefghijklmnopqrstuvwxyz"
    number = len(_COUNTING)
    while True:
        number += 1
        yield f"n{number}"


def derive_line(text: str, namer: Namer, secrets: Iterable[str] = ()) -> Template:
    """*text* with its volatile parts as placeholders; secrets are hidden behind `{{any}}`."""
    parts: list[str | Placeholder] = [text]
    for secret in secrets:
        parts = _replace(parts, secret, Placeholder("any"))
    for value in sorted(namer.action_ids, key=len, reverse=True):
        parts = _replace(parts, value, Placeholder("aid", namer.action_ids[value]))
    for pattern in VOLATILE:
        if pattern.pattern.startswith("^") and len(parts) > 1:
            continue
        parts = [new for part in parts for new in _replace_pattern(part, pattern, namer)]
    return Template(tuple(part for part in parts if part != ""))


def _replace(parts: list[str | Placeholder], value: str, by: Placeholder) -> list[str | Placeholder]:
    found: list[str | Placeholder] = []
    for part in parts:
        if isinstance(part, str) and value:
            pieces = part.split(value)
            for at, piece in enumerate(pieces):
                found += [by, piece] if at else [piece]
        else:
            found.append(part)
    return found


def _replace_pattern(part: str | Placeholder, pattern: re.Pattern[str], namer: Namer) -> Iterator[str | Placeholder]:
    if not isinstance(part, str):
        yield part
        return
    position = 0
    for found in pattern.finditer(part):
        for group, value in found.groupdict().items():
            kind = group.removesuffix("_named")
            yield part[position : found.start(group)]
            yield Placeholder(kind, namer.name(kind, value) if group != kind else "")
            position = found.end(group)
    yield part[position:]

"""Several releases in one case: frames and lines with the releases that they were seen on.

A stretch of `<` items is read as entries, each with the set of releases it holds for; taking over a recording
is then a matter of sets. Pure. May import: `astami_fake.transcript`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from astami_fake.transcript.align import align_by
from astami_fake.transcript.case import Expected
from astami_fake.transcript.format import Directive, Frame, Guard, Item, Line, Note, Raw, Shut
from astami_fake.transcript.streams import Stream, stream_of

#: Delays of two releases that differ less are the same, in seconds.
_SAME_DELAY = 0.15


@dataclass
class Entry:
    """One expected frame, raw bytes or end, over all releases."""

    connection: str
    kind: str  # as Expected.kind
    #: Each line, with the forms of the frame that it stands in, and its releases.
    lines: list[tuple[Line, set[str]]]
    releases: set[str]
    is_open: bool = False
    shares: dict[str, str] = field(default_factory=dict)
    delays: dict[str, float] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        return [str(line) for line, _ in self.lines]

    def stream(self, floating: frozenset[str]) -> tuple[str, Stream]:
        return self.connection, stream_of(self.texts, floating)


def read_entries(items: Iterable[Item], releases: Sequence[str]) -> tuple[list[Entry], list[Note]]:
    """The entries of the `<` items after one step, and the notes that follow the last of them."""
    entries: list[Entry] = []
    notes: list[Note] = []
    shares: dict[str, str] = {}
    delays: dict[str, float] = {}
    for item in items:
        match item:
            case Note():
                notes.append(item)
            case Directive("optional"):
                shares |= dict.fromkeys(_held(item.guard, releases), item.value)
            case Directive("delay"):
                delays |= dict.fromkeys(_held(item.guard, releases), float(item.value))
            case Frame() | Raw() | Shut():
                held = set(_held(item.guard, releases))
                entry = Entry(item.connection, _kind(item), [], held, notes=notes, shares=shares)
                entry.delays = {release: at for release, at in delays.items() if at and release in held}
                if isinstance(item, Frame):
                    entry.is_open = item.is_open
                    entry.lines = [(_of_forms(line), set(_held(line.guard, releases)) & held) for line in item.lines]
                elif isinstance(item, Raw):
                    entry.lines = [(Line(item.template), set(held))]
                entries.append(entry)
                notes, shares = [], {}
            case _:
                continue
    return entries, notes


def _held(guard: Guard | None, releases: Sequence[str]) -> Sequence[str]:
    return guard.inside if guard and guard.names_releases else releases


def _of_forms(line: Line) -> Line:
    """The line without what its guard says of releases."""
    guard = line.guard
    if not guard or not guard.forms:
        return Line(line.template)
    return Line(line.template, replace(guard, inside=(), outside=()))


def _kind(item: Frame | Raw | Shut) -> str:
    return "closed" if isinstance(item, Shut) else "raw" if isinstance(item, Raw) else "frame"


def new_entries(frames: Sequence[Expected], release: str) -> list[Entry]:
    """The entries that a recording of one release gives."""
    entries = []
    for frame in frames:
        lines = [(_of_forms(line), {release}) for line in frame.lines]
        entry = Entry(frame.connection, frame.kind, lines, {release}, frame.is_open)
        if frame.share:
            entry.shares[release] = f"{frame.share[0]}/{frame.share[1]}"
        if frame.delay:
            entry.delays[release] = frame.delay
        entries.append(entry)
    return entries


def merge(old: Sequence[Entry], new: Sequence[Entry], release: str, floating: frozenset[str]) -> list[Entry]:
    """*old*, with what it says of *release* replaced by *new*."""
    merged = [_without(entry, release) for entry in old]
    partner: dict[int, Entry] = {}
    streams = {entry.stream(floating) for entry in new}
    for stream in streams:
        ours = [entry for entry in merged if entry.stream(floating) == stream]
        theirs = [entry for entry in new if entry.stream(floating) == stream]
        for i, j in align_by(len(ours), len(theirs), lambda i, j: _likeness(ours[i], theirs[j])):  # noqa: B023 - used at once
            if i is not None and j is not None:
                _take_over(ours[i], theirs[j], release)
                partner[id(theirs[j])] = ours[i]
    for at, entry in enumerate(new):
        if id(entry) not in partner:
            merged.insert(_place(merged, partner, new, at, floating), entry)
            partner[id(entry)] = entry
    for entry in merged:  # what no release shows any more goes
        entry.lines = [(line, held) for line, held in entry.lines if held]
    return [entry for entry in merged if entry.releases]


def _without(entry: Entry, release: str) -> Entry:
    return replace(
        entry,
        lines=[(line, held - {release}) for line, held in entry.lines],
        releases=entry.releases - {release},
        shares={r: share for r, share in entry.shares.items() if r != release},
        delays={r: at for r, at in entry.delays.items() if r != release},
    )


def _likeness(ours: Entry, theirs: Entry) -> int:
    if ours.kind != theirs.kind or ours.texts[:1] != theirs.texts[:1]:
        return 0
    same = len(set(ours.texts) & set(theirs.texts))
    return 1 + same * 100 // max(len(ours.texts), len(theirs.texts), 1)


def _take_over(ours: Entry, theirs: Entry, release: str) -> None:
    lines: list[tuple[Line, set[str]]] = []
    for i, j in align_by(len(ours.lines), len(theirs.lines), lambda i, j: int(ours.lines[i][0] == theirs.lines[j][0])):
        line, held = ours.lines[i] if i is not None else theirs.lines[j or 0]
        lines.append((line, held | {release} if i is not None and j is not None else set(held)))
    ours.lines = lines
    ours.releases.add(release)
    ours.is_open = theirs.is_open
    ours.shares |= theirs.shares
    for at in theirs.delays.values():
        near = [other for other in ours.delays.values() if abs(other - at) <= _SAME_DELAY]
        ours.delays[release] = near[0] if near else at


def _place(
    merged: Sequence[Entry], partner: dict[int, Entry], new: Sequence[Entry], at: int, floating: frozenset[str]
) -> int:
    """Where a frame that only this release has is put: behind the one before it, at the right place of its stream."""
    index = {id(entry): place for place, entry in enumerate(merged)}
    stream = new[at].stream(floating)
    places = [(index[id(partner[id(one)])], i) for i, one in enumerate(new) if id(one) in partner]
    same = [(place, i) for place, i in places if new[i].stream(floating) == stream]
    earliest = max((place + 1 for place, i in same if i < at), default=0)
    latest = min((place for place, i in same if i > at), default=len(merged))
    wanted = max(((i, place + 1) for place, i in places if i < at), default=(0, 0))[1]
    place = min(max(wanted, earliest), latest)
    taken = {p for p, _ in places}
    while place < latest and place not in taken and merged[place].stream(floating) == stream:
        place += 1  # the other releases' frames at this place come first
    return place


def write_items(entries: Sequence[Entry], releases: Sequence[str], *, streams: bool) -> list[Item]:
    """The items that `read_entries` reads as *entries*; *releases* are all that the case is recorded on."""
    items: list[Item] = []
    if streams:
        items.append(Directive("streams"))
    current = dict.fromkeys(releases, 0.0)
    for entry in entries:
        items += entry.notes
        here = [release for release in releases if release in entry.releases]
        for at in sorted({entry.delays.get(release, 0.0) for release in here}):
            changed = [r for r in here if entry.delays.get(r, 0.0) == at and abs(current[r] - at) > _SAME_DELAY]
            if changed:
                rest = [r for r in releases if r not in changed]
                if all(r not in entry.releases for r in rest) or not rest:
                    changed, rest = list(releases), []
                items.append(Directive("delay", f"{at:.1f}", _guard(changed, releases)))
                current |= dict.fromkeys(changed, at)
        for share in sorted(set(entry.shares.values())):
            items.append(
                Directive("optional", share, _guard([r for r in here if entry.shares.get(r) == share], releases))
            )
        items.append(_item(entry, here, releases))
    return items


def _guard(inside: Sequence[str], releases: Sequence[str]) -> Guard | None:
    outside = tuple(release for release in releases if release not in inside)
    return Guard(tuple(r for r in releases if r in inside), outside) if outside else None


def _guarded(line: Line, releases: Guard | None) -> Line:
    """*line* with what its guard says of forms and with *releases*."""
    if releases is None or line.guard is None:
        return Line(line.template, releases or line.guard)
    return Line(line.template, replace(line.guard, inside=releases.inside, outside=releases.outside))


def _item(entry: Entry, here: Sequence[str], releases: Sequence[str]) -> Item:
    guard = _guard(here, releases)
    if entry.kind == "closed":
        return Shut(entry.connection, "<", "closed", guard)
    if entry.kind == "raw":
        return Raw(entry.connection, "<", entry.lines[0][0].template, guard)
    # Inside a frame that only some releases have, a line says nothing of the others.
    lines = tuple(
        line if held >= set(here) or at == 0 else _guarded(line, _guard(sorted(held), releases))
        for at, (line, held) in enumerate(entry.lines)
    )
    return Frame(entry.connection, "<", lines, entry.is_open, guard)

"""What differs between two recorded releases, or between two targets, header by header.

Two sides of a case are merged like two releases (`merge`); what does not hold for both is a difference.
May import: `merge`, `record`, `suite`, `targets`, the fake's releases, `astami_fake.transcript`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from astami_fake.conformance.merge import Entry, merge, new_entries
from astami_fake.conformance.record import learn_once
from astami_fake.conformance.suite import CaseFile
from astami_fake.conformance.targets import Target, list_actions
from astami_fake.conformance.volatile import RecordError
from astami_fake.releases import RELEASES
from astami_fake.transcript.case import Expected
from astami_fake.transcript.template import first_values, header_name

_LEFT, _RIGHT = "left", "right"


@dataclass(frozen=True, order=True)
class Change:
    """One thing that differs: *kind* is `new`, `gone`, `changed` or `moved`; *header* is empty for a whole frame.

    *frame* is the first line of the frame, of a response with the action that it answers.
    """

    kind: str
    frame: str
    header: str
    left: str = ""
    right: str = ""

    def __str__(self) -> str:
        if not self.header:
            return f"{self.kind}: {self.frame}"
        values = f"{self.left} -> {self.right}" if self.kind == "changed" else self.left or self.right
        return f"{self.kind}: {self.frame} / {values}"


class Side:
    """One side of a comparison: what a release's recordings say, or what a target says now."""

    def __init__(self, name: str, target: Target | None = None) -> None:
        self.name = name
        self.target = target

    @property
    def title(self) -> str:
        """What it is called in headings."""
        return self.name if self.target is None else f"{self.target.version} ({self.name})"

    def actions(self) -> Mapping[str, Sequence[str]]:
        """Its manager actions: name → the write classes of which a user needs one.

        Raises:
            ValueError: it is neither a target nor a release that the fake knows.
            TargetError: the target does not answer.
        """
        if self.target is not None:
            with self.target.stage(self.target.etc_name) as stage:
                return list_actions(stage)
        if self.name not in RELEASES:
            raise ValueError(f"there is no data of release {self.name!r}; there are {', '.join(sorted(RELEASES))}")
        return {info.name: info.privilege for info in RELEASES[self.name].actions.values()}

    def frames(self, case: CaseFile) -> list[tuple[Expected, ...]] | None:
        """What is said after each step; None where the case was never recorded on the release.

        Raises:
            RecordError: the target does not let the case be played.
        """
        if self.target is not None:
            return [tuple(frames) for frames in learn_once(case, self.target)]
        if self.name not in case.releases:
            return None
        return [step.expects for step in case.case(self.name).steps]


def compare(case: CaseFile, left: Side, right: Side) -> list[Change] | None:
    """Every change from *left* to *right* in *case*; None where a side has no recording of it."""
    ours, theirs = left.frames(case), right.frames(case)
    if ours is None or theirs is None:
        return None
    if len(ours) != len(theirs):  # a start that says nothing is no step on one side
        raise RecordError(f"{case.path}: {left.name} has {len(ours)} steps, {right.name} has {len(theirs)}")
    floating = case.case(_a_release(case)).floating
    changes: list[Change] = []
    asked = [first_values(map(str, step.lines)).get("Action", "") for step in case.case(_a_release(case)).steps]
    for action, one, other in zip(asked, ours, theirs, strict=True):
        entries = merge(new_entries(one, _LEFT), new_entries(other, _RIGHT), _RIGHT, floating)
        changes += _with_moves([change for entry in entries for change in _changes(entry, action)])
    return changes


def _a_release(case: CaseFile) -> str | None:
    return case.releases[0] if case.releases else None


def _with_moves(changes: Sequence[Change]) -> Iterator[Change]:
    """A frame that is gone at one place of a step and new at another one has moved."""
    gone = {change.frame for change in changes if change.kind == "gone" and not change.header}
    moved = gone & {change.frame for change in changes if change.kind == "new" and not change.header}
    yield from (change for change in changes if change.header or change.frame not in moved)
    yield from (Change("moved", frame, "") for frame in sorted(moved))


def _changes(entry: Entry, action: str) -> Iterator[Change]:
    title = entry.texts[0] if entry.lines else entry.kind
    if action and title.startswith("Response: "):
        title = f"answer to {action}"
    variable = first_values(entry.texts).get("Variable")
    if title == "Event: VarSet" and variable:
        title = f"{title} {variable}"
    if len(entry.releases) == 1:
        if entry.shares:  # it does not come every time, so its absence says little
            return
        yield Change("gone" if _LEFT in entry.releases else "new", title, "")
        return
    if entry.delays.get(_LEFT) != entry.delays.get(_RIGHT):
        yield Change("changed", title, "@delay", *(f"{entry.delays.get(s, 0.0)} s" for s in (_LEFT, _RIGHT)))
    gone = {header_name(str(t)): str(t) for t in _only(entry, _LEFT)}
    new = {header_name(str(t)): str(t) for t in _only(entry, _RIGHT)}
    for name in dict.fromkeys((*gone, *new)):
        if name in gone and name in new:
            yield Change("changed", title, name, gone[name], new[name].partition(": ")[2])
        elif name in gone:
            yield Change("gone", title, name, gone[name])
        else:
            yield Change("new", title, name, "", new[name])


def _only(entry: Entry, side: str) -> Iterable[str]:
    """The lines that only *side* has.

    Of a header that a race of threads sets (it has forms) none, if both sides have shown the same value: that one side
    has shown another value too says nothing of the other side.
    """
    open_to_both = _shared_by_chance(entry)
    for (_, held), text in zip(entry.lines, entry.texts, strict=True):
        if held == {side} and header_name(text) not in open_to_both:
            yield text


def _shared_by_chance(entry: Entry) -> set[str]:
    racing = {header_name(str(line)) for line, _ in entry.lines if line.guard is not None}
    said = {side: {str(line) for line, held in entry.lines if side in held} for side in (_LEFT, _RIGHT)}
    return racing & {header_name(text) for text in said[_LEFT] & said[_RIGHT]}


def grouped(found: Sequence[tuple[CaseFile, Change]]) -> Iterator[tuple[Change, list[str]]]:
    """Every change once, sorted by kind, with the names of the cases that show it."""
    cases: dict[Change, list[str]] = {}
    for case, change in found:
        names = cases.setdefault(change, [])
        if case.name not in names:
            names.append(case.name)
    yield from sorted(cases.items())

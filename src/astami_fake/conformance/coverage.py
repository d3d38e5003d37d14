"""What there is of each release, and how much of it cases show and the fake models.

The whole comes from the release itself: its actions from `ListCommands`, its events from its event documentation
(`releases/data`). Cases show an action by sending it, and an event by expecting it, on a release that they are recorded
on; the fake is held to what cases show. May import: `suite`, the fake's actions and releases, `astami_fake.transcript`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from astami_fake import actions
from astami_fake.actions._registry import ACTIONS
from astami_fake.conformance.suite import CaseFile
from astami_fake.releases import RELEASES
from astami_fake.transcript.template import first_values

#: How well an action or event is known. Of an action "answered" says that the fake gives the recorded answer where the
#: action finds nothing to act on.
MODELLED, ANSWERED, RECORDED, ABSENT = "modelled", "answered", "recorded", "absent"


#: Release → what of it → names.
Baseline = Mapping[str, Mapping[str, Sequence[str]]]


@dataclass(frozen=True)
class Row:
    """An action or event of a release: what the fake makes of it, and how many cases show it."""

    kind: str  # "action" or "event"
    name: str
    fake: str
    cases: int


def coverage(cases: Sequence[CaseFile], release: str) -> list[Row]:
    """Every action and event of *release*, in its order.

    Actions and events that only cases show (modules outside the release's own list) follow behind.
    """
    actions.load()
    known = RELEASES[release]
    sent, heard = _shown(cases, release)
    rows = [
        Row("action", info.name, _fake(name, known.answers), sent.pop(name, 0)) for name, info in known.actions.items()
    ]
    for name in known.events:
        count = heard.pop(name.lower(), 0)
        rows.append(Row("event", name, RECORDED if count else ABSENT, count))
    rows += [Row("event", name, RECORDED, count) for name, count in sorted(heard.items())]
    return rows


def _fake(action: str, answers: Mapping[str, object]) -> str:
    return MODELLED if action in ACTIONS else ANSWERED if action in answers else ABSENT


def _shown(cases: Sequence[CaseFile], release: str) -> tuple[dict[str, int], dict[str, int]]:
    """Action → cases that send it, event → cases that expect it; names in lower case."""
    sent: dict[str, int] = {}
    heard: dict[str, int] = {}
    for file in cases:
        if release not in file.releases:
            continue
        case = file.case(release)
        asked = {first_values(map(str, step.lines)).get("Action", "").lower() for step in case.steps}
        told = {first_values(one.texts).get("Event", "").lower() for step in case.steps for one in step.expects}
        for found, names in ((sent, asked), (heard, told)):
            for name in names - {""}:
                found[name] = found.get(name, 0) + 1
    return sent, heard


def summary(rows: Sequence[Row]) -> Iterator[tuple[str, str]]:
    """What the rows come to, in words."""
    for kind in ("action", "event"):
        mine = [row for row in rows if row.kind == kind]
        shown = sum(row.cases > 0 for row in mine)
        parts = [f"{sum(row.fake == fake for row in mine)} {fake}" for fake in (MODELLED, ANSWERED) if kind == "action"]
        yield f"{kind}s", ", ".join((f"{len(mine)}", f"{shown} in cases", *parts))


def baseline(cases: Sequence[CaseFile]) -> Baseline:
    """What must not shrink: for each release the actions and events that cases show, and the actions of the fake."""
    found: dict[str, dict[str, list[str]]] = {}
    for release in sorted(RELEASES):
        rows = coverage(cases, release)
        found[release] = {
            "actions in cases": sorted(row.name for row in rows if row.kind == "action" and row.cases),
            "actions of the fake": sorted(row.name for row in rows if row.kind == "action" and row.fake == MODELLED),
            "answers of the fake": sorted(row.name for row in rows if row.fake == ANSWERED),
            "events in cases": sorted(row.name for row in rows if row.kind == "event" and row.cases),
        }
    return found


def lost(
    before: Mapping[str, Mapping[str, Sequence[str]]], now: Mapping[str, Mapping[str, Sequence[str]]]
) -> list[str]:
    """What *before* had and *now* has not. An action that was answered and is modelled now is no loss."""
    gone = []
    for release, kinds in before.items():
        mine = now.get(release, {})
        for kind, names in kinds.items():
            held = {*mine.get(kind, ())}
            if kind == "answers of the fake":
                held |= {*mine.get("actions of the fake", ())}
            gone += [f"{release}: {kind}: {name}" for name in names if name not in held]
    return gone


def read_baseline(path: Path) -> Baseline:
    """The baseline in *path*.

    Raises:
        ValueError: it is none.
    """
    found: Baseline = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(found, dict) or not all(isinstance(kinds, dict) for kinds in found.values()):
        raise ValueError(f"{path}: no coverage baseline: write one with 'astami-conformance coverage --update {path}'")
    return found


def write_baseline(path: Path, found: Baseline) -> None:
    """Write *found* so that `read_baseline` reads it, one name a line."""
    path.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")

"""What there is of each release, and how much of it cases show and the fake models.

The whole comes from the release itself: its actions from `ListCommands`, its events from its event documentation, its
CLI commands from `core show help` (`releases/data`). Cases show an action or a command by sending it, and an event by
expecting it, on a release that they are recorded on; the fake is held to what cases show. Of an action a case can show
that it succeeds, that it is refused, and what comes of it without one of its required parameters. May import: `suite`,
the fake's actions, commands and releases, the catalogue of `astami`, `astami_fake.transcript`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from astami import catalogue
from astami_fake import actions, cli
from astami_fake.actions._registry import ACTIONS
from astami_fake.cli._registry import COMMANDS, split
from astami_fake.conformance.suite import CaseFile
from astami_fake.releases import RELEASES
from astami_fake.releases.catalogue import Catalogue, words_of
from astami_fake.transcript.case import Case
from astami_fake.transcript.template import first_values

#: How well an action or event is known. Of an action "answered" says that the fake gives the recorded answer where the
#: action finds nothing to act on; of a command, that it gives the recorded output to the recorded words.
MODELLED, ANSWERED, RECORDED, ABSENT = "modelled", "answered", "recorded", "absent"


#: Release → what of it → names.
Baseline = Mapping[str, Mapping[str, Sequence[str]]]


@dataclass(frozen=True)
class Row:
    """An action, event or CLI command of a release: what the fake makes of it, and how many cases show it.

    Attributes:
        kind: ``action``, ``event`` or ``command``.
        name: as Asterisk spells it.
        fake: what the fake makes of it.
        cases: how many cases show it.
        succeeds: of an action, in how many of them it does what it is asked for.
        refused: in how many it is answered by an error.
        never_without: its required parameters that no case leaves out.
        beyond: why it cannot be shown to succeed or to be refused, by ``succeeds`` and ``refused``.
    """

    kind: str
    name: str
    fake: str
    cases: int
    succeeds: int = 0
    refused: int = 0
    never_without: tuple[str, ...] = ()
    beyond: Mapping[str, str] = field(default_factory=dict)


@dataclass
class _Shown:
    """What cases show of an action: how many send it, get what they ask for, are refused; and what they leave out."""

    cases: int = 0
    succeeds: int = 0
    refused: int = 0
    left_out: set[str] = field(default_factory=set)


def coverage(cases: Sequence[CaseFile], release: str) -> list[Row]:
    """Every action, event and CLI command of *release*, in its order.

    Actions and events that only cases show (modules outside the release's own list) follow behind.
    """
    actions.load()
    cli.load()
    known = RELEASES[release]
    sent, heard = _shown(cases, release)
    rows = [
        _action(info.name, _fake(name, known.answers), sent.get(name, _Shown()), release)
        for name, info in known.actions.items()
    ]
    for name in known.events:
        count = heard.pop(name.lower(), 0)
        rows.append(Row("event", name, RECORDED if count else ABSENT, count))
    rows += [Row("event", name, RECORDED, count) for name, count in sorted(heard.items())]
    return rows + _commands(cases, release)


def _commands(cases: Sequence[CaseFile], release: str) -> list[Row]:
    known = RELEASES[release]
    every = Catalogue(known, frozenset(module.name for module in known.modules))
    answered = {info.name for words in known.outputs if (info := every.command(words.split())) is not None}
    typed = _typed(cases, release, every)
    rows = []
    for words, info in every.commands.items():
        modelled = any(one in COMMANDS for one in words_of(words))
        fake = MODELLED if modelled else ANSWERED if info.name in answered else ABSENT
        rows.append(Row("command", info.name, fake, typed.get(info.name, 0)))
    return rows


def _typed(cases: Sequence[CaseFile], release: str, every: Catalogue) -> dict[str, int]:
    """Command → cases that send it."""
    found: dict[str, int] = {}
    for file in cases:
        if release not in file.releases:
            continue
        sent = (first_values(map(str, step.lines)) for step in file.case(release).steps)
        commands = {every.command(split(frame["Command"])) for frame in sent if frame.get("Command")}
        for info in commands:
            if info is not None:
                found[info.name] = found.get(info.name, 0) + 1
    return found


def _action(name: str, fake: str, shown: _Shown, release: str) -> Row:
    never_without = tuple(one for one in _required(name, release) if one.lower() not in shown.left_out)
    return Row("action", name, fake, shown.cases, shown.succeeds, shown.refused, never_without, beyond(name))


@lru_cache
def beyond(action: str) -> Mapping[str, str]:
    """Why no case can show that *action* ``succeeds`` or is ``refused``; of most actions each can."""
    text = files(__package__).joinpath("beyond.txt").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {what: reason for name, what, reason in rows if name == action}


def _required(action: str, release: str) -> Sequence[str]:
    """The parameters that the release's own documentation calls required."""
    known = catalogue.load(release).actions.get(action) if release in catalogue.RELEASES else None
    return known.required if known is not None else ()


def _fake(action: str, answers: Mapping[str, object]) -> str:
    return MODELLED if action in ACTIONS else ANSWERED if action in answers else ABSENT


def _shown(cases: Sequence[CaseFile], release: str) -> tuple[dict[str, _Shown], dict[str, int]]:
    """Action → what cases show of it, event → cases that expect it; names in lower case."""
    required = {name: _required(info.name, release) for name, info in RELEASES[release].actions.items()}
    sent: dict[str, _Shown] = {}
    heard: dict[str, int] = {}
    for file in cases:
        if release not in file.releases:
            continue
        asked: set[str] = set()
        succeeds: set[str] = set()
        refused: set[str] = set()
        told: set[str] = set()
        case = file.case(release)
        for index, step in enumerate(case.steps):
            frames = [first_values(one.texts) for one in step.expects]
            told |= {frame["Event"].lower() for frame in frames if "Event" in frame}
            wanted = first_values(map(str, step.lines))
            if not (action := wanted.get("Action", "").lower()):
                continue
            asked.add(action)
            answers = [frame["Response"] for frame in _heard(case, index) if _answers(frame, wanted)]
            (refused if "Error" in answers else succeeds if answers else asked).add(action)
            given = {name.lower() for name in wanted}
            shown = sent.setdefault(action, _Shown())
            shown.left_out |= {
                name.lower() for name in required.get(action, ()) if answers and name.lower() not in given
            }
        for name in asked:
            shown = sent[name]
            shown.cases += 1
            shown.succeeds += name in succeeds
            shown.refused += name in refused
        for name in told:
            heard[name] = heard.get(name, 0) + 1
    return sent, heard


def _heard(case: Case, index: int) -> Iterator[Mapping[str, str]]:
    """What the connection of step *index* hears up to its next step: some actions are answered in a later one."""
    own = case.steps[index].connection
    for step in case.steps[index:]:
        if step.connection == own and step is not case.steps[index]:
            return
        yield from (first_values(one.texts) for one in step.expects if one.connection == own)


def _answers(frame: Mapping[str, str], wanted: Mapping[str, str]) -> bool:
    """*frame* answers the action *wanted* of the same step, which can have sent others behind it."""
    return "Response" in frame and frame.get("ActionID") == wanted.get("ActionID")


def summary(rows: Sequence[Row]) -> Iterator[tuple[str, str]]:
    """What the rows come to, in words."""
    for kind in ("action", "event", "command"):
        mine = [row for row in rows if row.kind == kind]
        shown = sum(row.cases > 0 for row in mine)
        parts = [f"{sum(row.fake == fake for row in mine)} {fake}" for fake in (MODELLED, ANSWERED) if kind != "event"]
        yield f"{kind}s", ", ".join((f"{len(mine)}", f"{shown} in cases", *parts))
    asked = [row for row in rows if row.kind == "action"]
    yield (
        "answers",
        f"{sum(row.succeeds > 0 for row in asked)} actions succeed in cases{_cannot(asked, 'succeeds')}, "
        f"{sum(row.refused > 0 for row in asked)} are refused{_cannot(asked, 'refused')}, "
        f"{sum(not row.never_without for row in asked)} are shown without each required parameter",
    )


def _cannot(rows: Sequence[Row], what: str) -> str:
    count = sum(what in row.beyond for row in rows)
    return f" ({count} cannot)" if count else ""


def lacks(row: Row) -> Iterator[str]:
    """What is not known of an action, event or command, in words."""
    if not row.cases or row.fake == ABSENT:
        yield f"{row.cases or 'no'} cases, fake: {row.fake}"
    elif row.kind == "action":
        if not row.succeeds:
            yield f"succeeds in no case{_because(row, 'succeeds')}"
        if not row.refused:
            yield f"is refused in no case{_because(row, 'refused')}"
        for name in row.never_without:
            yield f"never without {name}"


def _because(row: Row, what: str) -> str:
    return f": {row.beyond[what]}" if what in row.beyond else ""


def baseline(cases: Sequence[CaseFile]) -> Baseline:
    """What must not shrink: for each release what cases show, and what the fake models or answers."""
    found: dict[str, dict[str, list[str]]] = {}
    for release in sorted(RELEASES):
        rows = coverage(cases, release)
        found[release] = {
            "actions in cases": sorted(row.name for row in rows if row.kind == "action" and row.cases),
            "actions that succeed in cases": sorted(row.name for row in rows if row.succeeds),
            "actions that are refused in cases": sorted(row.name for row in rows if row.refused),
            "actions of the fake": sorted(row.name for row in rows if row.kind == "action" and row.fake == MODELLED),
            "answers of the fake": sorted(row.name for row in rows if row.kind == "action" and row.fake == ANSWERED),
            "events in cases": sorted(row.name for row in rows if row.kind == "event" and row.cases),
            "commands in cases": sorted(row.name for row in rows if row.kind == "command" and row.cases),
            "commands of the fake": sorted(row.name for row in rows if row.kind == "command" and row.fake == MODELLED),
            "outputs of the fake": sorted(row.name for row in rows if row.kind == "command" and row.fake == ANSWERED),
        }
    return found


_BETTER = {"answers of the fake": "actions of the fake", "outputs of the fake": "commands of the fake"}


def lost(
    before: Mapping[str, Mapping[str, Sequence[str]]], now: Mapping[str, Mapping[str, Sequence[str]]]
) -> list[str]:
    """What *before* had and *now* has not. What was answered and is modelled now is no loss."""
    gone = []
    for release, kinds in before.items():
        mine = now.get(release, {})
        for kind, names in kinds.items():
            held = {*mine.get(kind, ())}
            held |= {*mine.get(_BETTER.get(kind, ""), ())}
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

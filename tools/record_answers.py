"""Write `answers.txt` and `outputs.txt` of each release: what actions and CLI commands outside the fake's model answer,
from the cases that recorded it.

    python tools/record_answers.py

Takes every step of conformance/cases/actions whose action has no handler in `astami_fake.actions`, or one of a file
that refuses by these rows; and of all cases every step that sends a CLI command without a handler in `astami_fake.cli`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from astami_fake import actions, cli, releases
from astami_fake.actions._registry import ACTIONS
from astami_fake.cli._registry import find, split
from astami_fake.conformance.suite import load_cases
from astami_fake.releases import Release
from astami_fake.releases.catalogue import catalogue
from astami_fake.transcript.case import Case
from astami_fake.transcript.format import Line
from astami_fake.transcript.template import Placeholder

ROOT = Path(__file__).parents[1]
DATA = ROOT / "src/astami_fake/releases/data"

#: Actions, and the headers sent, whose answer ends in an empty line too many; cases pass over it on the wire.
EMPTY_LINES = (("iaxnetstats", []), ("sipshowpeer", ["Peer"]))

#: What stands for a value of an output that varies from server to server: of each type one that fits it.
SAMPLES = {
    "any": "-",
    "hex": "0x7f0000000000",
    "int": "1",
    "float": "0.0",
    "ip": "127.0.0.1",
    "port": "5038",
    "time": "00:00:00",
    "isotime": "1970-01-01T00:00:00.000+0000",
    "longdate": "Thu Jan  1 12:00:00 AM UTC 1970",
}

Headers = list[tuple[str, str]]


def headers(lines: Sequence[Line], case: Case) -> Headers:
    """The headers of a frame; the ActionID, which is the asker's, without its value.

    Raises:
        SystemExit: another value varies.
    """
    found = []
    for line in lines:
        text = "".join(part if isinstance(part, str) else "" for part in line.template.parts)
        name, _, value = text.partition(": ")
        if line.template.placeholders and name != "ActionID":
            raise SystemExit(f"{case.path}:{line.number}: a value that varies cannot be the answer of every time")
        found.append((name.removesuffix(":"), value))
    return found


def is_modelled(name: str) -> bool:
    """Whether the action has a handler, in a file that does not refuse by these rows."""
    entry = ACTIONS.get(name)
    return entry is not None and not hasattr(sys.modules[entry.handler.__module__], "recorded")


def rows(case: Case, release: Release) -> Iterator[tuple[str, list[str], list[Headers]]]:
    """Action, the headers it was sent with, and its answer, for each step of *case* outside the model."""
    for step in case.steps:
        name = "".join(str(line.template) for line in step.lines[:1]).removeprefix("Action: ").lower()
        if step.connection or is_modelled(name) or name not in release.actions:
            continue
        sent = dict(headers(step.lines, case))
        names = sorted(name for name, value in sent.items() if value and name != "Action")
        came = [headers(one.lines, case) if one.kind == "frame" else [] for one in step.expects]
        if (name, names) in EMPTY_LINES:
            came.append([])
        yield sent["Action"], names, came


def outputs(cases: Iterable[Case], release: Release) -> dict[str, tuple[str, list[str]]]:
    """Command → how it was answered, and what it printed, for each command of *release* outside the model.

    Raises:
        SystemExit: two cases tell different things of a command.
    """
    known = catalogue(release, frozenset(module.name for module in release.modules))
    found: dict[str, tuple[str, list[str]]] = {}
    for case in cases:
        for step in case.steps:
            sent = [str(line.template) for line in step.lines]
            if sent[:1] != ["Action: Command"] or len(sent) < 2 or step.connection:
                continue
            words = split(sent[1].removeprefix("Command: "))
            command = " ".join(words)
            if find(words) is not None or known.command(words) is None:
                continue
            told = [sample(line) for one in step.expects for line in one.forms[0]]
            lines = [line.removeprefix("Output:").removeprefix(" ") for line in told if line.startswith("Output:")]
            answer = (told[0].removeprefix("Response: "), lines)
            if found.setdefault(command, answer) != answer:
                raise SystemExit(f"{case.path}:{step.number}: another case tells something else of {command!r}")
    return found


def sample(line: Line) -> str:
    """*line* with samples for what varies."""
    return "".join(
        SAMPLES.get(part.type, "") if isinstance(part, Placeholder) else part for part in line.template.parts
    )


def main() -> None:
    actions.load()
    cli.load()
    every = load_cases([ROOT / "conformance/cases"])
    cases = load_cases([ROOT / "conformance/cases/actions"])
    # what acts on something, or is refused for another reason, says nothing of an action with nothing to act on
    cases = [case for case in cases if not case.name.startswith(("actions.live.", "actions.denied"))]
    for release in releases.RELEASES:
        lines = [
            json.dumps(row, ensure_ascii=False, separators=(",", ":"))
            for file in cases
            if release in file.releases
            for row in rows(file.case(release), releases.find(release))
        ]
        head = [
            f"# Answers of Asterisk {release} where there is nothing to act on, by tools/record_answers.py.",
            "# action, the headers sent, the frames that came; an ActionID without a value is the asker's",
        ]
        (DATA / release / "answers.txt").write_text("\n".join(head + lines) + "\n", encoding="utf-8")
        print(f"{release}/answers.txt: {len(lines)} rows")
        told = outputs((file.case(release) for file in every if release in file.releases), releases.find(release))
        lines = [json.dumps([command, *told[command]], ensure_ascii=False) for command in sorted(told)]
        head = [
            f"# Output of CLI commands of Asterisk {release} that have no model, by tools/record_answers.py.",
            "# command, response, lines; values that vary from server to server are samples",
        ]
        (DATA / release / "outputs.txt").write_text("\n".join(head + lines) + "\n", encoding="utf-8")
        print(f"{release}/outputs.txt: {len(lines)} rows")


if __name__ == "__main__":
    main()

"""One header less in one handler of the fake: exactly the cells of the cases that show it turn red."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from astami_fake import actions
from astami_fake.actions._registry import ACTIONS, Action, Manager, Reply
from astami_fake.conformance import page
from astami_fake.conformance.check import check_case
from astami_fake.conformance.suite import CaseFile, load_cases
from astami_fake.conformance.targets import open_target
from astami_fake.pbx.pbx import Pbx
from astami_fake.transcript.format import Line

CONFORMANCE = Path(__file__).parents[3] / "conformance"
CASES = load_cases([CONFORMANCE / "cases"])


def forget(monkeypatch: pytest.MonkeyPatch, name: str, event: str, header: str) -> None:
    """Let the handler of the action *name* forget *header* in its frames *event*."""
    entry = ACTIONS[name.lower()]

    def handler(session: Manager, action: Action, pbx: Pbx) -> Reply:
        reply = entry.handler(session, action, pbx)
        assert isinstance(reply, list)
        return [
            [one for one in frame if frame[0] != ("Event", event) or one[0] != header]
            if isinstance(frame, list)
            else frame
            for frame in reply
        ]

    monkeypatch.setitem(ACTIONS, name.lower(), replace(entry, handler=handler))


def shows(case: CaseFile, release: str, event: str, header: str) -> bool:
    """Whether the recording of *case* on *release* has a frame *event* with *header*."""

    def has(lines: tuple[Line, ...]) -> bool:
        return str(lines[0]) == f"Event: {event}" and any(line.name == header for line in lines)

    if release not in case.releases:
        return False
    return any(has(one.lines) for step in case.case(release).steps for one in step.expects if one.lines)


@pytest.mark.planted
@pytest.mark.parametrize(
    ("release", "name", "event", "header"),
    [("22.10", "DBGet", "DBGetResponse", "Key"), ("16.28", "QueueSummary", "QueueSummary", "LoggedIn")],
)
def test_exactly_the_right_cells_turn_red(
    monkeypatch: pytest.MonkeyPatch, release: str, name: str, event: str, header: str
) -> None:
    """Of all cases those turn red whose recording has the header, and each of them names it; all others stay green."""
    actions.load()
    forget(monkeypatch, name, event, header)
    played = [case for case in CASES if not case.absent(release)]
    with open_target(f"fake:{release}", etc=CONFORMANCE / "etc") as target:
        results = [check_case(case, target) for case in played]
    grades: dict[str, set[str]] = {}
    for row in page.data(results, played)["cases"]:
        grades.setdefault(row["cells"][0]["grade"], set()).add(row["name"])
    right = {case.name for case in played if shows(case, release, event, header)}
    assert len(right) > 1
    assert grades == {"passed": {case.name for case in played} - right, "different": right}
    for result in results:
        assert {(one.frame, one.header) for one in result.differences} <= {(f"Event: {event}", header)}

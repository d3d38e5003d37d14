"""The report as one HTML page, and as JSON: cases by targets, down to what was said.

The page is one file that works offline; its template is `page.html`. May import: `check`, `coverage`, `suite`,
`astami_fake.transcript`, Jinja2 (extra `conformance`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

from astami_fake.conformance.check import Result, Status
from astami_fake.conformance.coverage import coverage, summary
from astami_fake.conformance.suite import CaseFile
from astami_fake.releases import RELEASES
from astami_fake.transcript.case import recordings_of
from astami_fake.transcript.diff import render_difference
from astami_fake.transcript.session import Said

#: Grade → what it means, in the order of the page.
GRADES: Mapping[Status, str] = {
    Status.PASSED: "says what was recorded",
    Status.UNSTEADY: "differed on a real server, and passed when it was played again",
    Status.DIFFERENT: "differs from the recording",
    Status.ERROR: "could not be played",
    Status.KNOWN: "differs in a way that is known, with a reason and an expiry",
    Status.UNRECORDED: "never recorded on this release",
    Status.ABSENT: "is about what this release does not have",
    Status.NOT_ALLOWED: "not played: it writes, originates or needs another configuration",
    Status.NO_PHONES: "not played: no way to SIP phones",
}


def data(results: Sequence[Result], cases: Sequence[CaseFile]) -> dict[str, Any]:
    """All that the page shows, as JSON takes it. *cases* are those that were to be played on each target."""
    targets = list(dict.fromkeys((result.target, result.release) for result in results))
    cells = {(result.case.name, result.target): _cell(result) for result in results}
    played = {result.case.name: result.case for result in results}
    return {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "planned": len(cases),
        "grades": [
            {"name": status.value, "meaning": meaning, "count": sum(r.status is status for r in results)}
            for status, meaning in GRADES.items()
        ],
        "targets": [
            {
                "name": name,
                "release": release,
                "played": sum(r.target == name for r in results),
                "counts": {
                    status.value: count
                    for status in GRADES
                    if (count := sum(r.target == name and r.status is status for r in results))
                },
            }
            for name, release in targets
        ],
        "cases": [
            {
                "name": case.name,
                "area": case.area,
                "title": next((d.value for d in case.document.directives("title")), ""),
                "validated": {one.release: one.date for one in recordings_of(case.document)},
                "cells": [cells.get((case.name, name)) for name, _ in targets],
            }
            for case in played.values()
        ],
        "coverage": [
            {"release": release, "rows": [asdict(row) for row in rows], "summary": dict(summary(rows))}
            for release in sorted(RELEASES, reverse=True)
            for rows in [coverage(cases, release)]
        ],
    }


def _cell(result: Result) -> dict[str, Any]:
    wrong = {line for one in result.differences for line in one.actual.split("\n") if line}
    headers = {(one.frame, one.header) for one in result.differences if one.header}
    return {
        "target": result.target,
        "grade": result.status.value,
        "seconds": round(result.seconds, 3),
        "reason": result.reason,
        "again": result.command,
        "differences": ["\n".join(render_difference(str(result.case.path), one)) for one in result.differences],
        "log": [
            {
                "mark": said.mark,
                "connection": said.connection,
                "line": said.number,
                "at": round(said.at, 3),
                "texts": [{"text": text, "wrong": said.mark == "<" and text in wrong} for text in said.lines],
                "lacks": sorted(_lacking(said, headers)),
            }
            for said in result.log
        ],
    }


def _lacking(said: Said, headers: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The headers that are reported of this frame and do not stand in it."""
    for frame, name in headers:
        if said.mark == "<" and said.lines[0] == frame and not any(text.startswith(f"{name}:") for text in said.lines):
            yield name


def html(found: Mapping[str, Any]) -> str:
    """The page of `data`."""
    from jinja2 import Environment, StrictUndefined

    template = files(__package__).joinpath("page.html").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(template).render(found)


def markdown(results: Sequence[Result]) -> str:
    """The table of areas and targets: how many cases passed, of how many that were recorded there."""
    targets = list(dict.fromkeys((result.target, result.release) for result in results))
    lines = [
        f"| area | {' | '.join(f'`{name}`' for name, _ in targets)} |",
        f"|---|{'---:|' * len(targets)}",
    ]
    areas = sorted({result.case.area for result in results})
    for area in [*areas, ""]:
        row = []
        for name, _ in targets:
            mine = [r for r in results if r.target == name and area in ("", r.case.area)]
            recorded = [r for r in mine if r.status not in (Status.UNRECORDED, Status.ABSENT)]
            passed = sum(r.status in (Status.PASSED, Status.UNSTEADY) for r in recorded)
            row.append(f"{passed}" if passed == len(recorded) else f"{passed} of {len(recorded)}")
        lines.append(f"| {area or '**all**'} | {' | '.join(row)} |")
    return "\n".join(lines) + "\n"

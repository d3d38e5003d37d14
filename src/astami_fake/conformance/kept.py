"""Results in files, so that a report can be made of what was played elsewhere: by pytest, in several processes.

One result is one line of JSON, written when its case is over: a run that was stopped leaves what it has played.
May import: `check`, `suite`, `astami_fake.transcript`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from astami_fake.conformance.check import Result, Status
from astami_fake.conformance.suite import CaseFile
from astami_fake.transcript.align import Difference
from astami_fake.transcript.matcher import Bound
from astami_fake.transcript.session import Said

SUFFIX = ".jsonl"


class KeptError(ValueError):
    """What was kept cannot be read, or is of cases that are not there."""


def keep(result: Result, path: Path) -> None:
    """Add *result* to the file *path*."""
    row = {
        **vars(result),
        "case": result.case.name,
        "status": result.status.value,
        "differences": [asdict(one) for one in result.differences],
        "log": [asdict(said) for said in result.log],
    }
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(row) + "\n")


def kept(folders: Sequence[Path], cases: Sequence[CaseFile]) -> list[Result]:
    """The results in all files of *folders*: target by target, each in the order of *cases*.

    Raises:
        KeptError: there are none; a line is no result; one is of a case that is not among *cases*.
    """
    known = {case.name: (at, case) for at, case in enumerate(cases)}
    found: list[tuple[int, int, Result]] = []
    for number, folder in enumerate(folders):
        for where, row in _rows(folder):
            try:
                at, case = known[row["case"]]
            except (KeyError, TypeError) as error:
                raise KeptError(f"{where}: a result of a case that is not there: {error}") from None
            found.append((number, at, _result(row, case, where)))
    return [result for _, _, result in sorted(found, key=lambda one: one[:2])]


def _rows(folder: Path) -> Iterator[tuple[str, Any]]:
    files = sorted(folder.glob(f"*{SUFFIX}"))
    if not files:
        raise KeptError(f"no results in {folder}: pytest --astami-cases --astami-results={folder} writes them")
    for file in files:
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            where = f"{file}:{number}"
            try:
                yield where, json.loads(line)
            except ValueError as error:
                raise KeptError(f"{where}: no JSON: {error}") from None


def _result(row: dict[str, Any], case: CaseFile, where: str) -> Result:
    try:
        return Result(
            case,
            row["target"],
            row["release"],
            Status(row["status"]),
            row["seconds"],
            tuple(_difference(one) for one in row["differences"]),
            row["reason"],
            tuple(Said(**{**said, "lines": tuple(said["lines"])}) for said in row["log"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise KeptError(f"{where}: no result: {error}") from None


def _difference(row: dict[str, Any]) -> Difference:
    bound = tuple((placeholder, Bound(**value)) for placeholder, value in row["bound"])
    return Difference(**{**row, "stream": tuple(row["stream"]), "bound": bound})

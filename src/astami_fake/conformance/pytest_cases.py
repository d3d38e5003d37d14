"""Recorded cases as tests of pytest: one for each file that the plugin was told to collect, `--astami-cases`.

Lives here: the nodes, the targets that the cases of one process share, what a result is to pytest. Does not live here:
playing (`check`). May import: `check`, `kept`, `report`, `suite`, `targets`, pytest.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from astami_fake.conformance import kept
from astami_fake.conformance.check import Status, allowed, check_case
from astami_fake.conformance.report import finding
from astami_fake.conformance.suite import CaseFile, find_root, load_cases
from astami_fake.conformance.targets import Target, TargetError, TargetUsageError, open_target
from astami_fake.transcript.format import FormatError


class Targets:
    """The target of a process, opened with the first case; one for each configuration that cases stand beside."""

    def __init__(self, spec: str, etc: Path | None, allow: str) -> None:
        self._spec = spec
        self._etc = etc
        self._allow = allow
        self._opened = ExitStack()
        self._targets: dict[Path | None, Target] = {}

    def of(self, case: Path) -> Target:
        """What the case in that file is played on.

        Raises:
            TargetUsageError: no such target, or none that may be used so.
            TargetError: it does not start or cannot be reached.
        """
        etc = self._etc or _etc_above(case)
        if etc not in self._targets:
            try:
                allow = allowed(self._allow)
            except ValueError as error:
                raise TargetUsageError(f"--astami-allow: {error}") from None
            self._targets[etc] = self._opened.enter_context(open_target(self._spec, etc=etc, allow=allow))
        return self._targets[etc]

    def close(self) -> None:
        """End what was started."""
        self._opened.close()


class CaseCollector(pytest.File):
    """A file with a case in it; any other transcript holds none."""

    def __init__(self, *, targets: Targets, results: Path | None, **node: Any) -> None:
        super().__init__(**node)
        self._targets = targets
        self._results = results

    def collect(self) -> Iterator[CaseItem]:
        """The one case."""
        try:
            (case,) = load_cases([self.path])
        except FormatError as error:
            raise self.CollectError(str(error)) from None
        if any(case.document.directives("case")):
            yield CaseItem.from_parent(self, name=case.name, case=case, targets=self._targets, results=self._results)


class CaseItem(pytest.Item):
    """One case, played on the target."""

    def __init__(self, *, case: CaseFile, targets: Targets, results: Path | None, **node: Any) -> None:
        super().__init__(**node)
        self._case = case
        self._targets = targets
        self._results = results

    def runtest(self) -> None:
        """Pass where the case is as recorded; skip where it may not or cannot be played, with the reason."""
        try:
            target = self._targets.of(self.path)
        except (TargetError, TargetUsageError) as error:
            raise pytest.fail.Exception(str(error), pytrace=False) from None
        result = check_case(self._case, target)
        if self._results is not None:
            worker = os.environ.get("PYTEST_XDIST_WORKER") or "all"
            kept.keep(result, self._results / f"{worker}{kept.SUFFIX}")
        report = "\n".join(finding(result))
        match result.status:
            case Status.PASSED:
                pass
            case Status.UNSTEADY:  # a later play passed: shown at the end of the run
                self.user_properties.append(("unsteady", report))
            case Status.KNOWN:
                pytest.xfail(result.reason)
            case Status.DIFFERENT | Status.ERROR:
                pytest.fail(report, pytrace=False)
            case _:
                pytest.skip(f"{result.status.value}: {result.reason}")  # no recording, leave or phones: no verdict

    def reportinfo(self) -> tuple[Path, int, str]:
        """What pytest calls it."""
        return self.path, 0, f"case {self.name}"


def _etc_above(case: Path) -> Path | None:
    try:
        return find_root(case.parent) / "etc"
    except FileNotFoundError:
        return None

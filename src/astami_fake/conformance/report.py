"""What a run of `check` shows: the table of cases by area, and the differences.

May import: `check`, `astami_fake.transcript.diff`, rich.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as ET

from rich.table import Table

from astami_fake.conformance.check import Result, Status
from astami_fake.transcript.diff import render

_SHOWN = (
    (Status.PASSED, "passed", "green"),
    (Status.UNSTEADY, "unsteady", "yellow"),
    (Status.DIFFERENT, "different", "red"),
    (Status.ERROR, "error", "red"),
    (Status.KNOWN, "known", "yellow"),
    (Status.UNRECORDED, "unrecorded", "dim"),
    (Status.ABSENT, "absent", "dim"),
    (Status.NOT_ALLOWED, "not allowed", "dim"),
    (Status.NO_PHONES, "no phones", "dim"),
)


def table(results: Sequence[Result]) -> Table:
    """Cases by area and result, one block of columns for each target."""
    targets = list(dict.fromkeys((result.target, result.release) for result in results))
    shown = [
        (target, status, title, style)
        for target in targets
        for status, title, style in _SHOWN
        if any((r.target, r.release) == target and r.status is status for r in results)
    ]
    grid = Table(title="Cases by area", title_justify="left", show_footer=True)
    areas = sorted({result.case.area for result in results})
    grid.add_column("area", footer="all")
    for target, status, title, style in shown:
        total = _count(results, target, status)
        heading = f"{target[0]}\nAsterisk {target[1]}\n{title}"
        grid.add_column(heading, justify="right", style=style, footer=str(total), footer_style=style)
    for area in areas:
        here = [result for result in results if result.case.area == area]
        grid.add_row(area, *(str(_count(here, target, status) or "") for target, status, _, _ in shown))
    return grid


def _count(results: Sequence[Result], target: tuple[str, str], status: Status) -> int:
    return sum((r.target, r.release) == target and r.status is status for r in results)


def findings(results: Sequence[Result]) -> Iterator[str]:
    """Every red or unsteady result: what differs, and the command that repeats it."""
    for result in results:
        if result.is_red or result.status is Status.UNSTEADY:
            yield from (*finding(result), "")


def repeated(results: Sequence[Result]) -> Iterator[str]:
    """Of each case that was played often: how many plays were red, with the first of them; the number of all at the
    end."""
    plays: dict[tuple[str, str], list[Result]] = {}
    for result in results:
        plays.setdefault((result.case.name, result.target), []).append(result)
    for (name, target), those in plays.items():
        red = [result for result in those if result.is_red]
        if red:
            yield f"{name} on {target}: {len(red)} of {len(those)} plays differ; the first:"
            yield from (*finding(red[0]), "")
    yield f"{sum(result.is_red for result in results)} of {len(results)} plays differ"


def finding(result: Result) -> Iterator[str]:
    """What there is to say of a result that is not simply green."""
    yield f"{result.case.name} on {result.target} (Asterisk {result.release}): {result.status.value}"
    if result.reason:
        yield f"  {result.reason}"
    yield from (f"  {line}" for line in render(str(result.case.path), result.differences))
    yield f"  again: {result.command}"


def junit(results: Sequence[Result]) -> str:
    """The results as a JUnit XML file; what is neither green nor red counts as skipped, what is unsteady as passed
    with its finding as output."""
    root = ET.Element("testsuite", name="astami-conformance", tests=str(len(results)))
    root.set("failures", str(sum(result.is_red for result in results)))
    for result in results:
        case = ET.SubElement(root, "testcase", classname=result.target, name=result.case.name)
        case.set("time", f"{result.seconds:.3f}")
        if result.is_red:
            text = "\n".join((result.reason, *render(str(result.case.path), result.differences)))
            ET.SubElement(case, "failure", message=result.status.value).text = text
        elif result.status is Status.UNSTEADY:
            ET.SubElement(case, "system-out").text = "\n".join(finding(result))
        elif result.status is not Status.PASSED:
            ET.SubElement(case, "skipped", message=f"{result.status.value}: {result.reason}")
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def one_line(result: Result) -> str:
    """A result as a line of a log."""
    reason = f": {result.reason}" if result.reason else ""
    return f"{result.status.value:<16} {result.target} {result.case.name} ({result.seconds:.2f} s){reason}"

"""The upgrade guide from one release to another: what a program that talks AMI will notice, as Markdown.

From what each release says of itself (`releases/data`) and from the cases recorded on both. May import: `compare`,
`suite`, the fake's releases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from astami_fake.conformance.compare import Change, Side, compare
from astami_fake.conformance.suite import CaseFile
from astami_fake.releases import RELEASES
from astami_fake.releases.model import ActionInfo

#: So many different values, or cases, are shown of one header; the rest is counted.
_SHOWN = 3

Found = Sequence[tuple[str, Change]]


def upgrade_guide(cases: Sequence[CaseFile], left: str, right: str) -> str:
    """What is new, gone and changed from release *left* to release *right*.

    Raises:
        ValueError: one of them is no release that the fake knows.
    """
    for release in (left, right):
        if release not in RELEASES:
            raise ValueError(f"there is no data of release {release!r}; there are {', '.join(sorted(RELEASES))}")
    found: list[tuple[str, Change]] = []
    compared = 0
    for case in cases:
        changes = compare(case, Side(left), Side(right))
        if changes is not None:
            compared += 1
            found += [(case.name, change) for change in changes]
    return "\n".join(_guide(found, compared, left, right)) + "\n"


def _guide(found: Found, compared: int, left: str, right: str) -> Iterator[str]:
    yield f"# From Asterisk {left} to {right}, as AMI shows it"
    yield ""
    yield (
        f"Made by `astami-conformance diff {left} {right} --guide` from what both releases list themselves, and from "
        f"{compared} cases recorded on both. It says what was seen, not what was meant."
    )
    old, new = RELEASES[left], RELEASES[right]
    yield from _list("Actions", old.actions.keys(), new.actions.keys(), {**_names(old.actions), **_names(new.actions)})
    changed = [
        f"- `{info.name}`: needs `{','.join(old.actions[key].privilege)}` → `{','.join(info.privilege)}`"
        for key, info in new.actions.items()
        if key in old.actions and set(old.actions[key].privilege) != set(info.privilege)
    ]
    if changed:
        yield from ("", "Other write classes:", "", *changed)
    events = {name.lower(): name for name in (*old.events, *new.events)}
    yield from _list("Events in the documentation", map(str.lower, old.events), map(str.lower, new.events), events)
    yield from _frames(found)
    yield from _headers(found)
    yield from _values(found, left, right)
    yield from _orders(found)


def _names(actions: Mapping[str, ActionInfo]) -> dict[str, str]:
    return {key: info.name for key, info in actions.items()}


def _list(title: str, old: Iterable[str], new: Iterable[str], names: dict[str, str]) -> Iterator[str]:
    before, after = {*old}, {*new}
    yield from ("", f"## {title}", "")
    for word, keys in (("New", after - before), ("Gone", before - after)):
        yield f"- {word}: {', '.join(f'`{names[key]}`' for key in sorted(keys)) or 'none'}"


def _frames(found: Found) -> Iterator[str]:
    rows = _rows(found, lambda change: not change.header and change.kind in ("new", "gone"))
    if rows:
        yield from ("", "## Frames that come or stay away", "", "| frame | | in |", "|---|---|---|")
        yield from (f"| `{frame}` | {kind} | {some(cases)} |" for (frame, kind), cases in rows.items())


def _headers(found: Found) -> Iterator[str]:
    rows: dict[tuple[str, str, str], list[str]] = {}
    for name, change in found:
        if change.header not in ("", "@delay", "Output") and change.kind in ("new", "gone"):
            rows.setdefault((change.frame, change.header, change.kind), []).append(name)
    if rows:
        yield from ("", "## Headers", "", "| frame | header | | in |", "|---|---|---|---|")
        for (frame, header, kind), cases in sorted(rows.items()):
            yield f"| `{frame}` | `{header}` | {kind} | {some(cases)} |"


def _values(found: Found, left: str, right: str) -> Iterator[str]:
    rows: dict[tuple[str, str], dict[tuple[str, str], list[str]]] = {}
    for name, change in found:
        if change.kind == "changed" or change.header == "Output":
            sides = (change.left.removeprefix(f"{change.header}: "), change.right.removeprefix(f"{change.header}: "))
            rows.setdefault((change.frame, change.header), {}).setdefault(sides, []).append(name)
    if rows:
        yield from ("", "## Values and texts", "", f"| where | {left} | {right} | in |", "|---|---|---|---|")
        for (frame, header), values in sorted(rows.items()):
            for (before, after), cases in sorted(values.items())[:_SHOWN]:
                yield f"| `{frame}` `{header}` | {_code(before)} | {_code(after)} | {some(cases)} |"
            if len(values) > _SHOWN:
                yield f"| `{frame}` `{header}` | and {len(values) - _SHOWN} more | | |"


def _orders(found: Found) -> Iterator[str]:
    rows = _rows(found, lambda change: change.kind == "moved")
    if rows:
        yield from ("", "## Order", "", "These come at another place of their stream:", "")
        yield from (f"- `{frame}`, in {some(cases)}" for (frame, _), cases in rows.items())


def _rows(found: Found, fits: Callable[[Change], bool]) -> dict[tuple[str, str], list[str]]:
    rows: dict[tuple[str, str], list[str]] = {}
    for name, change in found:
        if fits(change):
            rows.setdefault((change.frame, change.kind), []).append(name)
    return dict(sorted(rows.items()))


def _code(text: str) -> str:
    shown = text.replace("|", "\\|").replace("`", "'")
    return f"`{shown}`" if shown.strip() else ""


def some(names: Sequence[str]) -> str:
    """The first of the *names* of cases, and how many more there are."""
    unique = list(dict.fromkeys(names))
    more = f" and {len(unique) - _SHOWN} more" if len(unique) > _SHOWN else ""
    return ", ".join(unique[:_SHOWN]) + more

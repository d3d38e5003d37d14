"""The upgrade guide from one release, or server, to another: what a program that talks AMI will notice, as Markdown.

From what each side says of itself (`releases/data`, or what a target lists when it is asked) and from what cases show
of both. May import: `compare`, the fake's releases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from astami_fake.conformance.compare import Change, Side
from astami_fake.releases import RELEASES

#: So many different values, or cases, are shown of one header; the rest is counted.
_SHOWN = 3

#: Name of a case, and a change in it.
Found = Sequence[tuple[str, Change]]


def upgrade_guide(found: Found, compared: int, left: Side, right: Side) -> str:
    """What is new, gone and changed from *left* to *right*.

    Args:
        found: what `compare` found.
        compared: in so many cases.

    Raises:
        ValueError: a side is neither a target nor a release that the fake knows.
    """
    return "\n".join(_guide(found, compared, left, right)) + "\n"


def _guide(found: Found, compared: int, left: Side, right: Side) -> Iterator[str]:
    old, new = left.actions(), right.actions()
    yield f"# From Asterisk {left.title} to {right.title}, as AMI shows it"
    yield ""
    yield (
        f"Made by `astami-conformance diff {left.name} {right.name} --guide` from what both list themselves, and from "
        f"{compared} cases {'seen' if left.target or right.target else 'recorded'} on both. "
        "It says what was seen, not what was meant."
    )
    yield from _list("Actions", old, new)
    changed = [
        f"- `{name}`: needs `{','.join(old[name])}` → `{','.join(classes)}`"
        for name, classes in new.items()
        if name in old and set(old[name]) != set(classes)
    ]
    if changed:
        yield from ("", "Other write classes:", "", *changed)
    if left.target is None and right.target is None:  # a server does not list the events that it can send
        yield from _list("Events in the documentation", RELEASES[left.name].events, RELEASES[right.name].events)
    yield from _frames(found)
    yield from _headers(found)
    yield from _values(found, left.name, right.name)
    yield from _orders(found)


def _list(title: str, old: Iterable[str], new: Iterable[str]) -> Iterator[str]:
    """Names are compared without case, as Asterisk does."""
    names = {name.lower(): name for name in (*old, *new)}
    before, after = ({name.lower() for name in side} for side in (old, new))
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

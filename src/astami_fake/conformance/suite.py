"""Where the cases and the Asterisk configuration are, and the reading of many cases at once.

May import: `astami_fake.transcript`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from astami_fake.transcript.case import Case, compile_case, recordings_of
from astami_fake.transcript.format import Document, FormatError, read

SUFFIX = ".ami"


@dataclass(frozen=True)
class CaseFile:
    """One file of the suite, parsed; `case` compiles it for a release."""

    path: Path
    document: Document

    @property
    def name(self) -> str:
        return next((d.value for d in self.document.directives("case")), self.path.stem)

    @property
    def area(self) -> str:
        return self.name.partition(".")[0]

    @property
    def tags(self) -> frozenset[str]:
        return frozenset(word for d in self.document.directives("tags") for word in d.value.split())

    @property
    def etc(self) -> str:
        """Which configuration the server needs: `etc-NAME` beside `etc`; empty for `etc` itself."""
        return next((d.value for d in self.document.directives("etc")), "")

    @property
    def releases(self) -> tuple[str, ...]:
        return tuple(recording.release for recording in recordings_of(self.document))

    def absent(self, release: str) -> str:
        """Why what the case is about does not exist on *release*; empty where it does."""
        words = (directive.value.partition(" ") for directive in self.document.directives("absent"))
        return next((reason for name, _, reason in words if name == release), "")

    def case(self, release: str | None) -> Case:
        return compile_case(self.document, release)


def find_root(start: Path) -> Path:
    """The directory `conformance` (with `etc` and `cases`) at or above *start*.

    Raises:
        FileNotFoundError: there is none.
    """
    for directory in (start, *start.parents):
        for candidate in (directory / "conformance", directory):
            if etc_in(candidate):
                return candidate
    raise FileNotFoundError(f"no 'conformance/etc/manager.conf' at or above {start}: name the directory with --root")


def base_of(paths: Sequence[Path]) -> Path:
    """The directory with the 'etc' of the cases in *paths*: beside their directory, else around here. Somebody's own
    server needs none.

    Raises:
        FileNotFoundError: there is none, and *paths* names nothing.
    """
    folders = [path if path.is_dir() else path.parent for path in map(Path.absolute, paths)]
    beside = [folder.parent for folder in folders]
    try:
        return next((base for base in beside if etc_in(base)), None) or find_root(Path.cwd())
    except FileNotFoundError:
        if beside:
            return beside[0]
        raise


def etc_in(base: Path) -> Path | None:
    """Asterisk's configuration in *base*, None where there is none."""
    etc = base / "etc"
    return etc if (etc / "manager.conf").is_file() else None


def load_cases(paths: Iterable[Path]) -> list[CaseFile]:
    """Read the given files, and all case files under the given directories, in the order of their paths.

    Raises:
        FormatError: a file is no transcript, or two cases have one name.
        FileNotFoundError: a path does not exist.
    """
    here = Path.cwd()
    found: list[CaseFile] = []
    names: dict[str, Path] = {}
    for path in paths:
        if not path.exists():
            raise FileNotFoundError(f"no case file or directory {path}")
        for file in sorted(path.rglob(f"*{SUFFIX}")) if path.is_dir() else [path]:
            near = file.relative_to(here) if file.is_relative_to(here) else file  # what a report names can be passed on
            one = CaseFile(near, read(near))
            if one.name in names:
                raise FormatError(str(file), 1, f"the name {one.name} is taken by {names[one.name]}")
            names[one.name] = file
            found.append(one)
    return found


def select(cases: Sequence[CaseFile], expression: str) -> list[CaseFile]:
    """The cases whose name or tags fit *expression*: words joined by `and`, `or`, `not`; "" selects all.

    Raises:
        ValueError: the expression cannot be read.
    """
    alternatives = [part.split(" and ") for part in expression.split(" or ")] if expression.strip() else [[""]]
    return [one for one in cases if any(all(_has(one, term) for term in terms) for terms in alternatives)]


def _has(case: CaseFile, term: str) -> bool:
    words = term.split()
    negative = words[:1] == ["not"]
    rest = words[1:] if negative else words
    if len(rest) > 1 or (negative and not rest):
        raise ValueError(f"cannot read {term!r} in the selection: write 'word', 'not word', joined by 'and' and 'or'")
    word = rest[0] if rest else ""
    return (word in case.name or word in case.tags) != negative

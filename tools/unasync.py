"""Write the modules of the blocking client from the asyncio ones.

    python tools/unasync.py            write src/astami/_sync
    python tools/unasync.py --check    exit with 1 and a diff if something in it is not what would be written

Written are the twins of all modules of src/astami/_async but those in BY_HAND, where the two worlds differ. What is
replaced stands in SUBSTITUTIONS, and each must match somewhere: a rule that no longer does is out of date.
"""

from __future__ import annotations

import argparse
import difflib
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
SOURCE: Final = ROOT / "src/astami/_async"
TARGET: Final = ROOT / "src/astami/_sync"

BY_HAND: Final = frozenset({"__init__.py", "connection.py", "events.py", "tasks.py"})

HEADER: Final = "# Generated from _async/{name} by tools/unasync.py. Change that file, not this one.\n"

#: (regular expression, replacement), applied in this order to the whole text.
SUBSTITUTIONS: Final[tuple[tuple[str, str], ...]] = (
    (r"\basync (def|with|for)\b", r"\1"),
    (r"\bawait ", ""),
    (r"\b__aenter__\b", "__enter__"),
    (r"\b__aexit__\b", "__exit__"),
    (r"\bAsync([A-Z]\w*)", r"\1"),
    # The docstrings of modules and classes say what differs.
    (r"\n\n``_sync/[\w/]+\.py`` is generated from this file .*?named here[^.]*\.\s", "\n\n"),
    (r"\bwith asyncio: what users call\b", "that blocks: what users call"),
    (r"Asterisk Manager Interface for asyncio\.", "Asterisk Manager Interface that blocks."),
    (r"Many tasks may use", "Many threads may use"),
)


class UnasyncError(Exception):
    """A source no longer fits the substitutions."""


def sources() -> list[Path]:
    """The modules whose twins are written."""
    return [path for path in sorted(SOURCE.rglob("*.py")) if str(path.relative_to(SOURCE)) not in BY_HAND]


def unasync(source: str, name: str, matched: set[str]) -> str:
    """The blocking twin of *source*, the module *name*; the rules that matched are added to *matched*.

    Raises:
        UnasyncError: something asynchronous is left.
    """
    text = source
    for pattern, replacement in SUBSTITUTIONS:
        text, count = re.subn(pattern, replacement, text, flags=re.DOTALL)
        if count:
            matched.add(pattern)
    left = re.search(r"\b(async|await|asyncio)\b|\bAsync[A-Z]\w*", text)
    if left:
        line = text.count("\n", 0, left.start()) + 1
        raise UnasyncError(f"{name}: {left.group()!r} is left in line {line}: {text.splitlines()[line - 1].strip()}")
    return formatted(HEADER.format(name=name) + text, name)


def unasync_all() -> dict[Path, str]:
    """Every file that is to be written, with its text.

    Raises:
        UnasyncError: a substitution matches nothing anywhere, or something asynchronous is left.
    """
    matched: set[str] = set()
    texts = {}
    for path in sources():
        name = path.relative_to(SOURCE).as_posix()
        texts[TARGET / name] = unasync(path.read_text(encoding="utf-8"), name, matched)
    for pattern, _ in SUBSTITUTIONS:
        if pattern not in matched:
            raise UnasyncError(f"the substitution of {pattern!r} matched nothing")
    return texts


def formatted(text: str, name: str) -> str:
    """*text* as the project's formatter writes it: without its ``await`` more fits on a line."""
    command = [sys.executable, "-m", "ruff", "format", "--stdin-filename", str(TARGET / name), "-"]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True, cwd=ROOT).stdout


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit code."""
    parser = argparse.ArgumentParser(description="Write the blocking client from the asyncio one.")
    parser.add_argument("--check", action="store_true", help="only compare; exit with 1 and a diff if it differs")
    options = parser.parse_args(arguments)
    try:
        wanted = unasync_all()
    except UnasyncError as error:
        print(error, file=sys.stderr)
        return 2
    differs = False
    for path, text in wanted.items():
        found = path.read_text(encoding="utf-8") if path.exists() else ""
        if options.check:
            name = path.relative_to(TARGET).as_posix()
            diff = difflib.unified_diff(
                found.splitlines(keepends=True), text.splitlines(keepends=True), name, f"{name} (generated)"
            )
            sys.stdout.writelines(diff)
            differs = differs or found != text
        elif found != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return int(differs)


if __name__ == "__main__":
    sys.exit(main())

"""Write the blocking client from the asyncio one.

    python tools/unasync.py            write src/astami/_sync/client.py
    python tools/unasync.py --check    exit with 1 and a diff if it is not what would be written

What is replaced stands in SUBSTITUTIONS, and each must match something: a rule that no longer does is out of date.
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
SOURCE: Final = ROOT / "src/astami/_async/client.py"
TARGET: Final = ROOT / "src/astami/_sync/client.py"

HEADER: Final = "# Generated from _async/client.py by tools/unasync.py. Change that file, not this one.\n"

#: (regular expression, replacement), applied in this order to the whole text.
SUBSTITUTIONS: Final[tuple[tuple[str, str], ...]] = (
    (r"\basync def\b", "def"),
    (r"\bawait ", ""),
    (r"\b__aenter__\b", "__enter__"),
    (r"\b__aexit__\b", "__exit__"),
    (r"\bAsyncAMIClient\b", "AMIClient"),
    (r"\bAsyncConnection\b", "Connection"),
    (r"``async with``", "``with``"),
    # The module and class docstrings say what differs.
    (
        r'\A"""The client with asyncio: what users call\. .*?"""',
        '"""The blocking client: what users call. Each helper builds an action, sends it and reads the answer."""',
    ),
    (r"Asterisk Manager Interface for asyncio\.", "Asterisk Manager Interface that blocks."),
    (r"Many tasks may use", "Many threads may use"),
)


class UnasyncError(Exception):
    """The source no longer fits the substitutions."""


def unasync(source: str) -> str:
    """The blocking twin of *source*.

    Raises:
        UnasyncError: a substitution matched nothing, or something asynchronous is left.
    """
    text = source
    for pattern, replacement in SUBSTITUTIONS:
        text, count = re.subn(pattern, replacement, text, flags=re.DOTALL)
        if not count:
            raise UnasyncError(f"the substitution of {pattern!r} matched nothing")
    left = re.search(r"\b(async|await|asyncio)\b|\bAsync[A-Z]\w*", text)
    if left:
        line = text.count("\n", 0, left.start()) + 1
        raise UnasyncError(f"{left.group()!r} is left in line {line}: {text.splitlines()[line - 1].strip()}")
    return formatted(HEADER + text)


def formatted(text: str) -> str:
    """*text* as the project's formatter writes it: without its ``await`` more fits on a line."""
    command = [sys.executable, "-m", "ruff", "format", "--stdin-filename", str(TARGET), "-"]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True, cwd=ROOT).stdout


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit code."""
    parser = argparse.ArgumentParser(description="Write the blocking client from the asyncio one.")
    parser.add_argument("--check", action="store_true", help="only compare; exit with 1 and a diff if it differs")
    options = parser.parse_args(arguments)
    try:
        wanted = unasync(SOURCE.read_text(encoding="utf-8"))
    except UnasyncError as error:
        print(f"{SOURCE.relative_to(ROOT)}: {error}", file=sys.stderr)
        return 2
    name = str(TARGET.relative_to(ROOT))
    found = TARGET.read_text(encoding="utf-8") if TARGET.exists() else ""
    if options.check:
        diff = difflib.unified_diff(
            found.splitlines(keepends=True), wanted.splitlines(keepends=True), name, f"{name} (generated)"
        )
        sys.stdout.writelines(diff)
        return int(found != wanted)
    TARGET.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The ``astami`` command. What it does lives in ``commands``; here only its start, which needs no dependency.

Imports ``commands`` when it is run.
"""

from __future__ import annotations

import sys

__all__ = ["main"]


def main() -> None:
    """Run the command. Exit codes: 0 done, 1 Asterisk refused, 2 wrong usage, 3 no (usable) connection, 130 Ctrl-C."""
    try:
        from .commands import cli
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing not in ("click", "rich"):
            raise
        sys.exit(f"astami: the command needs {missing}; install the extra: pip install 'astami[cli]'")
    cli()

"""The start of the commands `astami-fake` and `astami-conformance`: what can run without their extras.

What they do lives in `commands` and in `conformance.cli`, imported when they run.
"""

from __future__ import annotations

import importlib
import sys


def main() -> None:
    """`astami-fake`."""
    _start("astami-fake", "astami_fake.commands", "cli")


def conformance() -> None:
    """`astami-conformance`."""
    _start("astami-conformance", "astami_fake.conformance.cli", "conformance")


def _start(program: str, module: str, extra: str) -> None:
    try:
        command = importlib.import_module(module)
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in ("click", "rich"):
            raise
        sys.exit(f"{program}: needs {missing.name}; install the extra: pip install 'astami[{extra}]'")
    command.cli()


if __name__ == "__main__":
    main()

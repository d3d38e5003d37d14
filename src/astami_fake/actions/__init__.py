"""Manager actions, one file per Asterisk source file that implements them. Importing a file registers its handlers."""

from __future__ import annotations

import functools
import importlib
import pkgutil


@functools.cache  # importing is idempotent, asking for the file names takes longer than starting a PBX
def load() -> None:
    """Import every file here, so that all actions are registered."""
    for module in pkgutil.iter_modules(__path__, f"{__name__}."):
        importlib.import_module(module.name)

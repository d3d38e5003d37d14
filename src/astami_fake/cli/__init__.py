"""Asterisk's CLI as the Command action shows it, one file per family. Importing a file registers its commands."""

from __future__ import annotations

import functools
import importlib
import pkgutil


@functools.cache  # importing is idempotent, asking for the file names takes longer than starting a PBX
def load() -> None:
    """Import every file here, so that all commands are registered."""
    for module in pkgutil.iter_modules(__path__, f"{__name__}."):
        importlib.import_module(module.name)

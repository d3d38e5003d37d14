"""A fake Asterisk for tests: in process, with state, faithful to named releases.

``from astami_fake import FakeAsterisk``. Importing this package costs nothing; its parts are imported when asked for.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from astami_fake.config.reader import ConfigError as ConfigError
    from astami_fake.phones import Call as Call
    from astami_fake.phones import Phone as Phone
    from astami_fake.scripting import Rule as Rule
    from astami_fake.scripting import glob as glob
    from astami_fake.scripting import regex as regex
    from astami_fake.server import FakeAsterisk as FakeAsterisk
    from astami_fake.server import FakeError as FakeError
    from astami_fake.server import Violation as Violation

_HOME = {
    "Call": "phones",
    "ConfigError": "config.reader",
    "FakeAsterisk": "server",
    "FakeError": "server",
    "Phone": "phones",
    "Rule": "scripting",
    "Violation": "server",
    "glob": "scripting",
    "regex": "scripting",
}

__all__ = ["Call", "ConfigError", "FakeAsterisk", "FakeError", "Phone", "Rule", "Violation", "glob", "regex"]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME})

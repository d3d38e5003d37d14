"""What PJSIP's objects say of themselves in a release: their options in order, with the values of a bare object.

Data only: ``data/RELEASE/pjsip.txt``, recorded with conformance/etc-lines.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

Fields = tuple[tuple[str, str], ...]


@lru_cache
def fields(release: str, kind: str) -> Fields:
    """Name and default value of each option of an object of type *kind*, in the order of the headers of events."""
    text = files(__package__).joinpath("data", release, "pjsip.txt").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return tuple((option, value) for row_kind, option, value in rows if row_kind == kind)

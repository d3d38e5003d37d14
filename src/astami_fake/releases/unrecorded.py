"""Releases that nobody has recorded yet: each is the recorded release nearest to it, under its own number, but for what
the documents of a recorded one date.

They are there so that an application can be tried with the version number it will meet; what they say is not proven.
Asterisk documents since which versions there is an action, a function or an option (``<since>`` in the documentation
file of the package), and what each version brought (ChangeLogs in its source). A row of `ROWS` stands on that, by name
and with its source; whatever has no row is as in the neighbour. 18 is meant as its last version, 18.26; 20 as 20.20,
the last that 22.10's documentation knows of. May import `releases.model` and the recorded releases.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from astami_fake.releases.model import Release
from astami_fake.releases.r16_28 import R16_28
from astami_fake.releases.r22_10 import R22_10


@dataclass(frozen=True, slots=True)
class Row:
    """A difference from the neighbour.

    Attributes:
        release: which release differs, ``18``.
        field: in what, a field of `Release`.
        value: what it is there.
        source: where it says so.
    """

    release: str
    field: str
    value: object
    source: str


ROWS = (
    Row(
        "18",
        "lacks_functions",
        frozenset({"DIGIT_SUM"}),
        "22.10's documentation: TRIM, LTRIM and RTRIM since 18.16, DELETE, GLOBAL_DELETE, GLOBAL_EXISTS and "
        "VARIABLE_EXISTS since 18.21; DIGIT_SUM since 20.17, in no 18",
    ),
    Row(
        "18",
        "borrowed",
        (R22_10.name, frozenset({"CoreShowChannelMap", "PJSIPHangup", "SendFlash"})),
        "22.10's documentation: SendFlash since 18.18, CoreShowChannelMap since 18.19, PJSIPHangup since 18.21",
    ),
    Row("20", "queue_has_macro", True, "ChangeLog-22.7.0: macros were removed in 21"),
)

SINCE = {
    "filters_by_criteria": "ChangeLog-22.1.0",
    "tells_processed_calls": "ChangeLog-22.2.0",
    "pjsip_qualify_2xx_only": "22.10's documentation: 20.12, 21.7, 22.2",
    "tells_tech_cause": "ChangeLog-22.7.0",
    "hangup_takes_patterns": "ChangeLog-22.8.0",
}
"""Since when 22 has what 16.28 has not, as far as it is documented; 20 is taken to have it from the same day on."""


def _like(name: str, recorded: Release) -> Release:
    rows = {row.field: row.value for row in ROWS if row.release == name}
    version = {"name": name, "version": name, "build": f"{name}-UNRECORDED", "built": "nobody"}
    changes: dict[str, object] = {**version, "derived_from": recorded.name, **rows}
    return replace(recorded, **changes)  # type: ignore[arg-type]  # each is what its field holds: a test looks


R18 = _like("18", R16_28)
R20 = _like("20", R22_10)

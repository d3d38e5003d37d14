"""Reads ``features.conf``: the keys that mean something in a call. May import `config.reader`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from astami_fake.config.reader import read

FILE = "features.conf"

DEFAULT_KEYS = {"blindxfer": "#", "disconnect": "*"}
"""What features have without the file (recorded in cases `core.command.features*`)."""

DEFAULT_PICKUP = "*8"

_FEATUREMAP, _APPLICATIONS = "featuremap", "applicationmap"
_NO_GROUPS = frozenset({"general", _FEATUREMAP, _APPLICATIONS})


@dataclass(frozen=True, slots=True)
class Features:
    """Attributes:
    keys: of each feature (``blindxfer``, ``disconnect`` …), as ``[featuremap]`` says; one without keys is left out.
    digit_timeout: seconds within which the next key of a feature must come, ``featuredigittimeout`` (there in ms).
    number_timeout: seconds within which the next digit of a number must come, ``transferdigittimeout``.
    pickup: what a phone dials to take what rings in its group, ``pickupexten``.
    applications: keys of the features of ``[applicationmap]``, by name; the fake tells of them, and runs none.
    groups: the features of each other section, by its name, with their keys.
    """

    keys: dict[str, str] = field(default_factory=lambda: dict(DEFAULT_KEYS))
    digit_timeout: float = 1.0
    number_timeout: float = 3.0
    pickup: str = DEFAULT_PICKUP
    applications: dict[str, str] = field(default_factory=dict)
    groups: dict[str, dict[str, str]] = field(default_factory=dict)


def load(etc: Path) -> Features:
    """Read ``features.conf`` of the folder *etc*.

    Raises:
        ConfigError: a mistake, with file and line.
    """
    config = read(etc, FILE, missing_ok=True)
    featuremap, general = config.find(_FEATUREMAP), config.find("general")
    keys = DEFAULT_KEYS | ({} if featuremap is None else {entry.name: entry.value for entry in featuremap.entries})
    mapped = config.find(_APPLICATIONS)
    applications = {} if mapped is None else {entry.name: entry.value.split(",")[0] for entry in mapped.entries}
    features = Features(
        {name: value for name, value in keys.items() if value},
        applications=applications,
        groups={
            section.name: {entry.name: entry.value or applications.get(entry.name, "") for entry in section.entries}
            for section in config
            if section.name not in _NO_GROUPS
        },
    )
    if general is None:
        return features
    if (timeout := general.find("featuredigittimeout")) is not None:
        features = replace(features, digit_timeout=timeout.as_int() / 1000)
    if (timeout := general.find("transferdigittimeout")) is not None:
        features = replace(features, number_timeout=float(timeout.as_int()))
    if (number := general.find("pickupexten")) is not None:
        features = replace(features, pickup=number.value)
    return features

"""Reads ``features.conf``: the keys that mean something in a call. May import `config.reader`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from astami_fake.config.reader import read

FILE = "features.conf"


@dataclass(frozen=True, slots=True)
class Features:
    """Attributes:
    keys: of each feature (``blindxfer``, ``disconnect`` …), as ``[featuremap]`` says; without the file there is none.
    digit_timeout: seconds within which the next key of a feature must come, ``featuredigittimeout`` (there in ms).
    number_timeout: seconds within which the next digit of a number must come, ``transferdigittimeout``.
    pickup: what a phone dials to take what rings in its group, ``pickupexten``.
    """

    keys: dict[str, str] = field(default_factory=dict)
    digit_timeout: float = 1.0
    number_timeout: float = 3.0
    pickup: str = "*8"


def load(etc: Path) -> Features:
    """Read ``features.conf`` of the folder *etc*.

    Raises:
        ConfigError: a mistake, with file and line.
    """
    config = read(etc, FILE, missing_ok=True)
    featuremap, general = config.find("featuremap"), config.find("general")
    keys = {} if featuremap is None else {entry.name: entry.value for entry in featuremap.entries if entry.value}
    features = Features(keys)
    if general is None:
        return features
    if (timeout := general.find("featuredigittimeout")) is not None:
        features = replace(features, digit_timeout=timeout.as_int() / 1000)
    if (timeout := general.find("transferdigittimeout")) is not None:
        features = replace(features, number_timeout=float(timeout.as_int()))
    if (number := general.find("pickupexten")) is not None:
        features = replace(features, pickup=number.value)
    return features

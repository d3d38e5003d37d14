"""Releases that nobody has recorded yet: each is the recorded release nearest to it, under its own number.

They are there so that an application can be tried with the version number it will meet; what they say is not proven.
May import `releases.model` and the recorded releases.
"""

from dataclasses import replace

from astami_fake.releases.model import Release
from astami_fake.releases.r16_28 import R16_28
from astami_fake.releases.r22_10 import R22_10


def _like(name: str, recorded: Release) -> Release:
    return replace(
        recorded, name=name, version=name, build=f"{name}-UNRECORDED", built="nobody", derived_from=recorded.name
    )


R18 = _like("18", R16_28)
R20 = _like("20", R22_10)

"""What differs between Asterisk releases: data, each row with the recording that shows it.

`RELEASES` maps the names a user may ask for (``22.11``, ``22.10``, ``16.28``) to `Release`; code asks the release,
never its number. `UNRECORDED` are those that stand in for releases nobody has recorded; a user may ask for them too.
"""

from __future__ import annotations

from astami_fake.releases.model import Release
from astami_fake.releases.r16_28 import R16_28
from astami_fake.releases.r22_10 import R22_10
from astami_fake.releases.r22_11 import R22_11
from astami_fake.releases.unrecorded import R18, R20

RELEASES: dict[str, Release] = {release.name: release for release in (R16_28, R22_10, R22_11)}
UNRECORDED: dict[str, Release] = {release.name: release for release in (R18, R20)}
DEFAULT = R22_10.name

__all__ = ["DEFAULT", "RELEASES", "UNRECORDED", "Release", "find"]


def find(name: str) -> Release:
    """The release called *name*: ``22.10``, ``22.10.1`` or just ``22``; ``20`` is one that nobody has recorded.

    Raises:
        ValueError: no such release; the message names those there are.
    """
    for release in (*RELEASES.values(), *UNRECORDED.values()):
        if name in (release.name, release.version, release.name.split(".", maxsplit=1)[0]):
            return release
    raise ValueError(
        f"there is no release {name!r} here; there are {', '.join(sorted(RELEASES))}, and {', '.join(UNRECORDED)} "
        "that nobody has recorded"
    )

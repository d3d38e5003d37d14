"""The manager as the PBX's state: its configuration, its users, who is connected. Knows neither bytes nor sessions.

The manager session writes it, the CLI family ``manager`` shows it. May import `config.manager`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from astami_fake import privileges
from astami_fake.config.manager import ManagerConfig, User, load

DEFAULT_USER = "admin"
DEFAULT_SECRET = "astami-secret"  # noqa: S105  the fake's own, of no value to anybody


@dataclass(slots=True)
class Connected:
    """One session that is logged in, as ``manager show connected`` shows it.

    Attributes:
        since: time of the login, seconds since the epoch.
        number: stands for the file descriptor.
    """

    username: str
    address: str
    since: float
    number: int
    read: int
    write: int


class Managers:
    """Configuration and connected users of the manager.

    Args:
        etc: the folder of manager.conf; None for one user, ``admin``, that may do everything.
    """

    def __init__(self, etc: Path | None) -> None:
        self._etc = etc
        self.config = default() if etc is None else load(etc)
        self.connected: list[Connected] = []

    def is_connected(self, user: User) -> bool:
        """Whether a session of *user* is logged in."""
        return any(session.username == user.name for session in self.connected)

    def reload(self) -> None:
        """Read manager.conf again; users that a test has added are gone then, sessions stay."""
        if self._etc is not None:
            self.config = load(self._etc)


def default() -> ManagerConfig:
    """What the fake has without a configuration: one user that may do everything."""
    user = User(DEFAULT_USER, DEFAULT_SECRET, read=privileges.ALL, write=privileges.ALL)
    return ManagerConfig(users={user.name: user})

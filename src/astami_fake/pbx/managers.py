"""The manager as the PBX's state: its configuration, its users, who is connected. Knows neither bytes nor sessions.

The manager session writes it, the CLI family ``manager`` shows it. May import `config.manager`.
"""

from __future__ import annotations

from dataclasses import dataclass

from astami_fake import privileges
from astami_fake.config.manager import ManagerConfig, User, load
from astami_fake.pbx.configfiles import ConfigFiles

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

    Attributes:
        debug: ``manager set debug`` is on.

    Args:
        files: where manager.conf is; without a folder for one user, ``admin``, that may do everything.
    """

    def __init__(self, files: ConfigFiles) -> None:
        self._files = files
        self.config = default() if files.folder is None else load(files.folder)
        self.connected: list[Connected] = []
        self.debug = False

    def is_connected(self, user: User) -> bool:
        """Whether a session of *user* is logged in."""
        return any(session.username.lower() == user.name.lower() for session in self.connected)

    def reload(self) -> None:
        """Read manager.conf again; users that a test has added are gone then, sessions stay."""
        if self._files.folder is not None:
            self.config = load(self._files.folder)


def default() -> ManagerConfig:
    """What the fake has without a configuration: one user that may do everything."""
    user = User(DEFAULT_USER, DEFAULT_SECRET, read=privileges.ALL, write=privileges.ALL)
    return ManagerConfig(users={user.name: user})

"""What all manager sessions of one fake share: the PBX, the script, the limits, and the fan-out of events.

Lives here: `Hub`. Does not live here: one session's rules (`_session`), sockets (`_listener`).
"""

from __future__ import annotations

import random
from collections.abc import Callable

from astami_fake import _wire, privileges, security
from astami_fake._session import Session
from astami_fake.config.manager import ManagerConfig
from astami_fake.pbx.events import Event
from astami_fake.pbx.pbx import Pbx
from astami_fake.scripting import Script
from astami_fake.traffic import Traffic


class Hub:
    """The manager of one fake.

    Args:
        pbx: the PBX it manages.
        script: what the test has put above the model.
        traffic: where to note what comes and goes.
        seed: of the challenges and session ids.

    Attributes:
        port: where the fake listens, set when it does.
    """

    def __init__(self, pbx: Pbx, script: Script, traffic: Traffic, seed: int = 0) -> None:
        self.pbx = pbx
        self.script = script
        self.traffic = traffic
        self.port = 0
        self._random = random.Random(seed)  # noqa: S311  challenges must repeat, and guard nothing
        self.session_base = 0x7F0000000000 + self._random.getrandbits(32) * 0x10
        self._sessions: list[Session] = []
        self._number = 3
        pbx.on_problem = script.violation
        pbx.events.subscribe(self._publish)

    @property
    def config(self) -> ManagerConfig:
        """manager.conf as it is now."""
        return self.pbx.managers.config

    @property
    def local_address(self) -> str:
        """Where sessions come in, as security events tell it: the address configured, the port listened on."""
        return security.address(self.config.bind_address, self.port)

    def connect(self, peer: tuple[str, int], wake: Callable[[], None]) -> Session | None:
        """A new session for a client at *peer*; None where too many are without a login already."""
        waiting = sum(not session.authenticated for session in self._sessions)
        if waiting >= self.config.auth_limit:
            return None
        self._number += 1
        session = Session(self, self._number, peer, wake)
        self._sessions.append(session)
        return session

    def leave(self, session: Session) -> None:
        """Forget *session*, whose connection is gone."""
        self._sessions.remove(session)

    def new_challenge(self) -> str:
        """Nine digits, as Asterisk sends them."""
        return str(self._random.randrange(100_000_000, 1_000_000_000))

    def _publish(self, event: Event) -> None:
        wanted = privileges.bits_of(event.privilege)
        data = None
        for session in self._sessions:
            if session.sees and session.sees & wanted == wanted:
                if data is None:
                    data = _encode(event)
                session.deliver(data)


def _encode(event: Event) -> bytes:
    privilege = ",".join((*event.privilege, "all"))
    return _wire.encode((("Event", event.name), ("Privilege", privilege), *event.headers))

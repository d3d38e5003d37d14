"""What all manager sessions of one fake share: the PBX, the script, the limits, and the fan-out of events.

Lives here: `Hub`. Does not live here: one session's rules (`_session`), sockets (`_listener`).
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from contextlib import suppress
from operator import itemgetter
from typing import TypeVar

from astami_fake import _wire, privileges, security
from astami_fake._session import Session
from astami_fake.config import http
from astami_fake.config.http import HttpConfig
from astami_fake.config.manager import ManagerConfig, User
from astami_fake.filters import BadFilter, Filters, plain, with_criteria
from astami_fake.order import Shuffle
from astami_fake.pbx.events import Event
from astami_fake.pbx.pbx import Pbx
from astami_fake.posix import BadExpression
from astami_fake.scripting import Script
from astami_fake.traffic import Traffic

S = TypeVar("S", bound=Session)


class Hub:
    """The manager of one fake.

    Args:
        pbx: the PBX it manages.
        script: what the test has put above the model.
        traffic: where to note what comes and goes.
        seed: of the challenges and session ids.
        shuffle: puts the events of one moment into another order; without it they come as the PBX tells them.

    Attributes:
        port: where the fake listens, set when it does.
        web: http.conf.
        held: events of a burst that is not over yet, and when they came.
    """

    def __init__(
        self, pbx: Pbx, script: Script, traffic: Traffic, seed: int = 0, shuffle: Shuffle | None = None
    ) -> None:
        self.pbx = pbx
        self.script = script
        self.traffic = traffic
        self.port = 0
        self.web = HttpConfig() if pbx.etc is None else http.load(pbx.etc)
        self._random = random.Random(seed)  # noqa: S311  challenges must repeat, and guard nothing
        self.session_base = 0x7F0000000000 + self._random.getrandbits(32) * 0x10
        self._sessions: list[Session] = []
        self._number = 3
        self._shuffle = shuffle
        self.held: list[tuple[float, Event]] = []
        pbx.on_problem = script.violation
        pbx.events.subscribe(self._publish if shuffle is None else self._hold)

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
        waiting = sum(session.counts and not session.authenticated for session in self._sessions)
        return None if waiting >= self.config.auth_limit else self.admit(Session, peer, wake)

    def admit(self, kind: type[S], peer: tuple[str, int], wake: Callable[[], None]) -> S:
        """A new session, of that *kind*, for a client at *peer*."""
        self._number += 1
        session = kind(self, self._number, peer, wake)
        self._sessions.append(session)
        return session

    def leave(self, session: Session) -> None:
        """Forget *session*, whose connection is gone."""
        self._sessions.remove(session)

    def filters_of(self, user: User) -> Filters:
        """The filters that manager.conf gives *user*; one that cannot be read is passed over, as in Asterisk."""
        found = []
        for criteria, text in user.filters:
            with suppress(BadFilter, BadExpression):
                if criteria and not self.pbx.release.filters_by_criteria:
                    continue
                found.append(with_criteria(criteria, text) if criteria else plain(text))
        return Filters(found)

    def new_key(self) -> str:
        """Eight hexadecimal digits, as Asterisk names a web session."""
        return f"{self._random.getrandbits(32):08x}"

    def new_challenge(self) -> str:
        """Nine digits, as Asterisk sends them."""
        return str(self._random.randrange(100_000_000, 1_000_000_000))

    def _hold(self, event: Event) -> None:
        """Keep an event until its burst is over; a burst is what is told within a hundredth of a second."""
        self.held.append((round(self.pbx.clock.now(), 2), event))
        for session in self._sessions:
            session.wake()

    def settle(self) -> None:
        """The burst is over: hand out what was held, moment by moment, each in another order."""
        if self._shuffle is None:
            return
        held, self.held = self.held, []
        for _, moment in itertools.groupby(held, key=itemgetter(0)):
            for event in self._shuffle.reorder(event for _, event in moment):
                self._publish(event)

    def _encode(self, event: Event) -> bytes:
        head = [("Event", event.name), ("Privilege", ",".join((*event.privilege, "all")))]
        if self.config.timestamp_events:
            head.append(("Timestamp", f"{self.pbx.clock.now():.6f}"))
        return _wire.encode((*head, *event.headers))

    def _publish(self, event: Event) -> None:
        wanted = privileges.bits_of(event.privilege)
        data = None
        for session in self._sessions:
            if session.sees and session.sees & wanted == wanted:
                if data is None:
                    data = self._encode(event)
                session.deliver(data)

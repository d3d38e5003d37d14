"""The PBX's own registrations at other servers. Asterisk: res/res_pjsip_outbound_registration.c.

Lives here: their states, Registry. Where the other server is this very one (conformance/etc-lines), its endpoint is
registered too; any other server is taken to accept. May import `config.pjsip`, `events`, `pjsip`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from astami_fake.clock import Timer
from astami_fake.config.pjsip import PjsipObject
from astami_fake.pbx.events import Event
from astami_fake.pbx.pjsip import PORT

if TYPE_CHECKING:
    from astami_fake.pbx.pbx import Pbx

REGISTERED, UNREGISTERED = "Registered", "Unregistered"
HERE = (f"sip:127.0.0.1:{PORT}", "sip:127.0.0.1")
AGAIN = 1.0
"""Seconds from taking a registration back to registering anew. Recorded: case `pjsip.line`."""


class Line:
    """One registration.

    Attributes:
        settings: its section of the file.
        status: `REGISTERED` or `UNREGISTERED`.
    """

    def __init__(self, pbx: Pbx, settings: PjsipObject) -> None:
        self._pbx = pbx
        self.settings = settings
        self.name = settings.name
        self.status = UNREGISTERED
        self._since: float | None = None
        self._timer: Timer | None = None

    def next_registration(self, now: float) -> int:
        """Seconds to the next one; 0 for none (recorded also while it is registered)."""
        return 0

    def expires(self) -> int | None:
        """Seconds for which it holds yet, renewed in time; also behind its end (recorded: pjsip.command.registrations).
        None where there never was one."""
        if self._since is None:
            return None
        span = int(self.settings.get("expiration", "3600"))
        return span - int(self._pbx.clock.now() - self._since) % span

    def register(self, after: float = 0.0) -> None:
        """Register *after* seconds."""
        self._cancel()
        self._timer = self._pbx.clock.call_later(after, self._registered)

    def unregister(self) -> None:
        """Take it back."""
        self._cancel()
        if self._here and self._user in self._pbx.pjsip.aors:
            self._pbx.pjsip.unregister(self._user)
        self._become(UNREGISTERED)

    def _registered(self) -> None:
        if self._here and self._user in self._pbx.pjsip.aors:
            uri = f"sip:{self.settings.get('contact_user', 's')}@127.0.0.1:{PORT}"
            agent = f"Asterisk PBX {self._pbx.release.build}"
            self._pbx.pjsip.register(self._user, uri, user_agent=agent)
        self._since = self._pbx.clock.now()
        self._become(REGISTERED)

    @property
    def _here(self) -> bool:
        return self.settings.get("server_uri") in HERE

    @property
    def _user(self) -> str:
        return self.settings.get("client_uri").partition(":")[2].partition("@")[0]

    def _become(self, status: str) -> None:
        self.status = status
        headers = (
            ("ChannelType", "PJSIP"),
            ("Username", self.settings.get("client_uri")),
            ("Domain", self.settings.get("server_uri")),
            ("Status", status),
        )
        self._pbx.events.publish(Event("Registry", ("system",), headers))

    def _cancel(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


class Registrations:
    """All of them, by name."""

    def __init__(self, pbx: Pbx) -> None:
        self._lines = {name: Line(pbx, one) for name, one in pbx.pjsip.config.of("registration").items()}
        for line in self._lines.values():
            line.register()

    def __iter__(self) -> Iterator[Line]:
        return iter(self._lines.values())

    def register(self, name: str) -> None:
        """Take the registration *name* back and register it anew."""
        self._lines[name].unregister()
        self._lines[name].register(AGAIN)

    def unregister(self, name: str) -> None:
        """Take the registration *name* back."""
        self._lines[name].unregister()

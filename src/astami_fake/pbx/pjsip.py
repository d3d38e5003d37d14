"""PJSIP's endpoints, addresses of record and contacts as state. Asterisk: res/res_pjsip/, res/res_pjsip_registrar.c.

Lives here: who is registered where, what that makes of an endpoint (online or not), the events of it. Does not live
here: phones and calls (`phones`, `chan_pjsip`), the lists that managers and CLI show (`pjsip_shown`),
lines to other servers (`pjsip_registrations`). May import `config.pjsip`, `causes`, `devices`, `events`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from astami_fake.config import pjsip
from astami_fake.config.pjsip import PjsipConfig, PjsipObject
from astami_fake.pbx import causes, devices
from astami_fake.pbx.events import Event, timestamp

if TYPE_CHECKING:
    from astami_fake.pbx.pbx import Pbx

PORT = 5060
UNKNOWN_TIME = "N/A"
USER_AGENT = "astami-conformance"
"""What the phones of the recordings call themselves."""
ROUNDTRIP = 500
"""Microseconds in which a phone of the fake answers whether it is there."""
DEFAULT_QUALIFY_TIMEOUT = 3.0
NON_QUALIFIED, REACHABLE, UNREACHABLE = "NonQualified", "Reachable", "Unreachable"


SERVICE = {True: "enabled", False: "disabled"}
"""Whether an endpoint is out of service, as managers are told it."""


def in_service(name: str, out: bool) -> tuple[tuple[str, str], tuple[str, str]]:
    """How it is with the endpoint *name*, as managers are told it."""
    return ("Endpoint", name), ("Status", SERVICE[out])


@dataclass(slots=True)
class Contact:
    """Where an address of record is reached.

    Attributes:
        aor: its name.
        uri: the address.
        static: it stands in the file.
        status: what its last OPTIONS has shown: `NON_QUALIFIED` where none is ever sent.
        expires: when the registration ends, PBX time; 0 for never.
        user_agent: what the phone calls itself.
        call_id: of its REGISTER.
        roundtrip: microseconds to the answer of its OPTIONS; 0 where there was none.
        answers: whether it answers when it is asked.
    """

    aor: str
    uri: str
    static: bool = False
    status: str = NON_QUALIFIED
    expires: float = 0.0
    user_agent: str = ""
    call_id: str = ""
    roundtrip: int = 0
    answers: bool = True

    @property
    def digest(self) -> str:
        """What tells it from others of its address of record."""
        return hashlib.md5(self.uri.encode(), usedforsecurity=False).hexdigest()

    @property
    def name(self) -> str:
        """Its name as an object."""
        return f"{self.aor}{'@@' if self.static else ';@'}{self.digest}"

    @property
    def host(self) -> str:
        """Host of its address."""
        return self.uri.partition(":")[2].rpartition("@")[2].partition(":")[0]

    @property
    def port(self) -> int:
        """Port of its address."""
        port = self.uri.rpartition("@")[2].partition(":")[2].partition(";")[0]
        return int(port) if port.isdigit() else PORT


@dataclass(slots=True)
class Aor:
    """An address of record: its settings and where it is reached now."""

    settings: PjsipObject
    contacts: list[Contact] = field(default_factory=list)

    @property
    def qualify_frequency(self) -> int:
        """Seconds between two questions whether a contact is there; 0 for none."""
        return int(self.settings.get("qualify_frequency", "0"))

    def qualify_timeout(self, contact: Contact) -> float:
        """Seconds that an answer may take; contacts of the file say their own, which nobody can set (recorded)."""
        if contact.static:
            return DEFAULT_QUALIFY_TIMEOUT
        return float(self.settings.get("qualify_timeout", str(DEFAULT_QUALIFY_TIMEOUT)))


class Endpoint:
    """An endpoint: its settings and its addresses of record."""

    def __init__(self, settings: PjsipObject, aors: list[Aor]) -> None:
        self.settings = settings
        self.name = settings.name
        self.aors = aors
        self.online = self.reachable

    @property
    def contacts(self) -> list[Contact]:
        """All its contacts."""
        return [contact for aor in self.aors for contact in aor.contacts]

    @property
    def reachable(self) -> bool:
        """Whether one of its contacts is there, as far as is known."""
        return any(contact.status != UNREACHABLE for contact in self.contacts)


class Pjsip:
    """All of PJSIP.

    Attributes:
        config: what the file says.
        endpoints, aors: by name, in the file's order.
        maintained: names of the endpoints that are out of service; they stay so over a reload.
    """

    def __init__(self, pbx: Pbx) -> None:
        self._pbx = pbx
        self.config = PjsipConfig()
        self.endpoints: dict[str, Endpoint] = {}
        self.aors: dict[str, Aor] = {}
        self.maintained: set[str] = set()
        self._added: dict[str, PjsipObject] = {}
        self._call_ids: dict[str, str] = {}
        pbx.devices.provide("PJSIP", self._device_state)
        self.reload()

    def reload(self) -> None:
        """Read ``pjsip.conf`` again; registered contacts stay.

        Raises:
            ConfigError: the file has a mistake; all stays as it was.
        """
        if self._pbx.etc is not None:
            self.config = pjsip.load(self._pbx.etc)
        self._settle()

    def _settle(self) -> None:
        """Make endpoints and addresses of record of what the file and `add` have said; who is registered stays."""
        for name, settings in self._added.items():
            self.config.of("endpoint").setdefault(name, settings)
            self.config.of("aor").setdefault(name, PjsipObject("aor", name, (("max_contacts", "1"),)))
        old = self.aors
        self.aors = {}
        for name, settings in self.config.of("aor").items():
            contacts = [Contact(name, uri, static=True) for uri in settings.names("contact")]
            kept = [contact for contact in old[name].contacts if not contact.static] if name in old else []
            self.aors[name] = Aor(settings, contacts + kept)
        self.endpoints = {
            name: Endpoint(settings, [self.aors[aor] for aor in settings.names("aors")])
            for name, settings in self.config.of("endpoint").items()
        }
        for name in self.endpoints:
            self._pbx.devices.begin(f"PJSIP/{name}")

    def add(self, name: str, **options: str) -> Endpoint:
        """An endpoint *name* that stands in no file, with *options* and an address of record of that name. It stays."""
        self._added[name] = PjsipObject("endpoint", name, (("aors", name), *options.items()))
        self._settle()
        return self.endpoints[name]

    def maintain(self, name: str, out: bool) -> bool:
        """Take the endpoint *name* *out* of service, or back into it; told where that changes something."""
        changed = (name in self.maintained) is not out
        if changed:
            self.maintained ^= {name}
            self._tell_service(name, out)
        return changed

    def maintain_all(self, out: bool) -> int:
        """The same with all endpoints, told once; how many that changes something of."""
        changed = {name for name in self.endpoints if (name in self.maintained) is not out}
        self.maintained ^= changed
        if changed:
            self._tell_service("all", out)
        return len(changed)

    def _tell_service(self, name: str, out: bool) -> None:
        event = Event("PJSIPMaintenanceStatus", ("system",), in_service(name, out))
        self._pbx.at_once(lambda: self._pbx.events.publish(event))

    def _device_state(self, name: str) -> int:
        """What its calls make of an endpoint, and its contacts where it has no call. chan_pjsip_devicestate()."""
        endpoint = self.endpoints.get(name)
        if endpoint is None:
            return devices.INVALID
        channels = self._pbx.devices.channels(f"PJSIP/{name}")
        if not channels:
            return devices.NOT_INUSE if endpoint.online else devices.UNAVAILABLE
        busy_at = int(endpoint.settings.get("device_state_busy_at", "0"))
        if busy_at and sum(channel.state in (causes.UP, causes.BUSY) for channel in channels) >= busy_at:
            return devices.BUSY
        return devices.aggregate(
            devices.ONHOLD if getattr(channel.tech, "held", False) else devices.OF_CHANNEL[channel.state]
            for channel in channels
        )

    # Phones come and go

    def register(self, name: str, contact: str = "", *, user_agent: str = USER_AGENT, expires: float = 0.0) -> Contact:
        """A phone registers at the address of record *name*, with the address *contact*; again where it is known.

        Args:
            expires: seconds; 0 for the default of the address of record.

        Raises:
            ValueError: there is no such address of record, or it has no room.
        """
        aor = self._aor(name)
        self._prove(name)
        uri = contact or f"sip:{name}@127.0.0.1:{PORT}"
        until = self._pbx.clock.now() + (expires or float(aor.settings.get("default_expiration", "3600")))
        known = next((one for one in aor.contacts if one.uri == uri and not one.static), None)
        if known is not None:
            known.expires = until
            return known
        self._make_room(aor)
        new = Contact(name, uri, expires=until, user_agent=user_agent, call_id=self._call_id(name))
        aor.contacts.append(new)
        self._tell_contact(new, new.status)
        self._review(name)
        self._ask(aor, [new])
        return new

    def unregister(self, name: str, contact: str = "") -> None:
        """The phones of the address of record *name* go, or only the one with the address *contact*.

        Raises:
            ValueError: there is no such address of record.
        """
        aor = self._aor(name)
        self._prove(name)
        for one in [one for one in aor.contacts if not one.static and contact in ("", one.uri)]:
            self._remove(aor, one)

    def unreachable(self, name: str) -> None:
        """From now on the phones of the address of record *name* do not answer when they are asked.

        Raises:
            ValueError: there is no such address of record.
        """
        for contact in self._aor(name).contacts:
            contact.answers = False

    def qualify(self, endpoint: Endpoint) -> None:
        """Ask the contacts of *endpoint*, as it is done from time to time and by PJSIPQualify."""
        for aor in endpoint.aors:
            self._ask(aor, aor.contacts)

    def _prove(self, name: str) -> None:
        """Who registers has a secret to prove who it is."""
        endpoint = self.endpoints.get(name)
        if endpoint is not None and endpoint.settings.get("auth"):
            self.tell_proof(name, self._call_id(name))

    def _call_id(self, name: str) -> str:
        """Of all REGISTERs of *name*."""
        return self._call_ids.setdefault(name, self._pbx.new_uuid())

    def tell_proof(self, endpoint: str, call_id: str) -> None:
        """*endpoint* was asked for its secret and knew it. Asterisk: res_pjsip/security_events.c."""
        facts = (
            ("EventTV", timestamp(self._pbx.clock.now())),
            ("Severity", "Informational"),
            ("Service", "PJSIP"),
            ("EventVersion", "1"),
            ("AccountID", endpoint),
            ("SessionID", call_id),
            ("LocalAddress", f"IPV4/UDP/127.0.0.1/{PORT}"),
            ("RemoteAddress", f"IPV4/UDP/127.0.0.1/{PORT}"),
        )
        if not self._pbx.noise.security:
            return
        for name, fact in (("ChallengeSent", ("Challenge", "")), ("SuccessfulAuth", ("UsingPassword", "1"))):
            self._pbx.events.publish(Event(name, ("security",), (*facts, fact)))

    def _aor(self, name: str) -> Aor:
        if name not in self.aors:
            raise ValueError(f"pjsip.conf has no aor {name!r}; it has {', '.join(self.aors) or 'none'}")
        return self.aors[name]

    def _make_room(self, aor: Aor) -> None:
        room = int(aor.settings.get("max_contacts", "0"))
        registered = [one for one in aor.contacts if not one.static]
        if len(registered) < room:
            return
        replaces = aor.settings.get("remove_existing", "no").lower() in ("yes", "true", "1", "on", "y", "t")
        if not room or not replaces:
            raise ValueError(f"aor {aor.settings.name!r} takes {room} contacts at once, and has {len(registered)}")
        self._remove(aor, min(registered, key=lambda one: one.expires))

    def _remove(self, aor: Aor, contact: Contact) -> None:
        aor.contacts.remove(contact)
        contact.roundtrip = 0
        self._tell_contact(contact, "Removed")
        self._review(aor.settings.name)

    def _ask(self, aor: Aor, contacts: Sequence[Contact]) -> None:
        """Those that answer do so at once; for the others the time for an answer passes."""
        if not aor.qualify_frequency:
            return  # what they say changes nothing (recorded: pjsip.qualify)
        for contact in contacts:
            if contact.answers:
                self._learn(aor, contact, REACHABLE)
            else:
                late = partial(self._learn, aor, contact, UNREACHABLE)
                self._pbx.clock.call_later(aor.qualify_timeout(contact), late)

    def _learn(self, aor: Aor, contact: Contact, status: str) -> None:
        contact.roundtrip = ROUNDTRIP if status == REACHABLE else 0
        if contact.status == status or contact not in aor.contacts:
            return
        contact.status = status
        self._tell_contact(contact, status)
        self._review(aor.settings.name)

    def _review(self, aor: str) -> None:
        """Tell the endpoints of *aor* that are online or offline now and were not before."""
        for endpoint in self.endpoints.values():
            if all(one.settings.name != aor for one in endpoint.aors) or endpoint.online == endpoint.reachable:
                continue
            endpoint.online = endpoint.reachable
            status = REACHABLE if endpoint.online else UNREACHABLE
            self._tell(
                "PeerStatus", ("ChannelType", "PJSIP"), ("Peer", f"PJSIP/{endpoint.name}"), ("PeerStatus", status)
            )
            self._pbx.devices.changed(f"PJSIP/{endpoint.name}")

    def _tell_contact(self, contact: Contact, status: str) -> None:
        for endpoint in self.endpoints.values():
            if any(one.settings.name == contact.aor for one in endpoint.aors):
                self._tell(
                    "ContactStatus",
                    ("URI", contact.uri),
                    ("ContactStatus", status),
                    ("AOR", contact.aor),
                    ("EndpointName", endpoint.name),
                    ("RoundtripUsec", str(contact.roundtrip)),
                )

    def _tell(self, name: str, *headers: tuple[str, str]) -> None:
        self._pbx.events.publish(Event(name, ("system",), headers))

"""The phones of the PBX, in process: which there are, what they do with calls, their calls.

Lives here: `Phones`, `Phone`. Does not live here: endpoints and contacts (`pjsip`), a call (`chan_pjsip`), what a test
says to phones from its own thread (`astami_fake.phones`). May import these.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from astami_fake.pbx import callerid, chan_pjsip, pickup
from astami_fake.pbx.behaviour import DOMAIN, Behaviour, Behaviours
from astami_fake.pbx.chan_pjsip import PhoneCall, State
from astami_fake.pbx.channel import Channel
from astami_fake.pbx.messages import Text
from astami_fake.pbx.pickup import Groups
from astami_fake.pbx.pjsip import Endpoint
from astami_fake.pbx.snapshots import NOBODY, Party, Position

if TYPE_CHECKING:
    from astami_fake.pbx.pbx import Pbx

SILENT = Behaviour(ring=False)
"""What a phone does with calls that does not answer at all."""


class Phone(Behaviours):
    """A phone of an endpoint.

    Attributes:
        endpoint: whose it is.
        legs: its calls, oldest first; those that are over are kept.
        news: calls that have come to it, and that nobody has asked for with `next_call`.
        digits: the keys it has heard.
        mute: it sends no sound in calls that begin now, until a call `talks`.
    """

    def __init__(self, pbx: Pbx, endpoint: Endpoint) -> None:
        super().__init__()
        self.pbx = pbx
        self.endpoint = endpoint
        self.legs: list[PhoneCall] = []
        self.news: deque[PhoneCall] = deque()
        self._asked: deque[Callable[[PhoneCall], None]] = deque()
        self.digits: list[str] = []
        self.mute = False
        self._numbers: dict[str, Behaviours] = {}
        self._silent = False

    @property
    def name(self) -> str:
        """Of its endpoint."""
        return self.endpoint.name

    @property
    def context(self) -> str:
        """Where its calls begin."""
        return self.endpoint.settings.get("context", "default")

    @property
    def account(self) -> str:
        """The account code of its calls."""
        return self.endpoint.settings.get("accountcode")

    @property
    def call_groups(self) -> Groups:
        """Where its calls ring for others too."""
        return self._groups("call")

    @property
    def pickup_groups(self) -> Groups:
        """Whose calls it may pick up."""
        return self._groups("pickup")

    def _groups(self, kind: str) -> Groups:
        settings = self.endpoint.settings
        return pickup.groups(settings.get(f"{kind}_group"), settings.get(f"named_{kind}_group"))

    @property
    def caller(self) -> Party:
        """Who its calls are from, as the endpoint says; nobody where it does not."""
        said = self.endpoint.settings.get("callerid")
        return callerid.parse(said) if said else NOBODY

    @property
    def proves(self) -> bool:
        """Its calls are from somebody who has proved to be it, by a secret."""
        return bool(self.endpoint.settings.get("auth"))

    @property
    def out_of_service(self) -> bool:
        """Its endpoint neither makes nor gets calls."""
        return self.name in self.pbx.pjsip.maintained

    # What it is told

    def number(self, number: str) -> Behaviours:
        """What is done with calls to *number* behind this phone, a trunk."""
        return self._numbers.setdefault(number, Behaviours())

    def calls(
        self, number: str, who: tuple[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> PhoneCall:
        """Begin a call to *number*.

        Args:
            who: name and number that it shows, as a trunk does; without it the endpoint's.
            headers: what its INVITE says besides.
        """
        caller = Party(who[1], who[0]) if who else self.caller
        if caller == NOBODY:
            caller = Party(self.name)
        call = chan_pjsip.dial_in(self, number, caller, headers or {})
        self.legs.append(call)
        return call

    def message(self, number: str, text: str, headers: Mapping[str, str] | None = None) -> int:
        """Send a *text* to *number*, with *headers* of its own; the SIP code that the PBX answers."""
        pbx = self.pbx
        if self.proves:
            pbx.pjsip.tell_proof(self.name, chan_pjsip.new_call_id(pbx))
        context = self.endpoint.settings.get("message_context") or self.context
        writer = f"<sip:{self.name}@{DOMAIN}>" if pbx.release.names_writer else "<sip>"
        place = Position(context, number, 1)
        return pbx.texts.take(Text(place, writer, f"pjsip:{number}@{DOMAIN}", text, headers or {}))

    def present_call(self, number: int = 0) -> PhoneCall:
        """Its latest call; with *number* its first, second … one.

        Raises:
            LookupError: it has had no such call.
        """
        if len(self.legs) < max(number, 1):
            raise LookupError(f"phone {self.name} has had {len(self.legs)} calls")
        return self.legs[number - 1]

    def next_call(self, take: Callable[[PhoneCall], None]) -> None:
        """Give *take* the first call that has come, is not over, and was not given before; the next one otherwise."""
        while self.news:
            if (call := self.news.popleft()).state is not State.OVER:
                take(call)
                return
        self._asked.append(take)

    def register(self) -> None:
        """Tell the PBX where it is."""
        for aor in self.endpoint.aors:
            self.pbx.pjsip.register(aor.settings.name)

    def unregister(self) -> None:
        """Take that back."""
        for aor in self.endpoint.aors:
            self.pbx.pjsip.unregister(aor.settings.name)

    def unreachable(self) -> None:
        """Be silent from now on, as a phone whose cable is out."""
        self._silent = True
        for aor in self.endpoint.aors:
            self.pbx.pjsip.unreachable(aor.settings.name)

    # What happens to it

    def offered(self, call: PhoneCall) -> Behaviour:
        """A call has come: what is to be done with it."""
        self.legs.append(call)
        if self._asked:
            self._asked.popleft()(call)
        else:
            self.news.append(call)
        return SILENT if self._silent else self._numbers.get(call.number, self).next_behaviour()

    def heard(self, digit: str) -> None:
        self.digits.append(digit)


class Phones:
    """All phones, by the names of their endpoints."""

    def __init__(self, pbx: Pbx) -> None:
        self._pbx = pbx
        self._phones: dict[str, Phone] = {}
        self._channels = 0

    def find(self, name: str) -> Phone | None:
        """The phone of the endpoint *name*; None where there is no such endpoint."""
        endpoint = self._pbx.pjsip.endpoints.get(name)
        if endpoint is None:
            return None
        if name not in self._phones:
            self._phones[name] = Phone(self._pbx, endpoint)
        phone = self._phones[name]
        phone.endpoint = endpoint
        return phone

    def add(self, name: str, options: Mapping[str, str]) -> Phone:
        """The phone of an endpoint that no file has, made with *options* of its own."""
        endpoint = self._pbx.pjsip.add(name, **{option: value for option, value in options.items() if value})
        phone = self._phones[name] = Phone(self._pbx, endpoint)
        return phone

    def next_channel(self) -> int:
        """The number of a new PJSIP channel."""
        number, self._channels = self._channels, self._channels + 1
        return number

    def request(self, address: str, *, uniqueid: str = "", linkedid: str = "") -> Channel | None:
        """A channel to ``endpoint`` or ``number@endpoint``, not yet calling; None where nobody is there."""
        number, at, name = address.rpartition("@")
        phone = self.find(name)
        if phone is None or not phone.endpoint.reachable or phone.out_of_service:
            return None
        call = PhoneCall(phone, number if at else name, State.OFFERED)
        position = Position(phone.context, "s", 1)
        return call.begin(position, phone.caller, uniqueid=uniqueid, linkedid=linkedid)

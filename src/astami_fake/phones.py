"""The words that a test has for phones: `FakeAsterisk.phone` and `FakeAsterisk.trunk` give them.

Lives here: `Phone` and `Call`, which may be used from any thread. Does not live here: what phones and calls are
(`pbx.phones`, `pbx.chan_pjsip`). May import `pbx`.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
from collections.abc import Callable, Generator, Mapping
from typing import Any, Generic, Protocol, Self, TypeVar

from astami_fake.pbx.behaviour import AFTER, Behaviours
from astami_fake.pbx.chan_pjsip import PhoneCall, State
from astami_fake.pbx.phones import Phone as Model

T = TypeVar("T")


class Runs(Protocol):
    """Runs work where the PBX lives, and gives its result."""

    def __call__(self, work: Callable[[], T], /) -> T: ...


class Moment(Generic[T]):
    """Something that comes: ``await call.answered``, or ``call.answered.wait()`` without a loop.

    Raises:
        ValueError: from both: it will not come any more, the call is over.
        TimeoutError: from `wait`.
    """

    def __init__(self, future: concurrent.futures.Future[T]) -> None:
        self._future = future

    def __await__(self) -> Generator[Any, None, T]:
        return asyncio.wrap_future(self._future).__await__()

    def wait(self, timeout: float = 5.0) -> T:
        """Wait at most *timeout* real seconds; not on the loop that the fake runs on, which would wait for itself."""
        return self._future.result(timeout)

    def __bool__(self) -> bool:
        """It has come."""
        return self._future.done() and self._future.exception() is None


class Call:
    """A call of a phone.

    Attributes:
        ringing: the phone hears that it rings on the far side, or rings itself.
        answered: somebody has picked up.
        over: it has ended, whoever ended it.
    """

    def __init__(self, runs: Runs, model: PhoneCall) -> None:
        self._runs = runs
        self._model = model
        self._ringing: concurrent.futures.Future[None] = concurrent.futures.Future()
        self._answered: concurrent.futures.Future[None] = concurrent.futures.Future()
        self._over: concurrent.futures.Future[None] = concurrent.futures.Future()
        self.ringing = Moment(self._ringing)
        self.answered = Moment(self._answered)
        self.over = Moment(self._over)
        model.on_change = self._changed
        self._changed()

    def _changed(self) -> None:
        model = self._model
        if model.hears_ringing or model.state is not State.CALLING:
            _come(self._ringing, model)
        if model.state is State.UP:
            _come(self._answered, model)
        if model.state is State.OVER:
            _come(self._over, model)
            for future in (self._ringing, self._answered):
                if not future.done():
                    future.set_exception(ValueError(f"{self!r} is over, and that has not come"))

    @property
    def channel(self) -> str:
        """The name of its channel; empty where it got none."""
        return self._model.channel.name if hasattr(self._model, "channel") else ""

    @property
    def code(self) -> int:
        """The SIP code with which it was refused; 0 for none."""
        return self._model.code

    def header(self, name: str) -> str:
        """A SIP header of the call: what the phone said, or what the dialplan gave it with ``PJSIP_HEADER(add,NAME)``;
        empty where there is none."""
        return ",".join(self._model.headers.get(name.lower(), ()))

    def answer(self) -> None:
        """Pick up."""
        self._runs(self._model.answer)

    def reject(self, code: int = 486) -> None:
        """Refuse with a SIP code."""
        self._runs(lambda: self._model.reject(code))

    def hangup(self) -> None:
        """End it: hang up, give up, or decline."""
        self._runs(self._model.hangup)

    def hold(self) -> None:
        """Put the other side on hold."""
        self._runs(self._model.hold)

    def unhold(self) -> None:
        """Take the other side back."""
        self._runs(self._model.unhold)

    def dtmf(self, keys: str) -> None:
        """Press keys."""
        self._runs(lambda: self._model.dtmf(keys))

    def talks(self, seconds: float | None = None) -> None:
        """Send sound from now on, or for so many *seconds* of PBX time: for a phone that `Phone.mutes`.

        Raises:
            ValueError: nobody has answered.
        """
        self._runs(lambda: self._model.talks(seconds))

    def reports(self) -> None:
        """Tell the PBX how the sound was (RTCP): clients are told in RTCPReceived.

        Raises:
            ValueError: nobody has answered.
        """
        self._runs(self._model.reports)

    def transfer(self, number: str) -> None:
        """Send the other one to *number* (blind)."""
        self._runs(lambda: self._model.transfer(number))

    def transfer_to(self, other: Call | int) -> None:
        """Connect the far sides of this call and of *other*, a call of the same phone or its number (attended).

        Raises:
            LookupError: the phone has had no call of that number.
            ValueError: it is a call of another phone, or nobody has answered one of them.
        """

        def connect() -> None:
            model = self._model.phone.present_call(other) if isinstance(other, int) else other._model
            self._model.transfer_to(model)

        self._runs(connect)

    def __repr__(self) -> str:
        return f"<Call of {self._model.phone.name} with {self._model.number}, {self._model.state.value}>"


def _come(future: concurrent.futures.Future[None], model: PhoneCall) -> None:
    if not future.done():
        future.set_result(None)


class Answering:
    """What is done with calls that come; can be chained: ``phone.rings().then().answers().hangs_up(after=3)``."""

    def __init__(self, runs: Runs, model: Behaviours) -> None:
        self._runs = runs
        self._behaviours = model

    def _does(self, work: Callable[[], object]) -> Self:
        self._runs(work)
        return self

    def answers(self, after: float = AFTER, *, ring: bool = True, early_media: bool = False) -> Self:
        """Answer calls *after* seconds of PBX time, ringing meanwhile (or sending sound, as a mailbox does)."""
        return self._does(lambda: self._behaviours.answers(after, ring=ring, early_media=early_media))

    def busy(self, after: float = AFTER, *, ring: bool = False) -> Self:
        """Say busy (486)."""
        return self._does(lambda: self._behaviours.busy(after, ring=ring))

    def declines(self, after: float = AFTER, *, ring: bool = True) -> Self:
        """Decline (603)."""
        return self._does(lambda: self._behaviours.declines(after, ring=ring))

    def rejects(self, code: int, after: float = AFTER, *, ring: bool = False) -> Self:
        """Refuse with any SIP *code* from 400 to 699.

        Raises:
            ValueError: it is no code of a refusal.
        """
        return self._does(lambda: self._behaviours.rejects(code, after, ring=ring))

    def rings(self, after: float = 0.0) -> Self:
        """Ring until the caller gives up, or the call is answered by hand."""
        return self._does(lambda: self._behaviours.rings(after))

    def hangs_up(self, after: float = AFTER) -> Self:
        """Behind `answers`: hang up *after* seconds of talk."""
        return self._does(lambda: self._behaviours.hangs_up(after))

    def then(self) -> Self:
        """What is said next holds from the next call on."""
        return self._does(self._behaviours.then)


class Phone(Answering):
    """A phone."""

    def __init__(self, runs: Runs, model: Model) -> None:
        super().__init__(runs, model)
        self._model = model
        self._calls: dict[int, Call] = {}

    @property
    def name(self) -> str:
        """Its endpoint."""
        return self._model.name

    def number(self, number: str) -> Answering:
        """What is done with calls to *number* behind this phone, a trunk."""
        return Answering(self._runs, self._runs(lambda: self._model.number(number)))

    def calls(
        self, number: str, who: tuple[str, str] | None = None, *, headers: Mapping[str, str] | None = None
    ) -> Call:
        """Call *number*; a trunk may show anybody, by name and number, as who calls.

        Args:
            headers: SIP headers of the call, which the dialplan reads as ``PJSIP_HEADER(read,NAME)``.
        """
        return self._runs(lambda: self._call(self._model.calls(number, who, headers)))

    def message(self, number: str, text: str, *, headers: Mapping[str, str] | None = None) -> int:
        """Send a *text* to *number*; the SIP code that the PBX answers: 202, 404 where no extension takes it, or 501
        without the module res_pjsip_messaging.

        It runs through the dialplan in the endpoint's ``message_context``, or where its calls begin, as
        ``MESSAGE(body)``.

        Args:
            headers: SIP headers of the text, which the dialplan reads as ``MESSAGE_DATA(NAME)``.
        """
        return self._runs(lambda: self._model.message(number, text, headers))

    def present_call(self, number: int = 0) -> Call:
        """Its latest call; with *number* its first, second … one.

        Raises:
            LookupError: it has had no such call.
        """
        return self._runs(lambda: self._call(self._model.present_call(number)))

    def next_call(self) -> Moment[Call]:
        """The next call that comes, to be dealt with by hand: ``(await phone.next_call()).answer()``.

        Each call is given once; one that has come before it was asked for, and is not over, is given at once.
        """
        future: concurrent.futures.Future[Call] = concurrent.futures.Future()
        self._runs(lambda: self._model.next_call(lambda model: future.set_result(self._call(model))))
        return Moment(future)

    @property
    def digits(self) -> str:
        """The keys that it has heard."""
        return "".join(self._model.digits)

    def register(self) -> Self:
        """Tell the PBX where it is."""
        return self._does(self._model.register)

    def unregister(self) -> Self:
        """Take that back."""
        return self._does(self._model.unregister)

    def unreachable(self) -> Self:
        """Be silent from now on, as a phone whose cable is out."""
        return self._does(self._model.unreachable)

    def mutes(self) -> Self:
        """Send no sound in calls from now on, until one of them `Call.talks`. A Local channel leaves a call of phones
        as soon as sound passes it: with silent phones a test sees the call as it is before."""

        def mute() -> None:
            self._model.mute = True

        return self._does(mute)

    def _call(self, model: PhoneCall) -> Call:
        if id(model) not in self._calls:
            self._calls[id(model)] = Call(self._runs, model)
        return self._calls[id(model)]

    def __repr__(self) -> str:
        return f"<Phone {self.name}>"

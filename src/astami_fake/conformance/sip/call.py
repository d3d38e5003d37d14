"""One call of a SIP phone: its dialog, from the first INVITE to the BYE.

Lives here: what a phone can do with a call and what the other side may want of it. Does not live here: transactions and
sockets (`agent`, `media`). May import: `message`, `media`, `pbx.behaviour`.
"""

from __future__ import annotations

import asyncio
import itertools
import time
import uuid
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Self

from astami_fake.conformance.sip.media import PACKET, Stream
from astami_fake.conformance.sip.message import Message, description, media_address
from astami_fake.pbx.behaviour import KEY, OK, TALK, Behaviour

if TYPE_CHECKING:
    from astami_fake.conformance.sip.agent import Agent

REACTION = 0.05
"""Seconds before a phone does anything, so that the server has told all about its INVITE when it hears of the phone."""
PATIENCE = 5.0
"""Seconds that a deed waits for its call to be answered."""


class Call:
    """A call; made by `outgoing` or `incoming`.

    Attributes:
        id: its Call-ID.
        answered: it is, or was, answered.
        over: it is.
    """

    def __init__(self, agent: Agent, call_id: str, local: str, remote: str, target: str) -> None:
        self.agent = agent
        self.id = call_id
        self.answered = asyncio.Event()
        self.over = asyncio.Event()
        self._local = local
        self._remote = remote
        self._target = target
        self._numbers = itertools.count(1)
        self._versions = itertools.count(1)
        self._invite: Message | None = None
        self._offered: Message | None = None
        self._timers: list[asyncio.TimerHandle] = []
        self._far_media = ("", 0)
        self._stream = Stream()

    @classmethod
    def outgoing(cls, agent: Agent, number: str) -> Self:
        target = f"sip:{number}@{agent.domain}"
        return cls(agent, str(uuid.uuid4()), f"{agent.identity};tag={agent.token()}", f"<{target}>", target)

    @classmethod
    def incoming(cls, agent: Agent, invite: Message) -> Self:
        local = f"{invite.get('to')};tag={agent.token()}"
        call = cls(agent, invite.get("call-id"), local, invite.get("from"), invite.target)
        call._offered = invite
        call._far_media = media_address(invite.body)
        return call

    # The caller's side

    async def dial(self, headers: Mapping[str, str]) -> None:
        """Send the INVITE and wait for what becomes of it."""
        final = await self._request("INVITE", self._description(), list(headers.items()))
        if final.status != OK:
            self._end()

    def sent_invite(self, message: Message) -> None:
        self._invite = message

    def heard(self, provisional: Message) -> None:
        """A provisional response: the dialog begins to have a far side."""
        if not self.answered.is_set() and provisional.to_tag:
            self._remote = provisional.get("to")

    def acknowledge(self, answer: Message) -> None:
        """The 200 of an INVITE: say that it has come."""
        self._remote = answer.get("to")
        self._target = answer.target or self._target
        self._far_media = media_address(answer.body)
        branch = f"z9hG4bK{self.agent.token()}"
        self.agent.send(self.agent.build("ACK", self._target, branch, answer.number, self._headers()))
        self.answered.set()

    # The called side

    def begin(self, behaviour: Behaviour) -> None:
        """Do with the call that has come what *behaviour* says."""
        self._respond(100)
        if behaviour.early_media:
            self._later(REACTION, lambda: self._respond(183, self._description()))
        elif behaviour.ring:
            self._later(max(REACTION, behaviour.ring_after), lambda: self._respond(180))
        if behaviour.code:
            self._later(max(2 * REACTION, behaviour.after), lambda: self._decide(behaviour))

    def answer(self) -> None:
        """Pick up."""
        self._decide(Behaviour(OK))

    def reject(self, code: int = 486) -> None:
        """Refuse with a SIP code."""
        self._decide(Behaviour(code))

    def _decide(self, behaviour: Behaviour) -> None:
        if behaviour.code == OK:
            self._respond(OK, self._description())
            self._offered = None
            self.answered.set()
            if behaviour.hangs_up is not None:
                self._later(behaviour.hangs_up, self.hangup)
        else:
            self._respond(behaviour.code)
            self._end()

    def _respond(self, code: int, body: str = "") -> None:
        if self._offered is None:
            raise ValueError(f"{self.agent.account.name} has no call that waits for its answer")
        tag = self._local.rpartition("tag=")[2]
        self.agent.answer(self._offered, code, body, (("Contact", self.agent.contact),), tag)

    def _later(self, seconds: float, work: Callable[[], None]) -> None:
        self._timers.append(asyncio.get_running_loop().call_later(seconds, work))

    # Both sides

    def hangup(self) -> None:
        """End the call: BYE, CANCEL before the far side has answered, 603 before the phone itself has."""
        self.agent.spawn(self._hangup())

    async def _hangup(self) -> None:
        if self.over.is_set():
            return
        if self._offered is not None:
            self.reject(603)
        elif self.answered.is_set():
            self._end()
            await self._request("BYE")
        elif self._invite is not None:
            await self._cancel(self._invite)

    async def _cancel(self, invite: Message) -> None:
        uri = invite.start.split()[1]
        headers = [(name, value) for name, value in invite.headers if name in ("From", "To", "Call-ID")]
        self.agent.send(self.agent.build("CANCEL", uri, invite.branch, invite.number, headers))
        over, answered = asyncio.ensure_future(self.over.wait()), asyncio.ensure_future(self.answered.wait())
        await asyncio.wait((over, answered), return_when=asyncio.FIRST_COMPLETED)
        over.cancel()
        answered.cancel()
        if self.answered.is_set():  # the answer was on its way
            await self._hangup()

    def hold(self) -> None:
        """Put the other one on hold."""
        self.agent.spawn(self._negotiate("sendonly"))

    def unhold(self) -> None:
        self.agent.spawn(self._negotiate("sendrecv"))

    async def _negotiate(self, direction: str) -> None:
        await self._established()
        await self._request("INVITE", self._description(direction))

    def dtmf(self, keys: str) -> None:
        """Press keys, told by INFO: it needs no sound."""
        self.agent.spawn(self._dtmf(keys))

    async def _dtmf(self, keys: str) -> None:
        await self._established()
        for key in keys:
            body = f"Signal={key}\r\nDuration={int(KEY * 1000)}\r\n"
            await self._request("INFO", body, [("Content-Type", "application/dtmf-relay")])
            await asyncio.sleep(2 * KEY)

    def talks(self, seconds: float = TALK) -> None:
        """Send sound for so long: silence."""
        self.agent.spawn(self._talk(round(seconds / PACKET)))

    async def _talk(self, packets: int) -> None:
        await self._established()
        loop = asyncio.get_running_loop()
        begun = loop.time()
        for number in range(1, packets + 1):
            if self.over.is_set():
                return
            self.agent.media.say(self._stream.packet(), self._far_media)
            await asyncio.sleep(begun + number * PACKET - loop.time())

    def reports(self) -> None:
        """Send a report of the sound so far, its own and the other one's."""
        self.agent.spawn(self._report())

    async def _report(self) -> None:
        await self._established()
        media = self.agent.media
        media.report(self._stream.report(time.time(), media.heard(self._far_media)), self._far_media)

    def transfer(self, number: str) -> None:
        """Send the other one to *number* (blind): REFER."""
        self.agent.spawn(self._refer(f"<sip:{number}@{self.agent.domain}>"))

    def transfer_to(self, other: int) -> None:
        """Connect the far sides of this call and of the phone's *other* one (attended): REFER with Replaces."""
        self.agent.spawn(self._transfer_to(self.agent.present_call(other)))

    async def _transfer_to(self, other: Call) -> None:
        await other._established()
        tags = (other._remote.rpartition("tag=")[2], other._local.rpartition("tag=")[2])
        replaces = f"{other.id}%3Bto-tag%3D{tags[0]}%3Bfrom-tag%3D{tags[1]}"
        address = other._remote.partition("<")[2].partition(">")[0]
        await self._refer(f"<{address}?Replaces={replaces}>")

    async def _refer(self, target: str) -> None:
        await self._established()
        extra = [("Refer-To", target), ("Referred-By", self.agent.identity)]
        await self._request("REFER", extra=extra)

    async def _established(self) -> None:
        await asyncio.wait_for(self.answered.wait(), PATIENCE)

    def received(self, request: Message) -> None:
        """A request inside the dialog."""
        if request.method == "CANCEL":
            self.agent.answer(request, 200)
            if self._offered is not None:
                self._respond(487)
                self._end()
        elif request.method == "BYE":
            self.agent.answer(request, 200)
            self._end()
        elif request.method in ("INVITE", "UPDATE") and request.body:
            self.agent.answer(request, 200, self._description(), (("Contact", self.agent.contact),))
        elif request.method != "ACK":
            self.agent.answer(request, 200)

    def next_number(self) -> int:
        return next(self._numbers)

    def _headers(self) -> list[tuple[str, str]]:
        return [
            ("From", self._local),
            ("To", self._remote),
            ("Call-ID", self.id),
            ("Contact", self.agent.contact),
        ]

    async def _request(self, method: str, body: str = "", extra: list[tuple[str, str]] | None = None) -> Message:
        return await self.agent.request(method, self._target, [*self._headers(), *(extra or [])], body, self)

    def _end(self) -> None:
        self._offered = None
        for timer in self._timers:
            timer.cancel()
        self.over.set()

    # Media

    def _description(self, direction: str = "sendrecv") -> str:
        return description(*self.agent.media.address, next(self._versions), direction)

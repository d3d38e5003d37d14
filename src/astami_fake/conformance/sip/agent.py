"""One SIP phone on an asyncio loop: its sockets, an account, calls.

Lives here: registration, transactions, what comes in and which call it is for. Does not live here: a call's dialog
(`call`), who steers the phone from another thread (`conformance.phones`). May import: `message`, `call`,
`media`, `pbx.behaviour`.
"""

from __future__ import annotations

import asyncio
import itertools
import uuid
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from astami_fake.conformance.sip.call import Call
from astami_fake.conformance.sip.media import Media, open_media
from astami_fake.conformance.sip.message import Message, NotSip, digest, parse, response
from astami_fake.pbx.behaviour import DOMAIN, Behaviours, phrase

T1 = 0.5
"""Seconds until a request without answer is sent again; doubled each time (RFC 3261)."""
PATIENCE = 4.0
"""Seconds after which a request without any answer has failed."""
PHRASES = {180: "Ringing", 183: "Session Progress", 481: "Call/Transaction Does Not Exist"}
"""What a phone says that neither takes nor refuses a call; for the rest see `behaviour.phrase`."""


class SipError(Exception):
    """The server refuses what a phone wants, or does not answer."""


@dataclass(frozen=True)
class Account:
    """What a phone logs in as: *name* is its address."""

    name: str
    user: str
    secret: str = field(repr=False)


class Agent(Behaviours, asyncio.DatagramProtocol):
    """A phone of *account* at the server (*host*, *port*); made by `open_agent`.

    Its methods are the verbs of `astami_fake.transcript.phones`; what takes time goes on beside the caller.

    Attributes:
        legs: all its calls, oldest first; over ones are kept.
        address: where it listens, as the server sees it.
        failures: what went wrong beside the caller.
    """

    def __init__(self, account: Account, host: str, port: int) -> None:
        super().__init__()
        self.account = account
        self._server = f"{host}:{port}"
        self.legs: list[Call] = []
        self.failures: list[str] = []
        self.address = ("", 0)
        self.media: Media
        self._transport: asyncio.DatagramTransport
        self._numbers = itertools.count(1)
        self._waiting: dict[tuple[str, str], asyncio.Queue[Message]] = {}
        self._answered: dict[tuple[str, str, int], Message] = {}
        self._registration = str(uuid.uuid4())
        self._tasks: set[asyncio.Task[None]] = set()
        self._deaf = False
        self._is_registered = False

    @property
    def contact(self) -> str:
        return f"<sip:{self.account.name}@{self.address[0]}:{self.address[1]}>"

    @property
    def domain(self) -> str:
        return DOMAIN

    @property
    def identity(self) -> str:
        return f"<sip:{self.account.name}@{DOMAIN}>"

    # What it is told to do

    def calls(self, number: str, *, headers: Mapping[str, str] | None = None) -> Call:
        """Begin a call to *number*, with *headers* of its own."""
        call = Call.outgoing(self, number)
        self.legs.append(call)
        self.spawn(call.dial(headers or {}))
        return call

    def present_call(self, number: int = 0) -> Call:
        """Its latest call; with *number* its first, second … one.

        Raises:
            LookupError: there is none.
        """
        if len(self.legs) < max(number, 1):
            raise LookupError(f"it has had {len(self.legs)} calls")
        return self.legs[number - 1]

    def register(self) -> None:
        self.spawn(self.registration())

    def unregister(self) -> None:
        self.spawn(self.registration(0))

    def unreachable(self) -> None:
        """Be silent from now on, as a phone whose cable is out."""
        self._deaf = True

    def message(self, number: str, text: str, *, headers: Mapping[str, str] | None = None, code: int = 202) -> None:
        """Send a *text* to *number*, with *headers* of its own; the server is to answer with *code*."""
        self.spawn(self._message(number, text, headers or {}, code))

    async def _message(self, number: str, text: str, own: Mapping[str, str], code: int) -> None:
        target = f"sip:{number}@{DOMAIN}"
        headers = [
            ("From", f"{self.identity};tag={self.token()}"),
            ("To", f"<{target}>"),
            ("Call-ID", str(uuid.uuid4())),
            ("Content-Type", "text/plain"),
            *own.items(),
        ]
        final = await self.request("MESSAGE", target, headers, text)
        if final.status != code:
            raise SipError(f"the text of {self.account.name} to {number} was answered with {final.start}, not {code}")

    async def registration(self, expires: int = 3600) -> None:
        """Tell the server where the phone is; *expires* 0 takes that back.

        Raises:
            SipError: it refuses.
        """
        headers = [
            ("From", f"{self.identity};tag={self._registration}"),
            ("To", self.identity),
            ("Call-ID", self._registration),
            ("Contact", self.contact),
            ("Expires", str(expires)),
        ]
        final = await self.request("REGISTER", f"sip:{DOMAIN}", headers)
        if final.status != 200:
            raise SipError(f"{self.account.name} cannot register: {final.start}")
        self._is_registered = expires > 0

    # Requests that go out

    async def request(
        self, method: str, uri: str, headers: list[tuple[str, str]], body: str = "", call: Call | None = None
    ) -> Message:
        """Send a request, with the account's answer to a challenge where one comes; the final response.

        Raises:
            SipError: there is none in `PATIENCE` seconds, or for an INVITE no response at all.
        """
        final = await self._transact(method, uri, headers, body, call)
        if final.status not in (401, 407):
            return final
        name, asked = (
            ("Authorization", "www-authenticate")
            if final.status == 401
            else ("Proxy-Authorization", "proxy-authenticate")
        )
        proof = digest(final.get(asked), method, uri, self.account.user, self.account.secret, self.token())
        return await self._transact(method, uri, [*headers, (name, proof)], body, call)

    async def _transact(
        self, method: str, uri: str, headers: list[tuple[str, str]], body: str, call: Call | None
    ) -> Message:
        branch = f"z9hG4bK{self.token()}"
        number = call.next_number() if call is not None else next(self._numbers)
        message = self.build(method, uri, branch, number, headers, body)
        answers = self._waiting[(branch, method)] = asyncio.Queue()
        if method == "INVITE" and call is not None:
            call.sent_invite(message)
        data = message.encode()
        pause, left, heard = T1, PATIENCE, False
        self._transport.sendto(data)
        try:
            while True:
                try:
                    answer = await asyncio.wait_for(answers.get(), None if heard and method == "INVITE" else pause)
                except TimeoutError:
                    left -= pause
                    if left <= 0:
                        raise SipError(f"{method} of {self.account.name}: no answer from {self._server}") from None
                    pause *= 2
                    self._transport.sendto(data)
                    continue
                heard = True
                if answer.status >= 200:
                    if method == "INVITE" and answer.status >= 300:
                        self.send(self.build("ACK", uri, branch, number, _dialog(headers, answer)))
                    return answer
                if call is not None and method == "INVITE":
                    call.heard(answer)
        finally:
            if method != "INVITE":
                del self._waiting[(branch, method)]

    def build(
        self, method: str, uri: str, branch: str, number: int, headers: list[tuple[str, str]], body: str = ""
    ) -> Message:
        host, port = self.address
        first = [("Via", f"SIP/2.0/UDP {host}:{port};rport;branch={branch}"), ("Max-Forwards", "70")]
        last = [("CSeq", f"{number} {method}"), ("User-Agent", "astami-conformance")]
        if body and all(name != "Content-Type" for name, _ in headers):
            last.append(("Content-Type", "application/sdp"))
        return Message(f"{method} {uri} SIP/2.0", [*first, *headers, *last], body)

    def send(self, message: Message) -> None:
        self._transport.sendto(message.encode())

    def token(self) -> str:
        """Something that no other message has."""
        return uuid.uuid4().hex

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run *work* beside everything else; its failure goes to `failures`."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self.failures.append(f"phone {self.account.name}: {error!r}")

    # What comes in

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)
        self.address = transport.get_extra_info("sockname")[:2]

    def datagram_received(self, data: bytes, addr: object) -> None:
        if self._deaf:
            return
        try:
            message = parse(data)
        except NotSip:
            return
        if message.is_response:
            self._response(message)
        else:
            self._request(message)

    def _response(self, message: Message) -> None:
        waiting = self._waiting.get((message.branch, message.method))
        if waiting is None:
            return
        waiting.put_nowait(message)
        if message.method == "INVITE" and message.status == 200 and (call := self._find(message)) is not None:
            call.acknowledge(message)  # each 200 that comes again wants an ACK of its own

    def _request(self, message: Message) -> None:
        key = (message.get("call-id"), message.method, message.number)
        if message.method != "ACK" and key in self._answered:
            self.send(self._answered[key])
            return
        call = self._find(message)
        if call is not None:
            call.received(message)
        elif message.method == "INVITE":
            call = Call.incoming(self, message)
            self.legs.append(call)
            call.begin(self.next_behaviour())
        elif message.method in ("OPTIONS", "NOTIFY", "MESSAGE"):
            self.answer(message, 200)
        elif message.method != "ACK":
            self.answer(message, 481)

    def answer(
        self, request: Message, code: int, body: str = "", headers: tuple[tuple[str, str], ...] = (), tag: str = "phone"
    ) -> None:
        """Answer *request*; the same answer goes out again where it comes again."""
        answer = response(request, code, PHRASES.get(code) or phrase(code), tag, headers)
        if body:
            answer.headers.append(("Content-Type", "application/sdp"))
            answer.body = body
        self._answered[(request.get("call-id"), request.method, request.number)] = answer
        self.send(answer)

    def _find(self, message: Message) -> Call | None:
        wanted = message.get("call-id")
        return next((call for call in self.legs if call.id == wanted), None)

    async def say_goodbye(self) -> None:
        """Unregister, where it is registered, and close."""
        self._deaf = False
        try:
            if self._is_registered:
                await self.registration(0)
        finally:
            await self.close()

    async def close(self) -> None:
        """End all work; the server is told nothing."""
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._transport.close()
        self.media.close()


def _dialog(headers: list[tuple[str, str]], answer: Message) -> list[tuple[str, str]]:
    """The headers of an ACK for a refusal: those of the request, with the answer's To."""
    kept = [(name, value) for name, value in headers if name in ("From", "Call-ID")]
    return [*kept, ("To", answer.get("to"))]


async def open_agent(account: Account, host: str, port: int) -> Agent:
    """A phone for *account* at the server; it is not registered yet."""
    loop = asyncio.get_running_loop()
    agent = Agent(account, host, port)
    await loop.create_datagram_endpoint(lambda: agent, remote_addr=(host, port))
    agent.media = await open_media(agent.address[0])
    return agent

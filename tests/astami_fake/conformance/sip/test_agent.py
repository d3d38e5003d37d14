"""A SIP phone against a server of prepared answers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from astami_fake.conformance.sip import agent as agents
from astami_fake.conformance.sip.agent import Account, Agent, SipError, open_agent
from astami_fake.conformance.sip.message import Message, parse, response

INVITE = (
    "INVITE sip:1001@phone SIP/2.0\r\nVia: SIP/2.0/UDP server;branch=z9hG4bK{0}\r\nFrom: <sip:1000@pbx>;tag=one\r\n"
    "To: <sip:1001@pbx>\r\nCall-ID: {0}\r\nCSeq: 1 INVITE\r\nContact: <sip:asterisk@server>\r\n\r\n"
)


class Server(asyncio.DatagramProtocol):
    """Answers with the codes it was given, and keeps what comes."""

    def __init__(self, *codes: int) -> None:
        self.codes = list(codes)
        self.received: asyncio.Queue[Message] = asyncio.Queue()
        self.phone: object = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, addr: object) -> None:
        self.phone = addr
        message = parse(data)
        self.received.put_nowait(message)
        if not message.is_response and message.method != "ACK" and self.codes:
            code = self.codes.pop(0)
            extra = [("Contact", "<sip:asterisk@server>")]
            if code == 401:
                extra.append(("WWW-Authenticate", 'Digest realm="asterisk", nonce="n", qop="auth"'))
            self.send(response(message, code, "Said", "far", extra).encode())

    def send(self, data: bytes) -> None:
        self.transport.sendto(data, self.phone)  # type: ignore[attr-defined]

    async def next(self) -> Message:
        return await asyncio.wait_for(self.received.get(), 5)


@asynccontextmanager
async def phone(*codes: int) -> AsyncIterator[tuple[Agent, Server]]:
    """A phone and its server, which answers each request with the next of *codes*."""
    server = Server(*codes)
    transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: server, local_addr=("127.0.0.1", 0)
    )
    one = await open_agent(Account("1001", "1001", "secret"), *transport.get_extra_info("sockname"))
    try:
        yield one, server
    finally:
        await one.close()
        transport.close()


@pytest.mark.asyncio
async def test_registration_answers_a_challenge() -> None:
    """The second REGISTER proves who it is, in a transaction of its own."""
    async with phone(401, 200) as (one, server):
        await one.registration()
        first, second = await server.next(), await server.next()
        assert first.get("authorization") == ""
        assert 'username="1001"' in second.get("authorization")
        assert first.branch != second.branch
        assert second.number == first.number + 1


@pytest.mark.asyncio
async def test_a_refusal_is_told() -> None:
    """With the server's words."""
    async with phone(403) as (one, _):
        with pytest.raises(SipError, match=r"1001 cannot register: SIP/2\.0 403 Said"):
            await one.registration()


@pytest.mark.asyncio
async def test_silence_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The request is sent again before."""
    monkeypatch.setattr(agents, "T1", 0.01)
    monkeypatch.setattr(agents, "PATIENCE", 0.02)
    async with phone() as (one, server):
        with pytest.raises(SipError, match="REGISTER of 1001: no answer"):
            await one.registration()
        assert server.received.qsize() == 2


@pytest.mark.asyncio
async def test_a_call_out() -> None:
    """INVITE, 200, ACK; the hangup is a BYE to where the server said."""
    async with phone(200, 200) as (one, server):
        call = one.calls("1000")
        assert (await server.next()).start == "INVITE sip:1000@pbx.example SIP/2.0"
        ack = await server.next()
        assert (ack.method, ack.to_tag) == ("ACK", "far")
        assert call.answered.is_set()
        call.hangup()
        assert (await server.next()).start == "BYE sip:asterisk@server SIP/2.0"
        assert call.over.is_set()


@pytest.mark.asyncio
async def test_a_call_that_is_refused() -> None:
    """The ACK belongs to the INVITE; the call is over."""
    async with phone(486) as (one, server):
        call = one.calls("1000")
        invite, ack = await server.next(), await server.next()
        assert (ack.method, ack.branch) == ("ACK", invite.branch)
        await asyncio.wait_for(call.over.wait(), 5)


@pytest.mark.asyncio
async def test_a_text() -> None:
    """Text and headers of its own; another answer than the expected one is a failure."""
    async with phone(202, 404) as (one, server):
        one.message("shop", "hello", headers={"X-Order": "17"})
        sent = await server.next()
        assert (sent.start, sent.body) == ("MESSAGE sip:shop@pbx.example SIP/2.0", "hello")
        assert (sent.get("content-type"), sent.get("x-order")) == ("text/plain", "17")
        assert one.failures == []
        one.message("nobody", "hello")
        await server.next()
        await asyncio.sleep(0.05)
        assert "the text of 1001 to nobody was answered with SIP/2.0 404 Said, not 202" in one.failures[0]


@pytest.mark.asyncio
async def test_a_call_in() -> None:
    """100 at once, then what the phone was told to do; what comes again is answered again; BYE ends it."""
    async with phone(200) as (one, server):
        await one.registration()
        await server.next()
        one.answers(after=0.0)
        server.send(INVITE.format("a").encode())
        assert [(await server.next()).status for _ in range(3)] == [100, 180, 200]
        server.send(INVITE.format("a").encode())
        assert (await server.next()).status == 200
        server.send(INVITE.format("a").replace("INVITE", "BYE").replace("1 BYE", "2 BYE").encode())
        assert (await server.next()).status == 200
        assert one.present_call().over.is_set()


@pytest.mark.asyncio
async def test_a_caller_gives_up() -> None:
    """CANCEL is answered, and the INVITE with 487; what was to come does not come."""
    async with phone(200) as (one, server):
        await one.registration()
        await server.next()
        one.rings()
        server.send(INVITE.format("b").encode())
        assert [(await server.next()).status for _ in range(2)] == [100, 180]
        server.send(INVITE.format("b").replace("INVITE sip", "CANCEL sip").replace("1 INVITE", "1 CANCEL").encode())
        assert [(await server.next()).status for _ in range(2)] == [200, 487]
        with pytest.raises(ValueError, match="no call that waits"):
            one.present_call().answer()


@pytest.mark.asyncio
async def test_keys_hold_and_transfer() -> None:
    """INFO for a key, a new description for hold, REFER for a transfer."""
    async with phone(200, 200, 200, 202) as (one, server):
        call = one.calls("1000")
        await server.next()
        await server.next()
        call.dtmf("5")
        info = await server.next()
        assert (info.get("content-type"), info.body) == ("application/dtmf-relay", "Signal=5\r\nDuration=100\r\n")
        call.hold()
        assert (await server.next()).body.endswith("a=sendonly\r\n")
        assert (await server.next()).method == "ACK"
        call.transfer("1002")
        assert (await server.next()).get("refer-to") == "<sip:1002@pbx.example>"


@pytest.mark.asyncio
async def test_a_phone_without_a_cable() -> None:
    """It hears nothing more; and it has had no call to speak of."""
    async with phone(200) as (one, server):
        await one.registration()
        await server.next()
        one.unreachable()
        server.send(INVITE.format("c").encode())
        one.unregister()
        await server.next()
        with pytest.raises(LookupError, match="it has had 0 calls"):
            one.present_call()


@pytest.mark.asyncio
@pytest.mark.parametrize(("method", "code"), [("OPTIONS", 200), ("NOTIFY", 200), ("MESSAGE", 200), ("PUBLISH", 481)])
async def test_requests_outside_of_calls(method: str, code: int) -> None:
    """Signs of life, notices and texts are taken; nothing else is."""
    async with phone(200) as (one, server):
        await one.registration()
        await server.next()
        server.send(INVITE.format("outside").replace("INVITE", method).encode())
        assert (await server.next()).status == code

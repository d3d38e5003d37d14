"""The phones of a real target: their accounts. That they work is shown by the recordings made with them."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from astami_fake.conformance.phones import SipPhones, account
from astami_fake.conformance.sip import agent
from astami_fake.conformance.sip.agent import Account
from astami_fake.conformance.sip.message import parse, response
from astami_fake.transcript.phones import PhoneError, parse_scene

PJSIP = """[1001]
type = endpoint
auth = that
[that]
type = auth
username = ann
password = sip1001
[provider]
type = endpoint
"""


@pytest.fixture
def etc(tmp_path: Path) -> Path:
    (tmp_path / "pjsip.conf").write_text(PJSIP, encoding="utf-8")
    return tmp_path


def test_an_account_is_that_of_an_endpoint(etc: Path) -> None:
    """Its auth says user and password; the password is shown nowhere."""
    assert account(etc, "1001") == Account("1001", "ann", "sip1001")
    assert "sip1001" not in repr(account(etc, "1001"))
    assert account(etc, "provider") == Account("provider", "provider", "")


def test_no_such_endpoint(etc: Path) -> None:
    """The message says where it should be."""
    with pytest.raises(PhoneError, match=r"pjsip\.conf has no endpoint 1009"):
        account(etc, "1009")
    with pytest.raises(PhoneError, match=r"pjsip\.conf"):
        account(etc / "nowhere", "1001")


def test_phones_that_were_never_asked_for(etc: Path) -> None:
    """Have no thread, and close."""
    phones = SipPhones("127.0.0.1", 5060, etc)
    phones.close()


@pytest.fixture
def registrar() -> Iterator[tuple[int, list[str]]]:
    """A server on a port that says 200 to everything, and the first lines that it got."""
    got: list[str] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))

        def serve() -> None:
            while (data := server.recvfrom(65536))[0] != b"end":
                message = parse(data[0])
                got.append(message.start)
                if not message.is_response and message.method != "ACK":
                    server.sendto(response(message, 200, "OK", "far", [("Contact", "<sip:far>")]).encode(), data[1])

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1], got
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"end", server.getsockname())
        thread.join(10)


def test_phones_come_act_and_leave(etc: Path, registrar: tuple[int, list[str]]) -> None:
    """They register, call when they are told, and hang up and unregister at the end."""
    port, got = registrar
    phones = SipPhones("127.0.0.1", port, etc)
    try:
        phones.come(["1001"])
        phones.act(parse_scene("1001 calls 600"))
        with pytest.raises(PhoneError, match=r"@phone 1001 hangup: it has had 1 calls"):
            phones.act(parse_scene("1001 hangup call=2"))
        phones.leave()
    finally:
        phones.close()
    assert got[0] == "REGISTER sip:pbx.example SIP/2.0"
    assert "INVITE sip:600@pbx.example SIP/2.0" in got
    assert got[-1] == "REGISTER sip:pbx.example SIP/2.0"


def test_phones_that_nobody_answers(etc: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the phone and the server."""
    monkeypatch.setattr(agent, "T1", 0.01)
    monkeypatch.setattr(agent, "PATIENCE", 0.02)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        phones = SipPhones("127.0.0.1", silent.getsockname()[1], etc)
        try:
            with pytest.raises(PhoneError, match=r"REGISTER of 1001: no answer from 127\.0\.0\.1"):
                phones.come(["1001"])
        finally:
            phones.close()

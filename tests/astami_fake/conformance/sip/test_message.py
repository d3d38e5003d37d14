"""SIP messages."""

from __future__ import annotations

import pytest

from astami_fake.conformance.sip.message import Message, NotSip, description, digest, parse, response

INVITE = (
    b"INVITE sip:1001@10.0.0.1:5070 SIP/2.0\r\nv: SIP/2.0/UDP 10.0.0.2:5060;rport;branch=z9hG4bKx\r\n"
    b"From: <sip:1000@pbx>;tag=one\r\nTo: <sip:1001@pbx>\r\nCall-ID: c1\r\nCSeq: 7 INVITE\r\n"
    b"m: <sip:asterisk@10.0.0.2:5060>\r\nContent-Length: 3\r\n\r\nv=0"
)


def test_a_request_is_read() -> None:
    """Short names stand for long ones; the body is what follows the empty line."""
    message = parse(INVITE)
    assert (message.method, message.number, message.user, message.branch) == ("INVITE", 7, "1001", "z9hG4bKx")
    assert (message.target, message.to_tag, message.body) == ("sip:asterisk@10.0.0.2:5060", "", "v=0")
    assert not message.is_response
    assert parse(message.encode()) == message


def test_an_answer_repeats_what_was_asked() -> None:
    """With a tag of our own in To."""
    answer = parse(response(parse(INVITE), 180, "Ringing", "two").encode())
    assert (answer.is_response, answer.status, answer.method) == (True, 180, "INVITE")
    assert (answer.to_tag, answer.branch) == ("two", "z9hG4bKx")


def test_what_is_no_sip() -> None:
    """A keep-alive, for instance."""
    with pytest.raises(NotSip):
        parse(b"\r\n\r\n")


def test_digest() -> None:
    """The example of RFC 2617 with qop, and the older form without."""
    challenge = (
        'Digest realm="testrealm@host.com", qop="auth", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c"'
    )
    proof = digest(challenge, "GET", "/dir/index.html", "Mufasa", "Circle Of Life", "0a4f113b")
    assert 'response="6629fae49393a05397450978507c4ef1"' in proof
    assert 'opaque="5ccc069c"' in proof
    old = digest(
        'Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"',
        "GET",
        "/dir/index.html",
        "Mufasa",
        "Circle Of Life",
        "0a4f113b",
    )
    assert 'response="670fd8c2df070c60b045671b8b24ff02"' in old
    assert "qop" not in old


def test_a_description_says_where_sound_goes() -> None:
    """And which way."""
    text = description("10.0.0.1", 4000, 2, "sendonly")
    assert "c=IN IP4 10.0.0.1\r\n" in text
    assert "m=audio 4000 RTP/AVP 0 101\r\n" in text
    assert text.endswith("a=sendonly\r\n")
    assert Message("x", [("A", "1"), ("a", "2")]).get_all("a") == ["1", "2"]

"""SIP messages: text to headers and back, digest answers, session descriptions.

Lives here: `Message`, `digest`, `description`. Does not live here: what a phone does with them (`agent`). Imports
nothing of the package.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_SHORT = {
    "v": "via",
    "f": "from",
    "t": "to",
    "i": "call-id",
    "m": "contact",
    "l": "content-length",
    "c": "content-type",
}


class NotSip(ValueError):
    """A datagram is no SIP message."""


@dataclass
class Message:
    """A request or a response.

    Attributes:
        start: the first line.
        headers: name and value in order; repeats kept.
        body: what follows the empty line.
    """

    start: str
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: str = ""

    @property
    def is_response(self) -> bool:
        return self.start.startswith("SIP/2.0 ")

    @property
    def status(self) -> int:
        """The code of a response."""
        return int(self.start.split(" ", 2)[1])

    @property
    def method(self) -> str:
        """Of a request, or of the request that a response answers."""
        return self.get("cseq").split()[-1]

    @property
    def number(self) -> int:
        """The sequence number."""
        return int(self.get("cseq").split()[0])

    @property
    def branch(self) -> str:
        """The transaction, from the topmost Via."""
        return _parameter(self.get("via"), "branch")

    @property
    def to_tag(self) -> str:
        return _parameter(self.get("to"), "tag")

    @property
    def user(self) -> str:
        """The user part of a request's address."""
        return self.start.split()[1].removeprefix("sip:").partition("@")[0]

    @property
    def target(self) -> str:
        """The address in Contact."""
        found = re.search(r"<([^>]*)>", self.get("contact"))
        return found[1] if found else self.get("contact").partition(";")[0]

    def get(self, name: str) -> str:
        """The first value of *name*, empty where there is none."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    def get_all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key.lower() == name]

    def encode(self) -> bytes:
        lines = [self.start, *(f"{name}: {value}" for name, value in self.headers)]
        lines.append(f"Content-Length: {len(self.body.encode())}")
        return ("\r\n".join(lines) + "\r\n\r\n" + self.body).encode()


def parse(data: bytes) -> Message:
    """The message in a datagram.

    Raises:
        NotSip: it is none.
    """
    head, _, body = data.decode("utf-8", "replace").partition("\r\n\r\n")
    start, *lines = head.split("\r\n")
    if not (start.startswith("SIP/2.0 ") or start.endswith(" SIP/2.0")):
        raise NotSip(start)
    headers = []
    for line in lines:
        name, _, value = line.partition(":")
        name = name.strip()
        headers.append((_SHORT.get(name.lower(), name), value.strip()))
    return Message(start, [(name, value) for name, value in headers if name.lower() != "content-length"], body)


def response(request: Message, code: int, reason: str, tag: str, extra: Iterable[tuple[str, str]] = ()) -> Message:
    """The answer to *request*; *tag* names our side of the dialog."""
    to = request.get("to")
    headers = [("Via", value) for value in request.get_all("via")]
    headers += [("Record-Route", value) for value in request.get_all("record-route")]
    headers += [
        ("From", request.get("from")),
        ("To", to if ";tag=" in to else f"{to};tag={tag}"),
        ("Call-ID", request.get("call-id")),
        ("CSeq", request.get("cseq")),
        *extra,
    ]
    return Message(f"SIP/2.0 {code} {reason}", headers)


def digest(challenge: str, method: str, uri: str, user: str, secret: str, nonce_of_client: str) -> str:
    """The value of an Authorization header that answers *challenge* (MD5, with or without qop)."""
    given = dict(re.findall(r'(\w+)="?([^",]*)"?', challenge.partition(" ")[2]))
    realm, nonce = given.get("realm", ""), given.get("nonce", "")
    one = _md5(f"{user}:{realm}:{secret}")
    two = _md5(f"{method}:{uri}")
    parts = [
        f'username="{user}"',
        f'realm="{realm}"',
        f'nonce="{nonce}"',
        f'uri="{uri}"',
        "algorithm=MD5",
    ]
    if "qop" in given:
        answer = _md5(f"{one}:{nonce}:00000001:{nonce_of_client}:auth:{two}")
        parts += [f'response="{answer}"', "qop=auth", "nc=00000001", f'cnonce="{nonce_of_client}"']
    else:
        parts.append(f'response="{_md5(f"{one}:{nonce}:{two}")}"')
    if "opaque" in given:
        parts.append(f'opaque="{given["opaque"]}"')
    return "Digest " + ", ".join(parts)


def description(host: str, port: int, version: int, direction: str = "sendrecv") -> str:
    """A session of one G.711 audio stream with RFC 4733 digits, at *host*:*port*."""
    lines = [
        "v=0",
        f"o=- 1 {version} IN IP4 {host}",
        "s=-",
        f"c=IN IP4 {host}",
        "t=0 0",
        f"m=audio {port} RTP/AVP 0 101",
        "a=rtpmap:0 PCMU/8000",
        "a=rtpmap:101 telephone-event/8000",
        "a=fmtp:101 0-16",
        f"a={direction}",
    ]
    return "\r\n".join(lines) + "\r\n"


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _parameter(value: str, name: str) -> str:
    found = re.search(rf";{name}=([^;>\s]*)", value)
    return found[1] if found else ""


def media_address(text: str) -> tuple[str, int]:
    """Where a session *description* wants sound sent to."""
    host, port = re.search(r"^c=IN IP4 (\S+)", text, re.M), re.search(r"^m=audio (\d+)", text, re.M)
    return (host[1] if host else "", int(port[1]) if port else 0)

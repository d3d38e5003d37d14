"""The manager by HTTP: each exchange as a real server answered it.

`python tests/astami_fake/test__http.py HOST:PORT FILE` records the exchanges of `SCRIPT` from a real server whose
configuration is conformance/etc with conformance/etc-manager laid over it.
"""

import hashlib
import json
import re
import socket
import sys
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"
CONFORMANCE = Path(__file__).parents[2] / "conformance"

# Name, request line, what else: {cookie} and {digest} stand for the header that proves who asks.
LOGIN = "/rawman?action=login&username=admin&secret=amp111"
FORM = "Content-Type: application/x-www-form-urlencoded\r\n"
SCRIPT = (
    ("root", "GET / HTTP/1.1", ""),
    ("no action", "GET /rawman HTTP/1.1", ""),
    ("before login", "GET /rawman?action=ping HTTP/1.1", ""),
    ("unknown cookie", "GET /rawman?action=ping HTTP/1.1", 'Cookie: mansession_id="00000001"\r\n'),
    ("login", f"GET {LOGIN} HTTP/1.1", ""),
    ("ping", "GET /rawman?action=ping HTTP/1.1", "{cookie}"),
    ("ping with an id", "GET /rawman?action=Ping&ActionID=7 HTTP/1.1", "{cookie}"),
    ("ping as xml", "GET /mxml?action=ping HTTP/1.1", "{cookie}"),
    ("ping as html", "GET /manager?action=ping HTTP/1.1", "{cookie}"),
    ("nothing as html", "GET /manager HTTP/1.1", "{cookie}"),
    ("xml for a target", "GET /mxml?action=ping&ActionID=7&ajaxdest=here HTTP/1.1", "{cookie}"),
    ("output lines", "GET /rawman?action=Command&Command=nix+nix HTTP/1.1", "{cookie}"),
    ("output lines as xml", "GET /mxml?action=Command&Command=core+show+help+core+show+uptime HTTP/1.1", "{cookie}"),
    ("a list as xml", "GET /mxml?action=DBGetTree&Family=none HTTP/1.1", "{cookie}"),
    ("numbered names as xml", "GET /mxml?action=ListCategories&Filename=acl.conf HTTP/1.1", "{cookie}"),
    ("a line without a name as xml", "GET /mxml?action=GetConfig&Filename=acl.conf&Category=nix HTTP/1.1", "{cookie}"),
    ("escapes", "GET /rawman?action=Setvar&Variable=ODD&Value=%3Ca%26%27b%22%3E%3A%C3%A9 HTTP/1.1", "{cookie}"),
    ("odd value", "GET /rawman?action=Getvar&Variable=ODD HTTP/1.1", "{cookie}"),
    ("odd value as xml", "GET /mxml?action=Getvar&Variable=ODD HTTP/1.1", "{cookie}"),
    ("odd value as html", "GET /manager?action=Getvar&Variable=ODD HTTP/1.1", "{cookie}"),
    ("posted", "POST /rawman HTTP/1.1", f"{{cookie}}{FORM}Content-Length: 23\r\n\r\naction=ping&ActionID=11"),
    ("posted as nothing", "POST /rawman HTTP/1.1", "{cookie}Content-Length: 11\r\n\r\naction=ping"),
    ("head", "HEAD /rawman HTTP/1.1", "{cookie}"),
    ("unknown action", "GET /rawman?action=nix HTTP/1.1", "{cookie}"),
    ("logoff", "GET /rawman?action=logoff HTTP/1.1", "{cookie}"),
    ("after logoff", "GET /rawman?action=ping HTTP/1.1", "{cookie}"),
    ("wrong secret", "GET /rawman?action=login&username=admin&secret=wrong HTTP/1.1", ""),
    ("no digest", "GET /arawman?action=ping HTTP/1.1", ""),
    ("digest", "GET /arawman?action=ping HTTP/1.1", "{digest}"),
    ("digest as xml", "GET /amxml?action=ping HTTP/1.1", "{digest}"),
    ("digest as html", "GET /amanager?action=ping HTTP/1.1", "{digest}"),
    ("wrong digest", "GET /arawman?action=ping HTTP/1.1", "{wrong digest}"),
    ("no method", "BREW /rawman HTTP/1.1", ""),
    ("no http", "garbage", ""),
    ("closing", "GET /rawman?action=ping HTTP/1.1", "Connection: close\r\n"),
)


def md5(text):
    return hashlib.md5(text.encode()).hexdigest()


class Browser:
    """Sends the script's requests, each on a connection of its own."""

    def __init__(self, host, port):
        self.address = (host, port)
        self.cookie = ""

    def ask(self, line, more):
        if "digest}" in more:
            more = self.digest(line.split(" ")[1], "amp111" if more == "{digest}" else "wrong")
        more = more.replace("{cookie}", f'Cookie: mansession_id="{self.cookie}"\r\n')
        head, blank, body = more.partition("\r\n\r\n")
        head = head if blank else head.removesuffix("\r\n")
        text = f"{line}\r\nHost: x\r\n{head}{chr(13) + chr(10) if head else ''}\r\n{body}"
        answer = self.send(text, is_head=line.startswith("HEAD"))
        if (found := re.search(r'mansession_id="([0-9a-f]+)"', answer)) and "action=login" in line:
            self.cookie = found[1]
        return answer

    def digest(self, path, secret):
        nonce = re.search(r'nonce="(\w+)"', self.send(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n"))[1]
        who, what = md5(f"admin:asterisk:{secret}"), md5(f"GET:{path}")
        proof = md5(f"{who}:{nonce}:00000001:abc:auth:{what}")
        return (
            f'Authorization: Digest username="admin", realm="asterisk", nonce="{nonce}", uri="{path}", algorithm=MD5, '
            f'response="{proof}", qop=auth, nc=00000001, cnonce="abc", opaque="{nonce}"\r\n'
        )

    def send(self, text, *, is_head=False):
        """The whole answer: its head says how long it is."""
        with socket.create_connection(self.address, timeout=10) as connection:
            connection.sendall(text.encode())
            data = b""
            while not is_whole(data, is_head=is_head) and (part := connection.recv(65536)):
                data += part
            return data.decode()


def is_whole(data, *, is_head):
    head, end, body = data.partition(b"\r\n\r\n")
    length = re.search(rb"Content-Length: (\d+)", head)
    return bool(end) and length is not None and (is_head or len(body) >= int(length[1]))


def normal(text):
    """*text* without what differs from run to run."""
    text = re.sub(r"Date: .* GMT", "Date: {}", text)
    text = re.sub(r'(mansession_id|nonce|opaque)="[0-9a-f]{8}"', r'\1="{}"', text)
    return re.sub(r"\d{10}\.\d{6}", "{}", text)


@pytest.fixture(params=["22.10", "16.28"])
def release(request):
    return request.param


@pytest.fixture
def served(release, tmp_path, ami_server_factory):
    """A fake whose configuration is that of the recording."""
    for folder in ("etc", "etc-manager"):
        for file in (CONFORMANCE / folder).glob("*.*"):
            (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "moh").mkdir()
    return ami_server_factory(release=release, etc=tmp_path, strict=False, clock="jump")


def test_exchanges(served, release):
    """Each request of the script is answered as the real release answered it, byte for byte."""
    browser = Browser(served.host, served.http_port)
    recorded = json.loads((GOLDEN / f"http-{release}.json").read_text(encoding="utf-8"))
    assert list(recorded) == [name for name, _, _ in SCRIPT]
    for name, line, more in SCRIPT:
        assert (name, normal(browser.ask(line, more))) == (name, normal(recorded[name]))


def test_kept_open(served):
    """A connection takes one request after the other, also when they come in one piece and in single bytes."""
    request = b"GET /rawman?action=ping HTTP/1.1\r\nHost: x\r\n\r\n"
    with socket.create_connection((served.host, served.http_port), timeout=10) as connection:
        connection.sendall(request * 2)
        for at in range(len(request)):
            connection.sendall(request[at : at + 1])
        data = b""
        while data.count(b"Permission denied") < 3:
            data += connection.recv(65536)
        assert data.count(b"HTTP/1.1 200 OK") == 3


def test_events_wait(served):
    """WaitEvent gives what a session has not yet been told, and other sessions' events too."""
    browser = Browser(served.host, served.http_port)
    browser.ask(f"GET {LOGIN} HTTP/1.1", "")
    browser.ask("GET /rawman?action=UserEvent&UserEvent=Reached HTTP/1.1", "{cookie}")
    answer = browser.ask("GET /rawman?action=WaitEvent&timeout=5 HTTP/1.1", "{cookie}")
    assert "Waiting for Event completed.\r\n\r\nEvent: SuccessfulAuth\r\n" in answer
    assert "UserEvent: Reached\r\n" in answer
    assert answer.endswith("Event: WaitEventComplete\r\n\r\n")


def test_session_ends(served):
    """A session that nobody used for httptimeout seconds is gone, and its cookie names none."""
    browser = Browser(served.host, served.http_port)
    browser.ask(f"GET {LOGIN} HTTP/1.1", "")
    assert "Pong" in browser.ask("GET /rawman?action=ping HTTP/1.1", "{cookie}")
    served.advance(61)
    assert "Permission denied" in browser.ask("GET /rawman?action=ping HTTP/1.1", "{cookie}")


def test_off(ami_server):
    """Without http.conf there is no HTTP server."""
    assert ami_server.http_port is None


if __name__ == "__main__":
    host, _, port = sys.argv[1].partition(":")
    client = Browser(host, int(port))
    answers = {name: client.ask(line, more) for name, line, more in SCRIPT}
    Path(sys.argv[2]).write_text(json.dumps(answers, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

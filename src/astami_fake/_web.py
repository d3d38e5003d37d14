"""The manager by HTTP, without I/O: a request in, a response out, through sessions that a cookie or a digest names.

Lives here: paths, cookies, digest authentication, the three forms of an answer. Does not live here: what an action does
(`actions`), HTTP's own bytes and sockets (`_http`). Asterisk: main/manager.c and main/http.c. Recorded byte by byte:
tests/astami_fake/golden/http-*.txt. May import `_hub`, `_session`, `_wire`, `config`.
"""

from __future__ import annotations

import hashlib
import html
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote_plus

from astami_fake import _wire, security
from astami_fake._hub import Hub
from astami_fake._session import Session
from astami_fake.actions._registry import Reply
from astami_fake.config.http import HttpConfig

_FORMS = {"rawman": "text/plain", "mxml": "text/xml", "manager": "text/html"}
_REALM = "asterisk"
_COOKIE = re.compile(r'mansession_id="?([0-9a-f]+)')
_AUTH = re.compile(r'(\w+)=(?:"([^"]*)"|([^\s,]*))')


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asked. Header names are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    """What it gets: the headers behind Server and Date, and the content.

    Attributes:
        action: what was done for it; empty where nothing was.
    """

    status: str
    headers: tuple[tuple[str, str], ...]
    body: str
    action: str = ""


Answer = Callable[[Response], None]


class WebSession(Session):
    """A session that is spoken to by requests: events wait until the action WaitEvent asks for them."""

    counts = False

    def __init__(self, hub: Hub, number: int, peer: tuple[str, int], wake: Callable[[], None]) -> None:
        super().__init__(hub, number, peer, wake)
        self._out.clear()  # there is no greeting
        self._timer.cancel()
        self.used = hub.pbx.clock.now()
        self._answer_to: Callable[[list[list[str]]], None] | None = None

    @property
    def local_address(self) -> str:
        return security.address(self._hub.web.bind_address, self._hub.web.port)

    def deliver(self, data: bytes) -> None:
        if self.passes(data):
            self._events.append(data)

    def ask(self, headers: Sequence[tuple[str, str]], answer: Callable[[list[list[str]]], None]) -> None:
        """Do the action with *headers*; *answer* gets the lines of each frame, at once or later."""
        self._answer_to = answer
        self.used = self._hub.pbx.clock.now()
        self.receive_data("".join(f"{name}: {value}\r\n" for name, value in (*headers, ("", "")) if name).encode())
        self.receive_data(b"\r\n")

    def _answered(self, reply: Reply | None) -> None:
        frames = [_wire.lines(_wire.encode(frame)) for frame in reply or ()]
        self.busy = False
        answer, self._answer_to = self._answer_to, None
        if answer is not None:
            answer([frame for frame in frames if frame[0] != "Event: FullyBooted"])  # no web login gets it (recorded)


class Web:
    """The HTTP side of one fake's manager."""

    def __init__(self, hub: Hub, config: HttpConfig) -> None:
        self._hub = hub
        self._config = config
        self._sessions: dict[str, WebSession] = {}
        self._nonces: set[str] = set()

    def request(self, request: Request, peer: tuple[str, int], answer: Answer) -> None:
        """Answer *request* of the client at *peer*, at once or when its action is done."""
        if request.method not in ("GET", "POST", "HEAD"):
            answer(self._page("501", "Not Implemented", "Attempt to use unimplemented / unsupported method"))
            return
        path, _, query = request.path.partition("?")
        name = path.removeprefix(f"{self._config.prefix}/") if path.startswith(f"{self._config.prefix}/") else ""
        has_digest = name.startswith("a") and name[1:] in _FORMS
        form = name[1:] if has_digest else name
        if form not in _FORMS or not self._hub.config.web_enabled:
            answer(self._page("404", "Not Found", "The requested URL was not found on this server."))
            return
        is_form = request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded")
        fields = _fields(query if request.method != "POST" else request.body if is_form else "")
        if has_digest:
            self._by_digest(request, form, fields, peer, answer)
        else:
            self._by_cookie(request, form, fields, peer, answer)

    def _by_cookie(
        self, request: Request, form: str, fields: Sequence[tuple[str, str]], peer: tuple[str, int], answer: Answer
    ) -> None:
        found = _COOKIE.search(request.headers.get("cookie", ""))
        key, session = self._session(found[1] if found else "", peer)

        def done(frames: list[list[str]]) -> None:
            age = self._hub.config.http_timeout
            headers = (
                ("Content-type", _FORMS[form]),
                ("Set-Cookie", f'mansession_id="{key}"; Version=1; Max-Age={age}'),
                ("Pragma", "SuppressEvents"),
            )
            if session.closing:
                self._forget(key)
            answer(Response("200 OK", headers, _shown(form, frames, fields, digest=False), _action(fields)))

        session.ask(fields, done)

    def _session(self, key: str, peer: tuple[str, int]) -> tuple[str, WebSession]:
        """The session that the cookie *key* names, or a new one, with its key."""
        now = self._hub.pbx.clock.now()
        for old in [k for k, s in self._sessions.items() if now - s.used > self._hub.config.http_timeout]:
            self._forget(old)
        if key in self._sessions:
            return key, self._sessions[key]
        session = self._hub.admit(WebSession, peer, lambda: None)
        key = self._hub.new_key()
        self._sessions[key] = session
        return key, session

    def _forget(self, key: str) -> None:
        self._sessions.pop(key).connection_lost()

    def _by_digest(
        self, request: Request, form: str, fields: Sequence[tuple[str, str]], peer: tuple[str, int], answer: Answer
    ) -> None:
        given = {name: one or other for name, one, other in _AUTH.findall(request.headers.get("authorization", ""))}
        user = self._hub.config.user(given.get("username", ""))
        if user is None or not self._proves(request, given, user.secret) or not self._hub.config.admits(user, peer[0]):
            nonce = self._hub.new_key()
            self._nonces.add(nonce)
            demand = f'Digest algorithm=MD5, realm="{_REALM}", nonce="{nonce}", qop="auth", opaque="{nonce}"'
            answer(self._page("401", "Unauthorized", "", ("WWW-authenticate", demand)))
            return
        session = self._hub.admit(WebSession, peer, lambda: None)
        session.log_in(user, user.read)

        def done(frames: list[list[str]]) -> None:
            session.connection_lost()
            kind = (("Content-type", _FORMS[form]),)
            answer(Response("200 OK", kind, _shown(form, frames, fields, digest=True), _action(fields)))

        session.ask(fields, done)

    def _proves(self, request: Request, given: Mapping[str, str], secret: str) -> bool:
        if given.get("nonce") not in self._nonces:
            return False
        who = _md5(f"{given['username']}:{_REALM}:{secret}")
        what = _md5(f"{request.method}:{given.get('uri', '')}")
        parts = [given["nonce"], given.get("nc", ""), given.get("cnonce", ""), given.get("qop", "")]
        expected = _md5(":".join((who, *(parts if given.get("qop") else parts[:1]), what)))
        return secrets.compare_digest(expected, given.get("response", ""))

    def _page(self, code: str, title: str, text: str, *headers: tuple[str, str]) -> Response:
        server = f"Asterisk/{self._hub.pbx.release.build}"
        body = (
            '<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\r\n<html><head>\r\n'
            f"<title>{code} {title}</title>\r\n</head><body>\r\n<h1>{title}</h1>\r\n<p>{text}</p>\r\n<hr />\r\n"
            f"<address>{server}</address>\r\n</body></html>\r\n"
        )
        return Response(f"{code} {title}", (*headers, ("Content-type", "text/html")), body)

    def bad_request(self) -> Response:
        """The answer to what is no HTTP; the connection ends behind it."""
        page = self._page("400", "Bad Request", "Invalid Request")
        return Response(page.status, page.headers, page.body)


def _md5(text: str) -> str:
    return hashlib.md5(text.encode("utf-8", "surrogateescape"), usedforsecurity=False).hexdigest()


def _fields(query: str) -> list[tuple[str, str]]:
    parts = (part.partition("=") for part in query.split("&") if part)
    return [(unquote_plus(name), unquote_plus(value, errors="surrogateescape")) for name, _, value in parts]


def _action(fields: Sequence[tuple[str, str]]) -> str:
    return next((value for name, value in fields if name.lower() == "action"), "")


def _shown(form: str, frames: list[list[str]], fields: Sequence[tuple[str, str]], *, digest: bool) -> str:
    match form:
        case "rawman":
            return "".join("".join(f"{line}\r\n" for line in frame) + "\r\n" for frame in frames)
        case "mxml":
            target = next((value for name, value in fields if name.lower() == "ajaxdest"), "unknown")
            return "<ajax-response>\n" + "".join(_xml(frame, target) for frame in frames) + "</ajax-response>\n"
        case _:
            rows = "".join("".join(map(_row, frame)) + _RULE for frame in frames)
            return f"{_DIGEST_HEAD}{rows}{_DIGEST_TAIL}" if digest else f"{_COOKIE_HEAD}{rows}{_COOKIE_TAIL}"


def _xml(frame: list[str], target: str) -> str:
    times: dict[str, int] = {}
    attributes = []
    for header, value in map(_header, frame):
        name = re.sub(r"[^a-z0-9]", "_", header.lower())
        times[name] = times.get(name, 0) + 1
        shown = name if times[name] == 1 else f"{name}-{times[name]}"
        attributes.append(f"{shown}='{_escaped(value)}'")
    return f"<response type='object' id='{_escaped(target)}'><generic {' '.join(attributes)} /></response>\n"


def _header(line: str) -> tuple[str, str]:
    """Name and value; a line that is no header has a name of its own, and blanks before a value are lost (recorded)."""
    name, colon, value = line.partition(":")
    return (name, value.lstrip()) if colon else ("Opaque-data", line)


def _row(line: str) -> str:
    name, value = _header(line)
    return f"<tr><td>{_escaped(name)}</td><td>{_escaped(value)}</td></tr>\n"


def _escaped(text: str) -> str:
    return html.escape(text).replace("&#x27;", "&apos;")


_RULE = '<tr><td colspan="2"><hr></td></tr>\r\n'
_TITLE = "<title>Asterisk&trade; Manager Interface</title>"
_COOKIE_HEAD = (
    f'{_TITLE}<body bgcolor="#ffffff"><table align=center bgcolor="#f1f1f1" width="500">\r\n'
    '<tr><td colspan="2" bgcolor="#f1f1ff"><h1>Manager Tester</h1></td></tr>\r\n'
    '<tr><td colspan="2" bgcolor="#f1f1ff"><form action="manager" method="post">\n'
    '\tAction: <select name="action">\n'
    '\t\t<option value="">-----&gt;</option>\n'
    '\t\t<option value="login">login</option>\n'
    '\t\t<option value="command">Command</option>\n'
    '\t\t<option value="waitevent">waitevent</option>\n'
    '\t\t<option value="listcommands">listcommands</option>\n'
    "\t</select>\n"
    '\tor <input name="action"><br/>\n'
    '\tCLI Command <input name="command"><br>\n'
    '\tuser <input name="username"> pass <input type="password" name="secret"><br>\n'
    '\t<input type="submit">\n</form>\n</td></tr>\r\n'
)
_COOKIE_TAIL = "</table></body>\r\n"
_DIGEST_HEAD = (
    f'<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\r\n<html><head>\r\n{_TITLE}\r\n'
    '</head><body style="background-color: #ffffff;">\r\n<form method="POST">\r\n'
    '<table align="center" style="background-color: #f1f1f1;" width="500">\r\n'
    '<tr><th colspan="2" style="background-color: #f1f1ff;"><h1>Manager Tester</h1></th></tr>\r\n'
    '<tr><th colspan="2" style="background-color: #f1f1ff;">Action: <input name="action" /> Cmd: '
    '<input name="command" /><br><input type="submit" value="Send request" /></th></tr>\r\n'
)
_DIGEST_TAIL = "</table></form></body></html>\r\n"

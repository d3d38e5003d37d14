"""The servers that cases are played on: `fake[:release]`, `container:IMAGE`, `root:DIR`, `ami://user@host:port`.

`open_target` starts one (or connects to it) and returns when it is ready: a log-in is accepted and FullyBooted
has come. May import: `astami_fake.transcript`; `FakeAsterisk` and testcontainers only when such a target is
opened.
"""

from __future__ import annotations

import os
import re
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from astami_fake.conformance.overlays import Overlays
from astami_fake.transcript.case import release_of
from astami_fake.transcript.phones import Phones
from astami_fake.transcript.template import first_values
from astami_fake.transcript.wire import Wire, readable

#: What `open_target` accepts, for messages.
FORMS = "fake, fake:22.10, container:IMAGE, root:DIR, ami://user@host:port[/ETC][?sip=host:port]"
#: Seconds within which a started server accepts a log-in.
BOOT_TIMEOUT = 60.0


class TargetError(Exception):
    """A target cannot be started or reached; the message says why and what to do."""


class TargetUsageError(ValueError):
    """The text that names a target cannot be read."""


class Target:
    """A server to play cases on. A context manager that ends what it started.

    Attributes:
        spec: the text that named it.
        host, port: where its AMI listens.
        tls_port: where it listens by TLS, if this target was started here and its manager.conf switches that on.
        version: what the server says of itself, `22.10.1`, `22.11.0-rc2`; `release` is its series, `22.10`.
        users: manager users by the name that cases use: (user name, secret).
        everybody: the one user who plays every part, where there is only one.
        strangers: users of the configuration beside the cases, with rights of their own, whom it cannot play.
        phones: the phones that cases steer; None where there is no way to them.
        is_fake: the server says that it is one, wherever it runs; False where its user may not ask.
        allows: which tagged cases may be played: of `writes`, `originates`.
        etc_name: the configuration that it runs: `etc-NAME` beside `etc`; empty for `etc` itself.
    """

    is_real = True
    has_manual_clock = False
    patience = 8.0
    slack = 1.0

    def __init__(self, spec: str, host: str, port: int, users: Mapping[str, tuple[str, str]]) -> None:
        self.spec = spec
        self.host = host
        self.port = port
        self.tls_port: int | None = None
        self.users = users
        self.everybody: tuple[str, str] | None = None
        self.strangers: frozenset[str] = frozenset()
        self.allows = frozenset({"writes", "originates"})
        self.version = ""
        self.distribution = ""
        self.is_fake = False
        self.phones: Phones | None = None
        self.etc_name = ""
        self._closing = ExitStack()
        self._overlays = Overlays(None)
        self._open: Callable[[Path], Target] | None = None
        self._others: dict[str, Target] = {}

    @property
    def release(self) -> str:
        return release_of(self.version)

    @property
    def has_phones(self) -> bool:
        """Is there a way to phones?"""
        return self.phones is not None

    def user(self, name: str) -> str:
        return self._user(name)[0]

    def secret(self, name: str) -> str:
        return self._user(name)[1]

    def _user(self, name: str) -> tuple[str, str]:
        if self.everybody is not None:
            return self.everybody
        if name not in self.users:
            raise TargetError(f"{self.spec} has no manager user {name!r}: it has {', '.join(sorted(self.users))}")
        return self.users[name]

    def elapse(self, seconds: float) -> None:
        """Let PBX time pass: here it is real time."""
        time.sleep(seconds)

    def plays(self, etc: str) -> bool:
        """Whether a server with the configuration *etc* can be had here."""
        return etc == self.etc_name or (self._open is not None and self._overlays.has(etc))

    def start_others(self, etc: Path, open_other: Callable[[Path], Target]) -> None:
        """Cases with a configuration of their own get a server of their own, which stays until the end."""
        self._overlays = Overlays(etc)
        self._closing.callback(self._overlays.close)
        self._open = open_other

    @contextmanager
    def stage(self, etc: str = "") -> Iterator[Target]:
        """The server that one case is played on: one for all cases with the configuration *etc*."""
        if etc != self.etc_name and etc not in self._others and self._open is not None:
            self._others[etc] = self._closing.enter_context(self._open(self._overlays.path(etc)))
        yield self._others.get(etc, self)

    def reach_phones(self, host: str, port: int, etc: Path) -> None:
        """There is a way to SIP phones: the server's SIP listens on *host*:*port*."""
        from astami_fake.conformance.phones import SipPhones

        phones = SipPhones(host, port, etc)
        self.phones = phones
        self._closing.callback(phones.close)

    def close(self) -> None:
        """End what was started for this target; harmless when repeated."""
        self._closing.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_target(spec: str, *, etc: Path | None, allow: frozenset[str] = frozenset()) -> Target:
    """Start or reach the target *spec* and wait until it is ready.

    Args:
        spec: one of `FORMS`.
        etc: the Asterisk configuration that the server loads (or, for `ami://`, whose users the cases know); only
            `ami://` can do without.
        allow: for `ami://`, what cases may do there: of `writes`, `originates`; nothing by default.

    Raises:
        TargetUsageError: *spec* is none of the forms.
        TargetError: the server does not start, cannot be reached or refuses the log-in.
    """
    kind, colon, rest = spec.partition(":")
    if kind == "ami":
        return _open_ami(spec, etc, allow)
    if etc is None:
        raise TargetUsageError(f"{spec}: this target needs an Asterisk configuration: a folder 'etc' beside the cases")
    if kind == "container" and rest:
        from astami_fake.conformance.started import open_container

        target = open_container(spec, rest, etc)
        target.start_others(etc, lambda whole: open_container(spec, rest, whole, writable=True))
        return target
    if kind == "root" and rest:
        from astami_fake.conformance.started import open_root

        target = open_root(spec, Path(rest), etc)
        target.start_others(etc, lambda whole: open_root(spec, Path(rest), whole))
        return target
    if kind == "fake" and bool(colon) == bool(rest):
        from astami_fake.conformance.fake_target import FakeTarget

        return FakeTarget(spec, rest, etc, users_of(etc))
    raise TargetUsageError(f"{spec!r} names no target: known are {FORMS}")


def _open_ami(spec: str, etc: Path | None, allow: frozenset[str]) -> Target:
    url = urlsplit(spec)
    try:
        port = url.port or 5038
    except ValueError as error:
        raise TargetUsageError(f"{spec}: {error}") from None
    sip = re.fullmatch(r"(?:sip=([^:&]+):(\d+))?", url.query)
    etc_name = url.path.removeprefix("/")
    if not url.username or not url.hostname or not sip:
        raise TargetUsageError(f"{spec!r}: written ami://user@host:port or ami://user@host:port/ETC?sip=host:port")
    if url.password:
        raise TargetUsageError("the secret does not belong in the address: put it into ASTAMI_SECRET")
    overlays = Overlays(etc)
    if not overlays.has(etc_name):
        raise TargetUsageError(f"{spec}: there is no configuration etc-{etc_name} beside {etc}")
    if etc is not None:
        users = users_of(overlays.path(etc_name))
        overlays.close()
    else:
        users = {}
    secret = os.environ.get("ASTAMI_SECRET")
    strangers = frozenset(users) - {url.username}
    if secret is not None:
        users = {url.username: (url.username, secret)}
    elif url.username not in users:
        raise TargetError(f"{spec}: set ASTAMI_SECRET to the secret of {url.username!r}")
    target = Target(spec, url.hostname, port, users)
    if secret is not None:
        target.everybody = users[url.username]
        target.strangers = strangers
    target.allows = allow
    target.etc_name = etc_name
    wait_until_ready(target, url.username, time.monotonic() + 3)
    if sip[1] and etc:
        target.reach_phones(sip[1], int(sip[2]), etc)
    return target


def users_of(etc: Path) -> dict[str, tuple[str, str]]:
    """Name → (name, secret) of the manager users in *etc*/manager.conf.

    Raises:
        TargetError: there is no such file.
    """
    path = etc / "manager.conf"
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise TargetError(f"{path}: {error.strerror}: --root names the directory that holds 'etc'") from error
    users: dict[str, tuple[str, str]] = {}
    section = ""
    for line in text.splitlines():
        body = line.partition(";")[0].strip()
        if found := re.match(r"\[([^\]]+)\](.*)", body):
            section = "" if "!" in found[2] else found[1]
        elif (found := re.match(r"secret\s*=>?\s*(.*)", body)) and section:
            users[section] = (section, found[1])
    return users


def wait_until_ready(target: Target, name: str, deadline: float) -> None:
    """Wait until the server lets *name* in and is fully booted, and learn its version.

    Raises:
        TargetError: not before *deadline* (of `time.monotonic`).
    """
    last = "it did not answer"
    while time.monotonic() < deadline:
        try:
            _ask(target, name, deadline)
            return
        except _NotYet as error:
            last = str(error)
            time.sleep(0.05)  # between attempts to reach a server that boots; nothing can be waited on
    raise TargetError(f"{target.spec}: not ready: {last}")


def list_actions(target: Target) -> dict[str, tuple[str, ...]]:
    """The manager actions of *target*: name → the write classes of which a user needs one.

    Raises:
        TargetError: it does not answer, or its user may not ask.
    """
    name = next(iter(target.users))
    try:
        with closing(Wire(target.host, target.port, 5.0)) as wire:
            _log_in(wire, target, name, "off")
            wire.send(b"Action: ListCommands\r\nActionID: list\r\n\r\n")
            answer = _wait_for(wire, time.monotonic() + 5.0, lambda v: v.get("ActionID") == "list", target)
    except (OSError, _NotYet) as error:
        raise TargetError(f"{target.spec}: its actions cannot be listed: {error}") from error
    found = {action: re.search(r"\(Priv: (.*)\)$", synopsis) for action, synopsis in answer.items()}
    listed = {action: classes[1].removesuffix(",all") for action, classes in found.items() if classes}
    if not listed:
        raise TargetError(f"{target.spec}: {name!r} may not list its actions: {answer.get('Message')}")
    return {action: tuple(classes.split(",")) if classes != "<none>" else () for action, classes in listed.items()}


class _NotYet(Exception):
    pass


def _ask(target: Target, name: str, deadline: float) -> None:
    """Learn what the server is."""
    try:
        wire = Wire(target.host, target.port, 5.0)
    except OSError as error:
        raise _NotYet(f"no connection to {target.host}:{target.port}: {error}") from error
    try:
        _log_in(wire, target, name, "system")
        _wait_for(wire, deadline, lambda v: v.get("Event") == "FullyBooted", target)
        wire.send(b"Action: CoreSettings\r\nActionID: version\r\n\r\n")
        answer = _wait_for(wire, deadline, lambda v: v.get("ActionID") == "version", target)
        wire.send(b"Action: Command\r\nCommand: core show version\r\nActionID: builder\r\n\r\n")
        builder = _wait_for(wire, deadline, lambda v: v.get("ActionID") == "builder", target)
    finally:
        wire.close()
    text = answer.get("AsteriskVersion", "")
    found = re.match(r"(?:GIT-)?(\d+(?:\.\d+)*(?:-rc\d+)?)(.*)", text)
    if not found:
        raise TargetError(f"{target.spec}: CoreSettings says no AsteriskVersion that can be read ({text!r})")
    target.version = found[1]
    target.distribution = "debian" if "dfsg" in found[2] else "unknown"
    target.is_fake = "built by astami_fake" in builder.get("Output", "")


def _log_in(wire: Wire, target: Target, name: str, events: str) -> None:
    login = f"Action: Login\r\nUsername: {target.user(name)}\r\nSecret: {target.secret(name)}\r\nEvents: {events}\r\n"
    wire.send(login.encode() + b"ActionID: ready\r\n\r\n")


def _wait_for(wire: Wire, deadline: float, fits: Callable[[dict[str, str]], bool], target: Target) -> dict[str, str]:
    while not wire.is_closed:
        ready = readable([wire], min(5.0, deadline - time.monotonic()))
        if not ready:
            raise _NotYet("it accepted a connection but did not answer in 5 s")
        for frame in wire.receive():
            values = first_values(frame)
            if values.get("Response") == "Error" and values.get("Message") == "Authentication failed":
                raise TargetError(f"{target.spec}: the log-in was refused: {values['Message']}")
            if fits(values):
                return values
    raise _NotYet("it closed the connection")


def free_port() -> int:
    """A port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

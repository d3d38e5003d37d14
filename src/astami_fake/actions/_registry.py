"""The seam between manager sessions and action handlers: `Action` in, frames out, one registry by AMI name.

A handler is a plain function in the file named after the Asterisk source that implements the action::

    @action("DBDel", privilege="system")
    def db_del(session: Manager, action: Action, pbx: Pbx) -> Reply:

It returns the frames of its answer (`Reply`), or a generator of waits that returns them (`Waiting[Reply]`): then the
action blocks its own connection, as a synchronous Originate does, and no other. May import `pbx`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from astami_fake import _wire, security
from astami_fake.config.manager import User
from astami_fake.filters import Filters
from astami_fake.pbx.pbx import Pbx
from astami_fake.pbx.tasks import Waiting

Header = tuple[str, str]
Frame = Sequence[Header]
Reply = Sequence[Frame]


def masked(headers: Iterable[Header]) -> list[Header]:
    """*headers* of one action for people: ``***`` for a secret. ``Key`` is one in a Login; in DBPut it is a name."""
    shown = list(headers)
    login = any(name.lower() == "action" and value.lower() == "login" for name, value in shown)
    secret = {"secret", "key"} if login else {"secret"}
    return [(name, "***" if name.lower() in secret else value) for name, value in shown]


class Action:
    """One action as it came: headers in order, names matched without regard to case, the first of several counts.

    Attributes:
        lines: all its lines as they came, also those that are no headers.
        name: the first Action header that is not empty (of all other headers the first counts, empty or not).
        action_id: the ActionID as a header to put into an answer: one, or none where the client sent none.
    """

    __slots__ = ("_first", "action_id", "lines", "name")

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self._first = first = _wire.first_values(lines)
        self.name = first.get("action") or next(filter(None, self.get_all("Action")), "")
        action_id = first.get("actionid")
        self.action_id: tuple[Header, ...] = (("ActionID", action_id),) if action_id else ()

    @property
    def headers(self) -> list[Header]:
        """Its headers, in order."""
        return _wire.headers(self.lines)

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}: {value}" for name, value in masked(self.headers))
        return f"<Action {shown}>"

    def get(self, name: str, default: str = "") -> str:
        """The first value of header *name*, or *default*."""
        return self._first.get(name.lower(), default)

    def has(self, name: str) -> bool:
        """Whether header *name* was sent at all."""
        return name.lower() in self._first

    def get_all(self, name: str) -> list[str]:
        """All values of header *name*, in order."""
        wanted = name.lower()
        return [value for header, value in self.headers if header.lower() == wanted]


def success(action: Action, message: str | None = None, *headers: Header) -> Reply:
    """One frame: Response: Success, ActionID, Message (where there is one), further *headers*."""
    return [_response("Success", action, message, headers)]


def error(action: Action, message: str, *headers: Header) -> Reply:
    """One frame: Response: Error, ActionID, Message, further *headers*."""
    return [_response("Error", action, message, headers)]


def _response(kind: str, action: Action, message: str | None, headers: Iterable[Header]) -> Frame:
    text = (("Message", message),) if message is not None else ()
    return [("Response", kind), *action.action_id, *text, *headers]


class Manager(Protocol):
    """What a handler may know of the session that asked, and what the manager's own actions may do to it."""

    @property
    def username(self) -> str:
        """Who is logged in; empty before the login."""

    @property
    def peer(self) -> tuple[str, int]:
        """The client's address and port."""

    @property
    def authenticated(self) -> bool: ...

    @property
    def sees(self) -> int:
        """Bits of the classes whose events come here: the user's read classes within the event mask."""

    def may_write(self, *classes: str) -> bool:
        """Whether the user's write classes hold one of *classes* (``system``, ``command`` …)."""

    def new_challenge(self) -> str:
        """Make and keep a challenge for an MD5 login."""

    @property
    def challenge(self) -> str:
        """The last challenge made here, empty before the first."""

    def log_in(self, user: User, event_mask: int) -> None:
        """From now on the session is *user*'s."""

    @property
    def filters(self) -> Filters:
        """Which of the events that it may see come here; the action Filter adds to them."""

    @property
    def has_events(self) -> bool:
        """Whether events have come up since the action began; of a web session, since they were taken last."""

    def take_events(self) -> list[list[Header]]:
        """These events as frames, to be part of the answer."""

    def set_event_mask(self, mask: int) -> None:
        """From now on only events of the classes in *mask* come here."""

    def report(self, report: security.Report) -> None:
        """Publish a security event about this session."""

    def violation(self, sentence: str) -> None:
        """Tell a strict test what the fake cannot answer as Asterisk would."""

    def end(self) -> None:
        """Close the connection once the answer is written."""


Handler = Callable[[Manager, Action, Pbx], "Reply | Waiting[Reply]"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A registered action: AMI name, the write classes of which a user needs one (empty: none), its handler."""

    name: str
    privilege: tuple[str, ...]
    handler: Handler


ACTIONS: dict[str, Entry] = {}


def action(name: str, *, privilege: str = "") -> Callable[[Handler], Handler]:
    """Register a handler under its AMI *name*; *privilege* holds the classes as ``ListCommands`` shows them."""

    def register(handler: Handler) -> Handler:
        classes = tuple(part for part in privilege.split(",") if part)
        ACTIONS[name.lower()] = Entry(name, classes, handler)
        return handler

    return register

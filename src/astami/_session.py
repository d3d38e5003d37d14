"""One AMI connection without the connection: who waits for which answer, and what each message means to them.

Theory of operation. A front end (asyncio or blocking) owns the socket, the clock and the waiting. It hands over what
it read (``receive_data``), asks for a ``Pending`` per action (``start``), writes its ``data`` and calls
``was_sent``, and tells when the link is gone (``connection_lost``). A Pending ends exactly once, with a result or an
error, and then calls ``on_done``; or its caller gives it up (``abandon``). After that nothing can reach it: its
ActionID is no longer known here, and a message that bears it is dropped and counted.

No socket, thread, event loop, clock or random number here. Not thread-safe: a front end with threads brings the
lock. Imports ``exceptions``, ``messages``, ``stats`` and ``_wire``.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Collection, Iterable
from typing import Final, Protocol

from ._wire import Decoder, encode_action
from .exceptions import AMIConnectionLost, AMIError, AMIProtocolError, AMITimeoutError, AMIUsageError
from .messages import Action, AMIEvent, AMIResponse
from .stats import Stats

__all__ = ["COMPLETIONS", "Pending", "Session", "Tap"]

_log = logging.getLogger("astami")

#: Actions whose list of events is not announced by ``EventList: start``, and the event that ends it.
COMPLETIONS: Final[dict[str, str]] = {
    "waitevent": "WaitEventComplete",  # main/manager.c; recorded on 16.28 and 22.10
    "faxstats": "FAXStats",  # res/res_fax.c: the one item is the end; seen on 16.28 and 22.10
}
#: Events that go to every connection and bear the ActionID of another one's action: never items of a list.
BROADCASTS: Final = frozenset({"UserEvent", "OriginateResponse"})
#: What may be said before login; Asterisk closes the connection at anything else.
BEFORE_LOGIN: Final = frozenset({"login", "challenge", "logoff"})
#: What changes whether a session is authenticated.
_LOGGING: Final = frozenset({"login", "logoff"})
#: How many ActionIDs of the callers' own choice are remembered, so that none is used twice.
MAX_OWN_IDS: Final = 100_000


class Pending:
    """An action under way.

    Attributes:
        action: what was asked.
        data: the bytes to write, with their ActionID; empty once written.
        sent: whether all of them (perhaps) were handed to the network. Asterisk does nothing before it has the last.
        response: the answer; complete once ``done``.
        error: why it ended without an answer.
        done: whether it ended.
        on_done: called when it has ended with an answer or an error.
        deadline: when it is to end, on the clock of the front end, which sees to it.
        timeout: seconds that it was given.
    """

    __slots__ = (
        "action",
        "action_id",
        "data",
        "deadline",
        "done",
        "error",
        "kind",
        "on_done",
        "response",
        "sent",
        "timeout",
    )

    def __init__(self, action: Action, action_id: str, data: bytes) -> None:
        self.action = action
        self.action_id = action_id
        self.kind = action.name.casefold()
        self.data = data
        self.sent = False
        self.done = False
        self.response: AMIResponse | None = None
        self.error: AMIError | None = None
        self.on_done: Callable[[], None] | None = None
        self.deadline = math.inf
        self.timeout = math.inf

    @property
    def outcome(self) -> AMIResponse | AMIError:
        """The answer of an action that is done, or its error."""
        if self.error is not None:
            return self.error
        assert self.response is not None, "outcome before the end"  # noqa: S101 - a fault of ours, not of the peer
        return self.response

    def result(self) -> AMIResponse:
        """The answer of an action that is done; raises its error if it has one."""
        if self.error is not None:
            raise self.error
        assert self.response is not None, "result before the end"  # noqa: S101 - a fault of ours, not of the peer
        return self.response


class Tap(Protocol):
    """Sees the traffic of a session (a trace)."""

    def sent(self, action_id: str, action: Action) -> None:
        """An action was written."""

    def received(self, text: str) -> None:
        """A message came."""


class Session:
    """The state of one connection.

    Args:
        peer: ``host:port``, for the texts of errors.
        prefix: what ActionIDs begin with; random, so that no two connections share an ActionID (Asterisk sends some
            events with ActionID to all connections).
        max_frame: the most bytes one message may have.
        encoding: how text is encoded.
        on_event: takes the text of every event that is no item of a list somebody asked for; without it they are
            dropped.
        on_end: called once when the session is over, with the reason.
        stats: where to count.

    Attributes:
        authenticated: whether Asterisk accepted a login and no logoff.
        unmatched: how many messages were dropped since nobody (any longer) waits for them.
        error: why the session is over; None while it lives.
        closed_here: whether it is over because this side closed it.
        stopping: the event Shutdown, once Asterisk said that it goes down; whoever takes the events sets it.
        tap: sees the traffic.
    """

    def __init__(
        self,
        *,
        peer: str,
        prefix: str,
        max_frame: int,
        encoding: str,
        on_event: Callable[[str], None] | None = None,
        on_end: Callable[[AMIError], None] | None = None,
        stats: Stats | None = None,
    ) -> None:
        self.peer = peer
        self.authenticated = False
        self.unmatched = 0
        self.error: AMIError | None = None
        self.closed_here = False
        self.stopping: AMIEvent | None = None
        self.tap: Tap | None = None
        self._on_end = on_end
        self._stats = Stats() if stats is None else stats
        self._prefix = prefix
        self._encoding = encoding
        self._decoder = Decoder(max_frame=max_frame, encoding=encoding)
        self._on_event = on_event
        self._count = 0
        self._own_ids: set[str] = set()
        self._pending: dict[str, Pending] = {}
        self._collecting: dict[str, Pending] = {}

    @property
    def idle(self) -> bool:
        """Whether no action is under way."""
        return not self._pending

    @property
    def under_way(self) -> Collection[Pending]:
        """The actions under way, the first one first. It changes as they end."""
        return self._pending.values()

    @property
    def bytes_received(self) -> int:
        """How many bytes have come on all connections so far: an unchanged number means silence."""
        return self._stats.bytes_received

    @property
    def greeting(self) -> str | None:
        """The line with which Asterisk greets; None before it came."""
        return self._decoder.greeting

    # What the caller wants

    def start(self, action: Action) -> Pending:
        """Register *action* and return it as Pending, its bytes ready to be written.

        Raises:
            AMIUsageError: it cannot be sent (now): no greeting or login yet, or a header that Asterisk would not take
                as it is meant.
            AMIConnectionLost: the connection is gone. Nothing was sent.
        """
        if self.error is not None:
            raise self._lost(action, sent=False)
        if not self.authenticated:
            self._check_early(action)
        if action.action_id is None:
            self._count += 1
            action_id = f"{self._prefix}{self._count}"
            data = encode_action(action, action_id, encoding=self._encoding)
        else:
            action_id = self._own_id(action.action_id, action)
            data = encode_action(action, action_id, encoding=self._encoding)
            self._own_ids.add(action_id)
        self._pending[action_id] = pending = Pending(action, action_id, data)
        return pending

    def _check_early(self, action: Action) -> None:
        """Refuse what Asterisk would not take before a login."""
        if self._decoder.greeting is None:
            raise AMIUsageError(f"{self.peer}: no greeting yet, nothing can be sent", action=action.masked())
        if action.name.casefold() not in BEFORE_LOGIN:
            raise AMIUsageError(
                f"{self.peer}: log in before {action.name}; Asterisk closes the connection otherwise",
                action=action.masked(),
            )

    def start_all(self, actions: Iterable[Action]) -> list[Pending]:
        """Register all of *actions*, or none of them where one cannot be sent; raises as ``start`` does."""
        started: list[Pending] = []
        try:
            started.extend(map(self.start, actions))
        except BaseException:
            for pending in started:
                self.abandon(pending)
            raise
        return started

    def _own_id(self, wanted: str, action: Action) -> str:
        if not wanted or wanted != wanted.strip() or wanted.startswith(self._prefix):
            problem = "must not be empty, have blanks around it or begin like the client's own"
        elif wanted in self._own_ids:
            problem = "was used on this connection before; a late answer to the first could not be told apart"
        elif len(self._own_ids) >= MAX_OWN_IDS:
            problem = f"is one too many, {MAX_OWN_IDS} were used on this connection; leave it to the client"
        else:
            return wanted
        raise AMIUsageError(f"ActionID {wanted!r} {problem}", action=action.masked())

    def was_sent(self, pending: Pending) -> None:
        """Note that all bytes of *pending* were handed to the network, and forget them: they can hold secrets."""
        pending.sent = True
        self._stats.actions += 1
        self._stats.bytes_sent += len(pending.data)
        pending.data = b""
        if self.tap is not None:
            self.tap.sent(pending.action_id, pending.action)
        if _log.isEnabledFor(logging.DEBUG):
            _log.debug("%s: sent %s (%s)", self.peer, pending.action.name, pending.action_id)

    def abandon(self, pending: Pending) -> None:
        """Forget *pending*, nobody waits for it any longer. A late answer to it is dropped and counted."""
        self._forget(pending)
        if not pending.sent:
            self._own_ids.discard(pending.action_id)
        pending.done = True
        pending.data = b""

    def expire(self, pending: Pending, timeout: float) -> None:
        """End *pending* with AMITimeoutError; *timeout* in seconds is what its caller had given it."""
        error = AMITimeoutError(
            f"{self.peer}: no answer within {round(timeout, 3):g} s; {_fate(pending.action, pending.sent)}",
            action=pending.action.masked(),
        )
        error.sent = pending.sent
        self._stats.timeouts += 1
        _log.warning("%s", error)
        self._finish(pending, error=error)

    # What the network says

    def receive_data(self, data: bytes) -> None:
        """Take bytes from the peer. Afterwards ``error`` is set if they are no AMI or a message is over the limit."""
        if self.error is not None:
            return
        self._stats.bytes_received += len(data)
        texts = self._decoder.receive_data(data)
        if self.tap is not None:
            for text in texts:
                self.tap.received(text)
        on_event = self._on_event
        for text in texts:
            if text.startswith("Event: "):
                # Nearly all events of a busy PBX take the first way.
                if on_event is not None and not self._collecting:
                    on_event(text)
                else:
                    self._receive_event(text)
            elif text.startswith("Response: "):
                self._receive_response(AMIResponse.from_frame(text))
            else:
                self._receive_odd(text)
        self._stats.messages += len(texts)
        if self._decoder.error is not None:
            self._end(AMIProtocolError(f"{self.peer}: {self._decoder.error}"))

    def connection_lost(self, cause: Exception | None) -> None:
        """End the session and everything under way: the link is gone. *cause* is None where the peer closed it."""
        what = f"the connection was lost ({cause})" if cause else "Asterisk closed the connection"
        if self.stopping is not None:
            restarts = self.stopping.get("Restart", "").casefold() == "true"
            what += " to restart" if restarts else " to shut down"
        middle = " in the middle of a message" if self._decoder.unfinished else ""
        error = AMIConnectionLost(f"{self.peer}: {what}{middle}")
        error.__cause__ = cause
        self._end(error)

    def close(self) -> None:
        """End the session and everything under way: this side closes."""
        self.closed_here = self.error is None
        self._end(AMIConnectionLost(f"{self.peer}: the connection was closed by this client"))

    # How an action ends

    def _end(self, error: AMIError) -> None:
        if self.error is not None:
            return
        self.error = error
        self.authenticated = False
        for pending in list(self._pending.values()):
            self._finish(pending, error=self._lost(pending.action, sent=pending.sent))
        if self._on_end is not None:
            self._on_end(error)

    def _lost(self, action: Action, *, sent: bool) -> AMIError:
        """What the end of the session means to *action*. Each is raised with a traceback of its own."""
        kind = AMIProtocolError if isinstance(self.error, AMIProtocolError) else AMIConnectionLost
        error = kind(f"{self.error}; {_fate(action, sent)}", action=action.masked())
        error.__cause__ = self.error and self.error.__cause__
        if isinstance(error, AMIConnectionLost):
            error.sent = sent
        return error

    def _forget(self, pending: Pending) -> None:
        self._pending.pop(pending.action_id, None)
        if self._collecting:
            self._collecting.pop(pending.action_id, None)

    def _finish(self, pending: Pending, *, error: AMIError | None = None) -> None:
        self._forget(pending)
        pending.done = True
        pending.error = error
        if pending.on_done is not None:
            pending.on_done()

    def _receive_response(self, response: AMIResponse) -> None:
        self._stats.responses += 1
        pending = self._pending.get(response.action_id)
        if _log.isEnabledFor(logging.DEBUG):
            _log.debug("%s: received %s (%s)", self.peer, response.response, response.action_id)
        if pending is None or pending.response is not None:
            self._drop()
            return
        pending.response = response
        if response.success:
            # The text is searched first: nearly no answer has this header, and looking for one that is not there
            # means taking the answer apart.
            starts_list = "ist: " in response.raw and response.headers.get("EventList", "").casefold() == "start"
            if starts_list or pending.kind in COMPLETIONS:
                self._collecting[pending.action_id] = pending
                return
            if pending.kind in _LOGGING:
                self.authenticated = pending.kind == "login"
        self._finish(pending)

    def _drop(self) -> None:
        self.unmatched += 1
        self._stats.unmatched += 1

    def _receive_event(self, text: str) -> None:
        if self._collecting:
            event = AMIEvent(text)
            pending = self._collecting.get(event.get("ActionID", ""))
            if pending is not None and event.name not in BROADCASTS:
                self._collect(pending, event)
                return
        if self._on_event is not None:
            self._on_event(text)

    def _collect(self, pending: Pending, event: AMIEvent) -> None:
        response = pending.response
        assert response is not None  # noqa: S101 - collecting begins with the response
        if "EventList" in event or event.name == COMPLETIONS.get(pending.kind):
            response.completion = event
            self._finish(pending)
        else:
            response.events.append(event)

    def _receive_odd(self, text: str) -> None:
        """Take a message that does not begin as Asterisk's do: another spelling or a stray empty line before it."""
        text = text.removeprefix("\r\n")
        response = AMIResponse.from_frame(text)
        if response.response:
            self._receive_response(response)
        elif "Event" in response.headers:
            self._receive_event(text)
        else:
            self._drop()


def _fate(action: Action, sent: bool) -> str:
    return f"{action.name} may have been executed" if sent else f"{action.name} was not sent"

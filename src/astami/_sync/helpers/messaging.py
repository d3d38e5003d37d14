# Generated from _async/helpers/messaging.py by tools/unasync.py. Change that file, not this one.
"""Helpers around events and messages: what applications tell each other, and what a connection is told.

Imports ``actions`` and ``messages``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from astami import actions
from astami.exceptions import AMIUsageError
from astami.messages import AMIResponse

from .sending import Sending

__all__ = ["Messaging"]

#: Seconds that are added to the time Asterisk takes for WaitEvent.
_ON_TOP = 5.0


class Messaging(Sending):
    """Events that are sent, chosen or waited for, and messages to phones."""

    def user_event(
        self,
        name: str,
        headers: Mapping[str, actions.Value | Iterable[actions.Value]] | None = None,
        *,
        check: bool = True,
        timeout: float | None = None,
    ) -> AMIResponse:
        """Send an event of your own to every connection of a user with the class ``user``.

        Args:
            name: value of the header ``UserEvent``.
            headers: the other headers, which come as they are given.
            check: raise when Asterisk says no.
            timeout: seconds for this call.

        Asterisk: main/manager.c, action UserEvent.
        """
        action = actions.build("UserEvent", "UserEvent", UserEvent=name, **(headers or {}))
        return self._run(action, check=check, timeout=timeout)

    def set_event_mask(
        self, mask: str | Iterable[str], *, check: bool = True, timeout: float | None = None
    ) -> AMIResponse:
        """Say which events this connection gets: ``"on"``, ``"off"``, or classes such as ``"call,system"``.

        Subscriptions do this on their own; this is for programs that take care of it themselves.

        Asterisk: main/manager.c, action Events.
        """
        text = mask if isinstance(mask, str) else ",".join(mask)
        return self._run(actions.build("Events", "EventMask", EventMask=text), check=check, timeout=timeout)

    def filter(
        self,
        filter: str,
        *,
        operation: str = "Add",
        match_criteria: str | None = None,
        check: bool = True,
        timeout: float | None = None,
    ) -> AMIResponse:
        """Let only those events through to this connection that a filter matches (``!`` in front: does not match).

        Args:
            filter: a regular expression over the whole text of an event, or what *match_criteria* says it is.
            operation: ``"Add"``; Asterisk knows no other.
            match_criteria: how it matches (Asterisk 22): ``"name(Hangup)"``, ``"header(Queue),method(exact)"``, …
            check: raise when Asterisk says no.
            timeout: seconds for this call.

        Raises:
            AMIActionError: the filter is not understood.

        Asterisk: main/manager.c, action Filter.
        """
        if not filter and not match_criteria:
            raise AMIUsageError("Filter: give a filter or match_criteria")
        actions.choice("Filter", "operation", operation, "Add")
        action = actions.build("Filter", Operation=operation, MatchCriteria=match_criteria, Filter=filter)
        return self._run(action, check=check, timeout=timeout)

    def wait_event(self, seconds: float, *, check: bool = True, timeout: float | None = None) -> AMIResponse:
        """Wait until an event comes or *seconds* are over; what came is in ``response.events``.

        Made for connections without events of their own (HTTP). Asterisk answers nothing else meanwhile.

        Asterisk: main/manager.c, action WaitEvent.
        """
        whole = actions.number("WaitEvent", "seconds", seconds)
        action = actions.build("WaitEvent", Timeout=whole)
        return self._run(action, check=check, timeout=seconds + _ON_TOP if timeout is None else timeout)

    def message_send(
        self,
        to: str,
        body: str,
        *,
        from_: str | None = None,
        destination: str | None = None,
        base64_body: str | None = None,
        variables: Mapping[str, actions.Value] | None = None,
        check: bool = True,
        timeout: float | None = None,
    ) -> AMIResponse:
        """Send a message outside of a call: ``message_send("pjsip:1000", "Your order is here")``.

        Args:
            to: whom; also the SIP To where *destination* says where it goes.
            body: the text, in one line; longer ones as *base64_body*.
            from_: whom it is from.
            destination: where it goes, if not to *to*.
            base64_body: the text in base64, then *body* is ``""``.
            variables: one header ``Variable`` each.
            check: raise when Asterisk says no.
            timeout: seconds for this call.

        Raises:
            AMIActionError: it could not be sent.

        Asterisk: main/message.c, action MessageSend.
        """
        if bool(body) == (base64_body is not None):
            raise AMIUsageError("MessageSend: give body or base64_body")
        more = {"From": from_, "To": to, "Destination": destination, "Base64Body": base64_body, "Body": body or None}
        settings = actions.assignments("MessageSend", variables)
        action = actions.build("MessageSend", "To", **more, Variable=settings)
        return self._run(action, check=check, timeout=timeout)

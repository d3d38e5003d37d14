"""What Asterisk's answer means to the helper that asked: plain functions from a response to a response or an error.

Pure. Imports ``exceptions`` and ``messages``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from .exceptions import AMIActionError, AMIAuthenticationError, AMIError, AMIPermissionError, AMITimeoutError
from .messages import Action, AMIResponse

#: What Asterisk says to an action whose class the user does not have (main/manager.c).
_DENIED: Final = "permission denied"


def refusal(response: AMIResponse, action: Action, *, peer: str) -> AMIActionError | None:
    """The error for an answer in which Asterisk refused the action; None for any other answer.

    It is AMIPermissionError where the user may not do it, AMIActionError otherwise.
    """
    if response.success:
        return None
    if response.message.strip().casefold() == _DENIED:
        return AMIPermissionError(
            action.masked(), response, peer=peer, advice="write= of the user in manager.conf lacks its class"
        )
    # Without the peer: what Asterisk says of an action reads the same wherever it was asked.
    return AMIActionError(action.masked(), response)


def answers(outcomes: Iterable[AMIResponse | AMIError]) -> list[AMIResponse]:
    """What became of many actions, if each was answered; otherwise raises the first error."""
    found = []
    for outcome in outcomes:
        if isinstance(outcome, AMIError):
            raise outcome
        found.append(outcome)
    return found


def logged_in(response: AMIResponse, action: Action, *, check: bool, peer: str) -> AMIResponse:
    """The answer to a login, or to the challenge before it.

    Raises:
        AMIAuthenticationError: with *check*, it was refused.
    """
    if response.success or not check:
        return response
    raise AMIAuthenticationError(
        action.masked(), response, peer=peer, advice="check user, secret and the user's permit/deny in manager.conf"
    )


def late(what: str, seconds: float) -> AMITimeoutError:
    """The error for *what*, which is not so after *seconds*."""
    return AMITimeoutError(f"{what} within {round(seconds, 3):g} s")


def listed(response: AMIResponse, action: Action, *, nothing: str) -> AMIResponse:
    """A list, of which Asterisk says *nothing* as an error where it is empty; AMIActionError at another refusal."""
    if response.success or response.message.strip() == nothing:
        return response
    raise AMIActionError(action.masked(), response)


def database_entry(response: AMIResponse) -> AMIResponse:
    """The answer to DBGet with the entry that comes as an event (Family, Key, Val) in its ``data``."""
    for event in response.events:
        if event.name == "DBGetResponse":
            response.data.update((name, event[name]) for name in ("Family", "Key", "Val") if name in event)
    return response

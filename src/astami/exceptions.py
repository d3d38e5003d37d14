"""What can go wrong, as types.

    AMIError
     ├ AMIConnectionError (also ConnectionError)   did the network fail?
     │  ├ AMIConnectError                           no connection came about
     │  └ AMIConnectionLost                         it broke; says what became of the action
     ├ AMITimeoutError (also TimeoutError)          no answer in time
     ├ AMIProtocolError                             did the peer break the protocol?
     ├ AMIOverflowError                             did a consumer of events take them too slowly?
     ├ AMIUsageError (also ValueError)              did the caller? nothing was sent
     └ AMIActionError                               did Asterisk say no?
        ├ AMIAuthenticationError
        └ AMIPermissionError

Errors hold the action (its secrets masked) and, where there is one, the response; the texts are made from them.
No other exception leaves the public methods, but those that the interpreter itself raises (KeyboardInterrupt,
cancellation). Lives below everything else: imports nothing of the package at run time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .messages import AMIResponse, Headers

__all__ = [
    "AMIActionError",
    "AMIAuthenticationError",
    "AMIConnectError",
    "AMIConnectionError",
    "AMIConnectionLost",
    "AMIError",
    "AMIOverflowError",
    "AMIPermissionError",
    "AMIProtocolError",
    "AMISecurityWarning",
    "AMITimeoutError",
    "AMIUsageError",
]


class AMIError(Exception):
    """Root of all errors of this package.

    Attributes:
        action: headers of the action that failed, secrets masked; None where no action was involved.
        response: what Asterisk answered; None where there was no answer.
    """

    action: Headers | None
    response: AMIResponse | None

    def __init__(self, message: str, *, action: Headers | None = None, response: AMIResponse | None = None) -> None:
        super().__init__(message)
        self.action = action
        self.response = response

    def __reduce__(self) -> tuple[Any, ...]:
        # Errors cross process borders (pytest-xdist, multiprocessing); keyword arguments would be lost on the way.
        return _restored, (type(self), self.args, self.__dict__)


class AMIConnectionError(AMIError, ConnectionError):
    """The network failed."""


class AMIConnectError(AMIConnectionError):
    """No connection came about: wrong host or port, refused, TLS failed, closed before a greeting."""


class AMIConnectionLost(AMIConnectionError):
    """The connection ended while something was expected of it.

    Attributes:
        sent: True where the action may have been executed, False where it was certainly not sent, None where
            no action was under way.
    """

    sent: bool | None = None


class AMITimeoutError(AMIError, TimeoutError):
    """The call did not end within its timeout.

    Attributes:
        sent: as for AMIConnectionLost.
    """

    sent: bool | None = None


class AMIProtocolError(AMIError):
    """The peer sent bytes that are no AMI, or a message over the limit."""


class AMIOverflowError(AMIError):
    """More events came than a consumer that must not lose any (``overflow="raise"``) had room for."""


class AMIUsageError(AMIError, ValueError):
    """The caller asked for what cannot be done: a header that cannot be sent, a closed client, use after fork.

    Nothing was sent.
    """


class AMIActionError(AMIError):
    """Asterisk answered the action with an error."""

    # Narrower than in the root: there is no refusal without an action and an answer.
    action: Headers  # pyright: ignore[reportIncompatibleVariableOverride] - see above
    response: AMIResponse  # pyright: ignore[reportIncompatibleVariableOverride] - see above

    def __init__(self, action: Headers, response: AMIResponse, *, peer: str = "", advice: str = "") -> None:
        name = action.get("Action", "the action")
        said = response.output[0] if response.output else response.message.strip()
        where = f"{peer}: " if peer else ""
        hint = f"; {advice}" if advice else ""
        super().__init__(
            f"{where}Asterisk refused {name}: {said or 'without a reason'}{hint}",
            action=action,
            response=response,
        )


class AMIAuthenticationError(AMIActionError):
    """The login was refused."""


class AMIPermissionError(AMIActionError):
    """The user may not do this: the class is missing from its ``write=`` in manager.conf."""


class AMISecurityWarning(UserWarning):
    """A secret is about to cross the network in clear text."""


def _restored(kind: type[AMIError], args: tuple[Any, ...], state: dict[str, Any]) -> AMIError:
    error = kind.__new__(kind)
    error.args = args
    error.__dict__.update(state)
    return error

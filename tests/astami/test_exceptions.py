"""The errors: their tree, their texts, their way through pickle."""

from __future__ import annotations

import copy
import pickle

import pytest

from astami import exceptions
from astami.exceptions import (
    AMIActionError,
    AMIAuthenticationError,
    AMIConnectError,
    AMIConnectionError,
    AMIConnectionLost,
    AMIError,
    AMIPermissionError,
    AMIProtocolError,
    AMITimeoutError,
    AMIUsageError,
)
from astami.messages import AMIResponse, Headers

ACTION = Headers.from_pairs([("Action", "DBGet"), ("Family", "a")])
RESPONSE = AMIResponse.from_raw("Response: Error\r\nActionID: 1\r\nMessage: Database entry not found\r\n\r\n")


@pytest.mark.parametrize(
    ("kind", "parents"),
    [
        (AMIConnectionError, (AMIError, ConnectionError)),
        (AMIConnectError, (AMIConnectionError,)),
        (AMIConnectionLost, (AMIConnectionError,)),
        (AMITimeoutError, (AMIError, TimeoutError)),
        (AMIProtocolError, (AMIError,)),
        (AMIUsageError, (AMIError, ValueError)),
        (AMIActionError, (AMIError,)),
        (AMIAuthenticationError, (AMIActionError,)),
        (AMIPermissionError, (AMIActionError,)),
    ],
)
def test_tree(kind: type[AMIError], parents: tuple[type, ...]) -> None:
    """Each error has exactly these parents, builtin ones among them."""
    assert kind.__bases__ == parents


def test_all_errors_are_under_one_root() -> None:
    """``except AMIError`` catches what this package raises."""
    kinds = [getattr(exceptions, name) for name in exceptions.__all__]
    assert [kind for kind in kinds if not issubclass(kind, (AMIError, Warning))] == []


def test_no_answer_no_response() -> None:
    """Errors without an answer say None, so that ``e.response`` can always be asked."""
    error = AMIConnectionLost("gone")
    assert (error.action, error.response, error.sent, str(error)) == (None, None, None, "gone")


def test_refusal_names_server_action_and_reason() -> None:
    """The text is made from action and response."""
    error = AMIActionError(ACTION, RESPONSE, peer="pbx:5038", advice="look there")
    assert str(error) == "pbx:5038: Asterisk refused DBGet: Database entry not found; look there"
    assert error.response.message == "Database entry not found"


def test_refusal_of_a_command_shows_its_output() -> None:
    """The message of Command is always the same; the reason is the first line of output."""
    response = AMIResponse.from_raw(
        "Response: Error\r\nMessage: Command output follows\r\nOutput: No such command 'x'\r\nOutput: \r\n\r\n"
    )
    assert str(AMIActionError(ACTION, response)) == "Asterisk refused DBGet: No such command 'x'"


def test_refusal_without_a_reason() -> None:
    """Asterisk can say no and nothing more."""
    response = AMIResponse.from_raw("Response: Error\r\n\r\n")
    assert str(AMIActionError(Headers(""), response)) == "Asterisk refused the action: without a reason"


@pytest.mark.parametrize(
    "error",
    [
        AMIActionError(ACTION, RESPONSE, peer="pbx:5038"),
        AMIPermissionError(ACTION, RESPONSE),
        AMIConnectionLost("gone", action=ACTION),
        AMITimeoutError("late"),
        AMIUsageError("wrong"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_errors_survive_pickle_and_copy(error: AMIError) -> None:
    """They cross process borders with all they hold."""
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert type(again) is type(error)
        assert (str(again), again.action, again.response) == (str(error), error.action, error.response)

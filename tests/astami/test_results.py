"""What answers mean: responses or errors."""

from __future__ import annotations

import pytest

from astami import actions, results
from astami.exceptions import AMIActionError, AMIAuthenticationError, AMIPermissionError
from astami.messages import AMIEvent, AMIResponse, Secret


def answer(*lines: str) -> AMIResponse:
    return AMIResponse.from_raw("\r\n".join((*lines, "", "")))


OK = answer("Response: Success")
NO = answer("Response: Error", "Message: No such channel")
DENIED = answer("Response: Error", "Message: Permission denied")


def test_success_is_no_refusal() -> None:
    """So nothing is raised."""
    assert results.refusal(OK, actions.ping(), peer="p") is None


def test_refusal_is_an_error_with_its_response() -> None:
    """Of the plain kind, with the same text wherever it was asked."""
    refused = results.refusal(NO, actions.hangup("x"), peer="p")
    assert type(refused) is AMIActionError
    assert str(refused) == "Asterisk refused Hangup: No such channel"
    assert refused.response is NO


def test_missing_permission_has_its_own_error() -> None:
    """It says what to look at."""
    refused = results.refusal(DENIED, actions.ping(), peer="p")
    assert type(refused) is AMIPermissionError
    assert "write= of the user in manager.conf" in str(refused)


def test_refused_login_has_its_own_error() -> None:
    """Without the secret."""
    login = actions.login("u", Secret("hush"), "off")
    refusal = answer("Response: Error", "Message: Authentication failed")
    with pytest.raises(AMIAuthenticationError, match="Authentication failed") as caught:
        results.logged_in(refusal, login, check=True, peer="p")
    assert "hush" not in repr(caught.value.action)
    assert results.logged_in(refusal, login, check=False, peer="p") is refusal
    assert results.logged_in(OK, login, check=True, peer="p") is OK


def test_database_value_is_taken_from_its_event() -> None:
    """Family, Key and Val join the response's data; other events do not."""
    response = answer("Response: Success", "EventList: start")
    response.events += [
        AMIEvent("Event: Other\r\nVal: no"),
        AMIEvent("Event: DBGetResponse\r\nFamily: f\r\nKey: k\r\nVal: v"),
    ]
    assert results.database_entry(response).data == {
        "Response": "Success", "EventList": "start", "Family": "f", "Key": "k", "Val": "v",
    }  # fmt: skip

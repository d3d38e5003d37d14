"""Security events in the form that real Asterisk gives them (cases login.seen.*, events.denied, events.unknown)."""

from __future__ import annotations

from astami_fake import security
from astami_fake.security import Subject

SUBJECT = Subject("", "0x7f", "IPV4/TCP/0.0.0.0/5038", "IPV4/TCP/10.0.0.1/40000", 0.0)
NOW = 1_700_000_000.1239


def test_times() -> None:
    """Milliseconds are cut, not rounded; a session without a login has the beginning of time."""
    assert security.timestamp(NOW) == "2023-11-14T22:13:20.123+0000"
    assert security.timestamp(0.0) == "1970-01-01T00:00:00.000+0000"


def test_addresses() -> None:
    """An address names its family."""
    assert security.address("127.0.0.1", 5038) == "IPV4/TCP/127.0.0.1/5038"
    assert security.address("::1", 5038) == "IPV6/TCP/::1/5038"


def test_account_is_told_of_a_wrong_secret_only() -> None:
    """A wrong secret and an unknown user name the account asked for; a wrong key does not."""
    for report, account in (
        (security.invalid_password("bob"), "bob"),
        (security.invalid_account("bob"), "bob"),
        (security.challenge_failed("1", "2", "3"), ""),
    ):
        assert dict(report(SUBJECT, NOW).headers)["AccountID"] == account


def test_bad_format_names_the_account_last() -> None:
    """RequestBadFormat differs in its order from all others; a message without an action is NONE."""
    headers = security.bad_format("")(SUBJECT, NOW).headers
    assert [name for name, _ in headers][-3:] == ["RequestType", "SessionTV", "AccountID"]
    assert dict(headers)["RequestType"] == "Action: NONE"

"""ExtensionState, PresenceState, mailboxes."""

from __future__ import annotations

from typing import Any


def test_an_extension_without_a_hint_is_no_error(bench: Any) -> None:
    """Its status is -1, in the context default where none is named."""
    frames = bench.client().login().do("Action: ExtensionState", "Exten: 1001")
    assert frames == [
        "Response: Success\nMessage: Extension Status\nExten: 1001\nContext: default\n"
        "Hint: \nStatus: -1\nStatusText: Unknown"
    ]


def test_an_extension_shows_its_phone(bench: Any) -> None:
    """Unavailable until it registers."""
    client = bench.client().login()
    ask = ("Action: ExtensionState", "Exten: 1000", "Context: phones-hints")
    assert "Status: 4\nStatusText: Unavailable" in client.do(*ask)[0]
    bench.pbx.pjsip.register("1000")
    assert "Status: 0\nStatusText: Idle" in client.do(*ask)[0]


def test_what_must_be_said_is_asked_for(bench: Any) -> None:
    """Each action names what is missing."""
    client = bench.client().login()
    for action, message in (
        ("ExtensionState", "Extension not specified"),
        ("MailboxStatus", "Mailbox not specified"),
        ("MailboxCount", "Mailbox not specified"),
        ("PresenceState", "No provider specified"),
    ):
        assert client.do(f"Action: {action}") == [f"Response: Error\nMessage: {message}"]

"""Security events about manager sessions: what is told of logins, refusals and bad requests.

Lives here: the events' names and headers as recorded (main/manager.c reports them, main/security_events.c writes them).
Does not live here: when they are told (the session and the Login action). May import `pbx.events`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from astami_fake.pbx.events import Event, Headers, timestamp

PRIVILEGE = ("security",)


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a report is about.

    Attributes:
        account: the user's name; empty before a login.
        session: the session's id, a number in hexadecimal as Asterisk prints an address.
        local: where the session came in, ``IPV4/TCP/0.0.0.0/5038``.
        remote: where it came from, in the same form.
        since: time of the login, 0 before it.
    """

    account: str
    session: str
    local: str
    remote: str
    since: float


Report = Callable[[Subject, float], Event]
"""Makes the event from its subject and the time."""


def address(host: str, port: int) -> str:
    """An address as security events write it."""
    return f"{'IPV6' if ':' in host else 'IPV4'}/TCP/{host}/{port}"


def successful_auth(subject: Subject, now: float) -> Event:
    """A login went well. UsingPassword is 0 also for a plain login (recorded)."""
    return _event("SuccessfulAuth", subject, now, 1, (("UsingPassword", "0"),), severity="Informational")


def invalid_password(username: str) -> Report:
    """A known user with a wrong secret."""
    return lambda subject, now: _event("InvalidPassword", replace(subject, account=username), now, 2)


def invalid_account(username: str) -> Report:
    """A user that is not there."""
    return lambda subject, now: _event("InvalidAccountID", replace(subject, account=username), now, 1)


def failed_acl(username: str) -> Report:
    """A known user from an address that may not come in."""
    return lambda subject, now: _event("FailedACL", replace(subject, account=username), now, 1)


def session_limit(subject: Subject, now: float) -> Event:
    """A second login of a user who may be logged in once; the account is not told (recorded)."""
    return _event("SessionLimit", subject, now, 1)


def challenge_failed(challenge: str, response: str, expected: str) -> Report:
    """A wrong answer to an MD5 challenge; the account is not told (recorded)."""

    def report(subject: Subject, now: float) -> Event:
        facts = (("Challenge", challenge), ("Response", response), ("ExpectedResponse", expected))
        return _event("ChallengeResponseFailed", subject, now, 1, facts)

    return report


def not_allowed(action: str) -> Report:
    """An action that the user may not use, or that came before the login."""

    def report(subject: Subject, now: float) -> Event:
        return _event("RequestNotAllowed", subject, now, 1, (("RequestType", f"Action: {action}"),))

    return report


def bad_format(action: str) -> Report:
    """An action that there is not, or a message without one; the account stands last (recorded)."""

    def report(subject: Subject, now: float) -> Event:
        headers = (
            *_head(now, "Error", 1),
            *_session(subject),
            ("RequestType", f"Action: {action or 'NONE'}"),
            ("SessionTV", timestamp(subject.since)),
            ("AccountID", subject.account),
        )
        return Event("RequestBadFormat", PRIVILEGE, headers)

    return report


def _event(
    name: str, subject: Subject, now: float, version: int, facts: Headers = (), *, severity: str = "Error"
) -> Event:
    headers = (
        *_head(now, severity, version),
        ("AccountID", subject.account),
        *_session(subject),
        *facts,
        ("SessionTV", timestamp(subject.since)),
    )
    return Event(name, PRIVILEGE, headers)


def _head(now: float, severity: str, version: int) -> Headers:
    return (
        ("EventTV", timestamp(now)),
        ("Severity", severity),
        ("Service", "AMI"),
        ("EventVersion", str(version)),
    )


def _session(subject: Subject) -> Headers:
    return (
        ("SessionID", subject.session),
        ("LocalAddress", subject.local),
        ("RemoteAddress", subject.remote),
    )

"""What socket errors mean, and which addresses are this machine."""

from __future__ import annotations

import errno
import os
import socket
import ssl

import pytest

from astami._network import connect_error, is_loopback, no_greeting, peer_name, tls_context

# Every way in which connecting can fail below us, and a word of what the user is told.
FAILURES = [
    *(
        (OSError(number, os.strerror(number)), os.strerror(number))
        for number in (
            errno.ECONNREFUSED, errno.ECONNRESET, errno.ECONNABORTED, errno.ETIMEDOUT, errno.EHOSTUNREACH,
            errno.ENETUNREACH, errno.EACCES, errno.EMFILE, errno.EADDRNOTAVAIL, errno.EPIPE,
        )
    ),
    (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), "check the host name"),
    (ssl.SSLError(1, "wrong version number"), "does this port speak TLS"),
    (ssl.SSLCertVerificationError(1, "certificate verify failed"), "trusts this server"),
    (ssl.SSLEOFError(8, "EOF occurred"), "does this port speak TLS"),
    (OSError(errno.ECONNREFUSED, "Connect call failed ('127.0.0.1', 1)"), "Connection refused"),
    (TimeoutError(), "TimeoutError"),
    (UnicodeError("label empty or too long"), "check the host name"),
    (OSError("Multiple exceptions: a, b"), "Multiple exceptions"),
]  # fmt: skip


@pytest.mark.parametrize(("cause", "word"), FAILURES, ids=lambda value: type(value).__name__)
def test_each_failure_becomes_a_connect_error(cause: Exception, word: str) -> None:
    """It names the peer and the reason, and chains the cause."""
    error = connect_error("pbx:5038", cause)
    assert str(error).startswith("pbx:5038: cannot connect: ")
    assert word in str(error)
    assert error.__cause__ is cause


@pytest.mark.parametrize("cause", [None, ConnectionResetError(104, "Connection reset by peer")])
def test_missing_greeting(cause: Exception | None) -> None:
    """The likely reasons are named."""
    error = no_greeting("pbx:5038", cause)
    assert "authlimit" in str(error)
    assert ("reset by peer" in str(error)) is (cause is not None)
    assert error.__cause__ is cause


@pytest.mark.parametrize(
    ("address", "here"),
    [
        ("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("::1%lo", True), ("::ffff:127.0.0.1", True),
        ("192.0.2.1", False), ("::ffff:192.0.2.1", False), ("fe80::1%eth0", False), ("", False), ("localhost", False),
    ],
)  # fmt: skip
def test_loopback(address: str, here: bool) -> None:
    """Only numeric loopback addresses keep a secret on this machine."""
    assert is_loopback(address) is here


def test_peer_names() -> None:
    """An IPv6 address stands in brackets."""
    assert (peer_name("pbx", 5038), peer_name("::1", 5038)) == ("pbx:5038", "[::1]:5038")


def test_tls_contexts() -> None:
    """True checks certificates, one's own context is used as it is, False means clear text."""
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    checking = tls_context(True)
    assert tls_context(own) is own
    assert tls_context(False) is None
    assert checking is not None
    assert (checking.verify_mode, checking.check_hostname) == (ssl.CERT_REQUIRED, True)

"""What both connections must know about networks: names of peers, loopback, TLS contexts, what socket errors mean.

Facts only; no socket is opened here. Imports ``exceptions``.
"""

from __future__ import annotations

import ipaddress
import os
import socket
import ssl
from typing import Final

from .exceptions import AMIConnectError

__all__ = ["connect_error", "is_loopback", "peer_name", "tls_context"]

#: Errors with a likely remedy, first match counts.
_ADVICE: Final[tuple[tuple[type[BaseException], str], ...]] = (
    (ConnectionRefusedError, "is Asterisk running, with enabled = yes and this port in manager.conf?"),
    (socket.gaierror, "check the host name"),
    (ssl.SSLCertVerificationError, "give tls= an ssl.SSLContext that trusts this server's certificate"),
    (ssl.SSLError, "does this port speak TLS (tlsenable and tlsbindaddr in manager.conf)?"),
    (TimeoutError, "check host, port and firewall"),
    (UnicodeError, "check the host name"),
)


def peer_name(host: str, port: int) -> str:
    """``host:port`` for people; an IPv6 address in brackets."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def connect_error(peer: str, cause: Exception) -> AMIConnectError:
    """The error for a connection that did not come about because of *cause*."""
    reason = _reason(cause)
    advice = next((f"; {text}" for kind, text in _ADVICE if isinstance(cause, kind)), "")
    error = AMIConnectError(f"{peer}: cannot connect: {reason}{advice}")
    error.__cause__ = cause
    return error


def _reason(cause: Exception) -> str:
    """The system's own words where there are some: asyncio puts ``Connect call failed (…)`` in their place."""
    if isinstance(cause, OSError) and not isinstance(cause, (ssl.SSLError, socket.gaierror)) and cause.errno:
        return os.strerror(cause.errno)
    return getattr(cause, "strerror", None) or str(cause) or type(cause).__name__


def no_greeting(peer: str, cause: Exception | None) -> AMIConnectError:
    """The error for a peer that ended the connection before it said who it is."""
    how = f"the connection broke ({cause})" if cause else "the peer closed the connection"
    error = AMIConnectError(
        f"{peer}: {how} before any greeting; either this is no Asterisk Manager Interface, or it refuses this "
        "address or has too many clients that have not logged in (authlimit in manager.conf)"
    )
    error.__cause__ = cause
    return error


def tls_context(tls: bool | ssl.SSLContext) -> ssl.SSLContext | None:
    """The context to connect with: the caller's own, one that checks certificates, or none."""
    if isinstance(tls, ssl.SSLContext):
        return tls
    return ssl.create_default_context() if tls else None


def is_loopback(address: str) -> bool:
    """Whether bytes to this numeric address (of a socket, so perhaps with an IPv6 scope) stay on this machine."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(parsed, "ipv4_mapped", None)
    return (mapped or parsed).is_loopback
